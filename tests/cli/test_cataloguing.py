"""`kiosk catalogue`: a list is taken in, looked through, settled and published from the command line too."""

import json
from pathlib import Path

import pytest

from kiosk.cli.main import main
from tests.catalogue.test_importing import PLAIN, with_way


def test_a_list_goes_from_the_file_to_the_citizens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.json"
    doubtful = {**with_way(**{"Thời hạn giải quyết": "1"}), "Mã thủ tục": "1.234568"}
    whole = [PLAIN, doubtful, {"Mã thủ tục": "?"}]
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    home = ["--home", str(tmp_path / "home")]

    assert main(["catalogue", "import", str(file), *home]) == 1
    told = capsys.readouterr().out
    assert "2 procedures wait for review: 1 clear, 1 doubtful" in told
    assert "item 3: Không có mã thủ tục" in told
    assert main(["catalogue", "review", "--json", *home]) == 0
    assert json.loads(capsys.readouterr().out) == {"waiting": 2, "clear": 1, "doubtful": ["1.234568"]}
    assert main(["catalogue", "accept", "1.234568", *home]) == 2
    assert "still open" in capsys.readouterr().err
    table = tmp_path / "review.csv"
    assert main(["catalogue", "review", "--out", str(table), *home]) == 0
    assert "1.234568" in table.read_text(encoding="utf-8-sig")
    capsys.readouterr()
    assert main(["catalogue", "review", "1.234568", "--lang", "en", *home]) == 0
    assert "1=1  1 working day" in capsys.readouterr().out
    assert main(["catalogue", "settle", "1.234568", "1=99", *home]) == 2
    assert main(["catalogue", "settle", "1.234568", "1=1", *home]) == 0
    assert main(["catalogue", "accept", "1.234568", *home]) == 0
    assert main(["catalogue", "accept", "--all-clear", *home]) == 0
    assert "1 procedures are published" in capsys.readouterr().out
    assert main(["catalogue", "put-aside", "1.234567", *home]) == 0
    assert main(["catalogue", "accept", "9.999999", *home]) == 2
    assert main(["catalogue", "import", str(tmp_path / "none.csv"), *home]) == 2
