"""Gathers the licence texts of everything the packaged program contains, and refuses what is GPL only."""

import re
import shutil
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

DEVELOPMENT_ONLY = frozenset(
    {
        "altgraph", "ast-serialize", "execnet", "grimp", "hypothesis", "import-linter", "iniconfig", "librt", "macholib",
        "mypy", "mypy-extensions", "pefile", "pluggy", "pyinstaller", "pyinstaller-hooks-contrib", "pytest", "pytest-qt",
        "pytest-randomly", "pytest-timeout", "pytest-xdist", "pywin32-ctypes", "ruff", "sortedcontainers", "pathspec",
        "types-jsonschema", "types-requests", "packaging", "rich", "markdown-it-py", "mdurl", "pygments", "tomli",
    }
)  # fmt: skip
_GPL = re.compile(r"(?<![AL])GPL", re.IGNORECASE)
_OTHER_CHOICE = re.compile(r"LGPL|MIT|BSD|Apache|MPL|exception", re.IGNORECASE)
SYSTEM_TEXTS = {
    "noto-sans": (Path("/usr/share/doc/fonts-noto-core/copyright"),),
    "libzbar": (Path("/usr/share/doc/libzbar0/copyright"),),
    "qt": (Path("/usr/share/common-licenses/LGPL-3"), Path("/usr/share/common-licenses/GPL-3")),
}
"""Texts of what is collected from the system, and of Qt, whose wheels carry none (used under the LGPL)."""


class GplOnly(SystemExit):
    """A library that may not be in the product."""


def gather_licences(lock: Path, target: Path) -> list[str]:
    """Copy the texts of every shipped library into `target`; returns the libraries' names.

    Raises GplOnly when one offers nothing but the GPL.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shipped = []
    for name in sorted(
        set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    ):
        if name in DEVELOPMENT_ONLY:
            continue
        try:
            library = distribution(name)
        except PackageNotFoundError:
            continue  # of another platform
        refuse_gpl_only(library)
        _copy_texts(library, target / name)
        shipped.append(name)
    for folder, texts in SYSTEM_TEXTS.items():
        found = [text for text in texts if text.is_file()]
        if found:
            (target / folder).mkdir()
            for text in found:
                shutil.copy(text, target / folder / f"{text.name}.txt")
    return shipped


def refuse_gpl_only(library: Distribution) -> None:
    """Raises GplOnly for a library whose own metadata offers no other licence."""
    words = licence_words(library)
    if _GPL.search(words) and not _OTHER_CHOICE.search(words):
        raise GplOnly(f"{library.name} is under {words}: it may not be in the product")


def licence_words(library: Distribution) -> str:
    """What the library's metadata says of its licence."""
    facts = library.metadata
    classifiers = [
        c.rpartition("::")[2].strip() for c in facts.get_all("Classifier") or () if c.startswith("License")
    ]
    return "; ".join(
        part.splitlines()[0]
        for part in (facts.get("License-Expression"), facts.get("License"), *classifiers)
        if part
    )


def _copy_texts(library: Distribution, target: Path) -> None:
    target.mkdir()
    facts = f"{library.name} {library.version}\nLicence: {licence_words(library)}\n"
    (target / "about.txt").write_text(facts, encoding="utf-8")
    for file in library.files or ():
        if re.search(
            r"(licen[cs]e|copying|notice|authors)", file.name, re.IGNORECASE
        ) and not file.name.endswith(".py"):
            source = Path(str(library.locate_file(file)))
            if source.is_file():
                shutil.copy(source, target / f"{len(list(target.iterdir())):02d}-{file.name}")
