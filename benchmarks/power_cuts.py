"""The power fails: at every write, sync and rename of taking a dossier in, and at random under load; what is left then?

By itself, `python -m benchmarks.power_cuts [CUTS]` makes CUTS random cuts (200) on a loop-mounted ext4 (root only).
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.dossiers import sample_dossier
from benchmarks.figures import Figure, Progress, at_most, figure
from benchmarks.power_cut_model import Call, Disk, Left, record
from kiosk.domain.errors import KioskError
from kiosk.domain.upload import Done
from kiosk.storage import Storage

ROOT = Path(__file__).parents[1]
RECORDED, CUTS, QUICK_CUTS = 2, 200, 5
QUICK_EVERY = 12
IMAGE_BYTES = 192 * 1024 * 1024
CUTS_A_RUN, CUTS_AN_IMAGE = 5, 25
SECONDS_BEFORE_A_CUT = (0.05, 1.2)

Told = dict[str, list[str]]
"""Acknowledged: local reference -> SHA-256 of each paper."""


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Goals are 0; where strace or loop devices are not to be had, a line is left out."""
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="kiosk-cuts-") as folder:
        if shutil.which("strace"):
            figures += _at_every_point(Path(folder), QUICK_EVERY if quick else 1, progress)
    if can_mount():
        acked, bad = random_cuts(QUICK_CUTS if quick else CUTS, progress)
        figures.append(
            _line(f"random cuts of a loop-mounted ext4 ({acked} acknowledged): lost or damaged", bad)
        )
    return figures


def _line(what: str, bad: int, of_the_liar: int | None = None) -> Figure:
    liar = "the same on a disk that ignores every sync" if of_the_liar is not None else ""
    return figure(what, float(bad), "", peer=of_the_liar, peer_name=liar, goal=at_most(0))


# --- every point -----------------------------------------------------------------------------------------


def recorded_intake(folder: Path, count: int = RECORDED) -> tuple[Path, list[Call]]:
    """A home as it lay there, and every call of a process that then took `count` dossiers in."""
    home = folder / "home"
    Storage.open(home).close()
    return home, _recorded(folder, home, "benchmarks.take_in_for_ever", str(count))


def recorded_purge(folder: Path, count: int = RECORDED) -> tuple[Path, list[Call]]:
    """The same for a process that erases the papers of `count` delivered dossiers."""
    home = folder / "home"
    storage = Storage.open(home)
    for number in range(count):
        papers = [bytes([number]) * 70_000, b"second"]
        taken = storage.dossiers.submit(sample_dossier(papers), actor="citizen", point="0001")
        storage.dossiers.submitted(
            taken.id, revision=1, state="SUBMITTED", received_at=datetime.now(UTC), manifest="a.b.c"
        )
        job = storage.queue.claim(lease_s=60.0)
        assert job is not None
        storage.queue.settle(job, Done())
    storage.close()
    return home, _recorded(folder, home, "benchmarks.purge_all")


def _recorded(folder: Path, home: Path, program: str, *words: str) -> list[Call]:
    before = folder / "before"
    shutil.copytree(home, before)
    command = [sys.executable, "-m", program, str(home), *words]
    calls = record(command, home, folder / "calls", cwd=ROOT)
    shutil.rmtree(home)
    before.rename(home)
    return calls


def cut_at(
    home: Path,
    calls: list[Call],
    points: list[int],
    left: Left,
    folder: Path,
    *,
    after: Callable[[Path, Told], list[str]] | None = None,
    ignores_sync: bool = False,
) -> int:
    """Cut the power before each of these calls; after how many cuts `after` found something wrong."""
    bad = 0
    disk, told = Disk(home, ignores_sync=ignores_sync), Told()
    wanted = set(points)
    for place, call in enumerate(calls):
        if place in wanted:
            target = folder / "after"
            disk.leave(target, left, random.Random(place))
            bad += bool((after or problems_after)(target, told))
            shutil.rmtree(target)
        if call.name == "told":
            told |= read_told(call.content.decode())
        disk.do(call)
    return bad


def points_of(calls: list[Call]) -> list[int]:
    """Every call that changes something, from when the program said `ready`."""
    ready = next(place for place, call in enumerate(calls) if call.content == b"ready\n")
    return [place for place in range(ready, len(calls)) if calls[place].is_point]


def _at_every_point(folder: Path, every: int, progress: Progress) -> Iterator[Figure]:
    progress.step("recording")
    home, calls = recorded_intake(folder)
    points = points_of(calls)[::every]
    for left in Left:
        progress.step(f"{len(points)} cuts: {left.value}")
        bad = cut_at(home, calls, points, left, folder)
        liar = None
        if left is Left.ONLY_SYNCED:
            liar = cut_at(home, calls, points, left, folder, ignores_sync=True)
        yield _line(f"{len(points)} points of {RECORDED} intakes, {left.value}: lost or damaged", bad, liar)
    progress.step("recording a purge")
    folder = folder / "purge"
    folder.mkdir()
    home, calls = recorded_purge(folder)
    points = points_of(calls)[::every]
    bad = sum(cut_at(home, calls, points, left, folder, after=problems_after_purge) for left in Left)
    yield _line(f"{len(points)} points of a purge, all three ways: half erased", bad)


