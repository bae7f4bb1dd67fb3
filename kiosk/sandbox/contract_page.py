"""The contract's living copy to read offline: the calls, their answers, and one JSON Schema a body; made from OpenAPI."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from kiosk.sandbox.bodies import BODIES
from kiosk.sandbox.officer.frame import plain_page
from kiosk.sandbox.officer.markup import Html, tag
from kiosk.sandbox.problems import Problem

contract_pages = APIRouter(include_in_schema=False)

_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def body_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one request body of the wire."""
    return {"$schema": _SCHEMA_DIALECT, "$id": f"/schemas/{name}.json", **BODIES[name].model_json_schema()}


@contract_pages.get("/schemas")
def schemas() -> dict[str, list[str]]:
    return {"schemas": [f"/schemas/{name}.json" for name in BODIES]}


@contract_pages.get("/schemas/{name}.json")
def schema(name: str) -> JSONResponse:
    if name not in BODIES:
        raise Problem(404, "schema_unknown", "Không có lược đồ này.")
    return JSONResponse(body_schema(name), media_type="application/schema+json")


def _schema_name(content: dict[str, Any]) -> str:
    for media_type in content.values():
        reference = str(media_type.get("schema", {}).get("$ref", ""))
        if reference:
            return reference.rsplit("/", 1)[-1]
    return ""


def _link(name: str) -> Html | str:
    return tag("a", name, href=f"#schema-{name}") if name else ""


def _prose(text: str) -> list[Html | str]:
    """Text with `code` in backticks."""
    return [tag("code", part) if place % 2 else part for place, part in enumerate(text.split("`"))]


def _codes(operation: dict[str, Any], seen: set[str]) -> list[Html]:
    rows = []
    for status, response in sorted(operation.get("responses", {}).items()):
        words = response.get("description", "")
        if status == "422" and words == "Validation Error":
            words = "validation_failed"
        codes = [code.strip() for code in words.split(",")] if int(status) >= 400 else []
        shown = [tag("code", code, id=None if code in seen else code) for code in codes] if codes else [words]
        seen.update(codes)
        body = "" if codes else _link(_schema_name(response.get("content", {})))
        rows.append(
            tag("tr", tag("td", status), tag("td", *[part for one in shown for part in (one, " ")], body))
        )
    return rows


def _operation(path: str, method: str, operation: dict[str, Any], seen: set[str]) -> Html:
    parameters = [
        tag("li", tag("code", each["name"]), f" ({each['in']}) ", each.get("description", ""))
        for each in operation.get("parameters", [])
        if each["in"] != "path"
    ]
    body = _schema_name(operation.get("requestBody", {}).get("content", {}))
    return tag(
        "section",
        tag("h3", tag("span", method.upper(), class_="method"), " ", tag("code", path)),
        tag("p", tag("strong", operation.get("summary", ""))),
        tag("p", *_prose(operation.get("description", ""))),
        tag("ul", *parameters) if parameters else None,
        tag("p", "Body: ", _link(body)) if body else None,
        tag("table", *_codes(operation, seen), class_="facts codes"),
        class_="card",
    )


def _schema_section(name: str, schema: dict[str, Any]) -> Html:
    required = schema.get("required", [])
    rows = [
        tag("tr", tag("td", tag("code", member), " *" if member in required else ""), tag("td", _type(shape)))
        for member, shape in schema.get("properties", {}).items()
    ]
    words = schema.get("description")
    table = tag("table", *rows, class_="facts")
    return tag(
        "section",
        tag("h3", name),
        tag("p", *_prose(words)) if words else None,
        table,
        class_="card",
        id=f"schema-{name}",
    )


def _type(shape: dict[str, Any]) -> list[Html | str]:
    if "$ref" in shape:
        return [_link(shape["$ref"].rsplit("/", 1)[-1])]
    if "anyOf" in shape:
        return [part for each in shape["anyOf"] for part in (*_type(each), " | ")][:-1]
    if "enum" in shape or "const" in shape:
        return [tag("code", " | ".join(map(str, shape.get("enum", [shape.get("const")]))))]
    if shape.get("type") == "array":
        return ["[", *_type(shape.get("items", {})), "]"]
    facts = [f"{key} {shape[key]}" for key in ("pattern", "minimum", "maximum", "minLength") if key in shape]
    words = [str(shape.get("type", "any")), *facts, shape.get("description", "")]
    return [" · ".join(filter(None, words))]


@contract_pages.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The whole contract on one page, without any script and without the net."""
    openapi: dict[str, Any] = request.app.openapi()
    grouped: dict[str, list[Html]] = {}
    seen: set[str] = set()
    for path, operations in openapi["paths"].items():
        for method, operation in operations.items():
            tags = operation.get("tags") or ["Khác"]
            grouped.setdefault(tags[0], []).append(_operation(path, method, operation, seen))
    sections = [tag("div", tag("h2", name), *calls) for name, calls in grouped.items()]
    shapes = [_schema_section(name, shape) for name, shape in openapi["components"]["schemas"].items()]
    files = [tag("li", tag("a", f"/schemas/{name}.json", href=f"/schemas/{name}.json")) for name in BODIES]
    return plain_page(
        openapi["info"]["title"],
        tag("h1", openapi["info"]["title"]),
        tag("p", *_prose(openapi["info"]["description"])),
        tag(
            "p",
            tag("a", "/openapi.json", href="/openapi.json"),
            " · JSON Schema: ",
            tag("a", "/schemas", href="/schemas"),
        ),
        *sections,
        tag("h2", "Bodies"),
        tag("p", "* required: an unknown member is null, never left out."),
        tag("ul", *files),
        *shapes,
    )
