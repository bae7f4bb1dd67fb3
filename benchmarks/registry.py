"""The list of all benchmarks; a new one is a module beside this one and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from benchmarks.figures import Figure, Progress

Measure = Callable[[bool, Progress], list[Figure]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`name` is its module's; the module is imported only when it runs, because each brings heavy libraries."""

    name: str
    sentence: str

    def load(self) -> Measure:
        """Its `measure` function."""
        found: Measure = import_module(f"benchmarks.{self.name}").measure
        return found


BENCHMARKS = (
    Benchmark("reading", "QR codes of ID cards on webcam frames: right, wrong, time"),
    Benchmark("reading_live", "cards held before a running camera: time until read, advice where not"),
    Benchmark("mrz", "machine-readable zones of cards and passports on webcam frames: right, wrong, time"),
    Benchmark("pages", "sheets of paper on a cluttered desk: corners, time, what is refused"),
    Benchmark("storing", "taking in a dossier, a queue of a million jobs, checking the audit trail"),
    Benchmark("power_cuts", "the power fails at every point of an intake, and at random under load"),
    Benchmark(
        "delivering", "a dossier over lines and from gateways that misbehave: lost, doubled, bytes, time"
    ),
    Benchmark("herd", "5,000 kiosks after six hours without a gateway: peak, requests, time"),
    Benchmark("uploading", "what an upload costs the terminal: memory, lateness of the window's loop"),
    Benchmark("printing", "slips: bytes for the printer, time to draw and to encode"),
    Benchmark(
        "slip_truth", "slips under power cuts, resets and missing paper: what is said, and what is on paper"
    ),
    Benchmark("slip_reading", "slips read by machines, clean and worn; values that mean harm"),
    Benchmark("searching", "10,000 procedures searched letter by letter"),
    Benchmark("typing", "every syllable by Telex, VNI and tone keys; a key press to its text"),
    Benchmark("long_lists", "10,000 dossiers on the clerk's bench: shown, and turned by the wheel"),
    Benchmark("guarding", "a window that crashes, hangs or is renewed: seconds until it is usable again"),
    Benchmark(
        "visits", "whole visits one after the other: memory, widgets, threads, descriptors left behind"
    ),
    Benchmark("monkey", "hands that touch and type anything: what breaks, at the session and at the window"),
    Benchmark("stalls", "the window's loop while preview, decoding, an upload and slips go on at once"),
    Benchmark("window", "start to first picture, memory, change of screens"),
)
