"""Reads the bones of a PDF somebody brought: objects, streams, page tree. Draws nothing and follows no action.

Objects are looked for everywhere in the file instead of where its table says, so that nothing a viewer might reach
through a crafted table stays unseen (ISO 32000-1, 7.3 and 7.5)."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

HEADER = re.compile(rb"%PDF-[12]\.\d")
GAP = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,200}[\r\n])+"
OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})" + GAP + rb"(\d{1,5})" + GAP + rb"obj(?![A-Za-z0-9])")
TRAILER = re.compile(rb"(?<![A-Za-z])trailer(?![A-Za-z])")
START_OF_TABLE = re.compile(rb"startxref[\0\t\n\f\r ]+(\d{1,12})[\0\t\n\f\r ]+%%EOF")
TOKEN = re.compile(
    rb"(?P<space>(?:[\0\t\n\f\r ]+|%[^\r\n]*)+)|(?P<dict><<)|(?P<end>>>)|(?P<hex><[^<>]*>)|(?P<open>\()|(?P<list>\[)"
    rb"|(?P<close>\])|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?P<word>[A-Za-z'\"*]+[0-9]*)"
)
STRING_END = re.compile(rb"[()]|\\.", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
DEEPEST = 60
LONGEST_OBJECT = 4_000_000
WORK_PER_BYTE = 6
"""A file that makes the reader go over its bytes more often than this is built to keep it busy."""
CHUNK = 1 << 20


class PdfDamaged(ValueError):
    """The file breaks the rules of PDF so far that it cannot be judged."""


class PdfOpaque(ValueError):
    """Something in the file cannot be looked into."""


class PdfSwells(ValueError):
    """A stream unpacks to far more than a page can need."""


class Name(str):
    """A PDF name without its slash, `#xx` undone."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """`number generation R`."""

    number: int


@dataclass(slots=True)
class PdfObject:
    """One object. `names`: every name in it, however deep; `stream`: offset of its stream's first byte, or None."""

    number: int
    value: object
    names: set[str]
    stream: int | None = None

    @property
    def facts(self) -> dict[str, object]:
        """Its dictionary; empty where it is no dictionary."""
        return self.value if isinstance(self.value, dict) else {}


@dataclass(slots=True)
class PdfReader:
    """All objects of one file. Raises PdfDamaged, PdfOpaque or PdfSwells from every method."""

    content: bytes
    most_unpacked: int = 1 << 27
    """Largest single stream taken, unpacked (bytes)."""
    most_in_all: int = 3 << 28
    unread: PdfDamaged | PdfOpaque | None = field(default=None, init=False)
    """Why objects of the file could not be seen, if so; complete once all objects were gone through."""
    _work: int = field(default=0, init=False)
    _unpacked: int = field(default=0, init=False)

    def objects(self) -> Iterator[PdfObject]:
        """Every object of the file in the order of their bytes, those of object streams after their stream; trailers
        as objects number 0."""
        starts = [(match.start(), match.end(), int(match[1])) for match in OBJECT.finditer(self.content)]
        starts += [(match.start(), match.end(), 0) for match in TRAILER.finditer(self.content)]
        for _, at, number in sorted(starts):
            found = self._read(self.content, at, number)
            yield found
            if found.stream is not None and self._holds_objects(found.facts):
                try:
                    yield from self._inner_objects(found)
                except (PdfDamaged, PdfOpaque) as trouble:
                    # of an encrypted file this says nothing; whether it is one stands in a trailer still to come
                    self.unread = self.unread or trouble

    def weigh(self, found: PdfObject) -> None:
        """Unpacks a stream to see how large it gets, and forgets it."""
        filters = self._filters(found.facts)
        if found.stream is None or not filters or "FlateDecode" not in filters:
            return
        if filters.count("FlateDecode") > 1:
            raise PdfSwells("a stream packed twice")
        if filters[0] == "FlateDecode":
            # what does not unpack cannot swell either
            with suppress(PdfDamaged):
                for _ in self._inflated(found.stream):
                    pass

    def _holds_objects(self, facts: dict[str, object]) -> bool:
        return facts.get("Type") == "ObjStm" or ("First" in facts and "N" in facts)

    def _inner_objects(self, holder: PdfObject) -> Iterator[PdfObject]:
        body = self._unpack(holder)
        first, count = holder.facts.get("First"), holder.facts.get("N")
        if not isinstance(first, int) or not isinstance(count, int) or not 0 <= first <= len(body):
            raise PdfOpaque("object stream without plain First and N")
        heads = body[:first].split()
        if len(heads) < 2 * count or not all(head.isdigit() for head in heads[: 2 * count]):
            raise PdfDamaged("object stream index")
        # whatever the index says, every name between the objects is looked at too
        yield self._read(b"[" + body[first:] + b"]", 0, -1)
        for number, offset in zip(heads[: 2 * count : 2], heads[1 : 2 * count : 2], strict=True):
            yield self._read(body, first + int(offset), int(number))

    def _unpack(self, found: PdfObject) -> bytes:
        filters = self._filters(found.facts)
        parameters = found.facts.get("DecodeParms", found.facts.get("DP"))
        if parameters not in (None, []) and b"/Predictor" in self._slice(found):
            raise PdfOpaque("object stream with a predictor")
        if filters == ["FlateDecode"] and found.stream is not None:
            return b"".join(self._inflated(found.stream))
        if not filters and found.stream is not None:
            end = self.content.find(b"endstream", found.stream)
            return self.content[found.stream : end if end >= 0 else len(self.content)]
        raise PdfOpaque("object stream packed in an unusual way")

    def _slice(self, found: PdfObject) -> bytes:
        end = found.stream or 0
        return self.content[max(0, end - 2000) : end]

    def _filters(self, facts: dict[str, object]) -> list[str]:
        named = facts.get("Filter", facts.get("F"))
        listed = named if isinstance(named, list) else [] if named is None else [named]
        full = {"Fl": "FlateDecode"}
        return [full.get(str(one), str(one)) if isinstance(one, Name) else "?" for one in listed]

    def _inflated(self, at: int) -> Iterator[bytes]:
        unpacker, size = zlib.decompressobj(), 0
        while at < len(self.content) and not unpacker.eof:
            packed = self.content[at : at + CHUNK]
            at += len(packed)
            while packed and not unpacker.eof:
                try:
                    plain = unpacker.decompress(packed, CHUNK)
                except zlib.error as error:
                    if size:
                        return
                    raise PdfDamaged("packed stream") from error
                packed = unpacker.unconsumed_tail
                size += len(plain)
                self._unpacked += len(plain)
                if size > self.most_unpacked or self._unpacked > self.most_in_all:
                    raise PdfSwells("a stream unpacks to far more than a page needs")
                yield plain

    def _read(self, source: bytes, at: int, number: int) -> PdfObject:
        """The object whose value begins at `at`; what cannot be parsed has the value None but keeps its names."""
        scan = _Scan(source, at, min(len(source), at + LONGEST_OBJECT))
        try:
            value = scan.value(0)
        except PdfDamaged:
            value = None
        found = PdfObject(number, value, scan.names)
        follows = scan.word_after() if number >= 0 else ""
        if follows == "stream":
            found.stream = _stream_start(source, scan.at)
        if value is None:
            scan.rest()
        self._work += scan.at - at
        if self._work > WORK_PER_BYTE * len(self.content) + LONGEST_OBJECT + self._unpacked * WORK_PER_BYTE:
            raise PdfDamaged("objects within objects without end")
        return found


