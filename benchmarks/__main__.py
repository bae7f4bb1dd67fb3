"""Runs benchmarks and prints one table: `python -m benchmarks [names…] [--quick]`; exit 0 also where a goal is missed."""

import argparse
import sys
import time
import traceback

from benchmarks.figures import Figure, Progress, table
from benchmarks.registry import BENCHMARKS


def main(arguments: list[str] | None = None) -> int:
    """0 all ran, 1 one of them broke, 2 no such benchmark."""
    listed = "\n".join(f"  {each.name:<11} {each.sentence}" for each in BENCHMARKS)
    parser = argparse.ArgumentParser(
        prog="python3 dev.py bench",
        description="Measures the product beside its peers, in turn, in one run.",
        epilog=f"benchmarks:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which to run (default: all)")
    parser.add_argument(
        "--quick", action="store_true", help="few samples: does it run, roughly how good is it"
    )
    given = parser.parse_args(arguments)
    known = {each.name: each for each in BENCHMARKS}
    unknown = [name for name in given.names if name not in known]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2

    results: list[tuple[str, list[Figure]]] = []
    broken: list[str] = []
    began_s = time.monotonic()
    for name in dict.fromkeys(given.names or known):
        progress = Progress(name)
        progress.step("starting")
        own_s = time.monotonic()
        try:
            results.append((name, known[name].load()(given.quick, progress)))
        except Exception:  # noqa: BLE001
            # the others are still worth running; the trace says what to mend
            traceback.print_exc()
            broken.append(name)
        progress.finish(time.monotonic() - own_s)

    figures = [each for _, own in results for each in own]
    judged = [each for each in figures if each.met is not None]
    print(f"\n{table(results)}\n")
    short = sum(not each.met for each in judged)
    kind = "quick run, few samples; " if given.quick else ""
    print(
        f"{kind}{len(judged)} goals: {len(judged) - short} ok, {short} short; {time.monotonic() - began_s:.0f} s"
    )
    if broken:
        print(f"broken off: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