# --- what is left ----------------------------------------------------------------------------------------


def read_told(text: str) -> Told:
    """Whole lines only: what was cut off was not acknowledged."""
    lines = [line.split() for line in text.split("\n")[:-1]]
    return {words[0]: words[1].split(",") for words in lines if len(words) == 2}


def problems_after(home: Path, told: Told) -> list[str]:
    """Start again, as after the power came back: what is lost, damaged or half there."""
    try:
        storage = Storage.open(home)
    except KioskError as error:
        return [f"does not open: {error}"]
    try:
        problems = storage.check(full=True)
        for reference, digests in told.items():
            dossier = storage.dossiers.find(reference)
            if dossier is None:
                problems.append(f"{reference} is lost")
            elif [storage.dossiers.rehash_document(one.id) for one in dossier.documents] != digests:
                problems.append(f"{reference} is not what was taken in")
        there = len(storage.dossiers.recent(limit=100_000))
        files = len(list((home / "files").iterdir()))
        papers = len(next(iter(told.values()), [""] * 2))
        if storage.queue.counts().left != there or files != there * papers:
            problems.append(f"{there} dossiers, {storage.queue.counts().left} jobs, {files} files")
        return problems
    except KioskError as error:
        return [f"cannot be read: {error}"]
    finally:
        storage.close()


def problems_after_purge(home: Path, told: Told) -> list[str]:
    """Every paper is whole, or gone for good with its file; gone it must be once that was told."""
    try:
        storage = Storage.open(home)
    except KioskError as error:
        return [f"does not open: {error}"]
    try:
        problems = storage.check(full=True)
        papers = [one for dossier in storage.dossiers.recent(limit=1000) for one in dossier.documents]
        kept = [one for one in papers if not one.purged]
        files = list((home / "files").iterdir())
        if len(files) != len(kept) or ("purged" in told and kept):
            problems.append(f"{len(papers)} papers, {len(kept)} kept, {len(files)} files")
        return problems
    finally:
        storage.close()


# --- random cuts of a real file system -------------------------------------------------------------------


def can_mount() -> bool:
    """Whether this machine and user may mount a file."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("mkfs.ext4"))


def random_cuts(count: int, progress: Progress) -> tuple[int, int]:
    """(acknowledged dossiers, cuts after which something was lost or damaged).

    A cut copies the file behind the mounted file system while the writing process stands still: that is what the disk
    has; what is only in the system's memory is gone. Each process is cut a few times; the next goes on from the last
    copy, as after a real cut.
    """
    chance = random.Random(20261122)
    acknowledged, bad, done = 0, 0, 0
    with TemporaryDirectory(prefix="kiosk-cuts-") as name:
        folder = Path(name)
        image, told = folder / "image", Told()
        while done < count:
            if done % CUTS_AN_IMAGE == 0:
                acknowledged += len(told)
                told = {}
                _make_image(image)
            moments = [chance.uniform(*SECONDS_BEFORE_A_CUT) for _ in range(min(CUTS_A_RUN, count - done))]
            for cut, heard in _load_and_cut(image, folder, moments):
                done += 1
                told |= read_told(heard)
                with _mounted(cut, folder / "looked-at") as place:
                    problems = problems_after(place / "home", told)
                for problem in problems:
                    print(f"cut {done}: {problem}", file=sys.stderr)
                bad += bool(problems)
                progress.step("random cuts", done, count)
                cut.replace(image)
        acknowledged += len(told)
    return acknowledged, bad


def _load_and_cut(image: Path, folder: Path, moments: list[float]) -> list[tuple[Path, str]]:
    """Run a process and cut the power so many seconds after each other: (what the disk has, what was told till then)."""
    cuts: list[tuple[Path, str]] = []
    with _mounted(image, folder / "mounted") as place:
        command = [sys.executable, "-m", "benchmarks.take_in_for_ever", str(place / "home")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            os.set_blocking(process.stdout.fileno(), False)
            heard = ""
            for number, seconds in enumerate(moments):
                time.sleep(seconds)
                process.send_signal(signal.SIGSTOP)
                _copy_at_rest(image, folder / f"cut-{number}")
                heard += (process.stdout.read() or b"").decode()
                cuts.append((folder / f"cut-{number}", heard))
                process.send_signal(signal.SIGCONT)
            process.kill()
    return cuts


def _copy_at_rest(image: Path, target: Path) -> None:
    """Again, should the system have written something back in the middle: a cut is one moment."""
    while True:
        shutil.copyfile(image, target)
        if subprocess.run(["cmp", "-s", image, target], check=False).returncode == 0:
            return


def _make_image(image: Path) -> None:
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", image], check=True)


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


if __name__ == "__main__":
    cuts = int(sys.argv[1]) if len(sys.argv) > 1 else CUTS
    total, failed = random_cuts(cuts, Progress("power cuts"))
    print(f"{cuts} cuts, {total} dossiers acknowledged, {failed} cuts with something lost or damaged")
    sys.exit(1 if failed else 0)
