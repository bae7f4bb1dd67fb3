"""Every promise of `docs/durability.md` names its tests, and all of them exist; whether they pass is their own affair."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "durability.md").read_text(encoding="utf-8")
PROMISES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
NAMED = re.compile(r"`(?:(tests/[\w/]+(?:\.py|/))(?:::(test_\w+))?|(test_\w+))`")


@cache
def functions_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def all_tests() -> frozenset[str]:
    return frozenset().union(*(functions_in(file) for file in (ROOT / "tests").rglob("test_*.py")))


def test_there_are_promises() -> None:
    assert len(PROMISES) >= 40


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[2:50])
def test_every_promise_names_tests_that_exist(promise: str) -> None:
    named = NAMED.findall(promise)
    assert named, "a promise nobody proves"
    for file, name, alone in named:
        if alone:
            assert alone in all_tests()
        else:
            assert (ROOT / file).exists(), file
            assert not name or name in functions_in(ROOT / file), f"{file} has no {name}"
