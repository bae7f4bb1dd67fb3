"""A real PostgreSQL server of the tests' own: private folder, private socket, no network; gone when the tests end."""

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, Row, Table, create_engine, insert, select, text

from kiosk.storage.migrations import runner
from kiosk.storage.tables import metadata

START_WITHIN_S = 60.0
_UNTIL_LET_GO = '"$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$0"'
"""Tests that are killed let go of the pipe too: no server and no folder outlives them. QUIT: no checkpoint is worth it."""


def server_programs() -> Path | None:
    """The newest installed server's folder of programs (Debian: package `postgresql`), None where there is none."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda place: place.parts[-3])
    found = shutil.which("postgres")
    return places[-1].parent if places else Path(found).resolve().parent if found else None


class PostgresqlServer:
    """Runs until `stop`; hands out databases that nobody has used."""

    def __init__(self, programs: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
        self._who = _somebody_harmless(self._folder)
        self._count = itertools.count(1)
        self._branch: Engine | None = None
        self._first_rows: list[tuple[Table, Sequence[Row[Any]]]] = []
        data = self._folder / "data"
        made = [programs / "initdb", "-D", data, "-A", "trust", "-U", "kiosk", "-E", "UTF8"]
        self._run([*made, "--locale=C", "--no-sync"])
        command = [programs / "postgres", "-D", data, "-k", self._folder, "-c", "listen_addresses="]
        command += ["-c", "fsync=off", "-c", "max_connections=60", "-c", "logging_collector=off"]
        with (self._folder / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _UNTIL_LET_GO, self._folder, *command],
                stdin=subprocess.PIPE,
                start_new_session=True,
                stdout=log,
                stderr=log,
                **self._who,
            )
        deadline = time.monotonic() + START_WITHIN_S
        ready = [programs / "pg_isready", "-q", "-h", self._folder]
        while subprocess.run(ready, check=False).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self._folder / "server.log").read_text())
        self._admin = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")

    def fresh_database(self) -> str:
        """The SQLAlchemy URL of an empty database."""
        return self._create(f"test_{next(self._count)}", "template1")

    def clean_branch(self) -> str:
        """The one database with all tables made, and nothing in them but what the steps themselves put there."""
        if self._branch is None:
            self._branch = create_engine(self._create("branch", "template1"), poolclass=NullPool)
            with self._branch.begin() as connection:
                runner.run(connection)
                tables = metadata.sorted_tables
                self._first_rows = [(table, connection.execute(select(table)).all()) for table in tables]
        names = ", ".join(table.name for table in metadata.sorted_tables)
        with self._branch.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            for table, rows in self._first_rows:
                for row in rows:
                    connection.execute(insert(table).values(tuple(row)))
        return self._url("branch")

    def stop(self) -> None:
        """End the server and take its folder away."""
        self._admin.dispose()
        self._process.communicate(timeout=START_WITHIN_S)

    def _create(self, name: str, template: str) -> str:
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://kiosk@/{name}?host={self._folder}"

    def _run(self, command: list[Any]) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._who)


def _somebody_harmless(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    folder.chmod(0o755)
    shutil.chown(folder, "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}
