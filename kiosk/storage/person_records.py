"""One person's data among everything that is kept: looked up, exported, erased on request, forgotten when its time is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyrage
from sqlalchemy import Connection, Row, Text, cast, delete, func, or_, select, update

from kiosk.domain.account import AccountState
from kiosk.domain.dossier import DossierState
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, Consent, read_wire_time, wire_time
from kiosk.domain.person_data import Erasure, HeldDossier, KeptWhy, PersonData, RetentionDue
from kiosk.domain.rules import mask_number
from kiosk.storage import person_post
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.document_purge import DocumentPurge
from kiosk.storage.draft_store import SqlDraftStore
from kiosk.storage.tables import (
    accounts,
    documents,
    dossier_steps,
    dossiers,
    drafts,
    portal_events,
    print_jobs,
)
from kiosk.storage.tables_watch import contact_marks

_S = DossierState
_ENDED = tuple(
    state.value for state in (_S.REFUSED, _S.STOPPED, _S.WITHDRAWN, _S.SUPERSEDED, _S.RETURNED, _S.CLOSED)
)
_OVER = (*_ENDED, _S.RESULT_READY.value)
"""After the retention time a result that nobody reported as handed out is no reason to keep the form."""
_ACCOUNT_OPEN = (AccountState.REGISTERING.value, AccountState.QUEUED.value)
_HAS_PERSON = cast(dossiers.c.body, Text).like('%"applicant"%')
NUMBER_DIGITS = 12


class SqlPersonRecords:
    """PersonRecords. Bodies are searched as text: that is rare, and no index of people is wanted."""

    def __init__(
        self, database: Database, drafts_: SqlDraftStore, purge: DocumentPurge, audit: SqlAuditLog
    ) -> None:
        self._database = database
        self._drafts = drafts_
        self._purge = purge
        self._audit = audit

    def of_person(self, number: str, *, post_ended_before: datetime) -> PersonData:
        """RuleBroken(`personal_number_invalid`) for anything but a personal number."""
        with self._database.read() as connection:
            found = self._dossiers(connection, number)
            of_these = documents.c.dossier_id.in_([row.id for row in found])
            counted = (
                select(documents.c.dossier_id, func.count())
                .where(of_these, documents.c.wrapped_key.is_not(None))
                .group_by(documents.c.dossier_id)
            )
            kept = {row[0]: int(row[1]) for row in connection.execute(counted)}
            registered = self._accounts(connection, number)
            begun = self._drafts_of(connection, number)
            ids = [row.id for row in found]
            post = person_post.of_person(connection, number, ids, ended_before=post_ended_before)
            papers = _papers_of(connection, ids)
        held = tuple(_held(row, kept.get(row.id, 0)) for row in found)
        return PersonData(
            masked_number=mask_number(number),
            dossiers=held,
            accounts=tuple((row.reference, row.state, row.created_at) for row in registered),
            drafts=tuple((row.procedure_name, row.saved_at) for row in begun),
            whole={
                "dossiers": [
                    {
                        "reference": row.local_reference,
                        "state": row.raw_state,
                        "content": row.body,
                        "documents": papers.get(row.id, []),
                        "kept_why": _why_kept(row).value,
                    }
                    for row in found
                ],
                "registrations": [
                    {"reference": row.reference, "state": row.state, "content": row.body}
                    for row in registered
                ],
                "drafts": [
                    {"procedure": row.procedure_code, "at": wire_time(row.saved_at), "content": row.content}
                    for row in begun
                ],
                **post.whole(),
            },
            post=post.held(),
        )

    def erase(self, number: str, *, post_ended_before: datetime) -> Erasure:
        """What is finished goes; what is under way and the bare record stay, each with its reason."""
        waste: list[str] = []
        kept: list[tuple[str, KeptWhy]] = []
        gone = erased_accounts = 0
        with self._database.write() as connection:
            mine = self._dossiers(connection, number)
            ids = [row.id for row in mine]
            post = person_post.of_person(connection, number, ids, ended_before=post_ended_before)
            for row in mine:
                kept.append((row.local_reference, _why_kept(row)))
                if row.state in _ENDED:
                    waste += self._forget(connection, row, "request")
                    gone += 1
            files = len(waste)
            pieces, pictures = post.erase(connection)
            waste += pictures
            kept += [one for one in post.kept() if one not in kept]
            if pieces:
                self._audit.write(
                    connection, AuditKind.POST_ERASED, "", {"pieces": pieces, "reason": "request"}
                )
            for row in self._accounts(connection, number):
                if row.state in _ACCOUNT_OPEN:
                    kept.append((row.reference, KeptWhy.ACCOUNT_WAITS))
                    continue
                same = accounts.c.id == row.id
                connection.execute(update(accounts).where(same).values(body={}, erased=True))
                self._audit.write(connection, AuditKind.ACCOUNT_ERASED, row.id, {"reason": "request"})
                erased_accounts += 1
            begun = [row.id for row in self._drafts_of(connection, number)]
        for draft_id in begun:
            self._drafts.discard(draft_id)
            self._audit.append(AuditKind.DRAFT_DISCARDED, draft_id, {"reason": "request"})
        self._purge.remove(waste)
        return Erasure(gone, files, erased_accounts, len(begun), tuple(kept), pieces)

    # --- retention -------------------------------------------------------------------------------------------

    def forget_forms(self, *, ended_before: datetime) -> int:
        """The reference, the procedure, states and dates stay."""
        waste: list[str] = []
        with self._database.write() as connection:
            over = connection.execute(_over(ended_before)).all()
            for row in over:
                waste += self._forget(connection, row, "retention")
        self._purge.remove(waste)
        return len(over)

    def forget_staff_drafts(self, *, saved_before: datetime) -> int:
        """What clerks began and nobody went on with."""
        with self._database.read() as connection:
            old = list(connection.execute(select(drafts.c.id).where(_old(saved_before))).scalars())
        for draft_id in old:
            self._drafts.discard(draft_id)
            self._audit.append(AuditKind.DRAFT_DISCARDED, draft_id, {"reason": "retention"})
        return len(old)

    def due(self, *, ended_before: datetime, saved_before: datetime) -> RetentionDue:
        """Counted, not erased."""
        with self._database.read() as connection:
            forms = connection.execute(select(func.count()).select_from(_over(ended_before).subquery()))
            begun = connection.execute(select(func.count()).select_from(drafts).where(_old(saved_before)))
            return RetentionDue(forms.scalar_one(), begun.scalar_one())

    def seal(self, content: bytes, passphrase: str) -> bytes:
        """Age, scrypt."""
        return bytes(pyrage.passphrase.encrypt(content, passphrase))

    # --- rows ------------------------------------------------------------------------------------------------

    def _dossiers(self, connection: Connection, number: str) -> Sequence[Row[Any]]:
        query = select(dossiers).where(cast(dossiers.c.body, Text).like(_quoted(number)))
        found = connection.execute(query.order_by(dossiers.c.number.desc())).all()
        return [row for row in found if number in _numbers_in(row.body)]

    def _accounts(self, connection: Connection, number: str) -> Sequence[Row[Any]]:
        query = select(accounts).where(cast(accounts.c.body, Text).like(_quoted(number)))
        found = connection.execute(query.order_by(accounts.c.number)).all()
        return [row for row in found if row.body.get("personal_number") == number]

    def _drafts_of(self, connection: Connection, number: str) -> Sequence[Row[Any]]:
        query = select(drafts).where(cast(drafts.c.content, Text).like(_quoted(number)))
        found = connection.execute(query.order_by(drafts.c.saved_at)).all()
        return [row for row in found if number in _numbers_in(row.content)]

    def _forget(self, connection: Connection, row: Row[Any], reason: str) -> list[str]:
        """The person goes, the record stays; returns the files to remove."""
        files = self._purge.erase_dossier(connection, row.id)
        agency = {"agency": row.body["agency"]} if "agency" in row.body else {}
        same = dossiers.c.id == row.id
        connection.execute(update(dossiers).where(same).values(body=agency, supplement=[], notice_text=""))
        of_dossier = portal_events.c.dossier_id == row.id
        connection.execute(update(portal_events).where(of_dossier).values(notice=None))
        connection.execute(delete(contact_marks).where(contact_marks.c.reference == row.local_reference))
        slips = or_(
            print_jobs.c.reference == row.local_reference,
            print_jobs.c.reference.like(f"{row.local_reference}/%"),
        )
        connection.execute(delete(print_jobs).where(slips))
        facts = {"reason": reason, "documents": len(files)}
        self._audit.write(connection, AuditKind.DOSSIER_ERASED, row.local_reference, facts)
        return files


def _why_kept(row: Row[Any]) -> KeptWhy:
    return KeptWhy.RECORD if row.state in _ENDED else KeptWhy.IN_PROGRESS


def _papers_of(connection: Connection, dossier_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Every paper that was handed in as a file, exemption and authority papers too; `kept`: the file is still here."""
    told: dict[str, list[dict[str, Any]]] = {}
    mine = documents.c.dossier_id.in_(list(dossier_ids))
    for row in connection.execute(select(documents).where(mine).order_by(documents.c.position)):
        paper = {
            "component": row.component_id,
            "name": row.name,
            "bytes": row.bytes,
            "sha256": row.sha256,
            "kept": row.wrapped_key is not None,
        }
        told.setdefault(row.dossier_id, []).append(paper)
    return told


