"""Dossiers and drafts in memory; the steps of a dossier's life are the real ones, only the keeping is not."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO, Protocol

from kiosk.domain.account import Tracking
from kiosk.domain.dossier import (
    WAITING_STATES,
    Document,
    Dossier,
    DossierState,
    NewDocument,
    NewDossier,
    Problem,
)
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, PortalEvent
from kiosk.domain.ports import AuditLog, Clock
from kiosk.domain.rules import make_local_reference
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage import dossier_moves, event_order
from tests.fakes.memory_queue import MemoryQueue

_VIETNAM = timezone(timedelta(hours=7))


class _Room(Protocol):
    def demand(self, bytes_wanted: int) -> None: ...


class MemoryDrafts:
    def __init__(self, room: _Room, audit: AuditLog) -> None:
        self._room, self._audit = room, audit
        self._drafts: dict[str, Draft] = {}
        self._pages: dict[str, tuple[DraftPage, bytes]] = {}
        self._passed_on: dict[str, tuple[str, datetime]] = {}

    def save(self, draft: Draft) -> None:
        self._room.demand(0)
        if draft.id not in self._drafts:
            self._audit.append(AuditKind.DRAFT_KEPT, draft.id, {"procedure": draft.procedure_code})
        self._drafts[draft.id] = draft

    def load(self, draft_id: str) -> Draft | None:
        return self._drafts.get(draft_id)

    def open_drafts(self, *, staff_id: str | None = None) -> list[Draft]:
        mine = [draft for draft in self._drafts.values() if draft.staff_id == staff_id]
        return [draft for draft in mine if staff_id is not None or draft.id not in self._passed_on]

    def all_staff_drafts(self) -> list[Draft]:
        return [draft for draft in self._drafts.values() if draft.staff_id is not None]

    def discard(self, draft_id: str) -> None:
        self.end(draft_id)

    def end(self, draft_id: str) -> None:
        """Gone with its pages, for whatever reason."""
        self._drafts.pop(draft_id, None)
        self._passed_on.pop(draft_id, None)
        for page in self.pages(draft_id):
            del self._pages[page.id]

    def discard_citizen_drafts(self, older_than: datetime) -> int:
        ends = {draft_id: until for draft_id, (_, until) in self._passed_on.items()}
        old = [
            draft.id
            for draft in self._drafts.values()
            if draft.staff_id is None
            and draft.saved_at < older_than
            and not (draft.id in ends and ends[draft.id] >= older_than)
        ]
        for draft_id in old:
            self.end(draft_id)
            self._audit.append(AuditKind.DRAFT_DISCARDED, draft_id, {"reason": "left_behind"})
        return len(old)

    def pass_on(self, draft_id: str, *, code: str, until: datetime | None) -> None:
        self._passed_on.pop(draft_id, None)
        if code and until is not None and draft_id in self._drafts:
            self._passed_on[draft_id] = (code, until)

    def passed_on(self, code: str, *, now: datetime) -> Draft | None:
        waiting = [
            self._drafts[draft_id]
            for draft_id, (known, until) in self._passed_on.items()
            if known == code and until >= now
        ]
        return max(waiting, key=lambda draft: draft.saved_at, default=None)

    def take_over(self, draft_id: str, *, staff_id: str | None) -> Draft | None:
        if self._passed_on.pop(draft_id, None) is None:
            return None
        self._drafts[draft_id] = replace(self._drafts[draft_id], staff_id=staff_id)
        return self._drafts[draft_id]

    def add_page(self, page: DraftPage, content: bytes) -> DraftPage:
        self._room.demand(len(content))
        if page.draft_id not in self._drafts:
            raise RuleBroken("the draft is not there any more", code="draft_unknown")
        kept = replace(page, bytes=len(content))
        self._pages[page.id] = (kept, content)
        return kept

    def pages(self, draft_id: str) -> list[DraftPage]:
        pages = [page for page, _ in self._pages.values() if page.draft_id == draft_id]
        return sorted(pages, key=lambda page: (page.component_id, page.position))

    def page_content(self, page_id: str) -> bytes:
        if page_id not in self._pages:
            raise RuleBroken("the page is not there any more", code="page_unknown")
        return self._pages[page_id][1]

    def remove_page(self, page_id: str) -> None:
        if page_id in self._pages:
            page, _ = self._pages.pop(page_id)
            self.order_pages(page.draft_id, page.component_id, ())

    def order_pages(self, draft_id: str, component_id: str, page_ids: Sequence[str]) -> None:
        pages = {page.id: page for page in self.pages(draft_id) if page.component_id == component_id}
        named = [pages.pop(page_id) for page_id in page_ids if page_id in pages]
        for position, page in enumerate([*named, *pages.values()]):
            self._pages[page.id] = (replace(page, position=position), self._pages[page.id][1])


class MemoryDossiers:
    def __init__(
        self, drafts: MemoryDrafts, queue: MemoryQueue, room: _Room, audit: AuditLog, clock: Clock
    ) -> None:
        self._drafts, self._queue, self._room = drafts, queue, room
        self._audit, self._clock = audit, clock
        self._dossiers: dict[str, Dossier] = {}
        self._contents: dict[str, bytes] = {}
        self._documents: dict[str, tuple[str, Document]] = {}
        self._earlier_documents: dict[str, list[Document]] = {}
        self._proven_at: dict[str, datetime] = {}
        self._manifests: dict[str, str] = {}
        self._counters: dict[tuple[str, str], int] = {}
        self._events: dict[str, PortalEvent] = {}
        self._notices: dict[str, Mapping[str, Any]] = {}
        self._payments: dict[str, Mapping[str, Any]] = {}

    def submit(self, dossier: NewDossier, *, actor: str, point: str) -> Dossier:
        known = self._dossiers.get(dossier.id)
        if known is not None and dossier_moves.is_repetition(known, dossier):
            return known
        if len({one.id for one in dossier.documents}) < len(dossier.documents):
            raise RuleBroken("a document's id is in use already", code="document_id_taken")
        brought = [one for one in dossier.documents if one.id in self._documents]
        for one in brought:
            owner, kept = self._documents[one.id]
            if owner != dossier.id or kept.sha256 != _document(one).sha256:
                raise RuleBroken("a document's id is in use already", code="document_id_taken")
        unknown = [one for one in dossier.documents if one not in brought]
        self._room.demand(sum(len(one.content) for one in unknown))
        fresh = [_document(one) for one in unknown]
        now = self._clock()
        if known is None:
            after = dossier_moves.begin(
                dossier,
                reference=self._mint(point, now),
                documents=fresh,
                actor=actor,
                at=now,
                followed=self._dossiers.get(dossier.body.get("replaces") or ""),
            )
        else:
            again = [
                replace(self._documents[one.id][1], purged=one.id not in self._contents) for one in brought
            ]
            kept = dossier_moves.kept_documents(known, dossier, again)
            after = dossier_moves.resubmit(known, dossier, documents=[*kept, *fresh], actor=actor, at=now)
            left = [document for document in known.documents if document not in kept]
            if dossier.revision == known.revision:
                self._erase(left)
                for one in left:
                    del self._documents[one.id]
            self._earlier_documents.setdefault(known.id, []).extend(left)
        self._contents.update({document.id: document.content for document in unknown})
        self._documents.update({document.id: (dossier.id, document) for document in fresh})
        self._dossiers[dossier.id] = after
        if after.replaces is not None and known is None:
            self._supersede(after)
        if dossier.draft_id is not None:
            self._drafts.end(dossier.draft_id)
        job = NewJob(JobKind.DELIVER_DOSSIER, dossier.id, dossier.revision)
        self._queue.put(
            job, reference=after.local_reference, bytes_left=sum(d.bytes for d in fresh), again=True
        )
        facts = {"revision": after.revision, "procedure": after.procedure_code}
        confirmed = {**facts, "actor": actor, **dossier_moves.ties(after)}
        self._audit.append(AuditKind.DOSSIER_CONFIRMED, after.local_reference, confirmed)
        self._audit.append(
            AuditKind.DOSSIER_QUEUED, after.local_reference, {**facts, "documents": len(after.documents)}
        )
        return after

    def find(self, reference: str) -> Dossier | None:
        wanted = reference.strip().upper()
        for dossier in self._dossiers.values():
            names = (dossier.id, dossier.local_reference, dossier.official_code or dossier.id)
            if wanted in (name.upper() for name in names):
                return dossier
        return None

    def recent(
        self, *, limit: int, states: Iterable[DossierState] = (), before: str | None = None
    ) -> list[Dossier]:
        wanted = frozenset(states)
        newest = list(reversed(self._dossiers.values()))
        if before is not None:
            references = [dossier.local_reference for dossier in newest]
            newest = newest[references.index(before) + 1 :] if before in references else []
        return [replace(d, body={}) for d in newest if not wanted or d.state in wanted][:limit]

    @contextmanager
    def open_document(self, document_id: str) -> Iterator[BinaryIO]:
        yield io.BytesIO(self._content(document_id))

    def rehash_document(self, document_id: str) -> str:
        return hashlib.sha256(self._content(document_id)).hexdigest()

    def announced(self, dossier_id: str, *, upload_url: str) -> None:
        dossier = replace(self._known(dossier_id), upload_url=upload_url)
        if dossier.state is DossierState.QUEUED:
            dossier = dossier_moves.move(dossier, DossierState.UPLOADING, by="kiosk", at=self._clock())
        self._dossiers[dossier_id] = dossier

    def remember_upload(self, document: Document) -> None:
        def update(known: Document) -> Document:
            if known.id != document.id:
                return known
            return replace(known, upload_url=document.upload_url, full_uploads=document.full_uploads)

        dossier = self._dossiers[self._documents[document.id][0]]
        self._dossiers[dossier.id] = replace(
            dossier, documents=tuple(update(known) for known in dossier.documents)
        )

    def submitted(
        self, dossier_id: str, *, revision: int, state: str, received_at: datetime, manifest: str
    ) -> None:
        dossier, now = self._known(dossier_id), self._clock()
        if revision != dossier.revision:
            return
        self._manifests[dossier_id] = manifest
        self._proven_at[dossier_id] = now
        self._dossiers[dossier_id] = dossier_moves.prove(
            dossier, state=state, received_at=received_at, at=now
        )
        self._audit.append(AuditKind.DOSSIER_SUBMITTED, dossier.local_reference, {"revision": revision})

    def mismatched(self, dossier_id: str, *, manifest: str, reason: str) -> None:
        dossier = self._known(dossier_id)
        self._manifests[dossier_id] = manifest
        self._proven_at.pop(dossier_id, None)
        self._dossiers[dossier_id] = dossier_moves.mismatch(dossier, reason=reason, at=self._clock())
        self._audit.append(
            AuditKind.MANIFEST_MISMATCH, dossier.local_reference, {"revision": dossier.revision}
        )

    def quarantined(self, dossier_id: str, problem: Problem) -> None:
        before = self._known(dossier_id)
        after = dossier_moves.quarantine(before, problem, at=self._clock())
        self._dossiers[dossier_id] = after
        if after.state is not before.state:
            self._audit.append(AuditKind.DOSSIER_QUARANTINED, after.local_reference, {"code": problem.code})

    def moved(self, dossier_id: str, state: DossierState, *, by: str, reason: str = "") -> None:
        before = self._known(dossier_id)
        after = dossier_moves.move(before, state, by=by, at=self._clock(), reason=reason)
        if after is before:
            return
        if state is DossierState.DISCARDED:
            self._queue.drop(JobKind.DELIVER_DOSSIER, dossier_id)
            self._erase(after.documents)
            after = replace(self._dossiers[dossier_id], state=after.state, raw_state=after.raw_state, body={})
            after = replace(after, history=dossier_moves.move(before, state, by=by, at=self._clock()).history)
        elif state is DossierState.QUEUED and before.state is not DossierState.UPLOADING:
            job = NewJob(JobKind.DELIVER_DOSSIER, dossier_id, after.revision)
            left = sum(document.bytes for document in after.documents)
            self._queue.put(job, reference=after.local_reference, bytes_left=left, again=True)
            after = replace(after, problem=None)
        elif state is DossierState.WITHDRAWN:
            job = NewJob(JobKind.WITHDRAW_DOSSIER, dossier_id, after.revision)
            self._queue.put(job, reference=after.local_reference)
        self._dossiers[dossier_id] = after
        facts = {"from": before.state.value, "to": state.value, "by": by}
        self._audit.append(AuditKind.DOSSIER_MOVED, after.local_reference, facts)

    def apply_event(self, event: PortalEvent) -> bool:
        before = self._dossiers.get(event.dossier_id)
        if before is None or event.id in self._events:
            return False
        earlier = [each for each in self._events.values() if each.dossier_id == event.dossier_id]
        self._events[event.id] = event
        if event.payment is not None:
            self._payments[event.dossier_id] = dict(event.payment)
        after = dossier_moves.follow(before, event, earlier=earlier, at=self._clock())
        self._dossiers[event.dossier_id] = after
        if event_order.newest_notice_is_this(event, earlier) and event.notice is not None:
            self._notices[event.dossier_id] = dict(event.notice)
        if dossier_moves.is_news(before, after):
            known = {id(step) for step in before.history}
            [change] = [step for step in after.history if id(step) not in known]
            facts: dict[str, Any] = {
                "from": dossier_moves.state_before(change, before, after),
                "to": change.state,
                "by": "portal",
                **({"came_late": True} if change.came_late else {}),
            }
            if after.notices > max(1, before.notices):
                facts["notice"] = after.notices
            self._audit.append(AuditKind.DOSSIER_MOVED, after.local_reference, facts)
        return True

    def newest_notice(self, dossier_id: str) -> Mapping[str, Any] | None:
        return self._notices.get(dossier_id)

    def of_person(self, personal_number: str, *, limit: int) -> list[Dossier]:
        found = [
            replace(each, body={})
            for each in reversed(self._dossiers.values())
            if personal_number.isdigit()
            and f'"personal_number": "{personal_number}"' in json.dumps(each.body, default=str)
        ]
        return found[:limit]

    def payment_asked(self, dossier_id: str) -> Mapping[str, Any] | None:
        return self._payments.get(dossier_id)

    def purge_due(self, *, grace_s: float) -> int:
        limit, count = self._clock() - timedelta(seconds=grace_s), 0
        for dossier_id, proven_at in self._proven_at.items():
            dossier = self._dossiers[dossier_id]
            if proven_at > limit or dossier.state in dossier_moves.UNPROVEN:
                continue
            documents = [*dossier.documents, *self._earlier_documents.pop(dossier_id, [])]
            erased = [document for document in documents if document.id in self._contents]
            self._erase(erased)
            count += len(erased)
            if erased:
                self._audit.append(
                    AuditKind.PAGES_PURGED, dossier.local_reference, {"documents": len(erased)}
                )
        return count

    def track(self, code: str) -> Tracking | None:
        dossier = self.find(code)
        if dossier is None or dossier.id == code.strip().lower():
            return None
        return dossier_moves.public_facts(dossier, code.strip().upper())

    def job_stopped(self, kind: JobKind, subject_id: str, problem: Problem) -> None:
        """The queue quarantined a job of ours."""
        known = self._dossiers.get(subject_id)
        if known is not None and (kind is JobKind.WITHDRAW_DOSSIER or known.state in WAITING_STATES):
            self.quarantined(subject_id, problem)

    def job_retried(self, kind: JobKind, subject_id: str) -> None:
        """A person had the queue try again."""
        known = self._dossiers.get(subject_id)
        held = (DossierState.QUARANTINED, DossierState.MISMATCH)
        if known is not None and kind is JobKind.DELIVER_DOSSIER and known.state in held:
            after = dossier_moves.move(known, DossierState.QUEUED, by="clerk", at=self._clock())
            self._dossiers[subject_id] = replace(after, problem=None)

    def _known(self, dossier_id: str) -> Dossier:
        if dossier_id not in self._dossiers:
            raise RuleBroken("no such dossier", code="dossier_unknown")
        return self._dossiers[dossier_id]

    def _content(self, document_id: str) -> bytes:
        if document_id not in self._contents:
            raise RuleBroken("the document is not kept any more", code="document_unknown")
        return self._contents[document_id]

    def _erase(self, documents: Sequence[Document]) -> None:
        for document in documents:
            self._contents.pop(document.id, None)
            dossier = self._dossiers[self._documents[document.id][0]]
            gone = tuple(replace(d, purged=True) if d.id == document.id else d for d in dossier.documents)
            self._dossiers[dossier.id] = replace(dossier, documents=gone)

    def _supersede(self, after: Dossier) -> None:
        old = self._dossiers.get(after.replaces or "")
        if old is not None and old.state is DossierState.SUPPLEMENT_REQUESTED:
            self.moved(old.id, DossierState.SUPERSEDED, by="kiosk", reason=after.local_reference)

    def _mint(self, point: str, now: datetime) -> str:
        day = now.astimezone(_VIETNAM).date()
        number = self._counters.get((point, day.isoformat()), 0) + 1
        reference = make_local_reference(point, day, number)
        self._counters[point, day.isoformat()] = number
        return reference


def _document(new: NewDocument) -> Document:
    return Document(
        id=new.id,
        component_id=new.component_id,
        name=new.name,
        media_type=new.media_type,
        bytes=len(new.content),
        sha256=hashlib.sha256(new.content).hexdigest(),
        pages=new.pages,
    )
