"""ID codes before a running camera: time until the card is read, and whether the advice helps where it is not."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import thread_time

import cv2

from benchmarks.bursts import FPS, Burst, card_burst
from benchmarks.cards import LEVELS
from benchmarks.figures import Figure, Progress, at_least, figure, ratio_at_most, share_percent
from benchmarks.reading import DOUBLED, PLAIN, PRODUCT, TODAY, doubled_zxing, plain_zxing
from kiosk.devices.pixels import frame_of
from kiosk.devices.readers.burst_reader import BurstCardReader
from kiosk.domain.scan import CardSight, CodeKind, Frame, Hint

BURSTS_A_LEVEL, QUICK_BURSTS = 16, 1
GOALS = {"medium": 100.0, "hard": 88.0, "extreme": 70.0}
"""Per cent of bursts read within a second."""
RIGHT_HINTS_GOAL = 90.0
SEED = 11
_NEVER_MS = 2000.0
"""A burst that stays unread counts as this long; medians beyond a second are told as such."""

Look = Callable[[Frame], tuple[list[str], Hint | None]]
"""From a frame to the texts in it and the advice, where the reader gives any."""


@dataclass(slots=True)
class Tally:
    """One reader on the bursts of one level."""

    ms: list[float] = field(default_factory=list)
    wrong: int = 0
    hints_right: int = 0
    hints: int = 0

    @property
    def read(self) -> int:
        """Bursts read within their second."""
        return sum(ms < _NEVER_MS for ms in self.ms)


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Share read and time by level, then advice."""
    cv2.setNumThreads(1)
    count = QUICK_BURSTS if quick else BURSTS_A_LEVEL
    tallies = {level.name: play_level(level.name, count, progress) for level in LEVELS if level.name in GOALS}
    figures: list[Figure] = []
    for level, readers in tallies.items():
        own = readers[PRODUCT]
        for name in (DOUBLED, PLAIN):
            peer = readers[name]
            goal = at_least(GOALS[level]) if name == DOUBLED else None
            what = f"read within 1 s, {level}, n = {count}"
            shares = share_percent(own.read, count), share_percent(peer.read, count)
            figures.append(figure(what, shares[0], "%", peer=shares[1], peer_name=name, goal=goal))
        for name in (DOUBLED, PLAIN):
            goal = ratio_at_most(0.5) if name == DOUBLED else None
            peer_ms = median(readers[name].ms)
            figures.append(
                figure(f"median time, {level}", median(own.ms), "ms", peer=peer_ms, peer_name=name, goal=goal)
            )
    own_tallies = [readers[PRODUCT] for readers in tallies.values()]
    asked = sum(tally.hints for tally in own_tallies)
    if asked:
        right = share_percent(sum(tally.hints_right for tally in own_tallies), asked)
        figures.append(
            figure(f"right advice where unread, n = {asked}", right, "%", goal=at_least(RIGHT_HINTS_GOAL))
        )
    figures.append(figure("wrong reads", sum(tally.wrong for tally in own_tallies)))
    return figures


def play_level(name: str, count: int, progress: Progress, *, seed: int = SEED) -> dict[str, Tally]:
    """{reader: its tally}; each burst is played to every reader at its own speed."""
    level = next(each for each in LEVELS if each.name == name)
    tallies = {reader: Tally() for reader in (PRODUCT, DOUBLED, PLAIN)}
    _warm_up()
    for number in range(count):
        progress.step(f"{name} bursts", number, count)
        play(card_burst(level, number, seed), tallies)
    return tallies


def play(burst: Burst, tallies: dict[str, Tally]) -> None:
    """One burst before every reader."""
    frames = [frame_of(picture, place, place / FPS) for place, picture in enumerate(burst.pictures, 1)]
    cores = TwoCores()
    reader = BurstCardReader(lambda: TODAY, quick_budget_ms=1e4, patient_budget_ms=1e4, start=cores.start)

    def product(frame: Frame) -> tuple[list[str], Hint | None]:
        sight = reader.look(frame)
        return [code.raw for code in sight.codes if code.kind is CodeKind.CCCD_QR], sight.hint

    _play(burst, frames, product, tallies[PRODUCT], cores)
    _play(burst, frames, lambda frame: (doubled_zxing(frame), None), tallies[DOUBLED], TwoCores())
    _play(burst, frames, lambda frame: (plain_zxing(frame), None), tallies[PLAIN], TwoCores())


class TwoCores:
    """A clock that goes by processor time, so that a machine's other work does not count: one core for what is called, one
    for what is begun beside it."""

    def __init__(self) -> None:
        self._now_s = self._began_s = self._beside_s = 0.0

    def begin(self, now_s: float) -> None:
        """It is `now_s`, and the first core begins to work."""
        self._now_s, self._began_s, self._beside_s = now_s, thread_time(), 0.0

    def now_s(self) -> float:
        """What the first core's clock shows while it works."""
        return self._now_s + thread_time() - self._began_s - self._beside_s

    def start(self, look: Callable[[], CardSight]) -> "_Beside":
        """Work on the second core: done here and now, told when it would have come to its end."""
        begins_s, began_s = self.now_s(), thread_time()
        sight = look()
        took_s = thread_time() - began_s
        self._beside_s += took_s
        return _Beside(sight, begins_s + took_s, self)


@dataclass(frozen=True, slots=True)
class _Beside:
    sight: CardSight
    ready_s: float
    cores: TwoCores

    def result(self) -> CardSight | None:
        return self.sight if self.cores.now_s() >= self.ready_s else None

    def join(self) -> None:
        """Nothing runs."""


def _play(burst: Burst, frames: Sequence[Frame], look: Look, tally: Tally, cores: TwoCores) -> None:
    """The newest frame always, as time goes by."""
    now_s, shown = 0.0, -1
    hints: list[Hint] = []
    while (newest := int(now_s * FPS)) < len(frames):
        if newest == shown:
            now_s = (shown + 1) / FPS + 1e-6
            continue
        shown = newest
        cores.begin(now_s)
        texts, hint = look(frames[newest])
        now_s = cores.now_s()
        tally.wrong += any(text != burst.text for text in texts)
        if burst.text in texts:
            tally.ms.append(now_s * 1000)
            return
        if hint is not None:
            hints.append(hint)
    tally.ms.append(_NEVER_MS)
    if hints:
        tally.hints += 1
        shown_most = Counter(hints).most_common(1)[0][0]
        tally.hints_right += shown_most in burst.troubles or not burst.troubles


def _warm_up() -> None:
    """Patterns and tables are worked out once in a program's life."""
    reader = BurstCardReader(lambda: TODAY)
    pictures = card_burst(LEVELS[2], 0, SEED + 1, frames=3).pictures
    for number, picture in enumerate(pictures, 1):
        reader.look(frame_of(picture, number, number / FPS))
        reader.settle()
