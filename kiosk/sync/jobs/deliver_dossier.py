"""Brings one dossier to the portal, one bounded step a call: announce, one slice of one document, submit and verify.

What was done is never taken from memory after a restart or an unknown outcome: the gateway is asked.
"""

import logging
from dataclasses import replace

from kiosk.domain.dossier import Document, Dossier, DossierState, Problem
from kiosk.domain.errors import Broken, RuleBroken, ServerAway, ServerRefused
from kiosk.domain.jws import TokenInvalid
from kiosk.domain.upload import SMALL_FILE_BYTES, Again, Done, Job, JobOutcome, Priority, Stop
from kiosk.sync import manifest
from kiosk.sync.address import ForeignAddress
from kiosk.sync.bodies import SourceDamaged
from kiosk.sync.portal_answers import DossierAnswer
from kiosk.sync.tools import Announced, Tools
from kiosk.sync.tus import Piece

log = logging.getLogger(__name__)

FULL_UPLOADS_TO_GIVE_UP = 3
_WANTED = frozenset(
    {DossierState.QUEUED, DossierState.UPLOADING, DossierState.QUARANTINED, DossierState.MISMATCH}
)
_GIVEN_BACK = frozenset(
    {
        DossierState.DRAFT,
        DossierState.CHECKED,
        DossierState.DISCARDED,
        DossierState.SUPERSEDED,
        DossierState.WITHDRAWN,
    }
)


def run(job: Job, tools: Tools) -> JobOutcome:
    """One step. ServerAway and LinkRefused go through: the runner knows what to do about the line."""
    dossier = tools.dossiers.find(job.subject_id)
    if dossier is None:
        return Stop(Problem("dossier_unknown"))
    if dossier.revision != job.revision or dossier.state in _GIVEN_BACK:
        return Done()  # overtaken by a later revision, or no longer to be sent
    if dossier.state not in _WANTED and dossier.sent_at is not None:
        return Done()  # delivered already; an event alone is no proof, the manifest is still asked for
    try:
        return _step(job, dossier, tools)
    except ServerAway as away:
        if away.sent and not away.answered:
            tools.forget(dossier.id)
        tools.note_outcome(dossier.id, unknown=away.sent and not away.answered)
        raise
    except ServerRefused as refusal:
        return _quarantine(dossier, tools, Problem(refusal.code, refusal.detail, refusal.errors))
    except SourceDamaged:
        return _quarantine(dossier, tools, Problem("file_damaged"))
    except RuleBroken as broken:
        return _quarantine(dossier, tools, Problem(broken.code, broken.detail))
    except Broken as broken:
        if broken.code != "file_damaged":
            raise
        # one damaged file stops one dossier, not the machine
        return _quarantine(dossier, tools, Problem(broken.code, broken.detail))


def _step(job: Job, dossier: Dossier, tools: Tools) -> JobOutcome:
    known = tools.announced(dossier.id, dossier.revision)
    if known is None:
        return _announce(job, dossier, tools)
    documents = {document.id: document for document in dossier.documents}
    wanted = [documents[document_id] for document_id in known.missing if document_id in documents]
    if len(wanted) != len(known.missing):
        return _quarantine(
            dossier, tools, Problem("document_unknown", "the portal asks for another document")
        )
    to_send = [document for document in wanted if document.id not in known.sent]
    if to_send:
        return _upload(dossier, min(to_send, key=lambda document: document.bytes), known, tools)
    return _submit(dossier, known, tools)


# --- announce


def _announce(job: Job, dossier: Dossier, tools: Tools) -> JobOutcome:
    """PUT; but where it may have been done already, ask first.

    A draft at the portal is believed to be this one only if an earlier answer said so: it may be the same revision
    before a person corrected it.
    """
    answer = None
    tried = tools.outcome_is_unknown(dossier.id, before_start=job.failures > 0)
    if dossier.upload_url is not None or tried:
        answer = tools.gateway.get_dossier(dossier.id)
    draft = answer is not None and answer.state == DossierState.UPLOADING and dossier.upload_url is None
    if answer is None or answer.revision != dossier.revision or draft:
        try:
            answer = tools.gateway.put_dossier(dossier.id, wire_body(dossier))
        except ServerRefused as refusal:
            if refusal.status != 409:
                raise
            answer = tools.gateway.get_dossier(dossier.id)
            if answer is None or answer.revision != dossier.revision:
                raise
    if answer.revision != dossier.revision:
        return _quarantine(
            dossier, tools, Problem("revision_conflict", f"the portal holds {answer.revision}")
        )
    known = Announced(answer.revision, _upload_url(answer, tools), list(answer.missing))
    tools.dossiers.announced(dossier.id, upload_url=known.upload_url)
    tools.remember(dossier.id, known)
    tools.note_outcome(dossier.id, unknown=False)
    return _go_on(dossier, known, "announced")


def wire_body(dossier: Dossier) -> dict[str, object]:
    """The contract's PUT body of what is kept."""
    return {
        **dossier.body,
        "local_reference": dossier.local_reference,
        "revision": dossier.revision,
        "replaces": dossier.replaces,
        "documents": [document.to_wire() for document in dossier.documents],
    }


def _upload_url(answer: DossierAnswer, tools: Tools) -> str:
    if not answer.upload_url and not answer.missing:
        return ""
    try:
        return tools.gateway.own_address(answer.upload_url)
    except ForeignAddress as error:
        raise ServerAway(f"the upload address is not the gateway's own: {error}") from error


