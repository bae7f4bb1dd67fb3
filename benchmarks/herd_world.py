"""A gateway that was away for hours and thousands of kiosks that want to go on, in virtual time; the policy is the product's own.

Runner, circuit, ladder, spread, jobs, chunk sizes and background duties are the real ones; what is made up is the gateway
(so many requests a second, so many uploads at a time, so wide a pipe), the lines, and the stores in memory.
"""

import heapq
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kiosk.app.background import Background
from kiosk.domain.dossier import Document, Dossier, DossierState
from kiosk.domain.errors import ServerAway
from kiosk.domain.settings import Settings
from kiosk.domain.upload import JobKind, NewJob, TransferCounts
from kiosk.sync.chunk_rule import ChunkRule
from kiosk.sync.link import Link
from kiosk.sync.portal_answers import (
    DossierAnswer,
    EventPage,
    Health,
    ProcedurePage,
    SettingsCopy,
    Submission,
)
from kiosk.sync.runner import Runner
from kiosk.sync.tools import Tools
from kiosk.sync.tus import Advance, Piece
from tests.fakes.memory_queue import MemoryQueue

BEGAN = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
REFUSED_AFTER_S = 0.2
DROPPED_AFTER_S = 5.0
KEPT_ALIVE_S = 1.0
TOKEN_LIFE_S = 3600.0


@dataclass(frozen=True, slots=True)
class Region:
    """How much there is of everything. Sizes in bytes, `pipe_bytes_per_s` is shared by all uploads."""

    kiosks: int = 5000
    dossiers_each: int = 8
    file_bytes: tuple[int, ...] = (2_500_000, 2_500_000, 2_500_000)
    outage_s: float = 6 * 3600.0
    most_requests_per_s: int = 800
    upload_slots: int = 600
    pipe_bytes_per_s: float = 94e6
    lines_bytes_per_s: tuple[float, ...] = (32e3, 64e3, 128e3, 250e3, 500e3, 1e6)
    seed: int = 1


@dataclass(slots=True)
class World:
    """The virtual time, and what the gateway sees. Times in seconds since the outage began."""

    region: Region
    now: float = 0.0
    per_second: Counter[int] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    useful: Counter[str] = field(default_factory=Counter)
    dropped: int = 0
    slots: dict[int, float] = field(default_factory=dict)
    known_at: list[float] = field(default_factory=list)
    complete_at: list[float] = field(default_factory=list)

    @property
    def back_at(self) -> float:
        """When the gateway answers again."""
        return self.region.outage_s

    def take_slot(self, owner: int, at: float) -> bool:
        """A connection for an upload; it stays its owner's for a moment after each use."""
        if owner not in self.slots and len(self.slots) >= self.region.upload_slots:
            self.slots = {each: until for each, until in self.slots.items() if until > at}
        if owner not in self.slots and len(self.slots) >= self.region.upload_slots:
            return False
        self.slots[owner] = float("inf")
        return True


