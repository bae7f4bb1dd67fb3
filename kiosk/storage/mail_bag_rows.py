"""Dossiers, registrations, the post's news and cash as they stand in a mail-bag's list, and back; sealing and transactions are elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from kiosk.domain.account import Account, AccountState, AccountWay
from kiosk.domain.dossier import Document, Dossier, DossierState, StateChange, SupplementItem
from kiosk.domain.events import read_wire_time, wire_time
from kiosk.domain.mailbag import BagRefused
from kiosk.domain.payment import Payment, PaymentMethod, PaymentState
from kiosk.domain.post_ports import PostCall, PostMessage

_TIMES = ("created_at", "sent_at", "accepted_at", "due_at")
_PLAIN = (
    "id",
    "local_reference",
    "revision",
    "procedure_code",
    "procedure_name",
    "official_code",
    "notice_text",
    "replaces",
)
_COMPOSED = ("documents", "local_reference", "revision")


@contextmanager
def list_errors() -> Iterator[None]:
    """BagRefused(`bag_unreadable`) for a list that was not written by the functions here."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BagRefused("its list is not one of ours", code="bag_unreadable") from error


def dossier_to_json(dossier: Dossier) -> dict[str, Any]:
    """Everything the next terminal needs to go on as this one would. `kept`: the paper itself is in the bag."""
    told: dict[str, Any] = {name: getattr(dossier, name) for name in _PLAIN}
    for name in _TIMES:
        at = getattr(dossier, name)
        told[name] = None if at is None else wire_time(at)
    told["follows"], told["earlier_notices"] = dossier.follows, dossier.earlier_notices
    told["account_way"] = dossier.account_way.value if dossier.account_way else None
    told["body"] = {name: value for name, value in dossier.body.items() if name not in _COMPOSED}
    told["supplement"] = [asdict(item) for item in dossier.supplement]
    told["documents"] = [{**one.to_wire(), "kept": not one.purged} for one in dossier.documents]
    told["history"] = [
        {
            "state": step.state,
            "at": wire_time(step.at),
            "by": step.by,
            "server_at": None if step.server_at is None else wire_time(step.server_at),
            "reason": step.reason,
            **({"came_late": True} if step.came_late else {}),
        }
        for step in dossier.history
    ]
    return told


def dossier_from_json(told: Mapping[str, Any], arrived: StateChange) -> Dossier:
    """The dossier, queued. Within `list_errors`."""
    times: dict[str, Any] = {
        name: None if told[name] is None else read_wire_time(told[name]) for name in _TIMES
    }
    history = [
        StateChange(
            step["state"],
            read_wire_time(step["at"]),
            step["by"],
            None if step["server_at"] is None else read_wire_time(step["server_at"]),
            step["reason"],
            bool(step.get("came_late")),
        )
        for step in told["history"]
    ]
    papers = [
        Document(**{name: value for name, value in one.items() if name != "kept"}, purged=not one["kept"])
        for one in told["documents"]
    ]
    return Dossier(
        **{name: told[name] for name in _PLAIN},
        **times,
        state=DossierState.QUEUED,
        raw_state=DossierState.QUEUED,
        body=dict(told["body"]),
        documents=tuple(papers),
        follows=str(told.get("follows") or ""),
        earlier_notices=int(told.get("earlier_notices") or 0),  # bags of earlier versions say nothing of it
        account_way=AccountWay(told["account_way"]) if told.get("account_way") else None,
        supplement=tuple(SupplementItem(**item) for item in told["supplement"]),
        history=(*history, arrived),
    )


def account_to_json(account: Account) -> dict[str, Any]:
    """A registration that goes out with a link."""
    return {**asdict(account), "state": account.state.value, "created_at": wire_time(account.created_at)}


def account_from_json(told: Mapping[str, Any]) -> Account:
    """The inverse, waiting to be sent."""
    account = Account(**{**told, "created_at": read_wire_time(told["created_at"])})
    return replace(account, state=AccountState.QUEUED)


def news_to_json(message: PostMessage) -> dict[str, Any]:
    """What the portal is to be told, as it was when it happened."""
    return {**asdict(message), "call": message.call.value}


def news_from_json(told: Mapping[str, Any]) -> PostMessage:
    """The inverse. Within `list_errors`."""
    return PostMessage(**{**told, "call": PostCall(told["call"]), "body": dict(told["body"])})


def cash_to_json(payment: Payment) -> dict[str, Any]:
    """What the portal is to be told of cash, and no more: who paid it stays here."""
    return {
        "id": payment.id,
        "dossier_id": payment.dossier_id,
        "reference": payment.reference,
        "amount": payment.amount,
        "staff_id": payment.staff_id,
        "taken_at": wire_time(payment.created_at),
    }


def cash_from_json(told: Mapping[str, Any]) -> Payment:
    """The inverse. Within `list_errors`."""
    at = read_wire_time(told["taken_at"])
    return Payment(
        id=str(told["id"]),
        dossier_id=str(told["dossier_id"]),
        reference=str(told["reference"]),
        method=PaymentMethod.CASH,
        state=PaymentState.KEPT,
        amount=int(told["amount"]),
        created_at=at,
        moved_at=at,
        staff_id=str(told["staff_id"]),
    )


def paper_bytes(dossiers: Sequence[Dossier]) -> int:
    """Bytes of all papers that go into the bag."""
    return sum(one.bytes for dossier in dossiers for one in dossier.documents if not one.purged)
