"""`kiosk units`: the office's list is taken in wholly or not at all, and found by any name."""

import json
from pathlib import Path

import pytest

from kiosk.cli.main import main

LIST = "code,name,kind,province_code,old_names\n00001,Mẫu,phường,01,Thử Nghiệm\n"


def test_a_list_is_taken_in_and_found_by_an_old_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8-sig")
    home = ["--home", str(tmp_path / "home")]
    assert main(["units", "import", str(file), *home]) == 0
    assert "1 communes taken in" in capsys.readouterr().out
    assert main(["units", "find", "thu nghiem", "--json", *home]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"words": "phường Mẫu, thành phố Hà Nội", "old_name": "Thử Nghiệm"}
    assert main(["units", "find", "không có ở đâu", *home]) == 1


def test_a_broken_list_leaves_the_one_before_in_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(LIST, encoding="utf-8")
    bad.write_text(LIST.replace(",01,", ",77,"), encoding="utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert main(["units", "import", str(good), *home]) == 0
    assert main(["units", "import", str(bad), *home]) == 2
    assert "unknown province '77'" in capsys.readouterr().err
    assert main(["units", "find", "thu nghiem", *home]) == 0
