"""Reads the first sheet of an XLSX file as rows of text; formulas count by their last value, nothing is executed."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

_MOST_BYTES = 64_000_000
"""Unpacked, of one part: a list of 10,000 procedures with all its text has a tenth of it."""
_MOST_COLUMNS = 200
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


class SpreadsheetBroken(ValueError):
    """The file is no spreadsheet that can be read; the sentence says why."""


def read_rows(file: Path) -> Iterator[list[str]]:
    """Every row of the first sheet, empty cells as "". Raises SpreadsheetBroken, OSError."""
    try:
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
            sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
            if not sheets:
                raise SpreadsheetBroken("it holds no sheet; save it as .xlsx or .csv.")
            first = min(sheets, key=lambda name: int(re.findall(r"\d+", name)[-1]))
            shared = (
                _Strings().read(_part(parts, "xl/sharedStrings.xml"))
                if "xl/sharedStrings.xml" in names
                else []
            )
            rows = _Rows(shared).read(_part(parts, first))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as trouble:
        raise SpreadsheetBroken("it is no .xlsx file, or it is damaged.") from trouble
    except expat.ExpatError as trouble:
        raise SpreadsheetBroken(f"it is damaged: {expat.ErrorString(trouble.code)}.") from trouble
    yield from rows


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        content = part.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise SpreadsheetBroken("it is too large; save the one sheet that matters as .csv.")
    return content


def _refuse_entities(*_: object) -> None:
    raise SpreadsheetBroken("it declares entities, which no spreadsheet program writes.")


class _Reader:
    """Expat with the names of elements bare of their namespace."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.EntityDeclHandler = _refuse_entities
        self._parser.StartElementHandler = lambda name, attributes: self.begin(
            name.split(" ")[-1], attributes
        )
        self._parser.EndElementHandler = lambda name: self.end(name.split(" ")[-1])
        self._parser.CharacterDataHandler = self.text
        self._parser.buffer_text = True

    def feed(self, content: bytes) -> None:
        self._parser.Parse(content, True)

    def begin(self, name: str, _attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, words: str) -> None: ...


class _Strings(_Reader):
    """The table of texts that cells point into; phonetic readings are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[str] = []
        self._parts: list[str] = []
        self._reads, self._phonetic = False, False

    def read(self, content: bytes) -> list[str]:
        self.feed(content)
        return self._found

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        self._phonetic = self._phonetic or name == "rPh"
        self._reads = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        self._reads = False
        if name == "rPh":
            self._phonetic = False
        if name == "si":
            self._found.append("".join(self._parts))

    def text(self, words: str) -> None:
        if self._reads:
            self._parts.append(words)


class _Rows(_Reader):
    """Cells by row; a cell's place is its reference ("C7"), or behind the one before."""

    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self._shared = shared
        self._rows: list[list[str]] = []
        self._row: list[str] = []
        self._kind, self._column, self._reads = "", 0, False
        self._parts: list[str] = []

    def read(self, content: bytes) -> list[list[str]]:
        self.feed(content)
        return self._rows

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        attributes = _attributes
        if name == "row":
            number = int(attributes.get("r", "0") or 0)
            while number and len(self._rows) < min(number - 1, 100_000):
                self._rows.append([])
            self._row, self._column = [], 0
        elif name == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column_of(place[1]) if place else self._column + 1
            self._kind, self._parts = attributes.get("t", "n"), []
        self._reads = name in ("v", "t")

    def end(self, name: str) -> None:
        self._reads = False
        if name == "row":
            self._rows.append(self._row)
        elif name == "c" and 1 <= self._column <= _MOST_COLUMNS:
            self._row += [""] * (self._column - len(self._row))
            self._row[self._column - 1] = self._value()

    def text(self, words: str) -> None:
        if self._reads:
            self._parts.append(words)

    def _value(self) -> str:
        words = "".join(self._parts)
        if self._kind == "s":
            return self._shared[int(words)] if words.isdecimal() and int(words) < len(self._shared) else ""
        if self._kind == "n" and re.fullmatch(r"-?\d+\.0+", words):
            return words.partition(".")[0]
        return words


def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
