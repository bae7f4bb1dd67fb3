"""The words of a clerk's work: why something waits, what the portal said and what to do; no widgets, no decisions."""

from datetime import datetime

from kiosk.domain.account import AccountState
from kiosk.domain.dossier import Dossier, DossierState, Problem
from kiosk.domain.procedure import Procedure
from kiosk.domain.upload import QueueItem
from kiosk.ui.texts import Texts

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400


def purpose_words(texts: Texts, purpose: str) -> str:
    """What a citizen agreed to; the portal's own short name where it has one that is not known here."""
    key = f"consent_purpose.{purpose}"
    return texts(key) if texts.has(key) else purpose


def state_words(texts: Texts, state: str) -> str:
    """A dossier's state; a word of the portal that nobody here knows is shown as it is."""
    key = f"state.{state}"
    return texts(key) if texts.has(key) else state


def dossier_state_words(texts: Texts, dossier: Dossier) -> str:
    """The same of a dossier kept here, which also remembers the portal's own word."""
    known = dossier.state is not DossierState.UNKNOWN or not dossier.raw_state
    return state_words(texts, dossier.state.value if known else dossier.raw_state)


def next_words(texts: Texts, state: str) -> str:
    """What comes after a state, or what to do about it."""
    key = f"state_next.{state}"
    return texts(key if texts.has(key) else "state_next.UNKNOWN")


def why_words(texts: Texts, item: QueueItem) -> str:
    """Why a piece of work has not gone out yet."""
    if item.state == "uploading":
        return texts("queue.uploading")
    code = item.why or "waiting"
    return _first_known(texts, (f"queue.{code}", f"error.{code}")) or code


def reason_words(texts: Texts, problem: Problem) -> str:
    """Why a piece of work was stopped for good: our own words, else the portal's."""
    return _first_known(texts, (f"error.{problem.code}",)) or problem.detail or problem.code


def todo_words(texts: Texts, problem: Problem) -> str:
    """What a clerk can do about it."""
    return _first_known(texts, (f"todo.{problem.code}",)) or texts("todo.any")


def account_words(texts: Texts, state: str) -> tuple[str, str]:
    """How a registration stands that needs a person, and what to do."""
    key = state if state in set(AccountState) else "quarantined"
    return texts(f"account_state.{key}"), texts(f"account_todo.{key}")


def actor_words(texts: Texts, actor: str) -> str:
    """Who took a step of the history: "citizen", "clerk:<id>", "kiosk" or "portal"."""
    kind, _, who = actor.partition(":")
    if kind == "clerk" and who:
        return texts("actor.clerk_named", id=who)
    return _first_known(texts, (f"actor.{kind}",)) or actor


def document_name(
    texts: Texts, dossier: Dossier, component_id: str, procedure: Procedure | None = None
) -> str:
    """What a paper of the dossier is called; its id where nobody knows that kind."""
    for component in (
        component for case in (procedure.cases if procedure else ()) for component in case.components
    ):
        if component.id == component_id:
            return texts.of(component.name)
    names = [document.name for document in dossier.documents if document.component_id == component_id]
    return names[0] if names else component_id


def pointer_words(texts: Texts, pointer: str, dossier: Dossier, procedure: Procedure | None = None) -> str:
    """The place that the portal named by an RFC 6901 pointer, as a clerk calls it; else the pointer itself."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    if not steps:
        return texts("place.whole")
    part, rest = steps[0], steps[1:]
    if part in ("applicant", "representative"):
        whose = texts(f"place.{part}")
        field = _first_known(texts, (f"place.person_{rest[0]}",)) or rest[0] if rest else ""
        return texts("place.of", whole=whose, part=field) if field else whose
    if part == "form" and rest:
        field_asked = procedure.fields().get(rest[0]) if procedure else None
        words = texts.of(field_asked.title) if field_asked else rest[0]
        return texts("place.of", whole=texts("place.form"), part=words)
    if part == "documents" and rest and rest[0].isdigit() and int(rest[0]) < len(dossier.documents):
        return texts("place.of", whole=texts("place.documents"), part=dossier.documents[int(rest[0])].name)
    return _first_known(texts, (f"place.{part}",)) or pointer


def age_words(texts: Texts, at: datetime, now: datetime) -> str:
    """How long ago: "vừa xong", "khoảng 3 giờ trước"; empty when a clock is wrong and it lies ahead."""
    seconds = (now - at).total_seconds()
    if seconds < -MINUTE_S:
        return ""
    if seconds < MINUTE_S:
        return texts("age.now")
    for unit_s, key, until_s in (
        (MINUTE_S, "age.minutes", HOUR_S),
        (HOUR_S, "age.hours", DAY_S),
        (DAY_S, "age.days", float("inf")),
    ):
        if seconds < until_s:
            return texts(key, count=int(seconds // unit_s))
    return ""


def phone_words(phone: str) -> str:
    """A number in E.164 as people dial it: +84912345678 is "0912 345 678"."""
    if not phone.startswith("+84"):
        return phone
    digits = "0" + phone.removeprefix("+84")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def _first_known(texts: Texts, keys: tuple[str, ...]) -> str:
    return next((texts(key) for key in keys if texts.has(key)), "")


def breakable(reference: str) -> str:
    """A reference that may break at its hyphens: in the largest text it is wider than a high screen."""
    return reference.replace("-", "-\N{ZERO WIDTH SPACE}")
