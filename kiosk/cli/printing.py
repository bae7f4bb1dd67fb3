"""`kiosk print`: test page, shift opening, a slip again, any template with values of a file; and what a printer can say."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.app.words import Words
from kiosk.cli.speaking import Exit, Place, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.dossier import Dossier
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.receipt import PrintJob, PrintState, Receipt

if TYPE_CHECKING:
    from kiosk.app.build import Built

WIDTHS_DOTS = (384, 512, 576)
_NO_SLIP = "kiosk: there is no slip and no dossier of that reference; `kiosk queue` lists what waits"
_WHAT_TO_DO = {
    PrintState.NOT_PRINTED: "nothing was printed: see to the printer, then print again",
    PrintState.UNKNOWN: "it did not say that the slip came out: look, and print it again if it did not",
}


def add(commands: Subcommands) -> None:
    """Register the command of this family."""
    parser = add_command(
        commands,
        "print",
        run_print,
        words="Print the test page, the shift's opening, a slip again, or a template; 0 only when it is known to be "
        "on paper. `probe` asks the printer what it can say and keeps that; it moves no paper.",
        example="kiosk print test --printer tcp://192.168.1.50:9100\n"
        "  kiosk print template submission --sample --width 384 --preview slip.png",
        prints_facts=True,
    )
    parser.add_argument("what", choices=("test", "opening", "receipt", "template", "probe"))
    parser.add_argument("name", nargs="?", metavar="REF|NAME", help="local reference, or the template's name")
    parser.add_argument("--printer", metavar="ADDRESS", help="default printer.address of kiosk.toml")
    parser.add_argument("--width", type=int, choices=WIDTHS_DOTS, metavar="DOTS", help="384, 512 or 576")
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSON values of the template")
    parser.add_argument("--sample", action="store_true", help="made-up values for the template")
    parser.add_argument(
        "--source", type=Path, metavar="FILE", help="text of the template, to try before it is used"
    )
    parser.add_argument(
        "--preview", type=Path, metavar="PNG", help="write the slip as a picture instead of printing it"
    )
    parser.add_argument("--language", "--lang", choices=("vi", "en"), default="vi")


def run_print(arguments: argparse.Namespace) -> int:
    """0 printed (confirmed where the printer can confirm) or drawn, 5 not printed."""
    place = place_of(arguments)
    address = arguments.printer or place.settings.printer.address
    width = arguments.width or place.settings.printer.width_dots
    printer = replace(place.settings.printer, address=address, width_dots=width)
    place.settings = replace(place.settings, printer=printer)
    if arguments.source is not None and arguments.preview is None:
        raise ConfigurationInvalid("--source only tries a template: give --preview PNG too")
    if arguments.preview is not None:
        return _preview(arguments, place)
    if not address:
        print(
            "kiosk: no printer: give --printer ADDRESS, or set printer.address in kiosk.toml", file=sys.stderr
        )
        return Exit.WRONG_USE
    return _probe(arguments, place) if arguments.what == "probe" else _print(arguments, place)


def _print(arguments: argparse.Namespace, place: Place) -> int:
    from kiosk.app.build import make_printer, open_storage, utc_now
    from kiosk.app.painting import headless_painter
    from kiosk.flow.print_slip import print_slip

    storage = open_storage(place.home, place.settings)
    printer = None
    try:
        # what another printer can say is nothing to remember of this terminal's own
        printer = make_printer(place.settings, place.home, None if arguments.printer else storage.marks)
        job = _job(arguments, place, storage)
        if job is None:
            print(_NO_SLIP, file=sys.stderr)
            return Exit.NOT_PRINTED
        outcome = print_slip(
            job,
            prints=storage.prints,
            painter=headless_painter(resources(), place.home),
            printer=printer,
            width_dots=place.settings.printer.width_dots,
            clock=utc_now,
        )
    finally:
        if printer is not None:
            printer.close()
        storage.close()
    if arguments.json:
        print_fact(
            {
                "state": outcome.state.value,
                "printer": outcome.printer.value,
                "address": place.settings.printer.address,
                "number": job.number,
                "copy": job.copies,
                "template": job.receipt.template,
                "reference": job.reference,
                "detail": outcome.detail,
            }
        )
    else:
        print(f"{outcome.state.value} (printer: {outcome.printer.value})")
    if outcome.state is PrintState.PRINTED:
        return Exit.DONE
    state = Words(resources() / "i18n")(f"printer.{outcome.printer.value}", "en")
    print(f"kiosk: {state}; {_WHAT_TO_DO[outcome.state]}", file=sys.stderr)
    return Exit.NOT_PRINTED


def _job(arguments: argparse.Namespace, place: Place, storage: Any) -> PrintJob | None:
    """The print job, kept; None where neither a slip nor a dossier has that reference."""
    job: PrintJob | None
    if arguments.what == "receipt":
        dossier = storage.dossiers.find(arguments.name or "")
        job = storage.prints.latest(dossier.local_reference if dossier else arguments.name or "")
        if job is None and dossier is not None:
            # one that was queued without a screen has no slip yet
            receipt = _submission(place, dossier, arguments.language)
            job = storage.prints.add(receipt, reference=dossier.local_reference)
        return job
    receipt = _receipt(arguments, place)
    job = storage.prints.add(receipt, reference="opening" if arguments.what == "opening" else "")
    return job


def _probe(arguments: argparse.Namespace, place: Place) -> int:
    from kiosk.app.build import make_printer, open_storage
    from kiosk.app.printer_memory import keep_as_found
    from kiosk.domain.errors import PrinterGone

    storage = open_storage(place.home, place.settings)
    printer = None
    try:
        printer = make_printer(place.settings, place.home)
        assert printer is not None
        found = printer.probe()
        keep_as_found(storage.marks, place.settings, found)
    except PrinterGone as gone:
        print(f"kiosk: {gone.detail or 'the printer does not answer'}", file=sys.stderr)
        return Exit.NOT_PRINTED
    finally:
        if printer is not None:
            printer.close()
        storage.close()
    facts = {"address": place.settings.printer.address, "width_dots": place.settings.printer.width_dots}
    if arguments.json:
        print_fact({**facts, **asdict(found), "can_confirm": found.can_confirm})
        return Exit.DONE
    for name, value in {**facts, **asdict(found)}.items():
        shown = {True: "yes", False: "no", None: "it does not say", "": "it does not say"}.get(value, value)
        print(f"{name.replace('_', ' '):<18}{shown}")
    if not found.can_confirm:
        print("It cannot confirm: every slip ends with the question whether it came out.")
    return Exit.DONE


def _preview(arguments: argparse.Namespace, place: Place) -> int:
    from kiosk.app.painting import headless_painter
    from kiosk.ui.receipts import bitmap_to_png
    from kiosk.ui.receipts.template import SlipTemplate

    painter = headless_painter(resources(), place.home)
    width = place.settings.printer.width_dots
    receipt = _kept_receipt(arguments, place) if arguments.what == "receipt" else _receipt(arguments, place)
    if arguments.source is not None:
        source = _text(arguments.source)
        bitmap = painter.paint_with(SlipTemplate(_known(receipt.template), source), receipt, width)
    else:
        bitmap = painter.paint(receipt, width)
    bitmap_to_png(bitmap, arguments.preview)
    if arguments.json:
        print_fact({"preview": str(arguments.preview), "width": bitmap.width, "height": bitmap.height})
    else:
        print(f"{arguments.preview}: {bitmap.width} × {bitmap.height} dots")
    return Exit.DONE


def _kept_receipt(arguments: argparse.Namespace, place: Place) -> Receipt:
    from kiosk.app.build import open_storage

    storage = open_storage(place.home, place.settings)
    try:
        job = _job(arguments, place, storage)
    finally:
        storage.close()
    if job is None:
        raise ConfigurationInvalid(_NO_SLIP.removeprefix("kiosk: "))
    return job.receipt


def _receipt(arguments: argparse.Namespace, place: Place) -> Receipt:
    from kiosk.app.build import utc_now
    from kiosk.flow.issue_receipt import local_time_text
    from kiosk.ui.receipts import sample_values

    language: str = arguments.language
    if arguments.what == "test":
        now, address = local_time_text(utc_now()), place.settings.printer.address
        values = {**sample_values("test_page", language), "at": now, "printer": address}
        return Receipt("test_page", values, language)
    if arguments.what == "opening":
        return _opening(place, language)
    name = arguments.name or ""
    if arguments.sample:
        return Receipt(_known(name), sample_values(name, language), language)
    values = {}
    if arguments.data is not None:
        values = _read(arguments.data, json.loads)
        if not isinstance(values, dict):
            raise ConfigurationInvalid(f"{arguments.data}: must hold a JSON object, a value for each name.")
    return Receipt(name, values, language)


def _opening(place: Place, language: str) -> Receipt:
    from kiosk.app.headless import look_without_window
    from kiosk.app.looking import Looking
    from kiosk.app.opening import opening_receipt
    from kiosk.domain.errors import KioskError

    with _terminal(place) as built:
        looking = Looking(built.parts)
        look_without_window(built.parts)
        try:
            if place.settings.gateway.url:
                with suppress(KioskError):  # how the line is stands on the slip
                    built.client.health()
            return opening_receipt(built.parts, looking, clerk="", language=language)
        finally:
            looking.stop()
            if built.parts.devices.printer is not None:
                built.parts.devices.printer.close()


def _submission(place: Place, dossier: Dossier, language: str) -> Receipt:
    from kiosk.domain.content_proof import prove
    from kiosk.flow.dossier_slips import SUBMISSION, dossier_slip

    with _terminal(place) as built:
        key = built.parts.store.device_key
        return dossier_slip(
            SUBMISSION,
            dossier,
            built.parts.around,
            proof=prove(dossier, key.sign, key.public_jwk()),
            clerk="",
            language=language,
        )


@contextmanager
def _terminal(place: Place) -> "Iterator[Built]":
    from kiosk.app.build import build_terminal
    from kiosk.app.painting import headless_painter

    painter = headless_painter(resources(), place.home)
    built = build_terminal(place.home, place.settings, painter, resources())
    try:
        yield built
    finally:
        built.close()


def _known(template: str) -> str:
    from kiosk.ui.receipts.template import template_names

    names = [*template_names(resources() / "receipts"), "copy"]
    if template not in names:
        raise ConfigurationInvalid(f"there is no receipt template {template}; there are {', '.join(names)}")
    return template


def _text(file: Path) -> str:
    return str(_read(file, str))


def _read(file: Path, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationInvalid(f"{file}: {error.strerror}; name another file") from error
    except ValueError as error:
        raise ConfigurationInvalid(f"{file}: {error}") from error
