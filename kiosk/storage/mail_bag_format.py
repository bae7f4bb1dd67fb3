"""A mail-bag as bytes: an age stream around a ustar archive; which rows go in and come out is not known here.

`bag.json` (everything but the papers, with the SHA-256 of each) | `bag.sig` (64 bytes, Ed25519 by the sender's device key
over "kiosk mail bag 1\\n" and `bag.json`) | `documents/<id>`, one for each paper, in the order of `bag.json`. With the
recipient's key `age -d bag | tar t` reads it too.
"""

import hashlib
import io
import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.mailbag import BagRefused

SIGNED = b"kiosk mail bag 1\n"
_AGE_MAGIC = b"age-encryption.org/v1\n"
_BLOCK = 512
"""Of a ustar archive."""
_PIECE_BYTES = 64 * 1024
_LARGEST_MEMBER_BYTES = 512 * 1024 * 1024

Paper = tuple[str, int, AbstractContextManager[BinaryIO]]
"""(id, bytes, the plain bytes to be opened when their turn comes)."""


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """ConfigurationInvalid when it is no age public key."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise ConfigurationInvalid("mailbag.recipient: not an age public key (age1…)") from error


def identity_of(text: str) -> pyrage.x25519.Identity:
    """The secret key in the text of an age key file; ConfigurationInvalid when there is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("AGE-SECRET-KEY-1")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError) as error:
        raise ConfigurationInvalid("the identity file holds no AGE-SECRET-KEY-1…") from error


def write(
    target: BinaryIO,
    recipient: pyrage.x25519.Recipient,
    listed: bytes,
    signature: bytes,
    papers: Iterable[Paper],
) -> None:
    """Seal list, signature and papers into `target`; nothing plain is ever written anywhere."""
    source = _Pulled(_archive(listed, signature, papers))
    try:
        pyrage.encrypt_io(source, target, [recipient])
    except (pyrage.EncryptError, OSError):
        if source.failed is not None:
            raise source.failed from None
        raise


def read(path: Path, identity: pyrage.x25519.Identity, take: Callable[[str, bytes], None]) -> None:
    """Give every member to `take(name, content)` in turn; memory holds one at a time.

    BagRefused: `bag_unreadable` for another file, `bag_foreign` for one sealed for somebody else, `bag_damaged` for one
    that was cut off or changed (found where it happened, so what came before was whole). What `take` raises goes through.
    """
    members = _members(take)
    next(members)
    target = _Pushed(members)
    with path.open("rb") as file:
        if file.read(len(_AGE_MAGIC)) != _AGE_MAGIC:
            raise BagRefused("not a mail-bag", code="bag_unreadable")
        file.seek(0)
        try:
            pyrage.decrypt_io(file, target, [identity])
            target.end()
        except pyrage.DecryptError as error:
            foreign = "No matching keys" in str(error)
            code = "bag_foreign" if foreign else "bag_damaged"
            raise BagRefused(
                "sealed for another key" if foreign else "cut off or changed", code=code
            ) from None
        except OSError as error:
            if error.errno is not None:
                raise  # the stick itself
            raise BagRefused("cut off or changed", code="bag_damaged") from None


def check_hash(content: bytes, sha256: str) -> None:
    """BagRefused(`bag_damaged`) unless these are the bytes that were packed."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BagRefused("a paper is not the one that was packed", code="bag_damaged")


def canonical(value: Any) -> bytes:
    """One text for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _archive(listed: bytes, signature: bytes, papers: Iterable[Paper]) -> Iterator[bytes]:
    for name, content in (("bag.json", listed), ("bag.sig", signature)):
        yield _head(name, len(content))
        yield content
        yield _filling(len(content))
    for paper_id, size, opened in papers:
        yield _head(f"documents/{paper_id}", size)
        left = size
        with opened as file:
            while left and (piece := file.read(min(left, _PIECE_BYTES))):
                left -= len(piece)
                yield piece
        if left:
            raise BagRefused(f"document {paper_id} is shorter than it was", code="file_damaged")
        yield _filling(size)
    yield bytes(2 * _BLOCK)


def _head(name: str, size: int) -> bytes:
    import tarfile  # here, because few terminals ever pack a bag

    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.USTAR_FORMAT)


def _filling(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _members(take: Callable[[str, bytes], None]) -> Generator[int, bytes, None]:
    """A coroutine: says how many bytes it wants next and is sent exactly these; ends behind the end of the archive."""
    import tarfile  # as above

    while any(head := (yield _BLOCK)):
        try:
            member = tarfile.TarInfo.frombuf(head, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise BagRefused("no archive of ours", code="bag_damaged") from None
        if not 0 <= member.size <= _LARGEST_MEMBER_BYTES:
            raise BagRefused("no archive of ours", code="bag_damaged")
        content = (yield member.size) if member.size else b""
        if filling := -member.size % _BLOCK:
            yield filling
        take(member.name, content)


class _Pulled(io.RawIOBase):
    """A generator's pieces as a file to read. What it raises is kept: the encrypting library shows only its words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failed: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except Exception as error:
            self.failed = error
            raise
        wanted = len(self._rest) if size < 0 else size
        piece, self._rest = bytes(self._rest[:wanted]), self._rest[wanted:]
        return piece


class _Pushed(io.RawIOBase):
    """Feeds a coroutine of members with exactly the bytes it asks for."""

    def __init__(self, members: Generator[int, bytes, None]) -> None:
        self._members = members
        self._wanted = _BLOCK
        self._kept = bytearray()
        self._over = False

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._kept += piece
        try:
            while not self._over and len(self._kept) >= self._wanted:
                exact = bytes(memoryview(self._kept)[: self._wanted])
                del self._kept[: self._wanted]
                self._wanted = self._members.send(exact)
        except StopIteration:
            self._over = True
        return len(piece)

    def end(self) -> None:
        """BagRefused when the archive had not come to its end."""
        if not self._over:
            raise BagRefused("cut off", code="bag_damaged")
