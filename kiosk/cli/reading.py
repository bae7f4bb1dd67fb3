"""`kiosk read` and `kiosk scan-pages`: the camera's readers on files; `kiosk read --chip` the reader on a card."""

import argparse
import re
import sys
import time
from pathlib import Path

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, words_of
from kiosk.domain.brought import shown_name
from kiosk.domain.chip import ChipKey
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.scan import CodeKind, ReadMethod, SeenCode


def add(commands: Subcommands) -> None:
    """Register the commands of this family."""
    read = add_command(
        commands,
        "read",
        run_read,
        words="Read ID documents from pictures or a video clip, or the chip of the card on the reader.",
        example="kiosk read card.jpg clip.mp4 --json",
        prints_facts=True,
    )
    read.add_argument("files", nargs="*", type=Path, metavar="FILE")
    read.add_argument("--chip", action="store_true", help="the chip of the card that lies on the reader")
    read.add_argument("--can", default="", metavar="DIGITS", help="its 6-digit card access number")
    read.add_argument(
        "--zone",
        default="",
        metavar="NUMBER,BIRTH,EXPIRY",
        help="or 199000001,990115,390115 of its MRZ lines",
    )
    scan = add_command(
        commands,
        "scan-pages",
        run_scan_pages,
        words="Turn pictures of paper into one PDF of clean pages.",
        example="kiosk scan-pages page1.jpg page2.jpg --pdf out.pdf",
        prints_facts=True,
    )
    scan.add_argument("files", nargs="+", type=Path, metavar="FILE")
    scan.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    scan.add_argument(
        "--limit", type=int, default=20_000_000, metavar="BYTES", help="largest PDF (default 20 MB)"
    )


def run_read(arguments: argparse.Namespace) -> int:
    """0 all read, 3 some not."""
    from kiosk.app.build import today_in_vietnam
    from kiosk.devices.readers.files import read_file

    if arguments.chip:
        return _read_chip(arguments)
    if not arguments.files:
        raise ConfigurationInvalid(
            "Name the pictures to read, or --chip for the card on the reader; see: kiosk read --help"
        )
    unread = 0
    for file in arguments.files:
        result = read_file(file, today_in_vietnam()).to_json()
        unread += not result["ok"]
        if arguments.json:
            print_fact(result)
        elif result["ok"]:
            fields = ", ".join(f"{name}: {value}" for name, value in result["fields"].items() if value)
            how = f"{result['evidence']['step']}, frames that agree: {result['evidence']['frames']}"
            print(f"{shown_name(str(file))}: {result['kind']} ({how}, {result['ms']} ms)  {fields}")
        else:
            print(f"{shown_name(str(file))}: not read: {words_of(result['problem'], 'read', 'error')}")
    return Exit.SOME_NOT_READ if unread else Exit.DONE


def _read_chip(arguments: argparse.Namespace) -> int:
    from kiosk.app.build import make_chip_reader
    from kiosk.devices.readers.files import document_fields
    from kiosk.domain.chip import ChipFailure, ChipReading

    place, key = place_of(arguments), _chip_key(arguments)
    reader = make_chip_reader(place.settings, place.home)
    if reader is None:
        raise ConfigurationInvalid('No chip reader is configured. Set chip.reader = "pcsc:" in kiosk.toml.')
    began = time.monotonic()
    *_, last = reader.read([key])
    ms = round(1000 * (time.monotonic() - began))
    if isinstance(last, ChipReading):
        code = SeenCode(CodeKind.CHIP, ReadMethod.CHIP, raw="", document=last.document)
        fields = document_fields(code)
        facts = {"access": last.access, "chip_proved": last.chip_proved, "photo_bytes": len(last.photo)}
        words = ", ".join(f"{name}: {value}" for name, value in fields.items() if value)
        words, problem = f"proved ({ms} ms)  {words}", None
    else:
        assert isinstance(last, ChipFailure)
        fields, facts, problem = {}, {}, last.trouble.value
        words = f"nothing taken over ({problem})"
    if arguments.json:
        kind = CodeKind.CHIP.value
        print_fact(
            {
                "file": None,
                "ok": problem is None,
                "kind": kind,
                "fields": fields,
                "raw": None,
                "ms": ms,
                "problem": problem,
                **facts,
            }
        )
    else:
        print(f"chip: {words}")
    return Exit.SOME_NOT_READ if problem else Exit.DONE


def _chip_key(arguments: argparse.Namespace) -> ChipKey:
    if re.fullmatch(r"[0-9]{6}", arguments.can):
        return ChipKey(can=arguments.can)
    zone = re.fullmatch(r"([0-9A-Za-z]{1,9}),([0-9]{6}),([0-9]{6})", arguments.zone.replace(" ", ""))
    if zone is None:
        raise ConfigurationInvalid("A chip is opened by --can DIGITS or --zone NUMBER,YYMMDD,YYMMDD.")
    return ChipKey(document_number=zone[1].upper(), birth=zone[2], expiry=zone[3])


def run_scan_pages(arguments: argparse.Namespace) -> int:
    """0 all taken, 3 some not; the PDF holds the good ones."""
    from kiosk.devices.pages import make_pdf, scan_file

    pages: list[bytes] = []
    refused = 0
    for file in arguments.files:
        facts, page = scan_file(file)
        refused += not facts["ok"]
        if page is not None and facts["ok"]:
            pages.append(page.jpeg)
        if arguments.json:
            print_fact(facts)
        else:
            problem = words_of(str(facts["problem"]), "page", "error")
            name = shown_name(str(file))
            print(f"{name}: taken" if facts["ok"] else f"{name}: not taken: {problem}")
    if pages:
        whole = make_pdf(pages, limit_bytes=arguments.limit, title="")
        try:
            arguments.pdf.write_bytes(whole)
        except OSError as error:
            raise ConfigurationInvalid(
                f"--pdf {arguments.pdf}: {error.strerror}; name another file"
            ) from error
    else:
        print(
            f"kiosk: no page was good enough; {arguments.pdf} was not written: photograph them again",
            file=sys.stderr,
        )
    return Exit.SOME_NOT_READ if refused else Exit.DONE
