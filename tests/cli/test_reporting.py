"""`kiosk report` counts what a terminal did, and anybody can count it again from the trail."""

import csv
import io

from tests.cli.program import Kiosk, Portal


def figures(text: str) -> dict[str, str]:
    rows = list(csv.reader(io.StringIO(text)))
    return {row[1]: row[2] for row in rows[2:] if row[0]}


def test_the_month_of_a_terminal(kiosk: Kiosk, portal: Portal) -> None:
    for number in range(2):
        kiosk.submit(f"papers{number}", seed=number + 1)
    kiosk.sync("--until-empty", "--timeout", "80")
    with kiosk.storage() as storage:
        trail = list(storage.audit.entries())
    month = trail[-1].at.strftime("%Y-%m")

    out = kiosk.folder / "report.csv"
    fact = kiosk.run("report", month, "--json", "--out", out).check().fact
    again = [entry for entry in trail if entry.kind == "dossier_confirmed"]
    assert fact["filed"] == len(again) == 2
    assert fact["submitted"] == 2
    assert fact["by_procedure"] == {"2.000908": 2}
    assert fact["trail_broken_at"] is None
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    read = figures(out.read_text(encoding="utf-8-sig"))
    assert read["Hồ sơ đã nhận"] == "2"
    assert read["2.000908 Cấp bản sao từ sổ gốc"] == "2"
    assert not any("001199000001" in cell for cell in (*read, *read.values()))

    english = figures(kiosk.run("report", month, "--lang", "en").check().out)
    assert english["Dossiers filed"] == "2"


def test_a_pdf_needs_a_file_and_a_month_is_a_month(kiosk: Kiosk) -> None:
    assert "2026-11" in kiosk.run_here("report", "november").check(2).err
    assert "--out" in kiosk.run_here("report", "2026-11", "--format", "pdf").check(2).err
    out = kiosk.folder / "report.pdf"
    kiosk.run("report", "2026-11", "--format", "pdf", "--out", out).check()
    assert out.read_bytes().startswith(b"%PDF-")
