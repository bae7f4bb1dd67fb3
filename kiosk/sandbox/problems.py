"""RFC 9457 answers: every refusal of the gateway, with its stable code; it decides nothing, it only words things."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from kiosk.sandbox.pointers import pointer_in

log = logging.getLogger(__name__)

_WORDS_OF_TYPE = {
    "missing": ("required", "Thiếu thông tin bắt buộc."),
    "json_invalid": ("malformed_json", "Không đọc được JSON."),
    "string_pattern_mismatch": ("malformed", "Sai định dạng."),
    "literal_error": ("not_allowed", "Giá trị không nằm trong danh sách cho phép."),
    "string_too_short": ("too_short", "Nội dung quá ngắn hoặc để trống."),
    "string_too_long": ("too_long", "Nội dung quá dài."),
    "too_short": ("too_few", "Thiếu phần tử trong danh sách."),
    "too_long": ("too_many", "Quá nhiều phần tử trong danh sách."),
}
_NAMES_OF_THINGS = {
    "dossier_id": "dossier_id",
    "account_id": "account_id",
    "payment_id": "payment_id",
    "device_id": "device_id",
    "thing_id": "id",
}


class FieldError(NamedTuple):
    """One complaint about one place of the request body (RFC 6901 pointer)."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """A refusal with its HTTP status and stable code; `members` are the contract's extra answer members."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.members = members

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/docs#{self.code}",
            "title": HTTPStatus(self.status).phrase if self.status != 460 else "Checksum Mismatch",
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.errors or self.status == 422:
            errors = self.errors or [FieldError("", self.code, self.detail)]
            body["errors"] = [error._asdict() for error in errors]
        return body | self.members


def one_field(pointer: str, code: str, detail: str, **members: Any) -> Problem:
    """A 422 about one place whose own code is the code of the whole answer."""
    return Problem(422, code, detail, errors=[FieldError(pointer, code, detail)], **members)


def revision_conflict(detail: str, **members: Any) -> Problem:
    return Problem(409, "revision_conflict", detail, **members)


def _names(request: Request) -> dict[str, str]:
    """Every answer about a {uuid} names it, refusals too."""
    names = {}
    for parameter, member in _NAMES_OF_THINGS.items():
        value = request.path_params.get(parameter)
        if isinstance(value, UUID):
            names[member] = str(value)
    return names


def problem_response(problem: Problem, names: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        {**problem.body(), **(names or {})},
        status_code=problem.status,
        headers=problem.headers,
        media_type="application/problem+json",
    )


def _words(kind: str) -> tuple[str, str]:
    if kind in _WORDS_OF_TYPE:
        return _WORDS_OF_TYPE[kind]
    if kind.endswith(("_type", "_parsing", "_from_float")):
        return ("wrong_type", "Sai kiểu dữ liệu.")
    if kind.startswith(("greater_than", "less_than")):
        return ("out_of_range", "Giá trị nằm ngoài khoảng cho phép.")
    return (kind, "Giá trị không hợp lệ.")


def _validation_problem(error: RequestValidationError) -> Problem:
    complaints = error.errors()
    if any(complaint["type"] == "json_invalid" for complaint in complaints):
        return Problem(400, "malformed_json", "Không đọc được JSON.")
    fields = []
    for complaint in complaints:
        origin, *steps = complaint["loc"]
        code, words = _words(complaint["type"])
        place = pointer_in(error.body, steps) if origin == "body" else ""
        fields.append(FieldError(place, code, words if origin == "body" else f"{words} ({origin}: {steps})"))
    return Problem(422, "validation_failed", "Nội dung gửi lên có chỗ không hợp lệ.", errors=fields)


_CODES_OF_STATUS = {
    400: "malformed_request",
    404: "not_found",
    405: "method_not_allowed",
    415: "media_type_refused",
}


def install_problem_handlers(app: FastAPI) -> None:
    """Make every refusal of the application an `application/problem+json` with a code."""

    async def on_problem(request: Request, problem: Exception) -> JSONResponse:
        assert isinstance(problem, Problem)
        return problem_response(problem, _names(request))

    async def on_validation(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return problem_response(_validation_problem(error), _names(request))

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = _CODES_OF_STATUS.get(error.status_code, "refused")
        problem = Problem(error.status_code, code, str(error.detail), headers=error.headers)
        return problem_response(problem, _names(request))

    async def on_bug(request: Request, error: Exception) -> JSONResponse:
        log.error(
            "unexpected %s in %s", type(error).__name__, request.scope.get("route_name", request.method)
        )
        return problem_response(Problem(500, "internal_error", "Cổng gặp lỗi nội bộ."), _names(request))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_bug)
