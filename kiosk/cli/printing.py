"""`kiosk print`: test page, a slip again, or any template with values from a file."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, resources
from kiosk.domain.receipt import PrintState, Receipt


def add(commands: Subcommands) -> None:
    """Register the command of this family."""
    parser = add_command(
        commands,
        "print",
        run_print,
        words="Print the test page, a slip again, or a template; 0 only when it is known to be on paper.",
        example="kiosk print test --printer tcp://192.168.1.50:9100",
    )
    parser.add_argument("what", choices=("test", "receipt", "template"))
    parser.add_argument("name", nargs="?", metavar="REF|NAME", help="local reference, or the template's name")
    parser.add_argument("--printer", metavar="ADDRESS", help="default printer.address of kiosk.toml")
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSON values of the template")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")


def run_print(arguments: argparse.Namespace) -> int:
    """0 printed (confirmed where the printer can confirm), 5 not printed."""
    from dataclasses import replace

    from kiosk.app.build import make_printer, open_storage, utc_now
    from kiosk.app.painting import headless_painter
    from kiosk.flow.issue_receipt import local_time_text
    from kiosk.flow.print_slip import print_slip

    place = place_of(arguments)
    settings = place.settings
    if arguments.printer:
        settings = replace(settings, printer=replace(settings.printer, address=arguments.printer))
    printer = make_printer(settings, place.home)
    if printer is None:
        print(
            "kiosk: no printer: give --printer ADDRESS, or set printer.address in kiosk.toml", file=sys.stderr
        )
        return Exit.WRONG_USE
    storage = open_storage(place.home, settings)
    try:
        if arguments.what == "receipt":
            dossier = storage.dossiers.find(arguments.name or "")
            job = storage.prints.latest(dossier.local_reference if dossier else arguments.name or "")
            if job is None:
                print("kiosk: there is no slip of that reference", file=sys.stderr)
                return Exit.NOT_PRINTED
        else:
            job = storage.prints.add(
                _receipt(arguments, settings.printer.address, local_time_text(utc_now()))
            )
        outcome = print_slip(
            job,
            prints=storage.prints,
            painter=headless_painter(resources()),
            printer=printer,
            width_dots=settings.printer.width_dots,
            clock=utc_now,
        )
    finally:
        printer.close()
        storage.close()
    print(f"{outcome.state.value} (printer: {outcome.printer.value})")
    return Exit.DONE if outcome.state is PrintState.PRINTED else Exit.NOT_PRINTED


def _receipt(arguments: argparse.Namespace, printer: str, now: str) -> Receipt:
    from kiosk.domain.errors import ConfigurationInvalid
    from kiosk.ui.receipts import sample_values

    if arguments.what == "test":
        return Receipt(
            "test_page", {**sample_values("test_page"), "at": now, "printer": printer}, arguments.language
        )
    values: dict[str, Any] = {}
    if arguments.data is not None:
        try:
            values = json.loads(arguments.data.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigurationInvalid(f"{arguments.data}: {error}") from error
        if not isinstance(values, dict):
            raise ConfigurationInvalid(f"{arguments.data}: must hold a JSON object, a value for each name.")
    return Receipt(arguments.name or "", values, arguments.language)
