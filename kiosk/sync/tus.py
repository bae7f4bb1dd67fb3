"""Resumable upload of one document by tus 1.0.0, slice by slice; which document and when is decided elsewhere."""

import base64
import hashlib
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kiosk.domain.dossier import Document
from kiosk.domain.errors import KioskError, ServerAway, ServerRefused
from kiosk.domain.ports import Monotonic
from kiosk.sync.address import ForeignAddress
from kiosk.sync.answers import Answer
from kiosk.sync.bodies import ChunkBody, SourceDamaged
from kiosk.sync.chunk_rule import FIRST_BYTES, ChunkRule
from kiosk.sync.exchange import Exchange, LineBroke, Pace
from kiosk.sync.server_clock import read_http_date

log = logging.getLogger(__name__)

HEAD_ANSWERS_S = (6.0, 30.0)
"""A gateway may first have to break the lock of a request that died: 20 s with the commonest server. But the question
may have been lost as well: it is asked twice."""
CREATION_BYTES = 64 * 1024
"""Of a large file this much goes out with its creation: all of it is lost where the answer to that is lost."""
CAPABILITIES_KEEP_S = 3600.0
TOKEN_SHARE = 0.7
"""Of what is left of a token's life, for one chunk: a token that ends on the way may cost the chunk."""
MOST_CONFUSIONS = 3
MOST_CREATIONS = 2
MOST_REMEMBERED = 1000
OFFSET_STREAM = "application/offset+octet-stream"


@dataclass(frozen=True, slots=True)
class Piece:
    """One document to bring over. `remember` must be durable before it returns: the next byte goes out after it."""

    dossier_id: str
    document: Document
    create_at: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    remember: Callable[[str | None], None]


@dataclass(frozen=True, slots=True)
class Advance:
    """How far one slice got. `away` is why it ended early, None when its time was over or all is there."""

    finished: bool
    moved: bool
    away: ServerAway | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What `OPTIONS` advertised and this client uses."""

    checksum: bool = False
    creation_with_upload: bool = False
    termination: bool = False


@dataclass(slots=True)
class _Run:
    """One slice in progress; `offset` is the gateway's word or None when it must be asked."""

    piece: Piece
    content: BinaryIO
    url: str | None
    offset: int | None = None
    moved: bool = False
    moved_since_break: bool = False
    confusions: int = 0
    creations: int = 0

    @property
    def length(self) -> int:
        return self.piece.document.bytes

    def move_to(self, offset: int) -> None:
        if self.offset is not None and offset > self.offset:
            self.moved = self.moved_since_break = True
            self.confusions = 0
        self.offset = offset

    def confused(self, why: str) -> None:
        self.offset = None
        self.confusions += 1
        if self.confusions > MOST_CONFUSIONS:
            raise ServerAway(why)


