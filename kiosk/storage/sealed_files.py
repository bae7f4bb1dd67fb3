"""Encrypted files beside the database, one key each: seekable, checked block by block; which rows own them is not known here.

Format: magic `KSF1` | 7 random bytes | blocks. A block is up to 64 KiB of plain bytes under AES-256-GCM with its
16-byte tag; nonce = the 7 random bytes | block number, 4 bytes big endian | 1 for the last block, else 0. A missing,
moved or added block does not decrypt. File names are random: a name made from the content would tell what it is.
"""

import hashlib
import io
import os
import re
import secrets
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.errors import Broken, KeysLost, Unavailable
from kiosk.storage.durable_files import disk_errors, share_errors, sync_folder, write_all

FILES_FOLDER = "files"
BLOCK_BYTES = 64 * 1024
_BLOCKS_A_WRITE = 32
"""Few calls instead of many: on a busy machine each is a chance to be put behind others."""
_TAG_BYTES = 16
_MAGIC = b"KSF1"
_PREFIX_BYTES = 7
_HEAD_BYTES = len(_MAGIC) + _PREFIX_BYTES
_WRAP_NONCE_BYTES = 12
_WRAP_CONTEXT = b"kiosk sealed file key"
_NAME = re.compile(r"(?P<stay>[0-9a-f]{16})-[0-9a-f]{32}(\.part)?")
_BINARY = getattr(os, "O_BINARY", 0)
FileErrors = Callable[[], AbstractContextManager[None]]


