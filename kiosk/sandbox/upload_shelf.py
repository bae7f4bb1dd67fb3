"""The upload and document files on disk, and who is writing to which; it knows neither HTTP nor the database."""

import asyncio  # noqa: TID251 - a server of its own, no part of the terminal
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.sandbox.connection import Connection

_BLOCK_BYTES = 1024 * 1024


class UploadBusy(Exception):
    """Another request is writing to this upload, and does not let go."""


class _Writer:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.gone = asyncio.Event()


class UploadShelf:
    """Unfinished uploads under `uploads/`, whole and proven documents under `documents/`. A file's size is its offset."""

    def __init__(self, data_dir: Path) -> None:
        self._uploads = data_dir / "uploads"
        self._documents = data_dir / "documents"
        self._uploads.mkdir(parents=True, exist_ok=True)
        self._documents.mkdir(parents=True, exist_ok=True)
        self._writers: dict[str, _Writer] = {}

    def _upload(self, upload_id: str) -> Path:
        return self._uploads / upload_id

    def document(self, document_id: str, sha256: str) -> Path:
        return self._documents / f"{document_id}-{sha256[:16]}"

    def create(self, upload_id: str) -> None:
        """An empty upload whose name is on disk when this returns."""
        self._upload(upload_id).touch(exist_ok=False)
        _sync_folder(self._uploads)

    def offset(self, upload_id: str) -> int | None:
        """How many bytes are on disk; None where there is no such upload."""
        try:
            return self._upload(upload_id).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, upload_id: str) -> BinaryIO:
        """The upload's file to write on with, unbuffered: what was written survives the death of this process."""
        return self._upload(upload_id).open("ab", buffering=0)

    def digest(self, upload_id: str) -> str:
        """SHA-256 over the upload as it lies on disk, lower-case hex."""
        digest = hashlib.sha256()
        with self._upload(upload_id).open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
        return digest.hexdigest()

    def damage(self, upload_id: str) -> None:
        """Turn the first byte over, as a bad disk would."""
        with self._upload(upload_id).open("r+b") as file:
            first = file.read(1)
            file.seek(0)
            file.write(bytes([first[0] ^ 0xFF]) if first else b"")

    def keep(self, upload_id: str, document_id: str, sha256: str) -> None:
        """Make a whole, proven upload the document; durable when this returns."""
        with self._upload(upload_id).open("rb") as file:
            os.fsync(file.fileno())
        self._upload(upload_id).replace(self.document(document_id, sha256))
        _sync_folder(self._documents)
        _sync_folder(self._uploads)

    def throw_away(self, upload_id: str) -> None:
        self._upload(upload_id).unlink(missing_ok=True)

    def throw_away_all(self) -> None:
        for path in self._uploads.iterdir():
            path.unlink(missing_ok=True)

    @contextmanager
    def writing(self, upload_id: str, connection: Connection) -> Iterator[None]:
        """Be the upload's only writer. Raises UploadBusy. Event loop only."""
        if upload_id in self._writers:
            raise UploadBusy
        writer = self._writers[upload_id] = _Writer(connection)
        try:
            yield
        finally:
            del self._writers[upload_id]
            writer.gone.set()

    async def break_stale_writer(self, upload_id: str, patience_s: float = 5.0) -> None:
        """Cut the line of whoever writes, and wait until its bytes are on disk. Raises UploadBusy. Event loop only."""
        if (writer := self._writers.get(upload_id)) is None:
            return
        writer.connection.cut()
        try:
            await asyncio.wait_for(writer.gone.wait(), patience_s)
        except TimeoutError as error:
            raise UploadBusy from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open folders; NTFS journals the rename
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