# --- upload


def _upload(dossier: Dossier, document: Document, known: Announced, tools: Tools) -> JobOutcome:
    kept = document

    def remember(url: str | None) -> None:
        nonlocal kept
        kept = replace(kept, upload_url=url)
        tools.dossiers.remember_upload(kept)

    piece = Piece(
        dossier_id=dossier.id,
        document=document,
        create_at=known.upload_url,
        open=lambda: tools.dossiers.open_document(document.id),
        remember=remember,
    )
    try:
        advance = tools.gateway.uploader.advance(piece, slice_s=tools.slice_s)
    except ServerRefused as refusal:
        if refusal.status == 404:
            return _forgotten(dossier, tools, refusal)
        raise
    if advance.finished:
        known.sent.add(document.id)
        tools.arrived(document)
        return _go_on(dossier, known, "uploading")
    if advance.away is None:
        return _go_on(dossier, known, "uploading")
    if advance.moved:
        return Again(0.0, advance.away.code, progressed=True, priority=_class_of(document))
    raise advance.away


def _forgotten(dossier: Dossier, tools: Tools, refusal: ServerRefused) -> JobOutcome:
    """404: has the gateway lost the whole dossier? Then it is announced anew; else the refusal stands."""
    tools.forget(dossier.id)
    if tools.gateway.get_dossier(dossier.id) is not None:
        raise refusal
    raise ServerAway("the gateway has forgotten the dossier") from refusal


# --- submit


def _submit(dossier: Dossier, known: Announced, tools: Tools) -> JobOutcome:
    listed = [manifest.listed(document) for document in dossier.documents]
    try:
        receipt = tools.gateway.submit_dossier(dossier.id, dossier.revision, listed)
    except ServerRefused as refusal:
        if refusal.status == 404:
            return _forgotten(dossier, tools, refusal)
        if refusal.status != 409:
            raise
        missing = refusal.extra.get("missing")
        if refusal.code == "documents_missing" and isinstance(missing, list) and missing:
            return _still_missing(dossier, known, [str(item) for item in missing], tools)
        return _submission_conflict(dossier, tools, refusal)
    tools.forget(dossier.id)
    try:
        proof = manifest.verify(receipt.manifest, dossier, tools.gateway.keys)
    except TokenInvalid as error:
        return _mismatch(dossier, receipt.manifest, f"signature: {error.detail}", tools)
    except manifest.Differs as difference:
        return _mismatch(dossier, receipt.manifest, str(difference), tools)
    tools.dossiers.submitted(
        dossier.id,
        revision=dossier.revision,
        state=receipt.state,
        received_at=proof.received_at,
        manifest=receipt.manifest,
    )
    tools.gateway.counts.delivered += 1
    return Done()


def _still_missing(dossier: Dossier, known: Announced, missing: list[str], tools: Tools) -> JobOutcome:
    """Uploaded whole and yet missing: again, three times in all, then the own copy is looked at and a person asked."""
    for document in dossier.documents:
        if document.id not in missing or document.id not in known.sent:
            continue
        again = replace(document, upload_url=None, full_uploads=document.full_uploads + 1)
        tools.dossiers.remember_upload(again)
        if again.full_uploads >= FULL_UPLOADS_TO_GIVE_UP:
            whole = tools.dossiers.rehash_document(document.id) == document.sha256
            detail = "the kept copy is whole" if whole else "the kept copy is damaged"
            return _quarantine(dossier, tools, Problem("upload_rejected", detail))
    known.missing, known.sent = missing, known.sent - set(missing)
    return _go_on(dossier, known, "documents_missing")


def _submission_conflict(dossier: Dossier, tools: Tools, refusal: ServerRefused) -> JobOutcome:
    """Some other idea of the dossier at the portal: believed where it is still this revision's draft."""
    tools.forget(dossier.id)
    answer = tools.gateway.get_dossier(dossier.id)
    if answer is None or (answer.revision == dossier.revision and answer.state == DossierState.UPLOADING):
        raise ServerAway("the gateway's idea of the dossier changed meanwhile") from refusal
    raise refusal


# --- outcomes


def _go_on(dossier: Dossier, known: Announced, why: str) -> JobOutcome:
    left = [d for d in dossier.documents if d.id in known.missing and d.id not in known.sent]
    priority = min((_class_of(document) for document in left), default=Priority.JSON)
    return Again(0.0, why, progressed=True, priority=priority)


def _class_of(document: Document) -> Priority:
    return Priority.SMALL_FILE if document.bytes < SMALL_FILE_BYTES else Priority.BIG_FILE


def _quarantine(dossier: Dossier, tools: Tools, problem: Problem) -> Stop:
    log.warning("%s is quarantined: %s", dossier.local_reference, problem.code)
    tools.forget(dossier.id)
    tools.dossiers.quarantined(dossier.id, problem)
    return Stop(problem)


def _mismatch(dossier: Dossier, token: str, reason: str, tools: Tools) -> Stop:
    log.error("%s: the signed manifest is not what is kept here: %s", dossier.local_reference, reason)
    tools.dossiers.mismatched(dossier.id, manifest=token, reason=reason)
    return Stop(Problem("manifest_mismatch", reason))
