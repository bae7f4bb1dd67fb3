"""Compiles one receipt template and fills it in; knows neither fonts nor dots.

Jinja runs sandboxed, without its functions and with a handful of filters. A template is checked whole before it is
ever used: words, syntax, every name and every part of a record.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kiosk.ui.receipts.fields import FIELDS, PROVIDED
from kiosk.ui.receipts.markup import Line, mark_up, read_lines
from kiosk.ui.receipts.problems import TemplateInvalid
from kiosk.ui.receipts.values import prepare_values

_FILTERS = ("default", "first", "join", "last", "length", "upper")
_LOOP_VARIABLE = "loop"
_ARITHMETIC = (
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Pow,
    nodes.Concat,
    nodes.Slice,
)
"""A text times a million would be one."""
_OTHER_TEMPLATES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block)
_DEFINITIONS = (nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Call)
_MOST_CHARACTERS = 20_000
"""Six times the longest slip; what is longer would keep the printer's lane busy for minutes."""
_LINE_MARK = re.compile(r"'\\u(?:e|f[0-8])")
"""How Jinja's messages name what `mark_up` puts in place of a line's word."""


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


class SlipTemplate:
    """A template that has passed every check. `name` decides which values it may use."""

    def __init__(self, name: str, source: str) -> None:
        """Raises TemplateInvalid, with the line, for anything that could go wrong when printing."""
        self.name = name
        if len(source) > _MOST_CHARACTERS:
            line = source.count("\n", 0, _MOST_CHARACTERS) + 1
            raise TemplateInvalid(line, f"mẫu quá dài (nhiều nhất {_MOST_CHARACTERS} ký tự)")
        environment = _environment()
        try:
            tree = environment.parse(mark_up(source))
            _check_names(tree, name)
            self._template = environment.from_string(tree)
        except TemplateSyntaxError as error:
            if _LINE_MARK.search(error.message or ""):
                line = _last_opened(source, before=error.lineno)
                raise TemplateInvalid(line, "thiếu }} hoặc %} ở cuối") from error
            raise TemplateInvalid(error.lineno, f"sai cú pháp ({error.message})") from error
        except RecursionError as error:
            raise TemplateInvalid(_longest(source), "lồng quá nhiều tầng") from error
        self.fill({})

    def fill(self, values: Mapping[str, object], *, width_dots: int = 576) -> list[Line]:
        """The slip's lines. `values` may be anything a person could have typed."""
        prepared = prepare_values(self.name, values)
        try:
            return read_lines(self._template.render({**prepared, "width_dots": str(width_dots)}))
        except (UndefinedError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
            raise TemplateInvalid(_line_of(error), f"không điền được ({error})") from error


def load_template(folder: Path, name: str, language: str) -> SlipTemplate:
    """`<folder>/<name>.<language>.txt`. Raises TemplateInvalid, FileNotFoundError or another OSError."""
    try:
        source = (folder / f"{name}.{language}.txt").read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TemplateInvalid(1, "tệp không phải UTF-8") from error
    return SlipTemplate(name, source)


def template_names(folder: Path) -> list[str]:
    """The templates of a folder that can be printed by themselves, for the gallery."""
    names = {path.name.split(".")[0] for path in folder.glob("*.vi.txt")}
    return sorted(names & FIELDS.keys() - {"copy", "practice"})


def _check_names(tree: nodes.Template, template: str) -> None:
    """Every name is a field, a loop's own variable, or provided; every part belongs to its record."""
    fields = FIELDS[template]
    records: dict[str, Mapping[str, Any]] = {}
    own = {_LOOP_VARIABLE}
    for loop in tree.find_all(nodes.For):
        for target in _names(loop.target):
            own.add(target)
            source = loop.iter
            field = fields.get(source.name) if isinstance(source, nodes.Name) else None
            if isinstance(field, list) and isinstance(field[0], dict):
                records[target] = field[0]
        if not isinstance(loop.target, nodes.Name):
            raise TemplateInvalid(loop.lineno, "for chỉ lấy từng mục một: for tên in danh_sách")
    for foreign in tree.find_all(_DEFINITIONS + _OTHER_TEMPLATES):
        raise TemplateInvalid(foreign.lineno, "chỉ dùng được if, for và tên trường")
    for sum_ in tree.find_all(_ARITHMETIC):
        raise TemplateInvalid(sum_.lineno, "không tính toán được trong mẫu")
    for loop in tree.find_all(nodes.For):
        for inner in loop.body:
            if isinstance(inner, nodes.For) or next(inner.find_all(nodes.For), None) is not None:
                raise TemplateInvalid(loop.lineno, "không đặt for trong for")
    for name in tree.find_all(nodes.Name):
        if name.name not in own and name.name not in fields and name.name not in PROVIDED:
            raise TemplateInvalid(name.lineno, f"không có trường {{{{ {name.name} }}}}")
    for part in tree.find_all(nodes.Getattr):
        if isinstance(part.node, nodes.Name) and part.node.name != _LOOP_VARIABLE:
            if part.attr not in records.get(part.node.name, {}):
                raise TemplateInvalid(part.lineno, f"không có trường {{{{ {part.node.name}.{part.attr} }}}}")


def _names(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    for name in target.find_all(nodes.Name):
        yield name.name


def _last_opened(source: str, *, before: int) -> int:
    """The line of the last `{{` or `{%` above `before` that its line does not close."""
    lines = source.split("\n")[:before]
    for number in range(len(lines), 0, -1):
        text = lines[number - 1]
        if text.rfind("{{") > text.rfind("}}") or text.rfind("{%") > text.rfind("%}"):
            return number
    return before


def _longest(source: str) -> int:
    """The line in which nesting is deep; Jinja lost count."""
    lines = source.split("\n")
    return lines.index(max(lines, key=len)) + 1


def _line_of(error: Exception) -> int:
    """Where in the template a rendering error happened: Jinja puts its lines into the traceback."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
