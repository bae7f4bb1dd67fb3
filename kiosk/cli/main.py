"""Puts the command families together and turns expected errors into sentences and exit codes."""

import argparse
import sys

from kiosk import __version__
from kiosk.cli import care, delivering, portal, printing, reading, terminal
from kiosk.cli.speaking import Exit, say_error
from kiosk.domain.errors import KioskError

FAMILIES = (terminal, portal, reading, delivering, printing, care)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(
        prog="kiosk",
        description="The post-office kiosk for online public services.",
        epilog="`kiosk COMMAND --help` shows an example. Start with: kiosk demo",
    )
    whole.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for family in FAMILIES:
        family.add(commands)
    return whole


def main(words: list[str] | None = None) -> int:
    """Run one command; 2 for wrong arguments or configuration, 130 when interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except KioskError as error:
        return int(say_error(error))
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return int(Exit.TROUBLE)
