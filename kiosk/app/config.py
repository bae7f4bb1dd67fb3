"""`kiosk.toml`: found, read with clear words, and written by enrolment; it knows no device and no server."""

import os
import re
import shutil
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.setting_check import problem_with
from kiosk.domain.settings import Settings, sections

FILE_NAME = "kiosk.toml"
HOME_VARIABLE = "KIOSK_HOME"
SCHEMA = 1


def user_folder() -> Path:
    """The user's configuration folder for this program."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "kiosk"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "kiosk"


def find_file(given: Path | None) -> Path:
    """The file that counts: the one given, `./kiosk.toml`, else the one in the user's folder (may not exist)."""
    if given is not None:
        return given
    here = Path(FILE_NAME)
    return here if here.exists() else user_folder() / FILE_NAME


def home_folder(given: Path | None) -> Path:
    """Where everything is kept: `--home`, `KIOSK_HOME`, else the user's data folder."""
    if given is not None:
        return given.absolute()
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "kiosk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kiosk"


def read_settings(file: Path, *, must_exist: bool = False) -> Settings:
    """The settings; ConfigurationInvalid names file, line and key of the first thing that is wrong."""
    try:
        text = _read(file)
    except FileNotFoundError as error:
        if must_exist:
            raise ConfigurationInvalid(
                f"{file}: there is no such file. Run `kiosk enrol`, or name another."
            ) from error
        return Settings()
    except UnicodeDecodeError as error:
        raise ConfigurationInvalid(f"{file}: is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise ConfigurationInvalid(f"{file}: cannot be read ({error.strerror}).") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationInvalid(f"{file}: {_toml_words(error, text)}") from error
    return _settings(file, text, table)


def _read(file: Path) -> str:
    """Editors on Windows put a byte order mark before the first line."""
    return file.read_text(encoding="utf-8-sig")


def _toml_words(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    reason = str(error).partition(" (at ")[0]
    if found is None:
        return f"line {len(text.splitlines())}, end of the file: {reason}."
    hint = (
        " Write paths with / or within 'single quotes'."
        if "\\" in text.split("\n")[int(found[1]) - 1]
        else ""
    )
    return f"line {found[1]}, column {found[2]}: {reason}.{hint}"


def _settings(file: Path, text: str, table: dict[str, Any]) -> Settings:
    schema = table.pop("schema", SCHEMA)
    if type(schema) is not int or schema != SCHEMA:
        raise ConfigurationInvalid(
            f"{file}, line {_line(text, 'schema')}, schema: this program reads schema {SCHEMA}."
        )
    known = sections()
    parts = {}
    for section, values in table.items():
        if section not in known or not isinstance(values, dict):
            raise ConfigurationInvalid(
                f"{file}, line {_line(text, section)}, {section}: not known. Known sections: {', '.join(known)}."
            )
        allowed = {part.name: part for part in fields(known[section])}
        for key, value in values.items():
            where = f"{file}, line {_line(text, section, key)}, {section}.{key}"
            if key not in allowed:
                raise ConfigurationInvalid(f"{where}: not known. Known here: {', '.join(allowed)}.")
            if problem := problem_with(allowed[key], value):
                raise ConfigurationInvalid(f"{where}: {problem}.")
        parts[section] = known[section](**values)
    return Settings(**parts)


def _line(text: str, *path: str) -> int:
    """The line on which the statement of a section, or of a key in it, begins, however it is written.

    What is above it is a whole document without it, and together with it a whole document that has it.
    """
    lines = text.split("\n")
    begins = 1
    for number in range(1, len(lines) + 1):
        try:
            table: Any = tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:
            continue  # in the middle of a value
        for name in path:
            table = table.get(name) if isinstance(table, dict) else None
        if table is not None:
            break
        begins = number + 1
    return begins


def write_part(file: Path, section: str, values: dict[str, Any]) -> None:
    """Set keys of one section, keeping everything else in the file, comments too; replaced in one step.

    Raises ConfigurationInvalid where the file cannot be written.
    """
    import tomlkit  # only whoever writes needs it

    try:
        place = file.resolve()
        old = _read(place) if place.exists() else f"schema = {SCHEMA}\n"
        document = tomlkit.parse(old)
        table = document.setdefault(section, tomlkit.table())
        for key, value in values.items():
            table[key] = value
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{place.name}.new")
        with fresh.open("w", encoding="utf-8", newline="\n") as sink:
            sink.write(tomlkit.dumps(document))
            sink.flush()
            os.fsync(sink.fileno())
        if place.exists():
            shutil.copymode(place, fresh)
        fresh.replace(place)
    except OSError as error:
        raise ConfigurationInvalid(
            f"{file}: cannot be written ({error.strerror}). Free it, or name another file with --config."
        ) from error