def _quoted(number: str) -> str:
    if len(number) != NUMBER_DIGITS or not number.isdigit():
        raise RuleBroken("not a personal number", code="personal_number_invalid")
    return f'%"{number}"%'


def _numbers_in(body: dict[str, Any]) -> set[str]:
    people = (body.get(name) for name in ("applicant", "representative"))
    return {str(one.get("personal_number")) for one in people if isinstance(one, dict)}


def _over(before: datetime) -> Any:
    last = (
        select(func.max(dossier_steps.c.at))
        .where(dossier_steps.c.dossier_id == dossiers.c.id)
        .scalar_subquery()
    )
    return select(dossiers).where(dossiers.c.state.in_(_OVER), _HAS_PERSON, last <= before)


def _old(before: datetime) -> Any:
    return drafts.c.staff_id.is_not(None) & (drafts.c.saved_at < before)


def _held(row: Row[Any], documents_kept: int) -> HeldDossier:
    agreed = row.body.get("consents") or ()
    return HeldDossier(
        reference=row.local_reference,
        procedure_name=row.procedure_name,
        state=row.raw_state,
        created_at=row.created_at,
        form_kept="applicant" in row.body,
        documents_kept=documents_kept,
        consents=tuple(
            Consent(one["purpose"], one["version"], read_wire_time(one["agreed_at"])) for one in agreed
        ),
    )
