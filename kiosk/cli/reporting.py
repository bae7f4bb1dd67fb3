"""`kiosk report`: the month of this agent point, as CSV or PDF."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.month_report import Month


def add(commands: Subcommands) -> None:
    """Register the command."""
    report = add_command(
        commands,
        "report",
        run_report,
        words="The month of this agent point, counted from the audit trail.",
        example="kiosk report 2026-11 --format pdf --out report.pdf",
        prints_facts=True,
    )
    report.add_argument("month", metavar="MONTH", help="YYYY-MM")
    report.add_argument("--format", choices=("csv", "pdf"), default="csv")
    report.add_argument("--out", type=Path, metavar="FILE", help="else on standard output (CSV only)")
    report.add_argument("--lang", choices=("vi", "en"), default="vi")


def run_report(arguments: argparse.Namespace) -> int:
    """0 written, 1 the audit trail is broken (the report is written and says so), 2 wrong month."""
    from kiosk.app.build import open_storage
    from kiosk.app.month_report import report_of, to_csv
    from kiosk.app.words import Words

    try:
        month = Month.read(arguments.month)
    except ValueError:
        print(f"kiosk: {arguments.month!r} is no month; write YYYY-MM, for example 2026-11", file=sys.stderr)
        return Exit.WRONG_USE
    if arguments.format == "pdf" and arguments.out is None:
        print("kiosk: a PDF needs a file: --out report.pdf", file=sys.stderr)
        return Exit.WRONG_USE
    place = place_of(arguments)
    words = Words(resources() / "i18n")
    storage = open_storage(place.home, place.settings)
    try:
        made = report_of(
            storage,
            resources(),
            month,
            words,
            arguments.lang,
            limits=place.settings.watch,
            now=datetime.now(UTC),
        )
        verdict = storage.audit.verify()
    finally:
        storage.close()
    if arguments.json:
        print_fact({**made.counts.to_json(), "trail_broken_at": verdict.broken_at})
    content = to_csv(made.table, lambda key: words(key, arguments.lang))
    if arguments.out is None:
        if not arguments.json:
            sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
    elif arguments.format == "csv":
        arguments.out.write_bytes(content)
    else:
        from kiosk.app.painting import headless_painter
        from kiosk.ui.report_pages import write_pdf

        headless_painter(resources())  # makes the application object that fonts need
        write_pdf(made.table, arguments.out)
    if verdict.broken_at is not None:
        print(
            f"kiosk: the audit trail is broken at entry {verdict.broken_at} ({verdict.reason}); figures may be wrong",
            file=sys.stderr,
        )
        return Exit.TROUBLE
    return Exit.DONE
