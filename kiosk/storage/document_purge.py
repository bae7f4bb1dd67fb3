"""Erasing documents for good, once the portal has proven that it holds them or a person discarded the dossier."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, select, update

from kiosk.domain.events import AuditKind
from kiosk.domain.ports import Clock
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.dossier_moves import UNPROVEN
from kiosk.storage.file_removal import note_for_removal, remove_noted
from kiosk.storage.sealed_files import SealedFiles
from kiosk.storage.tables import documents, dossiers, manifests


class DocumentPurge:
    """Keys first, in one transaction; then the files."""

    def __init__(self, database: Database, files: SealedFiles, audit: SqlAuditLog, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._audit = audit
        self._clock = clock

    def purge_due(self, *, grace_s: float) -> int:
        """Erase what a manifest covers that verified at least `grace_s` ago; how many documents.

        A dossier that is under way again, or whose manifest does not fit, keeps everything.
        """
        due = (
            select(manifests.c.dossier_id, manifests.c.revision, dossiers.c.local_reference)
            .join(dossiers, dossiers.c.id == manifests.c.dossier_id)
            .where(
                manifests.c.purged.is_(False),
                manifests.c.verified.is_(True),
                manifests.c.kept_at <= self._clock() - timedelta(seconds=grace_s),
                dossiers.c.state.not_in([state.value for state in UNPROVEN]),
            )
        )
        waste: list[str] = []
        with self._database.write() as connection:
            for row in connection.execute(due).all():
                covered = (documents.c.first_revision <= row.revision) & (
                    documents.c.last_revision >= row.revision
                )
                names = self._erase(connection, row.dossier_id, covered)
                connection.execute(
                    update(manifests)
                    .where(manifests.c.dossier_id == row.dossier_id, manifests.c.revision == row.revision)
                    .values(purged=True)
                )
                waste += names
                if names:
                    facts = {"documents": len(names)}
                    self._audit.write(connection, AuditKind.PAGES_PURGED, row.local_reference, facts)
        self.remove(waste)
        return len(waste)

    def erase_dossier(self, connection: Connection, dossier_id: str) -> list[str]:
        """All documents of a dossier, in the caller's transaction; the files to `remove` after it."""
        return self._erase(connection, dossier_id, documents.c.first_revision >= 0)

    def remove(self, file_names: Sequence[str]) -> None:
        """Delete the files whose keys are gone."""
        remove_noted(self._database, self._files, file_names)

    def _erase(self, connection: Connection, dossier_id: str, which: ColumnElement[bool]) -> list[str]:
        there = (documents.c.dossier_id == dossier_id) & documents.c.wrapped_key.is_not(None)
        names = list(connection.execute(select(documents.c.file_name).where(there, which)).scalars())
        connection.execute(update(documents).where(there, which).values(wrapped_key=None, file_name=None))
        note_for_removal(connection, names)
        return names
