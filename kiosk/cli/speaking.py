"""What every command takes and how it speaks: `--config`, `--home`, `--json`, one sentence on stderr, exit codes."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn

from kiosk.app.config import find_file, home_folder, read_settings
from kiosk.app.words import Words
from kiosk.domain.errors import ConfigurationInvalid, KioskError
from kiosk.domain.settings import Settings


class Exit(IntEnum):
    """Exit codes that technicians' scripts rely on."""

    DONE = 0
    TROUBLE = 1
    WRONG_USE = 2
    SOME_NOT_READ = 3
    WORK_LEFT = 4
    NOT_PRINTED = 5
    INTERRUPTED = 130


Subcommands = Any
"""argparse's own type for `add_subparsers()` is private."""
Run = Callable[[argparse.Namespace], int]


class CommandLine(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one sentence, like every other error."""

    def error(self, message: str) -> NoReturn:
        """Ends with 2."""
        self.exit(Exit.WRONG_USE, f"{self.prog}: {message}; see: {self.prog} --help\n")


@dataclass(slots=True)
class Place:
    """Where a command works: its home, its settings and where they stand."""

    home: Path
    config: Path
    settings: Settings


def place_of(arguments: argparse.Namespace) -> Place:
    """Home and settings; ConfigurationInvalid names file, line and key."""
    config = find_file(arguments.config)
    settings = read_settings(config, must_exist=arguments.config is not None)
    return Place(home_folder(arguments.home), config, settings)


def add_command(
    commands: Subcommands, name: str, run: Run, *, words: str, example: str, prints_facts: bool = False
) -> argparse.ArgumentParser:
    """A subcommand with the shared options and an example under `--help`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=words,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="default ./kiosk.toml, else the user's folder"
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help="where everything is kept (KIOSK_HOME)")
    if prints_facts:
        parser.add_argument("--json", action="store_true", help="facts as JSON, one object a line")
    parser.set_defaults(run=run)
    return parser


def print_fact(fact: Mapping[str, Any]) -> None:
    """One JSON object on a line of stdout."""
    print(json.dumps(fact, ensure_ascii=False, default=_plain), flush=True)


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def resources() -> Path:
    """The shipped resources, from source and in the packaged program."""
    unpacked = getattr(sys, "_MEIPASS", None)
    return Path(unpacked or Path(__file__).parents[2]) / "resources"


def words_of(code: str, *families: str) -> str:
    """The sentence under `<family>.<code>` of the first family that has one, and the code; the code alone if none has."""
    words = Words(resources() / "i18n")
    for key in (f"{family}.{code}" for family in families):
        if (sentence := words(key, "en")) != key:
            return f"{sentence} ({code})"
    return code


def say_error(error: KioskError, language: str = "en") -> int:
    """The error as one sentence on stderr; returns the exit code it means."""
    sentence = Words(resources() / "i18n")(error.text_key, language)
    known = sentence != error.text_key
    words = error.detail if not known or isinstance(error, ConfigurationInvalid) else sentence
    detail = f" ({error.detail})" if known and error.detail and words is sentence else ""
    print(f"kiosk: {words or error.code}{detail}", file=sys.stderr)
    return Exit.WRONG_USE if isinstance(error, ConfigurationInvalid) else Exit.TROUBLE