class SimulatedGateway:
    """What the product's jobs and duties call, for one kiosk. Every call takes the kiosk's time."""

    def __init__(
        self, world: World, kiosk: "SimulatedKiosk", bytes_per_s: float, round_trip_s: float
    ) -> None:
        self._world = world
        self._kiosk = kiosk
        self._bytes_per_s = bytes_per_s
        self._round_trip_s = round_trip_s
        self._token_until = 0.0
        self._drafts: dict[str, set[str]] = {}
        self.offsets: dict[str, int] = {}
        self.rule = ChunkRule()
        self.counts = TransferCounts()
        self.stop = threading.Event()
        self.link = kiosk.link
        self.device_id = "device"
        self.uploader = self
        self.keys = self
        self.server_clock = SimpleNamespace(now=kiosk.wall)

    # --- the line

    def ask(
        self, what: str, *, useful: bool = True, seconds: float | None = None, token: bool = True
    ) -> None:
        """One request: ServerAway while the gateway is away or has more than it can answer."""
        world, kiosk = self._world, self._kiosk
        if kiosk.monotonic() < world.back_at:
            kiosk.ahead += REFUSED_AFTER_S
            error = ServerAway(code="no_line", sent=False)
            self.link.lost(error)
            raise error
        if token and kiosk.monotonic() >= self._token_until:
            self._token_until = kiosk.monotonic() + TOKEN_LIFE_S
            self.ask("token", token=False)
        second = int(kiosk.monotonic())
        world.per_second[second] += 1
        world.asked[what] += 1
        kiosk.ahead += self._round_trip_s if seconds is None else seconds
        if world.per_second[second] > world.region.most_requests_per_s:
            world.dropped += 1
            kiosk.ahead += DROPPED_AFTER_S
            error = ServerAway()
            self.link.lost(error)
            raise error
        self.link.heard()
        if useful:
            world.useful[what] += 1

    # --- calls of the contract

    def health(self) -> Health:
        self.ask("health", useful=False, token=False)
        return Health(maintenance=False, until=None)

    def sign_in(self) -> None:
        self.ask("token", token=False)

    def settings(self, tag: str | None) -> SettingsCopy | None:
        self.ask("settings")
        return None

    def procedures(self, cursor: str | None) -> ProcedurePage:
        self.ask("procedures")
        return ProcedurePage((), (), "c", more=False)

    def events(self, cursor: str | None, *, wait_s: int) -> EventPage:
        self.ask("events")
        return EventPage((), "c", more=False)

    def send_report(self, report: Mapping[str, Any]) -> None:
        self.ask("report")

    def own_address(self, named: str) -> str:
        return named

    def get_dossier(self, dossier_id: str) -> DossierAnswer | None:
        self.ask("get dossier", useful=False)
        missing = self._drafts.get(dossier_id)
        return None if missing is None else self._answer(dossier_id, missing)

    def put_dossier(self, dossier_id: str, body: Mapping[str, Any]) -> DossierAnswer:
        self.ask("put dossier", useful=dossier_id not in self._drafts)
        if dossier_id not in self._drafts:
            self._world.known_at.append(self._kiosk.monotonic())
        missing = self._drafts.setdefault(dossier_id, {each["id"] for each in body["documents"]})
        return self._answer(dossier_id, missing)

    def submit_dossier(
        self, dossier_id: str, revision: int, listed: Sequence[Mapping[str, Any]]
    ) -> Submission:
        self.ask("submission")
        self._world.complete_at.append(self._kiosk.monotonic())
        self._signed = {
            "dossier_id": dossier_id,
            "revision": revision,
            "documents": list(listed),
            "received_at": "2026-11-22T01:02:03.000Z",
        }
        return Submission("SUBMITTED", "signed")

    def read_signed(self, token: str) -> dict[str, Any]:
        return self._signed

    def _answer(self, dossier_id: str, missing: set[str]) -> DossierAnswer:
        return DossierAnswer(dossier_id, 1, "UPLOADING", "/v1/uploads", tuple(missing))

    # --- uploads

    def advance(self, piece: Piece, *, slice_s: float) -> Advance:
        """As the real one: create, chunk after chunk while the slice lasts."""
        world, kiosk, length = self._world, self._kiosk, piece.document.bytes
        offset = self.offsets.get(piece.document.id)
        moved = False
        begun = kiosk.monotonic()
        try:
            if not world.take_slot(id(self), begun):
                self.ask("upload refused", useful=False)
                raise ServerAway(answered=True)
            rate = min(self._bytes_per_s, world.region.pipe_bytes_per_s / len(world.slots))
            if offset is None:
                self.ask("create")
                piece.remember(f"/v1/uploads/{piece.document.id}")
                offset = self.offsets[piece.document.id] = 0
            while offset < length and kiosk.monotonic() - begun < slice_s:
                size = min(self.rule.size_bytes, length - offset)
                seconds = size / rate + self._round_trip_s
                self.ask("patch", seconds=seconds)
                self.rule.succeeded(size, seconds)
                offset = self.offsets[piece.document.id] = offset + size
                moved = True
        except ServerAway as away:
            return Advance(finished=False, moved=moved, away=away)
        finally:
            if id(self) in world.slots:
                world.slots[id(self)] = kiosk.monotonic() + KEPT_ALIVE_S
        return Advance(finished=offset >= length, moved=moved)


class SimulatedKiosk:
    """One kiosk: the product's parts over stores in memory. Its own time runs ahead of the world's during a step."""

    def __init__(self, world: World, number: int, dice: random.Random) -> None:
        self._world = world
        self.ahead = 0.0
        region = world.region
        self.link = Link(monotonic=self.monotonic, random=dice.random)
        line = dice.choice(region.lines_bytes_per_s)
        self.gateway = SimulatedGateway(world, self, line, 0.05 + 0.15 * dice.random())
        self.dossiers = _Dossiers()
        audit: Any = SimpleNamespace(append=lambda *_: None, unacknowledged=lambda *, limit: [])
        self.queue = MemoryQueue(self.wall, self.monotonic, audit)
        for place in range(region.dossiers_each):
            dossier = _dossier(f"{number}-{place}", region.file_bytes)
            self.dossiers.kept[dossier.id] = dossier
            self.queue.put(NewJob(JobKind.DELIVER_DOSSIER, dossier.id), reference=dossier.id)
        client: Any = self.gateway
        stores: Any = self.dossiers
        self.runner = Runner(
            self.queue,
            Tools(client, stores, stores, stores, stores),
            self.link,
            self.wall,
            self.monotonic,
            dice.random,
        )
        self.background = Background(
            _parts(self, audit), client, self.runner, refreshed=lambda: None, random=dice.random
        )

    def monotonic(self) -> float:
        """Seconds since the outage began."""
        return self._world.now + self.ahead

    def wall(self) -> datetime:
        """The same as a time of day."""
        return BEGAN + timedelta(seconds=self.monotonic())

    def step(self) -> float:
        """One step of its delivery lane; returns when the next one is due."""
        self.ahead = 0.0
        next_in_s = self.background.work()
        return self.monotonic() + max(next_in_s, 0.02)


