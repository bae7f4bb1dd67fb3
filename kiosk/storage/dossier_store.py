"""Durable dossiers: files first, then one transaction for everything else; the steps of their life are `dossier_moves`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Column, Connection, Row, Text, func, or_, select, type_coerce, update

from kiosk.domain.account import Tracking
from kiosk.domain.dossier import Document, Dossier, DossierState, NewDossier, Problem
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, PortalEvent, wire_time
from kiosk.domain.ports import Clock
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage import dossier_moves, dossier_rows
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.document_purge import DocumentPurge
from kiosk.storage.dossier_intake import DossierIntake
from kiosk.storage.job_rows import JobRows
from kiosk.storage.sealed_files import SealedFiles
from kiosk.storage.tables import documents, dossiers, manifests, portal_events


class SqlDossierStore:
    """DossierStore."""

    def __init__(
        self,
        database: Database,
        files: SealedFiles,
        intake: DossierIntake,
        purge: DocumentPurge,
        job_rows: JobRows,
        audit: SqlAuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._files = files
        self._intake = intake
        self._purge = purge
        self._job_rows = job_rows
        self._audit = audit
        self._clock = clock

    def submit(self, dossier: NewDossier, *, actor: str, point: str) -> Dossier:
        """Durable when it returns. RuleBroken(`revision_conflict`) when it does not follow what is kept; DiskFull."""
        return self._intake.submit(dossier, actor=actor, point=point)

    def find(self, reference: str) -> Dossier | None:
        """By local reference, dossier id or official code (any case)."""
        wanted = reference.strip()
        query = select(dossiers).where(
            or_(
                dossiers.c.local_reference == wanted.upper(),
                dossiers.c.official_key == wanted.upper(),
                dossiers.c.id == wanted.lower(),
            )
        )
        with self._database.read() as connection:
            found = dossier_rows.read(connection, query.order_by(dossiers.c.number.desc()).limit(1))
        return found[0] if found else None

    def recent(
        self, *, limit: int, states: Iterable[DossierState] = (), before: str | None = None
    ) -> list[Dossier]:
        """Newest first, `body` left empty."""
        query = select(dossiers)
        if wanted := [state.value for state in states]:
            query = query.where(dossiers.c.state.in_(wanted))
        if before is not None:
            anchor = select(dossiers.c.number).where(dossiers.c.local_reference == before).scalar_subquery()
            query = query.where(dossiers.c.number < anchor)
        with self._database.read() as connection:
            newest = query.order_by(dossiers.c.number.desc()).limit(limit)
            return dossier_rows.read(connection, newest, with_bodies=False)

    def of_person(self, personal_number: str, *, limit: int) -> list[Dossier]:
        """Whose number stands in the body as applicant or representative; newest first, `body` left empty."""
        if not personal_number.isdigit():
            return []
        named = type_coerce(dossiers.c.body, Text).contains(f'"personal_number":"{personal_number}"')
        query = select(dossiers).where(named).order_by(dossiers.c.number.desc()).limit(limit)
        with self._database.read() as connection:
            return dossier_rows.read(connection, query, with_bodies=False)

    @contextmanager
    def open_document(self, document_id: str) -> Iterator[BinaryIO]:
        """The plain bytes. RuleBroken(`document_unknown`) when purged; FileDamaged while reading what is not whole."""
        row = self._document(document_id)
        with self._files.open(row.file_name, row.wrapped_key) as file:
            yield file

    def rehash_document(self, document_id: str) -> str:
        """SHA-256 hex over the kept copy, read anew."""
        row = self._document(document_id)
        return self._files.digest(row.file_name, row.wrapped_key)

    def announced(self, dossier_id: str, *, upload_url: str) -> None:
        """The portal knows of it: keep where its documents go; it is on its way."""
        with self._changing(dossier_id) as (connection, before):
            after = replace(before, upload_url=upload_url)
            if before.state is DossierState.QUEUED:
                after = dossier_moves.move(after, DossierState.UPLOADING, by="kiosk", at=self._clock())
            dossier_rows.save(connection, before, after)

    def remember_upload(self, document: Document) -> None:
        """Keep upload URL and count of full uploads, committed before the next byte goes out."""
        with self._database.write() as connection:
            connection.execute(
                update(documents)
                .where(documents.c.id == document.id)
                .values(upload_url=document.upload_url, full_uploads=document.full_uploads)
            )

    def submitted(
        self, dossier_id: str, *, revision: int, state: str, received_at: datetime, manifest: str
    ) -> None:
        """The signed manifest verified. An answer about an earlier revision changes nothing."""
        with self._changing(dossier_id) as (connection, before):
            if revision != before.revision:
                return
            now = self._clock()
            self._keep_manifest(connection, before, manifest, now, verified=True)
            after = dossier_moves.prove(before, state=state, received_at=received_at, at=now)
            dossier_rows.save(connection, before, after)
            facts = {"revision": revision}
            self._audit.write(connection, AuditKind.DOSSIER_SUBMITTED, before.local_reference, facts)

    def mismatched(self, dossier_id: str, *, manifest: str, reason: str) -> None:
        """The manifest is not what the kiosk holds: kept as proof, nothing is deleted."""
        with self._changing(dossier_id) as (connection, before):
            now = self._clock()
            self._keep_manifest(connection, before, manifest, now, verified=False)
            dossier_rows.save(connection, before, dossier_moves.mismatch(before, reason=reason, at=now))
            facts = {"revision": before.revision}
            self._audit.write(connection, AuditKind.MANIFEST_MISMATCH, before.local_reference, facts)

    def quarantined(self, dossier_id: str, problem: Problem) -> None:
        """A person must look; kept whole."""
        with self._changing(dossier_id) as (connection, before):
            after = dossier_moves.quarantine(before, problem, at=self._clock())
            dossier_rows.save(connection, before, after)
            if after.state is not before.state:
                facts = {"code": problem.code}
                self._audit.write(connection, AuditKind.DOSSIER_QUARANTINED, after.local_reference, facts)

    def moved(self, dossier_id: str, state: DossierState, *, by: str, reason: str = "") -> None:
        """One allowed step, with the work it makes for the line in the same transaction.

        WITHDRAWN queues a withdrawal; QUEUED starts the delivery anew; DISCARDED drops it and erases the documents
        and the form. RuleBroken(`move_not_allowed`) for a step that is not allowed.
        """
        erased: list[str] = []
        with self._changing(dossier_id) as (connection, before):
            after = dossier_moves.move(before, state, by=by, at=self._clock(), reason=reason)
            if after is before:
                return
            if state is DossierState.DISCARDED:
                self._job_rows.drop(connection, JobKind.DELIVER_DOSSIER, dossier_id)
                erased = self._purge.erase_dossier(connection, dossier_id)
                after = replace(after, body={})
            elif state is DossierState.QUEUED:
                after = replace(after, problem=None)
                if before.state is not DossierState.UPLOADING:
                    self._intake.queue_delivery(connection, after)
            elif state is DossierState.WITHDRAWN:
                job = NewJob(JobKind.WITHDRAW_DOSSIER, dossier_id, after.revision)
                self._job_rows.put(connection, job, reference=after.local_reference)
            dossier_rows.save(connection, before, after)
            self._tell_moved(connection, before, after, by)
        self._purge.remove(erased)

    def apply_event(self, event: PortalEvent) -> bool:
        """Follow the portal. False when the event is known already or about a dossier of another kiosk.

        One that happened before what is known already is kept at its place and moves nothing.
        """
        known = select(portal_events.c.id).where(portal_events.c.id == event.id)
        with self._database.write() as connection:
            before = dossier_rows.load(connection, event.dossier_id, lock=True)
            if before is None or connection.execute(known).one_or_none() is not None:
                return False
            earlier = dossier_rows.events_of(connection, event.dossier_id)
            dossier_rows.add_event(connection, event)
            after = dossier_moves.follow(before, event, earlier=earlier, at=self._clock())
            dossier_rows.save(connection, before, after)
            if dossier_moves.is_news(before, after):
                self._tell_moved(connection, before, after, "portal")
        return True

    def newest_notice(self, dossier_id: str) -> Mapping[str, Any] | None:
        """The newest notice of the portal as it put it."""
        return self._newest_of(dossier_id, portal_events.c.notice)

    def payment_asked(self, dossier_id: str) -> Mapping[str, Any] | None:
        """The newest payment that the portal's events named."""
        return self._newest_of(dossier_id, portal_events.c.payment)

    def _newest_of(self, dossier_id: str, told: Column[Any]) -> Mapping[str, Any] | None:
        query = select(told).where(portal_events.c.dossier_id == dossier_id, told.is_not(None))
        with self._database.read() as connection:
            newest = connection.execute(
                query.order_by(portal_events.c.at.desc()).limit(1)
            ).scalar_one_or_none()
        return newest if isinstance(newest, dict) else None

    def purge_due(self, *, grace_s: float) -> int:
        """Crypto-erase documents whose manifest verified at least `grace_s` ago; returns how many."""
        return self._purge.purge_due(grace_s=grace_s)

    def track(self, code: str) -> Tracking | None:
        """Last known public facts, by local reference or official code."""
        wanted = code.strip().upper()
        dossier = self.find(wanted)
        if dossier is None or dossier.id.upper() == wanted:
            return None
        return dossier_moves.public_facts(dossier, wanted)

    def largest_bytes(self) -> int:
        """What the heaviest dossier so far weighed."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(dossiers.c.bytes))).scalar_one_or_none() or 0

    @contextmanager
    def _changing(self, dossier_id: str) -> Iterator[tuple[Connection, Dossier]]:
        with self._database.write() as connection:
            before = dossier_rows.load(connection, dossier_id, lock=True)
            if before is None:
                raise RuleBroken("no such dossier", code="dossier_unknown")
            yield connection, before

    def _document(self, document_id: str) -> Row[Any]:
        with self._database.read() as connection:
            row = connection.execute(select(documents).where(documents.c.id == document_id)).one_or_none()
        if row is None or row.wrapped_key is None:
            raise RuleBroken("the document is not kept any more", code="document_unknown")
        return row

    def _keep_manifest(
        self, connection: Connection, dossier: Dossier, manifest: str, at: datetime, *, verified: bool
    ) -> None:
        values = {
            "dossier_id": dossier.id,
            "revision": dossier.revision,
            "manifest": manifest,
            "kept_at": at,
            "verified": verified,
            "purged": False,
        }
        self._database.upsert(connection, manifests, ["dossier_id", "revision"], values)

    def _tell_moved(self, connection: Connection, before: Dossier, after: Dossier, by: str) -> None:
        [change] = dossier_rows.new_steps(before, after)
        facts: dict[str, Any] = {
            "from": dossier_moves.state_before(change, before, after),
            "to": change.state,
            "by": by,
            "at": wire_time(change.server_at or change.at),
            "due": wire_time(after.due_at) if after.due_at else None,
        }
        if after.notices > max(1, before.notices):
            facts["notice"] = after.notices  # the rule is one notice, and whole
        if change.came_late:
            facts["came_late"] = True
        self._audit.write(connection, AuditKind.DOSSIER_MOVED, after.local_reference, facts)
