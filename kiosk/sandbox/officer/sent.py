"""What a desk request sends, from a form or as JSON, and how it is answered: back to the page, or as JSON."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ValidationError

from kiosk.sandbox.json_values import clean_json
from kiosk.sandbox.pointers import pointer
from kiosk.sandbox.problems import FieldError, Problem

Model = TypeVar("Model", bound=BaseModel)


class Sent:
    """The members of the request's body. A browser's form has `by_form`, and text values only."""

    def __init__(self, members: dict[str, Any], by_form: bool) -> None:
        self.members = members
        self.by_form = by_form

    def text(self, name: str) -> str:
        value = self.members.get(name)
        return value.strip() if isinstance(value, str) else ""

    def answer(self, page: str, body: Mapping[str, Any]) -> Response:
        """Back to the page for a form, the body for JSON."""
        return RedirectResponse(page, status_code=303) if self.by_form else JSONResponse(dict(body))


async def _sent(request: Request) -> Sent:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type == "application/x-www-form-urlencoded":
        text = (await request.body()).decode(errors="replace")
        return Sent(dict(parse_qsl(text, keep_blank_values=True)), by_form=True)
    if not await request.body():
        return Sent({}, by_form=False)
    members = await clean_json(request)
    if not isinstance(members, dict):
        raise Problem(422, "validation_failed", "Cần một đối tượng JSON.")
    return Sent(members, by_form=False)


TheSent = Annotated[Sent, Depends(_sent)]


def read_as(model: type[Model], members: Mapping[str, Any]) -> Model:
    """The members as a model. Raises Problem 422 with pointers."""
    try:
        return model.model_validate(dict(members))
    except ValidationError as error:
        errors = [
            FieldError(pointer(list(each["loc"])), each["type"], each["msg"]) for each in error.errors()
        ]
        raise Problem(
            422, "validation_failed", json.dumps([e.pointer for e in errors]), errors=errors
        ) from error


def refuse_foreign_pages(request: Request) -> None:
    """Another site's page, open in the same browser, must not press the officer's buttons."""
    origin = request.headers.get("origin")
    if (
        request.method not in ("GET", "HEAD")
        and origin
        and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise Problem(403, "foreign_page", "Yêu cầu đến từ một trang khác.")
