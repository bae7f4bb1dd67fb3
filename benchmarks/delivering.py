"""A dossier over a slow line that breaks: the product's delivery to a real sandbox portal beside one `requests.post`."""

import os
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import requests

from benchmarks.dossiers import sample_dossier
from benchmarks.figures import Figure, Goal, Progress, at_most, figure, ratio_at_most
from benchmarks.neighbours import ENROLMENT_CODE, neighbour
from kiosk.app.build import make_client, make_runner
from kiosk.domain.dossier import DossierState
from kiosk.domain.ids import new_id
from kiosk.domain.settings import GatewaySettings, Settings
from kiosk.storage import Storage
from tests.fakes.chaos_proxy import ChaosProxy, Weather

FILE_BYTES, QUICK_FILE_BYTES = (6_000_000, 2_000_000), (1_500_000, 500_000)
ROUNDS, QUICK_ROUNDS = 3, 1
LINE_BYTES_PER_S = 2_000_000
ONE_WAY_S = 0.03
GIVE_UP_AFTER = 3.0
"""A delivery that takes this many times as long as the bare bytes would is called unfinished."""
PATIENCE_S = 60.0
"""What the product may take on top: a figure of a delivery that was called off would be worthless."""
PEER = "requests.post, tried again"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the line does, and what delivering over it may cost."""

    name: str
    cut_every_bytes: int | None
    bytes_goal: Goal


SCENARIOS = (
    Scenario("clean", None, at_most(1.02)),
    Scenario("reset every 1 MB", 1_000_000, at_most(1.10)),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes over the line ÷ payload, and time ÷ ideal (the payload at the line's full speed)."""

    bytes_ratio: float
    time_ratio: float


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Each scenario in turn, product and peer in turn, over new connections each time."""
    sizes = QUICK_FILE_BYTES if quick else FILE_BYTES
    rounds = QUICK_ROUNDS if quick else ROUNDS
    contents = [os.urandom(size) for size in sizes]
    own: dict[str, list[Cost]] = defaultdict(list)
    peer: dict[str, list[Cost | None]] = defaultdict(list)
    with TemporaryDirectory(prefix="kiosk-bench-") as folder:
        progress.step("starting the portal")
        with (
            neighbour("portal", str(Path(folder) / "portal")) as portal_port,
            neighbour("receiver") as receiver_port,
            closing(Storage.open(Path(folder) / "home")) as storage,
        ):
            device_id = _enrol(storage, portal_port)
            for number in range(rounds):
                for scenario in SCENARIOS:
                    progress.step(f"{scenario.name}, kiosk", number, rounds)
                    own[scenario.name].append(_deliver(scenario, portal_port, contents, storage, device_id))
                    progress.step(f"{scenario.name}, peer", number, rounds)
                    peer[scenario.name].append(_post(scenario, receiver_port, contents))
    figures = []
    for scenario in SCENARIOS:
        figures += _figures(scenario, own[scenario.name], peer[scenario.name], sum(sizes))
    return figures


def _figures(
    scenario: Scenario, own: list[Cost], peer: list[Cost | None], payload_bytes: int
) -> list[Figure]:
    finished = [cost for cost in peer if cost is not None]
    whole = len(finished) == len(peer)
    name = PEER if whole else f"requests.post: unfinished at {GIVE_UP_AFTER:.0f} × ideal"
    size = f"{payload_bytes / 1e6:.0f} MB, {scenario.name}"
    own_time = median(cost.time_ratio for cost in own)
    figures = [
        figure(
            f"bytes sent ÷ payload, {size}",
            median(cost.bytes_ratio for cost in own),
            peer=median(cost.bytes_ratio for cost in finished) if whole else None,
            peer_name=name,
            goal=scenario.bytes_goal,
        ),
        figure(
            f"time ÷ ideal, {size}",
            own_time,
            peer=median(cost.time_ratio for cost in finished) if whole else None,
            peer_name=name,
        ),
    ]
    if scenario.cut_every_bytes is not None:
        figures.append(
            figure(
                f"time ÷ ideal, {size}", own_time, peer_name="tuspy: not installed", goal=ratio_at_most(0.5)
            )
        )
    return figures


def _over(scenario: Scenario, port: int, payload_bytes: int, send: Callable[[str], None]) -> Cost:
    """Run `send(url)` over the scenario's line."""
    weather = Weather(
        bytes_per_s=LINE_BYTES_PER_S, one_way_s=ONE_WAY_S, cut_after=lambda: scenario.cut_every_bytes
    )
    with ChaosProxy(("127.0.0.1", port), weather) as line:
        began = time.monotonic()
        send(line.url)
        seconds = time.monotonic() - began
        return Cost(line.from_kiosk / payload_bytes, seconds / _ideal_s(payload_bytes))


def _ideal_s(payload_bytes: int) -> float:
    return payload_bytes / LINE_BYTES_PER_S


def _post(scenario: Scenario, port: int, contents: list[bytes]) -> Cost | None:
    """The peer: tried again at once and again, as loops around `requests.post` do; None when it came to nothing."""
    payload = b"".join(contents)

    def send(url: str) -> None:
        until = time.monotonic() + GIVE_UP_AFTER * _ideal_s(len(payload))
        while time.monotonic() < until:
            try:
                requests.post(url, data=payload, timeout=60).raise_for_status()
                return
            except requests.RequestException:
                continue
        raise TimeoutError

    try:
        return _over(scenario, port, len(payload), send)
    except TimeoutError:
        return None


# --- the kiosk -------------------------------------------------------------------------------------------


def _settings(url: str, device_id: str) -> Settings:
    return replace(Settings(), gateway=GatewaySettings(url=url, device_id=device_id))


def _enrol(storage: Storage, port: int) -> str:
    device_id = new_id()
    with closing(make_client(_settings(f"http://127.0.0.1:{port}", device_id), storage)) as client:
        client.enrol(ENROLMENT_CODE, name="Quầy mẫu", kiosk_version="0", os="bench")
    return device_id


def _deliver(scenario: Scenario, port: int, contents: list[bytes], storage: Storage, device_id: str) -> Cost:
    """The product: a dossier on real storage, durable before the clock starts, then what `kiosk sync` does.

    RuntimeError when it did not arrive."""
    queued = storage.dossiers.submit(sample_dossier(contents), actor="citizen", point="0001")
    payload_bytes = sum(map(len, contents))

    def send(url: str) -> None:
        with closing(make_client(_settings(url, device_id), storage)) as client:
            within_s = GIVE_UP_AFTER * _ideal_s(payload_bytes) + PATIENCE_S
            make_runner(storage, client).drain(until_empty=True, timeout_s=within_s)

    cost = _over(scenario, port, payload_bytes, send)
    sent = storage.dossiers.find(queued.id)
    if sent is None or sent.state is not DossierState.SUBMITTED:
        problem = sent.problem.code if sent and sent.problem else "not in time"
        raise RuntimeError(f"{queued.local_reference} did not arrive: {problem}")
    return cost
