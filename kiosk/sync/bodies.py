"""Bodies on their way out and in: streamed, bounded, in NFC; no request is made here."""

import json
import logging
import unicodedata
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import urlencode

import requests
import urllib3

from kiosk.domain.errors import ServerAway, ServerRefused

log = logging.getLogger(__name__)

JSON_BODY_BYTES = 1024 * 1024
"""The contract's limit of a JSON body."""
JSON_ANSWER_BYTES = 4 * 1024 * 1024
TUS_ANSWER_BYTES = 64 * 1024


class SourceDamaged(Exception):
    """The kept file is shorter than it should be; nothing the gateway says can help."""


class OutgoingBody:
    """A slice of a file on its way out, read block by block; `requests` streams what has `__iter__` and a length."""

    def __init__(self, source: BinaryIO, length: int) -> None:
        self._source = source
        self._left = length
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> "OutgoingBody":
        return self

    def __next__(self) -> bytes:
        block = self.read(64 * 1024)
        if not block:
            raise StopIteration
        return block

    def read(self, size: int = -1) -> bytes:
        """The next block; never beyond the slice. SourceDamaged when the file ends too early."""
        wanted = self._left if size < 0 else min(size, self._left)
        block = self._source.read(wanted) if wanted else b""
        if wanted and not block:
            raise SourceDamaged
        self._left -= len(block)
        return block

    @property
    def taken(self) -> int:
        """Bytes handed to the line so far."""
        return self._length - self._left


class ChunkBody:
    """Makes the body of a PATCH, and makes it again when the token had to be renewed."""

    def __init__(self, content: BinaryIO, offset: int, size: int) -> None:
        self._content = content
        self._offset = offset
        self._size = size
        self._latest: OutgoingBody | None = None

    def __call__(self) -> OutgoingBody:
        self._content.seek(self._offset)
        self._latest = OutgoingBody(self._content, self._size)
        return self._latest

    @property
    def taken(self) -> int:
        """Bytes of the latest body handed to the line."""
        return self._latest.taken if self._latest else 0


def encode(
    body: Mapping[str, Any] | None, form: Mapping[str, str] | None
) -> tuple[bytes | None, dict[str, str]]:
    """Content and its header. ServerRefused(413) when no gateway would take it."""
    if form is not None:
        return urlencode(form).encode("ascii"), {"Content-Type": "application/x-www-form-urlencoded"}
    if body is None:
        return None, {}
    content = json.dumps(_composed(body), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if len(content) > JSON_BODY_BYTES:
        raise ServerRefused(413, "body_too_large", f"{len(content)} bytes")
    return content, {"Content-Type": "application/json"}


def _composed(value: Any) -> Any:
    """All text in NFC, as the contract wants it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {_composed(name): _composed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(item) for item in value]
    return value


def read_body(response: requests.Response, asked: str) -> bytes:
    """The whole body; ServerAway when it is longer than any answer of the contract, be it endless."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ServerAway(f"{asked}: compressed though not asked for")
    content = bytearray()
    while len(content) <= JSON_ANSWER_BYTES:
        block: bytes = response.raw.read1(64 * 1024, decode_content=False)
        if not block:
            return bytes(content)
        content += block
    raise ServerAway(f"{asked}: an answer without end")


def skip_body(response: requests.Response, _asked: str) -> bytes:
    """A tus answer's body means nothing; a short one is read so that the connection can be used again."""
    left = TUS_ANSWER_BYTES
    try:
        while left > 0 and (block := response.raw.read1(left, decode_content=False)):
            left -= len(block)
    except (urllib3.exceptions.HTTPError, OSError):
        log.debug("a tus answer's body broke off; its headers hold")
    return b""
