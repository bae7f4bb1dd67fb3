"""`kiosk read` and `kiosk scan-pages`: the camera's readers on files."""

import argparse
from pathlib import Path

from kiosk.cli.speaking import Exit, Subcommands, add_command, print_fact


def add(commands: Subcommands) -> None:
    """Register the commands of this family."""
    read = add_command(
        commands,
        "read",
        run_read,
        words="Read ID documents from pictures or a video clip.",
        example="kiosk read card.jpg clip.mp4 --json",
        prints_facts=True,
    )
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
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

    unread = 0
    for file in arguments.files:
        result = read_file(file, today_in_vietnam()).to_json()
        unread += not result["ok"]
        if arguments.json:
            print_fact(result)
        elif result["ok"]:
            fields = ", ".join(f"{name}: {value}" for name, value in result["fields"].items() if value)
            print(f"{file}: {result['kind']} ({result['ms']} ms)  {fields}")
        else:
            print(f"{file}: not read ({result['problem']})")
    return Exit.SOME_NOT_READ if unread else Exit.DONE


def run_scan_pages(arguments: argparse.Namespace) -> int:
    """0 all taken, 3 some not; the PDF holds the good ones."""
    from kiosk.devices.pages import make_pdf, scan_file
    from kiosk.domain.errors import ConfigurationInvalid

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
            print(f"{file}: {'taken' if facts['ok'] else 'not taken: ' + str(facts['problem'])}")
    if pages:
        whole = make_pdf(pages, limit_bytes=arguments.limit, title="")
        try:
            arguments.pdf.write_bytes(whole)
        except OSError as error:
            raise ConfigurationInvalid(
                f"--pdf {arguments.pdf}: {error.strerror}; name another file"
            ) from error
    return Exit.SOME_NOT_READ if refused else Exit.DONE