class TusUploader:
    """Brings documents to one gateway. The gateway's offset is the only truth; memory stays flat."""

    def __init__(self, exchange: Exchange, *, monotonic: Monotonic) -> None:
        self._exchange = exchange
        self._monotonic = monotonic
        self.rule = ChunkRule()
        self._capabilities: Capabilities | None = None
        self._capabilities_at = 0.0
        self._confirmed: dict[str, int] = {}
        self._creation_broke = False
        self._expires: dict[str, datetime] = {}

    def advance(self, piece: Piece, *, slice_s: float) -> Advance:
        """Send for about `slice_s` seconds (at least one chunk), from where the gateway says it stands.

        Raises ServerRefused when the gateway will never take it, LinkRefused, and SourceDamaged when the kept file
        is too short. That the document is whole at the gateway is for `missing` to say, not for `finished`.
        """
        until = self._monotonic() + slice_s
        url = piece.document.upload_url
        with piece.open() as content:
            run = _Run(piece, content, url, self._confirmed.pop(url, None) if url else None)
            try:
                while not self._step(run):
                    if self._monotonic() >= until or self._exchange.stop.is_set():
                        self._keep(run)
                        return Advance(finished=False, moved=run.moved)
            except ServerAway as away:
                return Advance(finished=False, moved=run.moved, away=away)
        return Advance(finished=True, moved=run.moved)

    def _step(self, run: _Run) -> bool:
        """One request further; True when the gateway has as many bytes as the document."""
        if run.url is not None and self._is_over(run.url):
            self._forget(run)
        if run.url is None:
            self._create(run)
        elif run.offset is None:
            self._ask(run)
        else:
            self._send_chunk(run)
        return run.offset == run.length

    # --- create, ask, send

    def _create(self, run: _Run) -> None:
        run.creations += 1
        if run.creations > MOST_CREATIONS:
            raise ServerAway("the gateway does not keep the uploads it creates")
        can = self._options(run.piece.create_at)
        document = run.piece.document
        metadata = {
            "dossier": run.piece.dossier_id,
            "document": document.id,
            "sha256": document.sha256,
            "filetype": document.media_type,
        }
        headers = {
            "Upload-Length": str(run.length),
            "Upload-Metadata": ",".join(
                f"{name} {_base64(value.encode())}" for name, value in metadata.items()
            ),
        }
        size = run.length if run.length <= FIRST_BYTES else CREATION_BYTES
        if not can.creation_with_upload or self._creation_broke or size > self.rule.size_bytes:
            size = 0
        body = ChunkBody(run.content, 0, size) if size else None
        if size:
            headers |= self._chunk_headers(run, 0, size, can)
        begun = self._monotonic()
        try:
            answer = self._exchange.tus("POST", run.piece.create_at, headers, body)
        except LineBroke:
            # nothing of it can be found again: on such a line what was sent with the creation is sent for nothing
            self._creation_broke = size > 0
            raise
        answered = self._monotonic()
        if answer.status != 201:
            raise ServerAway(f"creating an upload: {answer.status}")
        try:
            run.url = self._exchange.address.own(
                answer.header("location") or "", relative_to=run.piece.create_at
            )
        except ForeignAddress as error:
            raise ServerAway(f"creating an upload: {error}") from error
        run.piece.remember(run.url)
        self._note_expiry(run.url, answer)
        run.offset = 0
        if size:
            if size >= CREATION_BYTES:
                self.rule.succeeded(size, answered - begun)
            self._take_offset(run, answer, 0, size)

    def _ask(self, run: _Run) -> None:
        url = self._url(run)
        try:
            answer = self._head(url)
        except ServerRefused as refusal:
            if refusal.status not in (404, 410):
                raise
            self._forget(run, gone=True)
            return
        offset, length = _number(answer, "upload-offset"), _number(answer, "upload-length")
        if offset is None or offset > run.length or length not in (None, run.length):
            log.warning("an upload's offset cannot be believed: starting it anew")
            self._forget(run)
            return
        self._note_expiry(url, answer)
        run.offset = offset

    def _head(self, url: str) -> Answer:
        try:
            return self._exchange.tus("HEAD", url, {}, answer_s=HEAD_ANSWERS_S[0])
        except LineBroke as broken:
            if not broken.gave_up:
                raise
        return self._exchange.tus("HEAD", url, {}, answer_s=HEAD_ANSWERS_S[1])

    def _send_chunk(self, run: _Run) -> None:
        offset = run.offset or 0
        size = min(self.rule.within_bytes(TOKEN_SHARE * self._exchange.token_left_s()), run.length - offset)
        size = self._fit_connection(size)
        carried = self._exchange.carried_bytes
        can = self._options(run.piece.create_at)
        headers = {"Upload-Offset": str(offset), **self._chunk_headers(run, offset, size, can)}
        body = ChunkBody(run.content, offset, size)
        pace = Pace(self.rule.stall_s, self.rule.answer_s, self.rule.through_s(size), self.rule.suspect_s)
        begun = self._monotonic()
        try:
            answer = self._exchange.tus("PATCH", self._url(run), headers, body, pace=pace)
        except LineBroke as broken:
            self._after_break(run, offset, body.taken, carried, broken)
        except ServerRefused as refusal:
            self._after_refusal(run, refusal)
        else:
            self._note_expiry(self._url(run), answer)
            self.rule.succeeded(size, self._monotonic() - begun)
            self._creation_broke = self._creation_broke and size < FIRST_BYTES
            self._take_offset(run, answer, offset, size)

    def _fit_connection(self, size: int) -> int:
        """As much of `size` as one connection may carry; on a new one when the old one has carried too much for it."""
        most = self.rule.connection_bytes
        if most is None:
            return size
        size = min(size, most)
        if self._exchange.carried_bytes + size > most:
            self._exchange.leave_connections()
        return size

    # --- what follows

    def _after_break(
        self, run: _Run, offset: int, sent_bytes: int, carried_bytes: int, broken: LineBroke
    ) -> None:
        run.offset = None
        asked_at = self._monotonic()
        self._ask(run)
        if broken.gave_up == "sending":
            self.rule.overtaken(self._monotonic() - asked_at)
        kept = 0 if run.offset is None else max(0, run.offset - offset)
        in_vain = broken.gave_up == "waiting"
        self.rule.broke(sent_bytes, kept, in_vain=in_vain, carried_bytes=carried_bytes)
        if kept:
            run.moved = run.moved_since_break = True
        if not run.moved_since_break and run.offset is not None:
            raise broken
        run.moved_since_break = False

    def _after_refusal(self, run: _Run, refusal: ServerRefused) -> None:
        if refusal.status in (404, 410):
            self._forget(run, gone=True)
        elif refusal.status == 409:
            run.confused("the gateway's offsets do not agree")
        elif refusal.status == 460:
            at = run.offset
            run.confused("chunks keep arriving damaged")
            run.offset = at
        elif refusal.status != 413 or not self.rule.too_large():
            raise refusal

    def _take_offset(self, run: _Run, answer: Answer, offset: int, size: int) -> None:
        """A gateway may keep less than was sent, but nothing else."""
        told = _number(answer, "upload-offset")
        if told is None or not offset < told <= offset + size:
            run.confused("the gateway's offsets make no sense")
            return
        if told < offset + size:
            self.rule.kept(told - offset)
        run.move_to(told)

    def _forget(self, run: _Run, *, gone: bool = False) -> None:
        """Start anew: the address is unlearnt before another one is asked for."""
        url, run.url, run.offset = self._url(run), None, None
        self._expires.pop(url, None)
        run.piece.remember(None)
        if not gone and self._options(run.piece.create_at).termination:
            try:
                self._exchange.tus("DELETE", url, {})
            except KioskError as error:
                log.info("an upload given up stays until the gateway clears it: %s", error.code)

    def _keep(self, run: _Run) -> None:
        """The last word of the gateway holds until the next slice of this process."""
        if run.url is not None and run.offset is not None:
            if len(self._confirmed) >= MOST_REMEMBERED:
                self._confirmed.clear()
            self._confirmed[run.url] = run.offset

    # --- parts

    def _options(self, url: str) -> Capabilities:
        now = self._monotonic()
        if self._capabilities is None or now - self._capabilities_at > CAPABILITIES_KEEP_S:
            try:
                answer = self._exchange.tus("OPTIONS", url, {})
                self.rule.answered(self._monotonic() - now)
                offered = _names(answer.header("tus-extension"))
                self._capabilities = Capabilities(
                    checksum="checksum" in offered
                    and "sha256" in _names(answer.header("tus-checksum-algorithm")),
                    creation_with_upload="creation-with-upload" in offered,
                    termination="termination" in offered,
                )
            except ServerRefused:
                self._capabilities = Capabilities()
            self._capabilities_at = now
        return self._capabilities

    def _chunk_headers(self, run: _Run, offset: int, size: int, can: Capabilities) -> dict[str, str]:
        headers = {"Content-Type": OFFSET_STREAM}
        if can.checksum:
            digest, left = hashlib.sha256(), size
            run.content.seek(offset)
            while left:
                block = run.content.read(min(left, 64 * 1024))
                if not block:
                    raise SourceDamaged
                digest.update(block)
                left -= len(block)
            headers["Upload-Checksum"] = f"sha256 {_base64(digest.digest())}"
        return headers

    def _note_expiry(self, url: str, answer: Answer) -> None:
        expires = read_http_date(answer.header("upload-expires"))
        if expires is not None:
            if len(self._expires) >= MOST_REMEMBERED:
                self._expires.clear()
            self._expires[url] = expires

    def _is_over(self, url: str) -> bool:
        expires = self._expires.get(url)
        return expires is not None and expires <= self._exchange.server_clock.now()

    @staticmethod
    def _url(run: _Run) -> str:
        if run.url is None:
            raise ServerAway("the gateway has just forgotten the upload")
        return run.url


def _number(answer: Answer, name: str) -> int | None:
    """A header that is a whole number of sane length; None otherwise."""
    text = answer.header(name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _names(text: str | None) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in (text or "").split(","))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
