"""Puts the command families together and turns expected errors into sentences and exit codes."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import kiosk.domain.lean_records  # noqa: F401  first: the modules below load faster for it
from kiosk import __version__
from kiosk.cli.speaking import CommandLine, Exit, say_error
from kiosk.domain.errors import KioskError

FAMILIES = (
    "terminal",
    "portal",
    "reading",
    "delivering",
    "printing",
    "verifying",
    "care",
    "units",
    "cataloguing",
    "reporting",
    "speech",
)
"""Modules beside this one, in the order of the help."""


def parser(families: Sequence[str] = FAMILIES) -> argparse.ArgumentParser:
    """The whole command line, or only the commands of some families."""
    whole = CommandLine(
        prog="kiosk",
        description="The post-office kiosk for online public services.",
        epilog="`kiosk COMMAND --help` shows an example. Start with: kiosk demo",
    )
    whole.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for family in families:
        import_module(f"kiosk.cli.{family}").add(commands)
    return whole


def main(words: list[str] | None = None) -> int:
    """Run one command; 2 for wrong arguments or configuration, 130 when interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = sys.argv[1:] if words is None else words
    # whoever stands before the terminal waits for it to start: nothing is loaded for other commands
    arguments = parser(("terminal",) if words[:1] == ["run"] else FAMILIES).parse_args(words)
    try:
        code = int(arguments.run(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()  # what cannot be said is known here, not while the program ends
        return code
    except KioskError as error:
        return int(say_error(error))
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        _say_no_more()
        return int(Exit.TROUBLE)
    except OSError as error:
        if error.filename is None and error.errno != errno.ENOSPC:
            raise
        place = error.filename or "the output"
        print(f"kiosk: {place}: {error.strerror}; free this place, or name another", file=sys.stderr)
        if error.filename is None:
            _say_no_more()
        return int(Exit.TROUBLE)


def _say_no_more() -> None:
    """Nobody reads what is printed: the rest of it goes nowhere, and not into a complaint at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
