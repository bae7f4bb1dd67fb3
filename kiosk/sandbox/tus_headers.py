"""The request headers of tus 1.0.0, read and refused; no byte of an upload is touched here."""

import base64
import binascii
import re

from fastapi import Request
from starlette.types import Scope

from kiosk.sandbox.problems import Problem

TUS_VERSION = "1.0.0"
_DIGITS = re.compile(r"\d{1,18}", re.ASCII)


def meant_method(scope: Scope) -> str:
    """The method a client means that may not send it: tus core's `X-HTTP-Method-Override`."""
    overrides = [value for name, value in scope["headers"] if name == b"x-http-method-override"]
    method: str = overrides[0].decode("latin-1").upper() if overrides else scope["method"]
    return method


def refuse_other_tus(request: Request) -> None:
    """Raises Problem 412 unless the client speaks this version."""
    if request.headers.get("tus-resumable") != TUS_VERSION:
        headers = {"Tus-Version": TUS_VERSION}
        raise Problem(412, "tus_version_refused", "Chỉ dùng tus 1.0.0.", headers=headers)


def number_in(request: Request, header: str) -> int:
    """Raises Problem 400 unless the header is a plain number."""
    value = request.headers.get(header, "")
    if not _DIGITS.fullmatch(value):
        raise Problem(400, "header_refused", f"Thiếu hoặc sai {header}.")
    return int(value)


def announced_checksum(request: Request) -> bytes | None:
    """The announced SHA-256 over the whole request body, None where there is none."""
    header = request.headers.get("upload-checksum")
    if header is None:
        return None
    algorithm, _, text = header.strip().partition(" ")
    try:
        digest = base64.b64decode(text, validate=True)
    except binascii.Error:
        digest = b""
    if algorithm.lower() != "sha256" or len(digest) != 32:
        raise Problem(400, "checksum_refused", "Chỉ nhận Upload-Checksum kiểu sha256.")
    return digest


def upload_metadata(header: str) -> dict[str, str]:
    """The tus metadata header decoded. Raises Problem 422."""
    decoded = {}
    try:
        for pair in filter(None, (part.strip() for part in header.split(","))):
            name, _, value = pair.partition(" ")
            decoded[name] = base64.b64decode(value, validate=True).decode()
            if "\x00" in decoded[name]:
                raise ValueError("a zero byte")
    except ValueError as error:
        raise Problem(422, "metadata_refused", "Không đọc được Upload-Metadata.") from error
    if absent := [name for name in ("dossier", "document", "sha256", "filetype") if not decoded.get(name)]:
        raise Problem(422, "metadata_refused", f"Upload-Metadata thiếu {', '.join(absent)}.")
    return decoded
