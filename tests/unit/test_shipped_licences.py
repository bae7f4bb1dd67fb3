"""Whatever the product needs comes with its licence: nothing it needs counts as a tool of development."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement

from tests.unit.visit_driver import RESOURCES
from tools.licences import DEVELOPMENT_ONLY

PLATFORMS = ("linux", "win32")


def needed() -> set[str]:
    """Every library behind the project's own dependencies, on every platform it runs on."""
    project = tomllib.loads((RESOURCES.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[tuple[str, frozenset[str]], None] = {}
    while waiting:
        wanted = waiting.pop()
        key = (re.sub(r"[-_.]+", "-", wanted.name).lower(), frozenset(wanted.extras))
        if key in found:
            continue
        found[key] = None
        try:
            behind = [Requirement(line) for line in requires(key[0]) or ()]
        except PackageNotFoundError:
            continue  # of another platform
        waiting += [each for each in behind if is_meant(each, wanted.extras)]
    return {name for name, _ in found}


def is_meant(requirement: Requirement, extras: set[str]) -> bool:
    if requirement.marker is None:
        return True
    return any(
        requirement.marker.evaluate({"extra": extra, "sys_platform": platform, "platform_system": system})
        for extra in (*extras, "")
        for platform, system in zip(PLATFORMS, ("Linux", "Windows"), strict=True)
    )


def test_nothing_the_product_needs_is_left_out_as_a_tool() -> None:
    assert needed() & DEVELOPMENT_ONLY == set()
