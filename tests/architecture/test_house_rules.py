"""The rules of the house that a newcomer would otherwise have to remember."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for path in (ROOT / "kiosk").rglob("*.py") if path.stat().st_size > 0)
LONGEST_FILE = 400
VOCABULARIES = {"kiosk/ui/screens/examples_dossier.py"}
"""Lists of small things: one thing each however long."""
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_opens_with_what_it_is_for(module: Path) -> None:
    words = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert words, f"{module} has no docstring"


def test_no_file_is_much_longer_than_one_thing() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE and name not in VOCABULARIES} == {}


def test_names_say_what_things_are() -> None:
    named = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & FORBIDDEN_NAMES == set()


def test_imports_go_down_only() -> None:
    check = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
    ]
    result = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_other_opencv_than_the_headless_one() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"^(opencv[\w-]*)==", lock, re.MULTILINE)) == {"opencv-python-headless"}


def test_the_lock_names_no_place_to_load_from() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index|--find-links", lock)


def test_nothing_shipped_is_gpl_only(tmp_path: Path) -> None:
    from tools.licences import gather_licences

    shipped = gather_licences(ROOT / "requirements.lock", tmp_path / "licenses")
    assert {"pyside6-essentials", "sqlalchemy", "zxing-cpp"} <= set(shipped)
    assert all(any((tmp_path / "licenses" / name).iterdir()) for name in shipped)


def test_reference_pages_are_fresh() -> None:
    from tools.reference_pages import DOCS, PAGES

    for name, make in PAGES.items():
        assert (DOCS / name).read_text(encoding="utf-8") == make(), (
            f"run: python -m tools.reference_pages ({name})"
        )


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(name[:4]) for name in files]
    assert numbers == list(range(1, len(files) + 1))
