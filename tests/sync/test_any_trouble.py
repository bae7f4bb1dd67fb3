"""Whatever goes wrong between the two, in whatever order: every dossier whole, once, and never believed too early."""

import random
from collections.abc import Callable

import pytest

from kiosk.domain.dossier import DossierState
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, proven, told_json
from tests.sync.kit import Kit, content_of, kit_at

HTML = (b"<html>", {"Content-Type": "text/html"})


def break_in_the_body(asked: Asked, work: Callable[[], Told]) -> Told:
    """Half of the request came, then the line broke."""
    asked.body, asked.broken = asked.body[: len(asked.body) // 2], True
    if asked.path.startswith("/v1/uploads"):
        work()
    return Told(cut=True)


def lose_the_token(asked: Asked, work: Callable[[], Told]) -> Told:
    return proven(Told(401))


TROUBLES: list[Callable[[Asked, Callable[[], Told]], Told]] = [
    lose_reply,
    break_in_the_body,
    lose_the_token,
    lambda asked, work: Told(cut=True),
    lambda asked, work: Told(200, dict(HTML[1]), HTML[0]),
    lambda asked, work: Told(204),
    lambda asked, work: Told(404, dict(HTML[1]), HTML[0]),
    lambda asked, work: Told(302, {"Location": "http://127.0.0.1:1/"}),
    lambda asked, work: Told(503, {"Retry-After": "0"}),
    lambda asked, work: proven(Told(500)),
    lambda asked, work: proven(Told(429, {"Retry-After": "0"})),
    lambda asked, work: proven(Told(200)),
    lambda asked, work: proven(told_json(200, {"dossier_id": "another", "state": "SUBMITTED"})),
]


@pytest.mark.parametrize("seed", range(25))
def test_any_trouble(gateway: WireGateway, seed: int) -> None:
    dice = random.Random(seed)
    left = [30]

    def trouble(asked: Asked, work: Callable[[], Told]) -> Told:
        if left[0] <= 0 or dice.random() < 0.6:
            return work()
        left[0] -= 1
        return dice.choice(TROUBLES)(asked, work)

    with kit_at(gateway.url, seed=seed) as kiosk:
        kiosk.enrol()
        gateway.keeps_broken = dice.random() < 0.5
        gateway.extensions = tuple(name for name in gateway.extensions if dice.random() < 0.7)
        gateway.twist("", trouble, times=None)
        contents = [content_of(dice.randrange(1, 700_000), place) for place in range(3)]
        dossiers = [kiosk.queue_dossier(content) for content in contents]
        deliver(kiosk, restarts=dice.randrange(3), url=gateway.url)
        for dossier, content in zip(dossiers, contents, strict=True):
            assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
            assert gateway.stored(dossier.documents[0].id) == content
        assert sorted(gateway.ledger) == sorted((dossier.id, 1) for dossier in dossiers)


def deliver(kiosk: Kit, *, restarts: int, url: str) -> None:
    """Some steps, a restart, some steps more; then to the end, kicked on when the device was refused for a while."""
    for _ in range(restarts):
        with kit_at(url, after=kiosk) as life:
            for _ in range(7):
                life.runner.run_once()
    with kit_at(url, after=kiosk) as last:
        for _ in range(50):
            last.drain(timeout_s=60)
            if last.stores.queue.counts().left == 0:
                return
            last.stop.wait(last.client.link.wait_s())
