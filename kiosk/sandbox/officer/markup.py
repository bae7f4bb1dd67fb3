"""HTML built from Python values, everything escaped that is not marked-up already; no templates, no scripts."""

import html
from collections.abc import Iterable
from typing import Any

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "embed"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def _flat(children: Iterable[Any]) -> Iterable[str]:
    for child in children:
        if child is None or child is False:
            continue
        if isinstance(child, Html):
            yield child
        elif isinstance(child, list | tuple):
            yield from _flat(child)
        else:
            yield html.escape(str(child))


def tag(name: str, /, *children: Any, **attributes: Any) -> Html:
    """One element. Text is escaped; None is skipped; `class_`, `for_` lose their underscore, others turn it into a dash.

    An attribute of True stands alone, one of None or False is left out.
    """
    written = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written += f" {attribute}" if value is True else f' {attribute}="{html.escape(str(value))}"'
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(_flat(children))}</{name}>")


def raw(text: str) -> Html:
    """Text of our own that needs no escaping, such as the style sheet."""
    return Html(text)
