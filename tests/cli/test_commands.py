"""What all commands have in common: names, examples, configuration, exit codes; each command's own work is beside."""

import re
from pathlib import Path

import pytest

from kiosk.cli.main import parser
from tests.cli.program import Kiosk, prepared_folder

NAMES = (
    *("run", "demo", "sandbox", "enrol", "doctor", "read", "scan-pages", "submit", "sync", "queue", "print"),
    *("audit", "staff", "report"),
)


def test_help_names_every_command(bare_kiosk: Kiosk) -> None:
    told = bare_kiosk.run("--help").check().out
    for name in NAMES:
        assert re.search(rf"^\s+{name}\s", told, re.MULTILINE), name


@pytest.mark.parametrize("name", NAMES)
def test_help_of_a_command_shows_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert re.search(rf"^example:\n  kiosk {name}", told, re.MULTILINE)
    assert "--config" in told


def test_the_example_of_help_is_shown_by_the_program_too(bare_kiosk: Kiosk) -> None:
    assert "kiosk sync --until-empty" in bare_kiosk.run("sync", "--help").check().out
    assert not bare_kiosk.home.exists(), "asking for help makes nothing"


@pytest.mark.parametrize(
    "words", [("sync", "--nonsense"), ("nonsense",), (), ("read",), ("queue", "nonsense")], ids=" ".join
)
def test_wrong_arguments_end_with_2(bare_kiosk: Kiosk, words: tuple[str, ...]) -> None:
    ended = bare_kiosk.run(*words).check(2)
    assert ended.out == ""
    assert ended.err.startswith("kiosk")
    assert ended.err.endswith("--help\n"), "it says where to look"
    assert ended.err.count("\n") == 1, "one sentence"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[terminal]\nname = 'Quầy 1'\nidle_s = 'lâu'\n", 3, "terminal.idle_s"),
        ("[printer]\n\nadress = 'tcp://x'\n", 3, "printer.adress"),
        ("schema = 1\n[teminal]\n", 2, "teminal"),
        ("[terminal]\nname = 'no end\n", 2, "line 2"),
        ("schema = 9\n", 1, "schema"),
    ],
    ids=["value", "unknown key", "unknown section", "not TOML", "schema"],
)
def test_a_wrong_setting_is_named_with_its_line(bare_kiosk: Kiosk, text: str, line: int, key: str) -> None:
    bare_kiosk.config.write_text(text, encoding="utf-8")
    ended = bare_kiosk.run_here("queue").check(2)
    assert len(ended.err.splitlines()) == 1
    assert "kiosk.toml" in ended.err
    assert f"line {line}" in ended.err
    assert key in ended.err


def test_a_configuration_that_is_not_there_is_told(bare_kiosk: Kiosk) -> None:
    ended = bare_kiosk.run("queue", "--config", "elsewhere.toml").check(2)
    assert "elsewhere.toml" in ended.err


def test_home_and_configuration_can_be_named(bare_kiosk: Kiosk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    config = tmp_path / "named.toml"
    config.write_text("[terminal]\nname = 'Quầy 7'\n", encoding="utf-8")
    folder = prepared_folder(tmp_path / "dossier")
    named = ("--home", elsewhere, "--config", config)
    reference = bare_kiosk.run("submit", folder, *named).check().out.strip()
    assert reference in bare_kiosk.run("queue", *named).check().out
    assert not bare_kiosk.home.exists(), "nothing is written beside the home"
    assert not bare_kiosk.config.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dossier", "elsewhere", "kiosk", "named.toml"]


def test_the_users_own_folder_is_looked_in_last(bare_kiosk: Kiosk) -> None:
    own = bare_kiosk.folder / "config" / "kiosk"
    own.mkdir(parents=True)
    (own / "kiosk.toml").write_text("[teminal]\n", encoding="utf-8")
    assert str(own / "kiosk.toml") in bare_kiosk.run("queue").check(2).err
    bare_kiosk.write_settings("[terminal]\nlanguage = 'en'")
    bare_kiosk.run("queue").check()


def test_without_a_screen_the_terminal_says_so(bare_kiosk: Kiosk) -> None:
    ended = bare_kiosk.run("run", without=("QT_QPA_PLATFORM",)).check(2)
    assert len(ended.err.splitlines()) == 1
    assert "no screen" in ended.err
