"""Every sentence that the code can name exists, in every language."""

import json
import re
from pathlib import Path

from kiosk.domain import errors
from kiosk.domain.dossier import DossierState

ROOT = Path(__file__).parents[2]


def table(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted((ROOT / "resources" / "i18n" / language).glob("*.json")):
        loaded = json.loads(file.read_text(encoding="utf-8"))
        assert not texts.keys() & loaded.keys(), f"{file.name} repeats keys of another file"
        texts.update(loaded)
    return texts


def test_all_languages_have_the_same_sentences() -> None:
    vi, en = table("vi"), table("en")
    assert vi.keys() ^ en.keys() == set()


def test_every_error_has_its_words() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.KioskError)
    ]
    codes = {kind.code for kind in kinds}
    for source in (ROOT / "kiosk").rglob("*.py"):
        if "sandbox" not in source.parts:
            codes.update(
                re.findall(
                    r"(?:Refused|Away|Broken|Invalid|Gone|Unavailable)\([^()]*?code=\"([a-z_]+)\"",
                    source.read_text(encoding="utf-8"),
                )
            )
    assert {f"error.{code}" for code in codes} - table("vi").keys() == set()


def test_every_state_has_its_words_and_what_comes_next() -> None:
    keys = table("vi").keys()
    for state in DossierState:
        assert f"state.{state.value}" in keys
        assert f"state_next.{state.value}" in keys


def test_every_key_the_flow_names_exists() -> None:
    keys = {key.removesuffix(".one").removesuffix(".many") for key in table("vi")}
    named = set()
    for source in (ROOT / "kiosk" / "flow").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        named.update(re.findall(r"Notice\(\s*\"\w+\",\s*\"([a-z_.]+)\"", text))
        named.update(re.findall(r"text_key=\"([a-z_.]+)\"", text))
        named.update(re.findall(r"_?problems?(?:\[[^]]*\])? = \"([a-z_]+\.[a-z_]+)\"", text))
        named.update(re.findall(r"words\(\s*\"([a-z_.]+)\"", text))
    assert len(named) > 20
    assert named - keys == set()
