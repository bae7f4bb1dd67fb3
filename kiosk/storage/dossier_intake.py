"""Taking a confirmed dossier in: the promise "it is safe here", made only when a power cut can no longer break it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from kiosk.domain.dossier import Document, Dossier, DossierState, NewDocument, NewDossier
from kiosk.domain.errors import DiskFull, RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import Clock
from kiosk.domain.rules import make_local_reference
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage import dossier_moves, dossier_rows
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.contact_marks import ContactMarks
from kiosk.storage.database import Database
from kiosk.storage.draft_store import SqlDraftStore
from kiosk.storage.file_removal import note_for_removal, remove_noted
from kiosk.storage.job_rows import JobRows
from kiosk.storage.sealed_files import Sealed, SealedFiles
from kiosk.storage.tables import documents, dossiers, reference_counters

NUMBERS_A_TERMINAL = 10_000
MADE_FROM_KEYS, NUMBERS_A_PLACE = 99_999, 100
"""A local reference's number has at most seven digits: three for the terminal, four for the day's count."""
_VIETNAM = timezone(timedelta(hours=7))
"""The day in a local reference is the day at the counter; Vietnam knows no summer time."""


@dataclass(frozen=True, slots=True)
class ReferenceRange:
    """Which numbers of a point's day are this terminal's: those after `before_first`, counted under `name`."""

    name: str = ""
    before_first: int = 0

    @classmethod
    def of_terminal(cls, number: int) -> "ReferenceRange":
        """Of a number that a person set, 1 to 999; 0: the point has one terminal."""
        return cls(str(number), number * NUMBERS_A_TERMINAL) if number else cls()

    @classmethod
    def from_key(cls, place: int) -> "ReferenceRange":
        """Of one of `REFERENCE_PLACES`, a hundred numbers apart: two terminals that know nothing of each other and take
        in a hundred dossiers a day have one in common once in 98,900. Numbers 1 to 9 that a person set are apart from all."""
        return cls(f"key {place}", MADE_FROM_KEYS + NUMBERS_A_PLACE * place)


class DossierIntake:
    """Room on the disk, then sealed files, then one transaction."""

    def __init__(
        self,
        database: Database,
        files: SealedFiles,
        ballast: DiskBallast,
        drafts: SqlDraftStore,
        job_rows: JobRows,
        audit: SqlAuditLog,
        clock: Clock,
        numbers: ReferenceRange,
        marks: ContactMarks | None = None,
    ) -> None:
        self._numbers = numbers
        self._marks = marks
        self._database = database
        self._files = files
        self._ballast = ballast
        self._drafts = drafts
        self._job_rows = job_rows
        self._audit = audit
        self._clock = clock

    def submit(self, new: NewDossier, *, actor: str, point: str) -> Dossier:
        """The dossier with its local reference, durable; the one that is there when it was taken in before."""
        with self._database.read() as connection:
            known = dossier_rows.load(connection, new.id)
        if known is not None and dossier_moves.is_repetition(known, new):
            return known
        fresh = self._not_kept_yet(new)
        self._ballast.demand(sum(len(document.content) for document in fresh))
        sealed = self._files.seal([document.content for document in fresh])
        papers = [(_document(document, one), one) for document, one in zip(fresh, sealed, strict=True)]
        at_commit = False
        waste: list[str] = []
        try:
            with self._database.write() as connection:
                known = dossier_rows.load(connection, new.id, lock=True)
                if known is not None and dossier_moves.is_repetition(known, new):
                    self._files.remove([one.file_name for one in sealed])
                    return known
                dossier = self._write(connection, new, known, papers, actor, point, waste)
                at_commit = True
        except BaseException as error:
            # after another error in COMMIT nobody knows: the rows may be there and need their files
            if not at_commit or isinstance(error, DiskFull):
                self._files.remove([one.file_name for one in sealed])
            raise
        remove_noted(self._database, self._files, waste)
        return dossier

    def adopt(self, dossier: Dossier, contents: Mapping[str, bytes], *, seal: str) -> bool:
        """Take a dossier over as another terminal confirmed it, under its own ids; False when it is here already.

        RuleBroken(`reference_taken`, `revision_conflict`, `document_id_taken`), DiskFull.
        """
        with self._database.read() as connection:
            if not self._is_new(connection, dossier):
                return False
        self._ballast.demand(sum(map(len, contents.values())))
        kept = [one for one in dossier.documents if one.id in contents]
        sealed = self._files.seal([contents[one.id] for one in kept])
        papers = dict(zip((one.id for one in kept), sealed, strict=True))
        at_commit = False
        try:
            with self._database.write() as connection:
                if not self._is_new(connection, dossier):
                    self._files.remove([one.file_name for one in sealed])
                    return False
                dossier_rows.add(connection, dossier)
                dossier_rows.add_documents(
                    connection, dossier, [(one, papers.get(one.id)) for one in dossier.documents], 0
                )
                self.queue_delivery(connection, dossier)
                facts = {"revision": dossier.revision, "procedure": dossier.procedure_code, "from": seal}
                self._audit.write(connection, AuditKind.DOSSIER_QUEUED, dossier.local_reference, facts)
                at_commit = True
        except BaseException as error:
            if not at_commit or isinstance(error, DiskFull):
                self._files.remove([one.file_name for one in sealed])
            raise
        return True

    def _is_new(self, connection: Connection, dossier: Dossier) -> bool:
        known = dossier_rows.load(connection, dossier.id)
        if known is not None:
            if known.revision < dossier.revision:
                raise RuleBroken("an earlier revision is here", code="revision_conflict")
            return False
        if _is_taken(connection, dossier.local_reference):
            raise RuleBroken("another dossier has this reference", code="reference_taken")
        if _rows_of(connection, [one.id for one in dossier.documents]):
            raise RuleBroken("a document's id is in use already", code="document_id_taken")
        return True

    def queue_delivery(self, connection: Connection, dossier: Dossier) -> None:
        """One delivery a revision; one that stopped or ended starts anew. What other revisions had left is void."""
        own = select(documents.c.bytes).where(
            documents.c.dossier_id == dossier.id,
            documents.c.first_revision == dossier.revision,
            documents.c.wrapped_key.is_not(None),
        )
        self._job_rows.put(
            connection,
            NewJob(JobKind.DELIVER_DOSSIER, dossier.id, dossier.revision),
            reference=dossier.local_reference,
            bytes_left=sum(connection.execute(own).scalars()),
            again=True,
        )

    def _write(
        self,
        connection: Connection,
        new: NewDossier,
        known: Dossier | None,
        fresh: Sequence[tuple[Document, Sealed]],
        actor: str,
        point: str,
        waste: list[str],
    ) -> Dossier:
        now = self._clock()
        papers = [document for document, _ in fresh]
        if known is None:
            reference = self._mint_reference(connection, point, now)
            followed = _followed(connection, new)
            after = dossier_moves.begin(
                new, reference=reference, documents=papers, actor=actor, at=now, followed=followed
            )
            dossier_rows.add(connection, after)
            dossier_rows.add_documents(connection, after, fresh, 0)
            self._supersede(connection, after, followed, now)
        else:
            again = _rows_of(connection, {document.id for document in new.documents})
            kept = dossier_moves.kept_documents(known, new, [dossier_rows.document_of(row) for row in again])
            after = dossier_moves.resubmit(known, new, documents=[*kept, *papers], actor=actor, at=now)
            dossier_rows.save(connection, known, after)
            waste += self._settle_old_documents(connection, known, after, kept)
            last = connection.execute(
                select(documents.c.position)
                .where(documents.c.dossier_id == new.id)
                .order_by(documents.c.position.desc())
                .limit(1)
            ).scalar_one_or_none()
            dossier_rows.add_documents(connection, after, fresh, 0 if last is None else last + 1)
        self.queue_delivery(connection, after)
        if new.draft_id is not None:
            waste += self._drafts.end(connection, new.draft_id)
        facts = {"revision": after.revision, "procedure": after.procedure_code}
        repeated = self._marks is not None and self._marks.write(connection, new, after.local_reference, now)
        confirmed = {**facts, "actor": actor, **dossier_moves.ties(after), **_effort(new), **new.counted}
        if repeated:
            confirmed["repeat"] = True
        queued = {**facts, "documents": len(after.documents)}
        self._audit.write(connection, AuditKind.DOSSIER_CONFIRMED, after.local_reference, confirmed)
        self._audit.write(connection, AuditKind.DOSSIER_QUEUED, after.local_reference, queued)
        return after

    def _not_kept_yet(self, new: NewDossier) -> list[NewDocument]:
        """Those to seal. The same id with the same bytes is kept already; with others it is refused."""
        contents = {document.id: document.content for document in new.documents}
        with self._database.read() as connection:
            kept = {row.id: row for row in _rows_of(connection, contents)}
        same = all(
            row.dossier_id == new.id and row.sha256 == hashlib.sha256(contents[row.id]).hexdigest()
            for row in kept.values()
        )
        if not same or len(contents) < len(new.documents):
            raise RuleBroken("a document's id is in use already", code="document_id_taken")
        return [document for document in new.documents if document.id not in kept]

    def _settle_old_documents(
        self, connection: Connection, known: Dossier, after: Dossier, kept: Sequence[Document]
    ) -> list[str]:
        """Kept documents live on; of a corrected revision, that the portal never took, the others are erased."""
        of_dossier = documents.c.dossier_id == known.id
        kept_ids = [document.id for document in kept]
        connection.execute(
            update(documents)
            .where(of_dossier, documents.c.id.in_(kept_ids))
            .values(last_revision=after.revision)
        )
        if after.revision != known.revision:
            return []
        replaced = delete(documents).where(
            of_dossier,
            documents.c.first_revision == known.revision,
            documents.c.id.not_in(kept_ids),
        )
        names = connection.execute(replaced.returning(documents.c.file_name)).scalars()
        waste = [name for name in names if name is not None]
        note_for_removal(connection, waste)
        return waste

    def _supersede(self, connection: Connection, after: Dossier, old: Dossier | None, now: datetime) -> None:
        """A new dossier in place of one whose citizen has no account: both know of each other."""
        if old is None or old.state is not DossierState.SUPPLEMENT_REQUESTED:
            return
        ended = dossier_moves.move(
            old, DossierState.SUPERSEDED, by="kiosk", at=now, reason=after.local_reference
        )
        dossier_rows.save(connection, old, ended)
        facts = {"from": old.raw_state, "to": ended.raw_state, "by": "kiosk"}
        self._audit.write(connection, AuditKind.DOSSIER_MOVED, old.local_reference, facts)

    def _mint_reference(self, connection: Connection, point: str, now: datetime) -> str:
        """A counter of its own for each point and day: a clock set back brings no number twice.

        Terminals which know nothing of each other count in ranges of their own; a number that another one's dossier has
        here already is passed over. RuleBroken(`reference_invalid`) after 9,999 in a day.
        """
        day = now.astimezone(_VIETNAM).date()
        counted = f"{point}/{self._numbers.name}" if self._numbers.name else point
        key = {"point": counted, "day": day.isoformat()}
        this = (reference_counters.c.point == counted) & (reference_counters.c.day == key["day"])
        self._database.insert_if_absent(connection, reference_counters, ["point", "day"], {**key, "n": 0})
        one_more = update(reference_counters).where(this).values(n=reference_counters.c.n + 1)
        while True:
            number = connection.execute(one_more.returning(reference_counters.c.n)).scalar_one()
            if number >= NUMBERS_A_TERMINAL:
                raise RuleBroken("the numbers of this day are used up", code="reference_invalid")
            reference = make_local_reference(point, day, self._numbers.before_first + number)
            if not _is_taken(connection, reference):
                return reference


def _is_taken(connection: Connection, reference: str) -> bool:
    same_name = select(dossiers.c.id).where(dossiers.c.local_reference == reference)
    return connection.execute(same_name).one_or_none() is not None


def _rows_of(connection: Connection, document_ids: Collection[str]) -> Sequence[Row[Any]]:
    wanted = select(documents).where(documents.c.id.in_(document_ids)).order_by(documents.c.position)
    return connection.execute(wanted).all()


def _followed(connection: Connection, new: NewDossier) -> Dossier | None:
    """The dossier that this one replaces, where it is kept here."""
    replaces = new.body.get("replaces")
    return dossier_rows.load(connection, replaces, lock=True) if isinstance(replaces, str) else None


def _document(new: NewDocument, sealed: Sealed) -> Document:
    return Document(
        id=new.id,
        component_id=new.component_id,
        name=new.name,
        media_type=new.media_type,
        bytes=sealed.bytes,
        sha256=sealed.sha256,
        pages=new.pages,
    )


def _effort(new: NewDossier) -> dict[str, Any]:
    """What the month's report counts of a wire body, without a word of what it says."""
    effort, delivery = new.body.get("effort") or {}, new.body.get("delivery") or {}
    return {
        "channel": new.body.get("channel", "online"),
        "delivery": delivery.get("method"),
        "answers": len(new.body.get("form") or {}),
        "autofilled": effort.get("autofilled_fields", 0),
        "seconds": effort.get("seconds", 0),
    }
