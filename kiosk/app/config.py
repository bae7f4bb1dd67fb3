"""`kiosk.toml`: found, read with clear words, and written by enrolment; it knows no device and no server."""

import os
import re
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import tomlkit

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.settings import Settings, problem_with, sections

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
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if must_exist:
            raise ConfigurationInvalid(
                f"{file}: there is no such file. Run `kiosk enrol`, or name another."
            ) from error
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationInvalid(f"{file}: cannot be read ({type(error).__name__}).") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationInvalid(f"{file}: {_toml_words(error, text)}") from error
    return _settings(file, text, table)


def _toml_words(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    reason = str(error).partition(" (at ")[0]
    if found is None:
        return f"line {len(text.splitlines())}, end of the file: {reason}."
    return f"line {found[1]}, column {found[2]}: {reason}."


def _settings(file: Path, text: str, table: dict[str, Any]) -> Settings:
    schema = table.pop("schema", SCHEMA)
    if schema != SCHEMA:
        raise ConfigurationInvalid(
            f"{file}, line {_line(text, '', 'schema')}, schema: this program reads schema {SCHEMA}."
        )
    known = sections()
    parts = {}
    for section, values in table.items():
        if section not in known or not isinstance(values, dict):
            line = _line(text, section, None) if isinstance(values, dict) else _line(text, "", section)
            raise ConfigurationInvalid(
                f"{file}, line {line}, {section}: not known. Known sections: {', '.join(known)}."
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


def _line(text: str, section: str, key: str | None) -> int:
    """Line number of a key in a section (of the section's heading for None); 1 when it is written unusually."""
    inside = section == ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if heading:
            inside = heading[1].strip("\"'") == section
            if inside and key is None:
                return number
        elif inside and key is not None and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return 1


def write_part(file: Path, section: str, values: dict[str, Any]) -> None:
    """Set keys of one section, keeping everything else in the file, comments too; replaced in one step."""
    old = file.read_text(encoding="utf-8") if file.exists() else f"schema = {SCHEMA}\n"
    document = tomlkit.parse(old)
    table = document.setdefault(section, tomlkit.table())
    for key, value in values.items():
        table[key] = value
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    with fresh.open("w", encoding="utf-8", newline="\n") as sink:
        sink.write(tomlkit.dumps(document))
        sink.flush()
        os.fsync(sink.fileno())
    fresh.replace(file)
