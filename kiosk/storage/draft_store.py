"""Drafts and their sealed page pictures; what is in a draft's content is the session's matter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.database import Database
from kiosk.storage.file_removal import note_for_removal, remove_noted
from kiosk.storage.sealed_files import SealedFiles
from kiosk.storage.tables import draft_pages, drafts


class SqlDraftStore:
    """DraftStore."""

    def __init__(
        self,
        database: Database,
        files: SealedFiles,
        ballast: DiskBallast,
        audit: SqlAuditLog,
        terminal: str = "",
    ) -> None:
        self._terminal = terminal
        self._database = database
        self._files = files
        self._ballast = ballast
        self._audit = audit

    def save(self, draft: Draft) -> None:
        """Insert or replace; on disk when it returns."""
        self._ballast.demand(0)
        values = {
            "id": draft.id,
            "saved_at": draft.saved_at,
            "procedure_code": draft.procedure_code,
            "procedure_name": draft.procedure_name,
            "content": dict(draft.content),
            "staff_id": draft.staff_id,
            "masked_number": draft.masked_number,
            "reference": draft.reference,
            "terminal": self._terminal,
        }
        with self._database.write() as connection:
            known = connection.execute(select(drafts.c.id).where(drafts.c.id == draft.id)).one_or_none()
            self._database.upsert(connection, drafts, ["id"], values)
            if known is None:
                facts = {"procedure": draft.procedure_code}
                self._audit.write(connection, AuditKind.DRAFT_KEPT, draft.id, facts)

    def load(self, draft_id: str) -> Draft | None:
        """The draft as last saved."""
        found = self._drafts(select(drafts).where(drafts.c.id == draft_id))
        return found[0] if found else None

    def open_drafts(self, *, staff_id: str | None = None) -> list[Draft]:
        """Drafts of one staff member; with None those begun by citizens alone at this terminal."""
        here = (drafts.c.terminal == self._terminal) & drafts.c.pickup_code.is_(None)
        by_citizens = drafts.c.staff_id.is_(None) & here
        owner = by_citizens if staff_id is None else drafts.c.staff_id == staff_id
        return self._drafts(select(drafts).where(owner))

    def all_staff_drafts(self) -> list[Draft]:
        """Everything clerks have begun and not finished."""
        return self._drafts(select(drafts).where(drafts.c.staff_id.is_not(None)))

    def discard(self, draft_id: str) -> None:
        """Erase the draft and its pages: keys first, then files; the caller knows why and records it."""
        with self._database.write() as connection:
            names = self.end(connection, draft_id)
        remove_noted(self._database, self._files, names)

    def discard_citizen_drafts(self, older_than: datetime) -> int:
        """Erase what citizens left behind alone before `older_than`; how many.

        What another terminal of the branch has not erased a day later, this one does: that one may be gone for good.
        """
        here = (drafts.c.terminal == self._terminal) & (drafts.c.saved_at < older_than)
        anywhere = drafts.c.saved_at < older_than - timedelta(days=1)
        waits = drafts.c.pickup_until.is_not(None) & (drafts.c.pickup_until >= older_than)
        query = select(drafts.c.id).where(drafts.c.staff_id.is_(None), here | anywhere, ~waits)
        names: list[str] = []
        with self._database.write() as connection:
            old = list(connection.execute(query).scalars())
            for draft_id in old:
                names += self.end(connection, draft_id)
                self._audit.write(connection, AuditKind.DRAFT_DISCARDED, draft_id, {"reason": "left_behind"})
        remove_noted(self._database, self._files, names)
        return len(old)

    def pass_on(self, draft_id: str, *, code: str, until: datetime | None) -> None:
        """From now on whoever has the code goes on with it; with an empty code nobody but who began it."""
        values = {"pickup_code": code or None, "pickup_until": until}
        with self._database.write() as connection:
            connection.execute(update(drafts).where(drafts.c.id == draft_id).values(values))

    def passed_on(self, code: str, *, now: datetime) -> Draft | None:
        """The newest draft that waits under this code, at any terminal."""
        waiting = (drafts.c.pickup_code == code) & (drafts.c.pickup_until >= now)
        found = self._drafts(select(drafts).where(waiting))
        return found[-1] if found else None

    def take_over(self, draft_id: str, *, staff_id: str | None) -> Draft | None:
        """It is this terminal's, and that person's, and its code is void; None when it waits no more."""
        values = {
            "pickup_code": None,
            "pickup_until": None,
            "staff_id": staff_id,
            "terminal": self._terminal,
        }
        waiting = (drafts.c.id == draft_id) & drafts.c.pickup_code.is_not(None)
        with self._database.write() as connection:
            taken = connection.execute(update(drafts).where(waiting).values(values)).rowcount
        return self.load(draft_id) if taken else None

    def add_page(self, page: DraftPage, content: bytes) -> DraftPage:
        """Seal the file, then write the row. RuleBroken(`draft_unknown`) when the draft has ended meanwhile."""
        self._ballast.demand(len(content))
        kept = replace(page, bytes=len(content))
        [sealed] = self._files.seal([content])
        values = {
            "id": kept.id,
            "draft_id": kept.draft_id,
            "component_id": kept.component_id,
            "position": kept.position,
            "media_type": kept.media_type,
            "bytes": kept.bytes,
            "fingerprint": str(kept.fingerprint),
            "name": kept.name,
            "file_name": sealed.file_name,
            "wrapped_key": sealed.wrapped_key,
        }
        at_commit = False
        try:
            with self._database.write() as connection:
                known = select(drafts.c.id).where(drafts.c.id == page.draft_id)
                if connection.execute(known).one_or_none() is None:
                    raise RuleBroken("the draft is not there any more", code="draft_unknown")
                connection.execute(insert(draft_pages).values(values))
                at_commit = True
        except BaseException:
            if not at_commit:
                self._files.remove([sealed.file_name])
            raise
        return kept

    def pages(self, draft_id: str) -> list[DraftPage]:
        """By component, then in their order."""
        with self._database.read() as connection:
            return [_page(row) for row in connection.execute(_pages_of(draft_id))]

    def page_content(self, page_id: str) -> bytes:
        """The plain bytes; FileDamaged when they are not whole, RuleBroken(`page_unknown`) when there is no such page."""
        with self._database.read() as connection:
            row = connection.execute(select(draft_pages).where(draft_pages.c.id == page_id)).one_or_none()
        if row is None:
            raise RuleBroken("the page is not there any more", code="page_unknown")
        with self._files.open(row.file_name, row.wrapped_key) as file:
            return file.read()

    def remove_page(self, page_id: str) -> None:
        """Erase one page; those behind it move up."""
        with self._database.write() as connection:
            gone = connection.execute(
                delete(draft_pages)
                .where(draft_pages.c.id == page_id)
                .returning(draft_pages.c.draft_id, draft_pages.c.component_id, draft_pages.c.file_name)
            ).one_or_none()
            if gone is None:
                return
            note_for_removal(connection, [gone.file_name])
            _order(connection, gone.draft_id, gone.component_id, ())
        remove_noted(self._database, self._files, [gone.file_name])

    def order_pages(self, draft_id: str, component_id: str, page_ids: Sequence[str]) -> None:
        """The named pages first, in this order; pages not named keep theirs behind them."""
        with self._database.write() as connection:
            _order(connection, draft_id, component_id, page_ids)

    def end(self, connection: Connection, draft_id: str) -> list[str]:
        """In the caller's transaction: the draft is over. Returns the files to remove after the commit."""
        names = list(
            connection.execute(
                delete(draft_pages)
                .where(draft_pages.c.draft_id == draft_id)
                .returning(draft_pages.c.file_name)
            ).scalars()
        )
        note_for_removal(connection, names)
        connection.execute(delete(drafts).where(drafts.c.id == draft_id))
        return names

    def _drafts(self, query: Select[Any]) -> list[Draft]:
        with self._database.read() as connection:
            return [_draft(row) for row in connection.execute(query.order_by(drafts.c.saved_at, drafts.c.id))]


def _pages_of(draft_id: str) -> Select[Any]:
    ordered = (draft_pages.c.component_id, draft_pages.c.position, draft_pages.c.id)
    return select(draft_pages).where(draft_pages.c.draft_id == draft_id).order_by(*ordered)


def _order(connection: Connection, draft_id: str, component_id: str, page_ids: Sequence[str]) -> None:
    query = _pages_of(draft_id).where(draft_pages.c.component_id == component_id)
    there = [row.id for row in connection.execute(query)]
    named = [page_id for page_id in page_ids if page_id in there]
    for position, page_id in enumerate([*named, *(one for one in there if one not in named)]):
        connection.execute(update(draft_pages).where(draft_pages.c.id == page_id).values(position=position))


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        saved_at=row.saved_at,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        content=row.content,
        staff_id=row.staff_id,
        masked_number=row.masked_number,
        reference=row.reference,
    )


def _page(row: Row[Any]) -> DraftPage:
    return DraftPage(
        id=row.id,
        draft_id=row.draft_id,
        component_id=row.component_id,
        position=row.position,
        media_type=row.media_type,
        bytes=row.bytes,
        fingerprint=int(row.fingerprint),
        name=row.name,
    )