class _Dossiers:
    """The store as far as delivering needs it."""

    def __init__(self) -> None:
        self.kept: dict[str, Dossier] = {}

    def find(self, dossier_id: str) -> Dossier | None:
        return self.kept.get(dossier_id)

    def announced(self, dossier_id: str, *, upload_url: str) -> None:
        self.kept[dossier_id] = replace(
            self.kept[dossier_id], state=DossierState.UPLOADING, upload_url=upload_url
        )

    def remember_upload(self, document: Document) -> None:
        owner = self.kept[document.id.rpartition("/")[0]]
        documents = tuple(document if each.id == document.id else each for each in owner.documents)
        self.kept[owner.id] = replace(owner, documents=documents)

    def submitted(self, dossier_id: str, **_facts: Any) -> None:
        self.kept[dossier_id] = replace(self.kept[dossier_id], state=DossierState.SUBMITTED, sent_at=BEGAN)

    def apply_event(self, _event: object) -> bool:
        return False

    def purge_due(self, *, grace_s: float) -> int:
        return 0


def _dossier(name: str, sizes: tuple[int, ...]) -> Dossier:
    documents = tuple(
        Document(f"{name}/{place}", f"paper_{place}", "Giấy", "application/pdf", size, "0" * 64, 3)
        for place, size in enumerate(sizes)
    )
    return Dossier(name, name, 1, DossierState.QUEUED, "", "1.999999", "Thủ tục mẫu", {}, documents)


class _NothingKept:
    """A store that the herd does not use: whatever is asked of it, there is nothing."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Stores(SimpleNamespace):
    def __getattr__(self, name: str) -> Any:
        return _NothingKept()


def _parts(kiosk: SimulatedKiosk, audit: Any) -> Any:
    marks: dict[str, str | None] = {}
    catalogue = SimpleNamespace(
        settings=dict,
        settings_tag=lambda: "t",
        keep_settings=lambda *_: None,
        procedures_cursor=lambda: "c",
        keep_procedures=lambda *_, **__: None,
    )
    return SimpleNamespace(
        home=Path("/"),
        settings=Settings(),
        clock=kiosk.wall,
        monotonic=kiosk.monotonic,
        store=_Stores(
            queue=kiosk.queue,
            dossiers=kiosk.dossiers,
            catalogue=catalogue,
            marks=SimpleNamespace(get=marks.get, put=marks.__setitem__),
            audit=audit,
        ),
        devices=SimpleNamespace(
            printer=None, card_camera=SimpleNamespace(status=lambda: SimpleNamespace(value="ok"))
        ),
        stopping=threading.Event(),
    )


@dataclass(frozen=True, slots=True)
class Herd:
    """What came of it; times in seconds after the gateway's return."""

    peak_per_s: int
    requests: int
    useful: int
    dropped: int
    known_s: tuple[float, ...]
    complete_s: tuple[float, ...]
    asked: Mapping[str, int]

    @property
    def ratio(self) -> float:
        """Requests ÷ those that were needed."""
        return self.requests / max(1, self.useful)


def let_loose(
    region: Region,
    *,
    for_s: float,
    shown: Callable[[float, int], None] = lambda _now, _complete: None,
) -> Herd:
    """Run until all is delivered or `for_s` after the gateway's return. `shown` is told of the time and the progress."""
    dice = random.Random(region.seed)
    random.seed(region.seed)
    world = World(region)
    # the outage's ladders are long at their end well before the gateway's return: its last hour shows as much as all
    asleep_s = max(0.0, region.outage_s - 3600.0)
    kiosks = [SimulatedKiosk(world, number, dice) for number in range(region.kiosks)]
    for kiosk in kiosks:
        kiosk.link.failed(ServerAway())
    waiting = [(asleep_s + 60.0 * dice.random(), number) for number in range(region.kiosks)]
    heapq.heapify(waiting)
    wanted = region.kiosks * region.dossiers_each
    told = 0
    while waiting and len(world.complete_at) < wanted:
        world.now, number = heapq.heappop(waiting)
        if world.now > world.back_at + for_s:
            break
        heapq.heappush(waiting, (kiosks[number].step(), number))
        told += 1
        if told % 2000 == 0:
            shown(world.now - world.back_at, len(world.complete_at))
    return Herd(
        peak_per_s=max(world.per_second.values(), default=0),
        requests=sum(world.asked.values()),
        useful=sum(world.useful.values()),
        dropped=world.dropped,
        known_s=tuple(sorted(at - world.back_at for at in world.known_at)),
        complete_s=tuple(sorted(at - world.back_at for at in world.complete_at)),
        asked=dict(world.asked),
    )
