"""Checks the portal's signed receipt against what is kept here; only what it proves may ever be deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.dossier import Document, Dossier
from kiosk.domain.events import read_wire_time
from kiosk.sync.signing_keys import SigningKeys


class Differs(Exception):
    """The manifest is signed, but not about what this kiosk holds; the text names the member, no content."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the portal signed. `received_at` is its own time."""

    received_at: datetime


def listed(document: Document) -> dict[str, Any]:
    """A document as submission and manifest name it."""
    return {"id": document.id, "bytes": document.bytes, "sha256": document.sha256}


def verify(token: str, dossier: Dossier, keys: SigningKeys) -> Proof:
    """TokenInvalid when no key of the gateway's signed it, Differs when it is about something else, ServerAway when
    the keys cannot be had now."""
    signed = keys.read_signed(token)
    if signed.get("dossier_id") != dossier.id:
        raise Differs("dossier_id")
    if signed.get("revision") != dossier.revision or isinstance(signed.get("revision"), bool):
        raise Differs("revision")
    documents = signed.get("documents")
    if not isinstance(documents, list):
        raise Differs("documents")
    theirs = sorted(_plain(item) for item in documents)
    ours = sorted((document.id, document.bytes, document.sha256) for document in dossier.documents)
    if theirs != ours:
        raise Differs("documents")
    try:
        return Proof(read_wire_time(str(signed.get("received_at"))))
    except ValueError as error:
        raise Differs("received_at") from error


def _plain(item: object) -> tuple[str, int, str]:
    if not isinstance(item, Mapping):
        raise Differs("documents")
    name, size, digest = item.get("id"), item.get("bytes"), item.get("sha256")
    if not isinstance(name, str) or type(size) is not int or not isinstance(digest, str):
        raise Differs("documents")
    return name, size, digest