class FileDamaged(Broken):
    """A sealed file is missing, cut off, or not what was written; `detail` names the file."""

    code = "file_damaged"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as its row remembers it. Without `wrapped_key` nobody can read it again."""

    file_name: str
    wrapped_key: bytes = field(repr=False)
    bytes: int
    sha256: str


class SealedFiles:
    """One folder of sealed files. `stay_id` marks the files of this process until their rows are committed.

    `shared_mark` lies in a folder on a share: while it is not there, the share is away and no file is missing.
    """

    def __init__(
        self, folder: Path, wrapping_key: bytes, stay_id: str, *, shared_mark: Path | None = None
    ) -> None:
        self._errors: FileErrors = disk_errors if shared_mark is None else share_errors
        if shared_mark is None:
            with disk_errors():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._shared_mark = shared_mark
        self._wrap = AESGCM(wrapping_key)
        self._stay_id = stay_id

    def seal(self, contents: Sequence[bytes]) -> list[Sealed]:
        """Encrypt and make durable; when it returns, names and bytes survive a power cut. DiskFull leaves nothing."""
        sealed: list[Sealed] = []
        try:
            with self._errors():
                for content in contents:
                    sealed.append(self._write(content))
                for one in sealed:
                    self._part(one.file_name).replace(self._folder / one.file_name)
                if sealed:
                    sync_folder(self._folder)
        except (Broken, Unavailable):
            self.remove([one.file_name for one in sealed])
            raise
        return sealed

    def open(self, file_name: str, wrapped_key: bytes) -> io.BufferedReader:
        """The plain bytes, readable and seekable; FileDamaged on opening or reading what is not whole."""
        key = self._unwrap(wrapped_key)
        try:
            return io.BufferedReader(SealedReader(self._folder / file_name, key, self._errors), BLOCK_BYTES)
        except FileDamaged:
            if self._shared_mark is not None and not self._shared_mark.exists():
                raise Unavailable("the shared folder is not there", code="files_away") from None
            raise

    def remove(self, file_names: Iterable[str]) -> None:
        """Delete files, finished or not; a file that is not there is fine."""
        for file_name in file_names:
            with suppress(OSError):
                self._part(file_name).unlink(missing_ok=True)
                (self._folder / file_name).unlink(missing_ok=True)

    def exists(self, file_name: str, plain_bytes: int) -> bool:
        """Whether the file is there in the size that so many plain bytes make."""
        try:
            return (self._folder / file_name).stat().st_size == sealed_size(plain_bytes)
        except FileNotFoundError:
            return False

    def digest(self, file_name: str, wrapped_key: bytes) -> str:
        """SHA-256 hex over the plain bytes, read anew."""
        with self.open(file_name, wrapped_key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def sweep(self, known: Container[str], is_gone: Callable[[str], bool]) -> int:
        """Delete files that no row knows and whose process is gone: it was killed before its commit."""
        stays: dict[str, bool] = {}
        orphans = []
        for entry in self._folder.iterdir():
            match = _NAME.fullmatch(entry.name)
            if match is None or entry.name in known:
                continue
            stay = match["stay"]
            if stay not in stays:
                stays[stay] = is_gone(stay)
            if stays[stay]:
                orphans.append(entry.name)
        self.remove(orphans)
        return len(orphans)

    def _write(self, content: bytes) -> Sealed:
        file_name = f"{self._stay_id}-{secrets.token_hex(16)}"
        key, prefix = secrets.token_bytes(32), secrets.token_bytes(_PREFIX_BYTES)
        cipher, plain = AESGCM(key), memoryview(content)
        last = _last_block(len(content))
        part = self._part(file_name)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            pieces = [_MAGIC + prefix]
            for number in range(last + 1):
                block = plain[number * BLOCK_BYTES : (number + 1) * BLOCK_BYTES]
                pieces.append(cipher.encrypt(_nonce(prefix, number, last), block, _MAGIC))
                if len(pieces) > _BLOCKS_A_WRITE or number == last:
                    write_all(descriptor, b"".join(pieces))
                    pieces = []
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)
        return Sealed(file_name, self._wrap_key(key), len(content), hashlib.sha256(content).hexdigest())

    def _part(self, file_name: str) -> Path:
        return self._folder / f"{file_name}.part"

    def _wrap_key(self, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_WRAP_NONCE_BYTES)
        return nonce + self._wrap.encrypt(nonce, key, _WRAP_CONTEXT)

    def _unwrap(self, wrapped: bytes) -> bytes:
        try:
            return self._wrap.decrypt(wrapped[:_WRAP_NONCE_BYTES], wrapped[_WRAP_NONCE_BYTES:], _WRAP_CONTEXT)
        except (InvalidTag, ValueError) as error:
            raise KeysLost("the master key does not open the key of a sealed file") from error


class SealedReader(io.RawIOBase):
    """Decrypts one block at a time and keeps the last one."""

    def __init__(self, path: Path, key: bytes, errors: FileErrors = disk_errors) -> None:
        self._name = path.name
        self._errors = errors
        self._cipher = AESGCM(key)
        self._descriptor = -1
        self._block = b""
        with self._errors():
            try:
                self._descriptor = os.open(path, os.O_RDONLY | _BINARY)
            except FileNotFoundError as error:
                raise FileDamaged(f"{self._name} is missing") from error
            body_bytes = os.fstat(self._descriptor).st_size - _HEAD_BYTES
            head = self._read_at(0, _HEAD_BYTES)
        blocks = -(-body_bytes // (BLOCK_BYTES + _TAG_BYTES))
        if body_bytes < _TAG_BYTES or head[: len(_MAGIC)] != _MAGIC:
            self.close()
            raise FileDamaged(f"{self._name} is cut off")
        self._prefix = head[len(_MAGIC) :]
        self._last = blocks - 1
        self._size = body_bytes - blocks * _TAG_BYTES
        self._position = 0
        self._block_number = -1

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._position >= self._size or not target:
            return 0
        number, inside = divmod(self._position, BLOCK_BYTES)
        piece = self._decrypt(number)[inside : inside + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor, self._block = -1, b""
        super().close()

    def _decrypt(self, number: int) -> bytes:
        if number != self._block_number:
            with self._errors():
                start = _HEAD_BYTES + number * (BLOCK_BYTES + _TAG_BYTES)
                raw = self._read_at(start, BLOCK_BYTES + _TAG_BYTES)
            try:
                self._block = self._cipher.decrypt(_nonce(self._prefix, number, self._last), raw, _MAGIC)
            except (InvalidTag, ValueError) as error:
                raise FileDamaged(f"{self._name} is damaged in block {number}") from error
            self._block_number = number
        return self._block

    def _read_at(self, start: int, count: int) -> bytes:
        os.lseek(self._descriptor, start, os.SEEK_SET)
        pieces = []
        while count > 0 and (piece := os.read(self._descriptor, count)):
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)


def holds_sealed_files(folder: Path) -> bool:
    """Whether anything is kept there that needs its master key."""
    return folder.is_dir() and any(_NAME.fullmatch(path.name) for path in folder.iterdir())


def sealed_size(plain_bytes: int) -> int:
    """Bytes on the disk for so many plain bytes."""
    return _HEAD_BYTES + plain_bytes + (_last_block(plain_bytes) + 1) * _TAG_BYTES


def _last_block(plain_bytes: int) -> int:
    return max(0, -(-plain_bytes // BLOCK_BYTES) - 1)


def _nonce(prefix: bytes, number: int, last: int) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if number == last else b"\x00")
