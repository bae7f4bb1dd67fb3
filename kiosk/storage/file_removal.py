"""Erasing sealed files so that a crash in the middle leaves nothing readable: key and row first, then the file."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from kiosk.storage.database import Database
from kiosk.storage.sealed_files import SealedFiles
from kiosk.storage.tables import documents, draft_pages, files_to_remove
from kiosk.storage.tables_post import post_signatures


def note_for_removal(connection: Connection, file_names: Sequence[str]) -> None:
    """In the transaction that erases the keys: remember which files are now waste."""
    if file_names:
        connection.execute(insert(files_to_remove), [{"file_name": name} for name in file_names])


def remove_noted(database: Database, files: SealedFiles, file_names: Sequence[str] | None = None) -> None:
    """After that commit: delete the files, then forget them. Without names: whatever an earlier run left undone."""
    if file_names is None:
        with database.read() as connection:
            file_names = list(connection.execute(select(files_to_remove.c.file_name)).scalars())
    if not file_names:
        return
    files.remove(file_names)
    with database.write() as connection:
        for name in file_names:
            connection.execute(delete(files_to_remove).where(files_to_remove.c.file_name == name))


def known_file_names(database: Database) -> frozenset[str]:
    """Every file that a row can still open."""
    with database.read() as connection:
        of_pages = connection.execute(select(draft_pages.c.file_name)).scalars()
        of_documents = connection.execute(
            select(documents.c.file_name).where(documents.c.file_name.is_not(None))
        ).scalars()
        of_signatures = connection.execute(
            select(post_signatures.c.file_name).where(post_signatures.c.file_name.is_not(None))
        ).scalars()
        return frozenset([*of_pages, *of_documents, *of_signatures])
