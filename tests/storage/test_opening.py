"""Opening a home: keys, damage, versions, and what a copied folder is worth."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.domain.errors import Broken, ConfigurationInvalid, DatabaseDamaged, KeysLost, Unavailable
from kiosk.domain.events import AuditKind
from kiosk.storage import Storage, migrations
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.database import Database
from kiosk.storage.engines import check_sqlite_version, sqlcipher_engines
from kiosk.storage.key_protectors import seal_for_machine
from kiosk.storage.keys import KeyRing
from kiosk.storage.migrations import runner
from kiosk.storage.tables import metadata
from tests.fakes.dossier_samples import (
    SAMPLE_NAME,
    SAMPLE_NUMBER,
    sample_document,
    sample_dossier,
    sample_draft,
)

OpenHome = Callable[..., Storage]
PAGE_BYTES = 4096


def fill(storage: Storage, dossiers: int = 30) -> None:
    for _ in range(dossiers):
        storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")


def test_everything_is_there_after_reopening(open_home: OpenHome) -> None:
    storage = open_home()
    taken = storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    public = storage.keys.public_jwk()
    storage.close()
    again = open_home()
    assert again.dossiers.find(taken.local_reference) == taken
    assert again.keys.public_jwk() == public
    assert again.check(full=True) == []


def test_forgetting_takes_nothing_away(open_home: OpenHome) -> None:
    storage = open_home()
    taken = storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    for _ in range(2):
        storage.upkeep.forget()
        assert storage.dossiers.find(taken.local_reference) == taken
        storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    assert storage.check(full=True) == []


def test_a_connection_that_was_lent_out_meanwhile_is_closed_when_it_comes_back(tmp_path: Path) -> None:
    writer, readers = sqlcipher_engines(str(tmp_path / "kiosk.db"), bytes(32), bytes(16))
    with writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE names (name TEXT)")
    with readers.connect() as lent:
        raw = lent.connection.dbapi_connection
        readers.dispose()
        assert lent.exec_driver_sql("SELECT * FROM names").all() == []
    assert raw is not None
    with pytest.raises(sqlcipher.ProgrammingError):
        raw.cursor()
    with readers.connect() as fresh:
        assert fresh.exec_driver_sql("SELECT * FROM names").all() == []
    readers.dispose()
    writer.dispose()


def test_programs_that_find_the_same_home_empty_at_once_all_open_it(open_home: OpenHome) -> None:
    together = threading.Barrier(4)

    def enter(_: int) -> Storage:
        together.wait(30)
        return open_home()

    with ThreadPoolExecutor(4) as programs:
        rooms = list(programs.map(enter, range(4)))
    rooms[0].audit.append(AuditKind.PROGRAM_STARTED)
    assert [len(list(room.audit.entries())) for room in rooms] == [1] * 4


def test_no_personal_data_lies_readable_anywhere(open_home: OpenHome, home: Path) -> None:
    storage = open_home()
    storage.drafts.save(sample_draft())
    content = f"{SAMPLE_NAME} {SAMPLE_NUMBER}".encode() * 500
    storage.dossiers.submit(sample_dossier(sample_document(content)), actor="citizen", point="HN-001")
    while_open = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    storage.close()
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert any(path.name == "kiosk.db-wal" for path in while_open)
    for raw in [*while_open.values(), *after.values()]:
        assert SAMPLE_NAME.encode() not in raw
        assert SAMPLE_NUMBER.encode() not in raw
        assert b"SQLite format 3" not in raw


def test_the_database_is_set_up_to_survive_power_cuts(open_home: OpenHome) -> None:
    storage = open_home()
    with storage._database.write() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "trusted_schema",
                "temp_store",
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
    }
    with pytest.raises(Broken), storage._database.read() as connection:
        connection.exec_driver_sql("DELETE FROM dossiers")


def test_another_master_key_is_said_to_be_another(open_home: OpenHome, home: Path) -> None:
    open_home().close()
    (home / "keys" / "master.key").write_bytes(seal_for_machine(b"x" * 32, b""))
    with pytest.raises(KeysLost):
        open_home()
    (home / "keys" / "device.key").unlink()
    with pytest.raises(KeysLost) as lost:
        open_home()
    assert "another master key" in lost.value.detail


def test_a_missing_master_key_is_never_replaced_over_data(open_home: OpenHome, home: Path) -> None:
    open_home().close()
    (home / "keys" / "master.key").unlink()
    with pytest.raises(KeysLost):
        open_home()
    assert not (home / "keys" / "master.key").exists()


def test_a_copied_folder_does_not_open_on_another_machine(open_home: OpenHome, home: Path) -> None:
    open_home().close()
    (home / "keys" / "master.key").write_bytes(seal_for_machine(b"x" * 32, b"the machine it was copied from"))
    raw = (home / "keys" / "master.key").read_text().replace('"nothing"', '"machine-id"')
    (home / "keys" / "master.key").write_text(raw)
    with pytest.raises(KeysLost) as lost:
        open_home()
    assert "another machine" in lost.value.detail


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"bound_to": 1}'])
def test_a_damaged_key_file_is_said_to_be_damaged(open_home: OpenHome, home: Path, content: bytes) -> None:
    open_home().close()
    (home / "keys" / "master.key").write_bytes(content)
    with pytest.raises(KeysLost):
        open_home()


@pytest.mark.parametrize("page", [0, 3, 20])
def test_a_damaged_page_is_found_on_opening(open_home: OpenHome, home: Path, page: int) -> None:
    storage = open_home()
    fill(storage)
    storage.close()
    path = home / "kiosk.db"
    raw = bytearray(path.read_bytes())
    assert len(raw) > (page + 1) * PAGE_BYTES
    raw[page * PAGE_BYTES + 1000] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(DatabaseDamaged):
        open_home()


def test_a_large_database_is_checked_after_opening(open_home: OpenHome, home: Path) -> None:
    storage = open_home()
    fill(storage)
    storage.close()
    path = home / "kiosk.db"
    sound = open_home(check_at_once_bytes=0)
    sound.upkeep.check_opening()
    sound.close()
    raw = bytearray(path.read_bytes())
    raw[-1000] ^= 0xFF
    path.write_bytes(raw)
    (home / "open" / f"{'0' * 16}.open").touch()  # of a process that was killed
    damaged = open_home(check_at_once_bytes=0)
    with pytest.raises(DatabaseDamaged):
        damaged.upkeep.check_opening()
    damaged.close()
    assert (home / "open" / f"{'0' * 16}.open").exists(), "the next start owes the thorough check as well"


def test_what_another_process_has_just_checked_is_checked_again_only_after_a_crash(
    open_home: OpenHome, home: Path
) -> None:
    storage = open_home()
    fill(storage)
    storage.close()
    path = home / "kiosk.db"
    raw = bytearray(path.read_bytes())
    raw[-1000] ^= 0xFF
    path.write_bytes(raw)
    trusting = open_home(is_checked=True)
    trusting.upkeep.check_opening()
    trusting.close()
    (home / "open" / f"{'0' * 16}.open").touch()  # of a process that was killed
    with pytest.raises(DatabaseDamaged):
        open_home(is_checked=True)


def test_a_lost_database_beside_sealed_files_is_no_fresh_start(open_home: OpenHome, home: Path) -> None:
    storage = open_home()
    fill(storage, 1)
    storage.close()
    (home / "kiosk.db").unlink()
    kept = set((home / "files").iterdir())
    for _ in range(2):
        with pytest.raises(DatabaseDamaged):
            open_home()
    assert set((home / "files").iterdir()) == kept


def test_a_newer_programs_tables_are_left_alone(open_home: OpenHome) -> None:
    storage = open_home()
    with storage._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    storage.close()
    with pytest.raises(DatabaseDamaged) as damaged:
        open_home()
    assert "newer program" in damaged.value.detail


def test_the_steps_make_the_tables_that_the_stores_use() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        runner.run(connection)
        assert runner.pending(connection) == []
        assert migrations.current_step(connection) == migrations.NEWEST
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        made = {index["name"]: index for index in inspect(connection).get_indexes("jobs")}
    engine.dispose()
    assert made["jobs_due"]["dialect_options"]["sqlite_where"] is not None


def test_a_queue_of_the_first_tables_is_counted_and_wakes_as_before() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        runner.run(connection, runner.STEPS[:1])
        connection.execute(text("INSERT INTO facts VALUES ('queue_boot_id', 'the boot before')"))
        for number, state in enumerate((0, 0, 1, 2, 3), 1):
            connection.execute(
                text(
                    "INSERT INTO jobs (kind, subject_id, revision, priority, state, due_at, class_since, failures,"
                    " why, reference, bytes_left, queued_at)"
                    f" VALUES ('deliver_dossier', '{number}', 1, 0, {state}, 900.0, {number}.0, 0, '', 'K', 10, 0)"
                )
            )
        runner.run(connection)
        totals = connection.execute(text("SELECT held, jobs, bytes FROM queue_totals ORDER BY held")).all()
        clock = connection.execute(text("SELECT boot_id, offset_s FROM queue_clock")).one()
        moments = connection.execute(text("SELECT set_at FROM jobs ORDER BY id")).scalars().all()
    engine.dispose()
    assert [tuple(row) for row in totals] == [(0, 3, 30), (1, 1, 10)]
    assert tuple(clock) == ("the boot before", 0.0)
    assert moments == [1.0, 2.0, 3.0, 4.0, 5.0]


def next_step(statement: str) -> ModuleType:
    step = ModuleType("step_of_tomorrow")
    step.__dict__.update(revision="9000", down_revision=runner.STEPS[-1].revision)
    step.__dict__["upgrade"] = lambda: (
        op.execute("CREATE TABLE tomorrow (x INTEGER)"),
        op.execute(statement),
    )
    return step


def open_with_next_step(home: Path, statement: str) -> Database:
    return Database.open(
        home,
        url=None,
        keys=KeyRing.open(home, may_create=False, environ={}),
        ballast=DiskBallast(home / "ballast"),
        has_files=True,
        steps=(*runner.STEPS, next_step(statement)),
    )


def test_a_step_on_a_filled_database_leaves_a_sealed_copy_until_the_next_sound_start(
    open_home: OpenHome, home: Path
) -> None:
    storage = open_home()
    fill(storage, 3)
    storage.close()
    open_with_next_step(home, "UPDATE dossiers SET notice_text = 'moved'").close()
    [copy] = (home / "copies").iterdir()
    assert copy.name == "before-9000.db"
    assert SAMPLE_NAME.encode() not in copy.read_bytes()
    assert b"SQLite format 3" not in copy.read_bytes()
    database = open_with_next_step(home, "")
    with database.read() as connection:
        assert connection.execute(text("SELECT DISTINCT notice_text FROM dossiers")).scalar_one() == "moved"
    database.close()
    assert not (home / "copies").exists()


def test_a_step_that_fails_changes_nothing(open_home: OpenHome, home: Path) -> None:
    storage = open_home()
    fill(storage, 3)
    storage.close()
    with pytest.raises(OperationalError):
        open_with_next_step(home, "UPDATE no_such_table SET x = 1")
    again = open_home()
    assert again.check(full=True) == []
    with again._database.read() as connection:
        assert "tomorrow" not in inspect(connection).get_table_names()


@pytest.mark.parametrize(("version", "is_safe"), [
    ((3, 40, 1), False),
    ((3, 44, 5), False),
    ((3, 44, 6), True),
    ((3, 50, 6), False),
    ((3, 50, 7), True),
    ((3, 51, 2), False),
    ((3, 51, 3), True),
    ((3, 53, 4), True),
])  # fmt: skip
def test_libraries_that_corrupt_their_log_are_refused(version: tuple[int, ...], is_safe: bool) -> None:
    if is_safe:
        check_sqlite_version(version)
    else:
        with pytest.raises(Broken) as refused:
            check_sqlite_version(version)
        assert refused.value.code == "sqlite_too_old"


def test_only_known_engines_are_taken(open_home: OpenHome, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationInvalid):
        open_home(database_url="mysql://somewhere/kiosk", files_folder=tmp_path)


def test_a_server_that_is_away_is_unavailable(open_home: OpenHome, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        open_home(
            database_url="postgresql+psycopg://kiosk@127.0.0.1:1/kiosk?connect_timeout=2",
            files_folder=tmp_path,
        )
