"""A dossier over lines and from gateways that misbehave: the kiosk beside tuspy and `requests.post`, scenario by scenario."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.dossiers import sample_dossier
from benchmarks.fault_scenarios import SCENARIOS, Scenario, weather_of
from benchmarks.figures import Figure, Progress, at_most, figure, ratio_at_most
from benchmarks.neighbours import neighbour
from kiosk.app.build import make_client
from kiosk.domain.ids import new_id
from kiosk.domain.settings import GatewaySettings, Settings
from kiosk.storage import Storage
from tests.fakes.chaos_proxy import ChaosProxy

ROOT = Path(__file__).resolve().parents[1]
FILE_BYTES, QUICK_FILE_BYTES = (6_000_000, 2_000_000), (2_200_000, 800_000)
LINE_BYTES_PER_S = 2_000_000
ONE_WAY_S = 0.03
OUTAGE_AT = 0.4
"""Of the payload, when a stall, a refusal or a black hole begins."""
KIOSK_PATIENCE_S = 180.0
PEER_PATIENCE_S = 30.0
"""On top of four times the ideal: whoever has not arrived by then is called unfinished."""
START_AGAIN_S = 1.0
"""What a supervisor waits before it starts a client again that has ended badly."""


@dataclass(slots=True)
class Outcome:
    """What came of one scenario. Ratios are to the payload, and to the ideal: payload at full speed and the outage."""

    bytes_ratio: float = 0.0
    seconds: float = 0.0
    time_ratio: float = 0.0
    finished: bool = False
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was wrong with it, for the table."""
        faults = [
            *([] if self.finished else ["not in time"]),
            *(["LOST"] if self.lost else []),
            *([f"{self.doubled} doubled"] if self.doubled else []),
            *([f"{self.wrong} wrong files"] if self.wrong else []),
        ]
        return ", ".join(faults)

    @property
    def good(self) -> bool:
        """Arrived, once, whole."""
        return not self.words


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Each scenario in turn, each client over new connections; peers in turn with the kiosk."""
    chosen = [each for each in SCENARIOS if each.quick or not quick]
    sizes = QUICK_FILE_BYTES if quick else FILE_BYTES
    return run_table(chosen, sizes, progress, peers=("tuspy", "post"))


def run_table(
    scenarios: Sequence[Scenario], sizes: Sequence[int], progress: Progress, *, peers: Sequence[str]
) -> list[Figure]:
    """The lines of these scenarios, and what was lost, doubled and spoilt in all of them together."""
    clients = ("kiosk", *peers)
    outcomes: dict[str, dict[str, Outcome]] = {}
    with (
        TemporaryDirectory(prefix="kiosk-bench-") as folder,
        neighbour("benchmarks.fault_gateway") as port,
    ):
        for number, scenario in enumerate(scenarios):
            own = outcomes[scenario.name] = {}
            for client in clients:
                progress.step(f"{scenario.name}, {client}", number, len(scenarios))
                own[client] = Trial(scenario, client, sizes, Path(folder), port).run()
    figures = []
    for scenario in scenarios:
        figures += _figures(scenario, outcomes[scenario.name], peers)
    for client in peers or ("",):
        figures += _totals(scenarios, outcomes, client)
    return figures


def _figures(scenario: Scenario, own: dict[str, Outcome], peers: Sequence[str]) -> list[Figure]:
    figures = []
    for peer in peers[:1] or ("",):
        beside = own.get(peer)
        name = peer if beside is None or beside.good else f"{peer}: {beside.words}"
        whole = beside if beside is not None and beside.finished else None
        figures += [
            figure(
                f"{scenario.name}: bytes ÷ payload",
                own["kiosk"].bytes_ratio,
                peer=whole.bytes_ratio if whole else None,
                peer_name=name,
                goal=at_most(scenario.most_bytes) if scenario.most_bytes else None,
            ),
            figure(
                f"{scenario.name}: time ÷ ideal",
                own["kiosk"].time_ratio,
                peer=whole.time_ratio if whole else None,
                peer_name=name,
                goal=ratio_at_most(scenario.most_time) if scenario.most_time else None,
            ),
        ]
    return figures


def _totals(
    scenarios: Sequence[Scenario], outcomes: dict[str, dict[str, Outcome]], peer: str
) -> list[Figure]:
    told = (
        ("not finished in time", lambda one: int(not one.finished)),
        ("lost though called sent", lambda one: one.lost),
        ("doubled", lambda one: one.doubled),
        ("files with wrong bytes", lambda one: one.wrong),
    )
    return [
        figure(
            f"all {len(scenarios)} scenarios: {what}",
            sum(count(outcomes[each.name]["kiosk"]) for each in scenarios),
            peer=sum(count(outcomes[each.name][peer]) for each in scenarios) if peer else None,
            peer_name=peer,
            goal=at_most(0),
        )
        for what, count in told
    ]


class Trial:
    """One client in one scenario."""

    def __init__(
        self, scenario: Scenario, client: str, sizes: Sequence[int], folder: Path, port: int
    ) -> None:
        self._scenario = scenario
        self._client = client
        self._port = port
        self._compiled = folder / "compiled"
        self._folder = folder / new_id()
        self._folder.mkdir()
        self._contents = [os.urandom(size) for size in sizes]
        self._payload = sum(sizes)
        self._over = threading.Event()

    def run(self) -> Outcome:
        """Deliver, look what the gateway holds, clear up."""
        scenario = self._scenario
        stall_at = int(OUTAGE_AT * self._payload)
        weather = weather_of(scenario, bytes_per_s=LINE_BYTES_PER_S, one_way_s=ONE_WAY_S, stall_at=stall_at)
        with ChaosProxy(("127.0.0.1", self._port), weather) as line:
            arguments = self._prepare(line.url)
            trouble = threading.Thread(target=self._trouble, args=(line,))
            outcome = Outcome()
            self._tell_gateway(line.url)
            try:
                self._supervise(arguments, line, trouble, outcome)
            finally:
                self._over.set()
                if trouble.is_alive():
                    trouble.join()
            outcome.bytes_ratio = line.from_kiosk / self._payload
        outcome.time_ratio = outcome.seconds / self._ideal_s
        self._judge(outcome)
        shutil.rmtree(self._folder)
        return outcome

    @property
    def _ideal_s(self) -> float:
        return self._payload / LINE_BYTES_PER_S + self._scenario.outage_s

    def _prepare(self, url: str) -> list[str]:
        if self._client != "kiosk":
            for number, content in enumerate(self._contents):
                (self._folder / f"{number}.pdf").write_bytes(content)
            return [self._client, url, str(self._folder)]
        device_id = new_id()
        settings = replace(
            Settings(), gateway=GatewaySettings(url=f"http://127.0.0.1:{self._port}", device_id=device_id)
        )
        with closing(Storage.open(self._folder)) as storage:
            with closing(make_client(settings, storage)) as client:
                client.enrol("TEST-CODE", name="Quầy mẫu", kiosk_version="0", os="bench")
            storage.dossiers.submit(sample_dossier(self._contents), actor="citizen", point="0001")
        return ["kiosk", url, str(self._folder), device_id, str(self._scenario.skew_s)]

    def _tell_gateway(self, url: str) -> None:
        weather = {"known_as": url, **self._scenario.gateway}
        share = weather.pop("forget_at_share", None)
        if share is not None:
            weather["forget_at_bytes"] = int(share * self._payload)
        self._ask("PUT", "/_bench/weather", weather)

    def _supervise(
        self, arguments: list[str], line: ChaosProxy, trouble: threading.Thread, outcome: Outcome
    ) -> None:
        """Start, kill and start again as the scenario wants; the time it takes a program to start counts from the first
        kill on."""
        kills = [int(share * self._payload) for share in self._scenario.kills]
        running = _Process(arguments, self._compiled)
        running.go()
        began = time.monotonic()
        trouble.start()
        patience_s = KIOSK_PATIENCE_S if self._client == "kiosk" else PEER_PATIENCE_S
        until = began + 4 * self._ideal_s + patience_s
        while time.monotonic() < until:
            ended = running.ended(within_s=0.02)
            if ended is None and kills and line.to_server >= kills[0]:
                kills.pop(0)
            elif ended is None:
                continue
            outcome.said += running.stop()
            if ended == 0:
                outcome.finished = True
                break
            if ended is not None:
                time.sleep(START_AGAIN_S)
            running = _Process(arguments, self._compiled)
            running.go()
        outcome.seconds = time.monotonic() - began
        running.stop()

    def _trouble(self, line: ChaosProxy) -> None:
        """Outages of the line, by what has passed."""
        scenario = self._scenario
        if not scenario.outage_s:
            return
        while line.from_kiosk < OUTAGE_AT * self._payload and not self._over.wait(0.01):
            pass
        if scenario.refused_s:
            line.refuse()
            line.cut_all()
        if scenario.hole_s:
            line.open_hole()
        self._over.wait(scenario.outage_s)
        line.weather.resume.set()
        line.close_hole()
        if scenario.refused_s:
            line.listen_again()

    def _judge(self, outcome: Outcome) -> None:
        holds = self._ask("GET", "/_bench/holds")
        wanted = [hashlib.sha256(content).hexdigest() for content in self._contents]
        if self._client == "kiosk":
            taken = len(holds["ledger"])
            outcome.wrong = sum(digest not in holds["files"].values() for digest in wanted) if taken else 0
        else:
            taken = len(holds["peer_ledger"])
            outcome.wrong = max(
                (
                    sum(theirs != ours for theirs, ours in zip(entry["files"], wanted, strict=True))
                    for entry in holds["peer_ledger"]
                ),
                default=0,
            )
        outcome.doubled = max(0, taken - 1)
        outcome.lost = int(outcome.finished and taken == 0)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = Request(f"http://127.0.0.1:{self._port}{path}", data=data, method=method)
        with urlopen(asked, timeout=30) as answer:
            content = answer.read()
        return json.loads(content) if content else None


class _Process:
    """A client as a process; its modules are compiled once, as those of an installed program are."""

    def __init__(self, arguments: list[str], compiled: Path) -> None:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.fault_clients", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def go(self) -> None:
        """Wait until it is ready, and let it begin."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        if self._child.stdout.readline().strip() != "ready":
            return
        self._child.stdin.write("\n")
        self._child.stdin.flush()

    def ended(self, *, within_s: float) -> int | None:
        """Its exit code, None while it runs."""
        try:
            return self._child.wait(within_s)
        except subprocess.TimeoutExpired:
            return None

    def stop(self) -> list[str]:
        """kill -9; what it said."""
        self._child.kill()
        told, _ = self._child.communicate()
        return (told or "").split()


def main() -> int:
    """The table by hand: `python -m benchmarks.delivering [WORDS OF NAMES…]`, kiosk alone when the last word is `alone`."""
    words = sys.argv[1:]
    peers = () if words[-1:] == ["alone"] else ("tuspy", "post")
    words = words[:-1] if words[-1:] == ["alone"] else words
    chosen = [each for each in SCENARIOS if not words or any(word in each.name for word in words)]
    from benchmarks.figures import table

    print(table([("delivering", run_table(chosen, FILE_BYTES, Progress("delivering"), peers=peers))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
