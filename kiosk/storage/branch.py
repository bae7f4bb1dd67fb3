"""What the terminals of one branch share beside the database: one folder of sealed files, and the key that opens them."""

import secrets
from pathlib import Path

from sqlalchemy import select

from kiosk.domain.errors import ConfigurationInvalid, KeysLost, Unavailable
from kiosk.storage.database import Database
from kiosk.storage.durable_files import share_errors, write_durably
from kiosk.storage.keys import KeyRing
from kiosk.storage.tables import facts

MARK_FILE = "branch"
"""Lies in the shared folder and names it: a share that is not mounted is an empty folder, and must not be filled."""
_FOLDER_FACT = "branch_folder"
_KEY_FACT = "branch_key"


def join(database: Database, keys: KeyRing, folder: Path) -> None:
    """The first terminal marks database and folder; each later one must hold the same key and reach the same folder.

    KeysLost for another master key, Unavailable(`files_away`) for another folder or none.
    """
    with database.write_alone() as connection:
        known = {row.name: row.value for row in connection.execute(select(facts))}
        if known.get(_KEY_FACT, keys.branch_proof) != keys.branch_proof:
            raise KeysLost(
                "this branch began with another master key; put the recovery copy of its first terminal in place"
                " (`kiosk keys restore`)"
            )
        if not known and not folder.is_dir():
            raise ConfigurationInvalid(f"storage.files: there is no folder {folder}.")
        with share_errors():
            mark = folder / MARK_FILE
            name = mark.read_text("ascii") if mark.exists() else None
            if known.get(_FOLDER_FACT, name) != name:
                raise Unavailable(
                    f"{folder} is not the folder of this branch's database: is the share mounted?",
                    code="files_away",
                )
            if name is None:
                name = secrets.token_hex(16)
                write_durably(mark, name.encode("ascii"))
        for fact, value in ((_KEY_FACT, keys.branch_proof), (_FOLDER_FACT, name)):
            database.insert_if_absent(connection, facts, ["name"], {"name": fact, "value": value})
