"""JSON values as the wire contract sees them: equality and cleanliness; no knowledge of any body's shape."""

import math
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import Depends, Request

from kiosk.sandbox.pointers import pointer
from kiosk.sandbox.problems import FieldError, Problem

BODY_LIMIT_BYTES = 1024 * 1024


def same_json(one: Any, other: Any) -> bool:
    """Equality of JSON values: member order is nothing, 1 equals 1.0, true never equals 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_json(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return bool(one == other)


def _strings_and_numbers(body: Any) -> Iterator[tuple[list[str | int], str | float]]:
    waiting: list[tuple[list[str | int], Any]] = [([], body)]
    while waiting:
        steps, value = waiting.pop()
        if isinstance(value, dict):
            for key, member in value.items():
                yield steps, key
                waiting.append(([*steps, key], member))
        elif isinstance(value, list):
            waiting.extend(([*steps, place], member) for place, member in enumerate(value))
        elif isinstance(value, str | float):
            yield steps, value


def _complaint(value: str | float) -> tuple[str, str] | None:
    if isinstance(value, float):
        return None if math.isfinite(value) else ("not_json", "NaN và Infinity không phải là số JSON.")
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        return ("character_refused", "Có ký tự không dùng được trong văn bản.")
    if not unicodedata.is_normalized("NFC", value):
        return ("not_nfc", "Văn bản phải ở dạng Unicode NFC.")
    return None


async def clean_json(request: Request) -> Any:
    """The request body exactly as JSON, refused unless it is finite, storable text in NFC."""
    try:
        body = await request.json()
    except (ValueError, RecursionError) as error:
        raise Problem(400, "malformed_json", "Không đọc được JSON.") from error
    errors = [
        FieldError(pointer(steps), *complaint)
        for steps, value in _strings_and_numbers(body)
        if (complaint := _complaint(value))
    ]
    if errors:
        raise Problem(422, "validation_failed", "Nội dung gửi lên có chỗ không hợp lệ.", errors=errors)
    return body


RawJson = Annotated[Any, Depends(clean_json)]
"""The body as it came, for the identity of things: a repeated PUT is compared with this, not with a reading of it."""
