"""Texts: every language says everything, nothing is said twice, and a missing word never crashes a person's screen."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.bilingual import Text
from kiosk.domain.errors import KioskError
from kiosk.domain.receipt import PrinterState
from kiosk.domain.scan import Hint, PageProblem
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.texts import TextMissing, Texts, load_tables, placeholders

SHIPPED = load_tables(resource_folder() / "i18n")


def all_errors(kind: type[KioskError] = KioskError) -> list[type[KioskError]]:
    return [kind, *(error for child in kind.__subclasses__() for error in all_errors(child))]


def test_both_languages_say_the_same_things() -> None:
    assert SHIPPED["vi"].keys() == SHIPPED["en"].keys()
    for key, sentence in SHIPPED["vi"].items():
        if not key.endswith(".one"):  # "one page" may leave the number out
            assert placeholders(sentence) == placeholders(SHIPPED["en"][key]), key
        assert sentence.strip(), key
        assert SHIPPED["en"][key].strip(), key


def test_every_hint_problem_and_printer_state_has_its_sentence() -> None:
    table = SHIPPED["vi"]
    assert all(f"hint.{hint}" in table for hint in Hint)
    assert all(f"page.{problem}" in table for problem in PageProblem)
    assert all(f"printer.{state}" in table for state in PrinterState)


def test_every_error_of_the_domain_has_its_sentence() -> None:
    for error in all_errors():
        if error.__module__.startswith("kiosk.domain"):
            assert f"error.{error.code}" in SHIPPED["vi"], error


def test_values_are_filled_in_and_counts_choose_the_form() -> None:
    tables = {
        "vi": {"pages": "{count} trang"},
        "en": {"pages.one": "{count} page", "pages.many": "{count} pages"},
    }
    assert Texts("vi", tables=tables)("pages", count=3) == "3 trang"
    english = Texts("en", tables=tables)
    assert english("pages", count=1) == "1 page"
    assert english("pages", count=3) == "3 pages"


def test_a_missing_word_comes_in_vietnamese_then_as_its_key(caplog: pytest.LogCaptureFixture) -> None:
    tables = {"vi": {"here": "ở đây"}, "en": {"other": "x"}}
    assert Texts("en", tables=tables)("here") == "ở đây"
    assert Texts("en", tables=tables)("nowhere.at_all") == "nowhere.at_all"
    assert "nowhere.at_all" in caplog.text
    with pytest.raises(TextMissing):
        Texts("en", tables=tables, strict=True)("nowhere.at_all")


def test_the_same_key_in_two_files_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "vi"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps({"k": "1"}))
    (folder / "b.json").write_text(json.dumps({"k": "2"}))
    with pytest.raises(ValueError, match=r"both vi/a\.json and vi/b\.json"):
        load_tables(tmp_path)


def test_switching_tells_everyone_once(qtbot: QtBot) -> None:
    texts = Texts("vi")
    with qtbot.waitSignal(texts.changed):
        texts.set_language("en")
    assert texts("base.back") == "Back"
    with qtbot.assertNotEmitted(texts.changed):
        texts.set_language("en")
    texts.set_language("xx")
    assert texts.language == "vi"


def test_texts_that_bring_their_own_languages(qapp: object) -> None:
    name = Text("Khai sinh", "Birth registration")
    assert Texts("vi").of(name) == "Khai sinh"
    assert Texts("en").of(name) == "Birth registration"
    assert Texts("en").of(Text("Khai sinh", "")) == "Khai sinh"
