"""`kiosk.toml`: every mistake is named with its line, however it is written; what others wrote stays."""

import os
import stat
from pathlib import Path

import pytest

from kiosk.app.config import read_settings, write_part
from kiosk.app.demo.main import demo_folder
from kiosk.domain.errors import ConfigurationInvalid


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.toml"


def complaint(file: Path, text: str) -> str:
    """What is said of the file, without its own name."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationInvalid) as trouble:
        read_settings(file)
    assert trouble.value.detail.startswith(str(file))
    return trouble.value.detail.removeprefix(str(file))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[terminal]\nname = "x"\nidle_s = 5\n', ", line 3, terminal.idle_s: must be between 15 and 900 s."),
        ("schema = 1\nterminal.idle_s = 5\n", ", line 2, terminal.idle_s: must be between 15 and 900 s."),
        ("\n\nterminal = {idle_s = 5}\n", ", line 3, terminal.idle_s: must be between 15 and 900 s."),
        ('[ "terminal" ]\n"name" = 1\n', ", line 2, terminal.name: must be text in quotes."),
        ("[terminal]\n# name = 1\nname = [\n 1,\n]\n", ", line 3, terminal.name: must be text in quotes."),
        (
            '[terminal]\nname = """\n[gateway]\nidle_s = 7\n"""\nidle_s = 3\n',
            ", line 6, terminal.idle_s: must be between 15 and 900 s.",
        ),
        ("[storage]\npurge_grace_h = nan\n", ", line 2, storage.purge_grace_h: must be between 0 and 720 h."),
        ("[storage]\npurge_grace_h = true\n", ", line 2, storage.purge_grace_h: must be a number."),
        ('[terminal]\nfull_screen = "yes"\n', ", line 2, terminal.full_screen: must be true or false."),
        ("[terminal]\nidle_s = 60.0\n", ", line 2, terminal.idle_s: must be a whole number."),
        ("# 1\nschema = 2\n", ", line 2, schema: this program reads schema 1."),
        ("schema = true\n", ", line 1, schema: this program reads schema 1."),
    ],
)
def test_a_mistake_is_named_with_its_line(file: Path, text: str, where: str) -> None:
    assert complaint(file, text) == where


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ('[terminal]\nnmae = "x"\n', ", line 2, terminal.nmae: not known. Known here: name,"),
        ("[terminal]\n[terminal.colours]\nx = 1\n", ", line 2, terminal.colours: not known."),
        ("schema = 1\n\n[colours]\n", ", line 3, colours: not known. Known sections: gateway,"),
        ('[[terminal]]\nname = "x"\n', ", line 1, terminal: not known. Known sections: gateway,"),
        ("[terminal]\nname = x\n", ": line 2, column 8: Invalid value."),
        (
            '[gateway]\nca_file = "C:\\Users\\x"\n',
            ": line 2, column 16: Invalid hex value. Write paths with /",
        ),
        ('[gateway]\nurl = "http\n', ": line 2, column 12: "),
    ],
)
def test_a_typing_slip_is_named_with_its_line(file: Path, text: str, begins: str) -> None:
    assert complaint(file, text).startswith(begins)


def test_a_mark_before_the_first_line_and_windows_line_ends_are_fine(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbfschema = 1\r\n[terminal]\r\nname = "Qu\xe1\xba\xa7y 1"\r\n')
    assert read_settings(file).terminal.name == "Quầy 1"


def test_another_encoding_is_said(file: Path) -> None:
    file.write_bytes("schema = 1\n".encode("utf-16"))
    with pytest.raises(ConfigurationInvalid, match="Save it as UTF-8"):
        read_settings(file)


def test_a_folder_is_no_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationInvalid, match="cannot be read"):
        read_settings(tmp_path)


# --- writing -----------------------------------------------------------------------------------------------


def test_what_others_wrote_stays(file: Path) -> None:
    file.write_text('# ours\nschema = 1 # s\n\n[terminal] # t\nname = "a" # n\n# end\n', encoding="utf-8")
    write_part(file, "terminal", {"name": "b"})
    write_part(file, "gateway", {"url": "https://portal.example"})
    assert file.read_text(encoding="utf-8") == (
        '# ours\nschema = 1 # s\n\n[terminal] # t\nname = "b" # n\n# end\n\n[gateway]\nurl = "https://portal.example"\n'
    )


@pytest.mark.parametrize(
    "before", ["\ufeffschema = 1\n", 'gateway = {url = "x"}\n', 'gateway.url = "x"\n', ""]
)
def test_every_way_of_writing_can_be_written_to(file: Path, before: str) -> None:
    file.write_text(before, encoding="utf-8")
    write_part(file, "gateway", {"url": "https://portal.example", "device_id": "d"})
    gateway = read_settings(file).gateway
    assert (gateway.url, gateway.device_id) == ("https://portal.example", "d")


@pytest.mark.skipif(os.name == "nt", reason="file modes and links of POSIX")
def test_a_link_stays_a_link_and_a_private_file_private(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text("schema = 1\n", encoding="utf-8")
    real.chmod(0o600)
    file.symlink_to(real)
    write_part(file, "terminal", {"name": "b"})
    assert file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert read_settings(real).terminal.name == "b"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationInvalid, match="cannot be written"):
        write_part(tmp_path / "file" / "kiosk.toml", "terminal", {"name": "b"})


def test_a_demonstration_never_empties_a_terminals_home(tmp_path: Path) -> None:
    assert demo_folder(tmp_path) == tmp_path / "demo"