def _stream_start(source: bytes, at: int) -> int:
    if source[at : at + 2] == b"\r\n":
        return at + 2
    return at + 1 if source[at : at + 1] in (b"\n", b"\r") else at


class _Scan:
    """Goes through one object; remembers every name it passes."""

    def __init__(self, source: bytes, at: int, end: int) -> None:
        self.source, self.at, self.end = source, at, end
        self.names: set[str] = set()

    def token(self) -> tuple[str, bytes]:
        """Kind and text of the next token that is not space; ("", b"") at the end."""
        while self.at < self.end:
            match = TOKEN.match(self.source, self.at, self.end)
            if match is None:
                self.at += 1
                return "other", b""
            self.at = match.end()
            kind = match.lastgroup or ""
            if kind == "open":
                start = self.at
                self._skip_string()
                return "string", self.source[start : self.at]
            if kind == "name":
                plain = ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), match["name"])
                self.names.add(plain.decode("latin-1"))
                return "name", plain
            if kind != "space":
                return kind, match[0]
        return "", b""

    def value(self, depth: int, first: tuple[str, bytes] | None = None) -> object:
        """The next value. Raises PdfDamaged."""
        kind, text = first or self.token()
        if depth > DEEPEST:
            raise PdfDamaged("nested too deeply")
        if kind == "dict":
            return self._dictionary(depth)
        if kind == "list":
            return self._list(depth)
        if kind == "name":
            return Name(text.decode("latin-1"))
        if kind == "number":
            return self._number_or_reference(text)
        if kind == "word" and text in (b"true", b"false", b"null"):
            return {b"true": True, b"false": False}.get(text)
        if kind in ("string", "hex"):
            return text
        raise PdfDamaged(f"unexpected {kind or 'end'}")

    def word_after(self) -> str:
        """The keyword that follows the value."""
        before = self.at
        kind, text = self.token()
        if kind == "word" and text == b"stream":
            return "stream"
        self.at = before
        return ""

    def rest(self) -> None:
        """Goes on to the object's end for its names."""
        while True:
            kind, text = self.token()
            if not kind or (kind == "word" and text in (b"endobj", b"obj", b"stream", b"xref", b"startxref")):
                return

    def _dictionary(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while True:
            kind, text = self.token()
            if kind == "end":
                return found
            if kind != "name":
                raise PdfDamaged("key")
            found[text.decode("latin-1")] = self.value(depth + 1)

    def _list(self, depth: int) -> list[object]:
        found: list[object] = []
        while True:
            token = self.token()
            if token[0] == "close":
                return found
            found.append(self.value(depth + 1, token))

    def _number_or_reference(self, text: bytes) -> object:
        before = self.at
        if text.isdigit() and self.token()[0] == "number" and self.token() == ("word", b"R"):
            return Reference(int(text))
        self.at = before
        return float(text) if b"." in text else int(text)

    def _skip_string(self) -> None:
        depth = 1
        while depth:
            match = STRING_END.search(self.source, self.at, self.end)
            if match is None:
                self.at = self.end
                return
            self.at = match.end()
            depth += {b"(": 1, b")": -1}.get(match[0], 0)
