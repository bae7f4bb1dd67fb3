"""Only what a signed manifest proves counts as sent; anything else is a visible state and deletes nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.dossier import DossierState
from kiosk.domain.ids import new_id
from kiosk.domain.jws import read_compact, sign_compact
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, proven, told_json
from tests.sync.kit import Kit, content_of, kit_at, submitted
from tests.sync.sandbox import Sandbox

SMALL = content_of(40_000, 8)


def lying(change: Callable[[dict[str, Any]], None]) -> Callable[[Asked, Callable[[], Told]], Told]:
    def twist(asked: Asked, work: Callable[[], Told]) -> Told:
        answer = work()
        body = json.loads(answer.body)
        payload = read_compact(body["manifest"], lambda *_: True)
        change(payload)
        body["manifest"] = twist.gateway.sign(payload)  # type: ignore[attr-defined]
        answer.body = json.dumps(body).encode()
        return answer

    return twist


def other_sha(payload: dict[str, Any]) -> None:
    payload["documents"][0]["sha256"] = "0" * 64


def other_size(payload: dict[str, Any]) -> None:
    payload["documents"][0]["bytes"] += 1


def one_less(payload: dict[str, Any]) -> None:
    payload["documents"].pop()


def one_more(payload: dict[str, Any]) -> None:
    payload["documents"].append({"id": new_id(), "bytes": 1, "sha256": "0" * 64})


def one_twice(payload: dict[str, Any]) -> None:
    payload["documents"].append(payload["documents"][0])


def other_dossier(payload: dict[str, Any]) -> None:
    payload["dossier_id"] = new_id()


def other_revision(payload: dict[str, Any]) -> None:
    payload["revision"] = 2


def no_documents(payload: dict[str, Any]) -> None:
    payload["documents"] = None


def no_time(payload: dict[str, Any]) -> None:
    payload["received_at"] = "yesterday"


@pytest.mark.parametrize(
    "lie",
    [
        other_sha,
        other_size,
        one_less,
        one_more,
        one_twice,
        other_dossier,
        other_revision,
        no_documents,
        no_time,
    ],
)
def test_a_manifest_that_differs_is_a_mismatch(
    gateway: WireGateway, kiosk: Kit, lie: Callable[[dict[str, Any]], None]
) -> None:
    twist = lying(lie)
    twist.gateway = gateway  # type: ignore[attr-defined]
    gateway.twist("POST /v1/dossiers", twist)
    dossier = kiosk.queue_dossier(SMALL, content_of(10, 2))
    kiosk.drain()
    found = kiosk.dossier(dossier)
    assert found.state is DossierState.MISMATCH
    assert found.sent_at is None
    assert kiosk.stores.dossiers.purge_due(grace_s=0) == 0
    assert kiosk.stores.dossiers.rehash_document(dossier.documents[0].id) == dossier.documents[0].sha256


@pytest.mark.parametrize("kind", ["other_sha", "wrong_key", "missing_document"])
def test_the_sandboxs_lies_are_seen(sandbox: Sandbox, kind: str) -> None:
    sandbox.faults(manifest_lie={"kind": kind, "times": 1})
    with kit_at(sandbox.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(SMALL)
        kiosk.drain()
        assert kiosk.dossier(dossier).state is DossierState.MISMATCH
        (item,) = kiosk.stores.queue.items()
        assert kiosk.stores.queue.retry(item.job_id)
        assert submitted(kiosk, dossier)
        assert sandbox.accepted() == {f"{dossier.id}:1": 1}


def test_a_manifest_of_another_key_is_a_mismatch(gateway: WireGateway, kiosk: Kit) -> None:
    stranger = Ed25519PrivateKey.generate()
    real = gateway.sign
    gateway.sign = lambda payload, key=None: sign_compact(payload, stranger.sign, {"kid": gateway.kid})  # type: ignore[method-assign]
    dossier = kiosk.queue_dossier(SMALL)
    kiosk.drain()
    gateway.sign = real  # type: ignore[method-assign]
    assert kiosk.dossier(dossier).state is DossierState.MISMATCH


@pytest.mark.parametrize("token", ["", "a.b.c", "x", "e30.e30.", "eyJhbGciOiJub25lIn0.e30."])
def test_something_that_is_no_manifest_is_never_sent(gateway: WireGateway, kiosk: Kit, token: str) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    answer = {"dossier_id": dossier.id, "state": "SUBMITTED", "received_at": "x", "manifest": token}
    gateway.twist("POST /v1/dossiers", proven(told_json(200, answer)), times=None)
    kiosk.drain(timeout_s=1.0)
    assert kiosk.dossier(dossier).state in (DossierState.MISMATCH, DossierState.UPLOADING)
    assert kiosk.dossier(dossier).sent_at is None


def test_new_signing_keys_are_fetched(gateway: WireGateway, kiosk: Kit) -> None:
    assert submitted(kiosk, kiosk.queue_dossier(SMALL))
    gateway.key, gateway.kid = Ed25519PrivateKey.generate(), "two"
    assert submitted(kiosk, kiosk.queue_dossier(SMALL))
    assert gateway.count("GET /v1/jwks") == 2
