"""`kiosk verify`: a slip's code or its picture, with and without the documents, here and with another terminal's key."""

import json
from pathlib import Path

import pytest

from kiosk.app.build import open_storage
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.domain.content_proof import prove
from kiosk.domain.dossier import NewDocument, NewDossier
from kiosk.domain.receipt import Receipt
from kiosk.domain.settings import Settings
from kiosk.ui.receipts import ReceiptPainter, bitmap_to_png, sample_values
from tests.cli.program import ROOT, Kiosk, pdf_of

pytestmark = pytest.mark.usefixtures("qapp")
FORM, PROOF = pdf_of(3000, seed=1), pdf_of(4000, seed=2)


@pytest.fixture
def slip(bare_kiosk: Kiosk) -> str:
    """The code of a dossier that this terminal keeps."""
    storage = open_storage(bare_kiosk.home, Settings())
    try:
        papers = tuple(
            NewDocument(
                f"00000000-0000-7000-8000-00000000000{n}", f"c{n}", "x.pdf", "application/pdf", 1, content
            )
            for n, content in enumerate((FORM, PROOF))
        )
        new = NewDossier(
            "00000000-0000-7000-8000-0000000000aa", "1.001193", "x", {"applicant": {}}, documents=papers
        )
        dossier = storage.dossiers.submit(new, actor="citizen", point="HN0099")
        return prove(dossier, storage.keys.sign, storage.keys.public_jwk())
    finally:
        storage.close()


def judged(kiosk: Kiosk, *words: object, code: int = 0) -> str:
    ended = kiosk.run_here("verify", *words, "--json").check(code)
    return str(json.loads(ended.out)["verdict"])


def test_a_slip_of_this_terminal_is_genuine_and_a_changed_one_is_not(bare_kiosk: Kiosk, slip: str) -> None:
    fact = json.loads(bare_kiosk.run("verify", slip, "--json").check().out)
    assert (fact["verdict"], fact["documents"], fact["pages"]) == ("genuine", 2, 2)
    for at in (30, 60, len(slip) - 20):
        changed = slip[:at] + ("A" if slip[at] != "A" else "B") + slip[at + 1 :]
        assert judged(bare_kiosk, changed, code=1) not in ("genuine", "signed")
    assert judged(bare_kiosk, slip.partition("/")[0], code=1) == "no_proof"
    told = bare_kiosk.run_here("verify", slip).check().out
    assert slip.partition("/")[0] in told


def test_the_documents_at_hand_are_compared_bit_by_bit(bare_kiosk: Kiosk, slip: str, tmp_path: Path) -> None:
    form, proof = tmp_path / "form.pdf", tmp_path / "proof.pdf"
    form.write_bytes(FORM)
    proof.write_bytes(PROOF)
    assert judged(bare_kiosk, slip, proof, form) == "genuine"
    assert judged(bare_kiosk, slip, form, code=1) == "other_content"
    one_bit = bytearray(PROOF)
    one_bit[1000] ^= 1
    proof.write_bytes(one_bit)
    assert judged(bare_kiosk, slip, form, proof, code=1) == "other_content"
    missing = bare_kiosk.run_here("verify", slip, tmp_path / "missing.pdf").check(2)
    assert "missing.pdf" in missing.err


def test_elsewhere_the_terminals_public_key_is_enough(bare_kiosk: Kiosk, slip: str, tmp_path: Path) -> None:
    key = tmp_path / "kiosk.jwk"
    key.write_text(bare_kiosk.run_here("verify", "--show-key").check().out, encoding="utf-8")
    elsewhere = Kiosk(tmp_path / "elsewhere")
    assert judged(elsewhere, slip, code=1) == "other_key"
    assert judged(elsewhere, slip, "--key", key) == "signed"
    form = tmp_path / "form.pdf"
    form.write_bytes(FORM)
    assert judged(elsewhere, slip, form, "--key", key, code=1) == "other_content"
    key.write_text("{}", encoding="utf-8")
    assert "Ed25519" in bare_kiosk.run_here("verify", slip, "--key", key).check(2).err


@pytest.mark.parametrize("width", [384, 576])
def test_a_photograph_of_the_slip_is_enough(bare_kiosk: Kiosk, slip: str, tmp_path: Path, width: int) -> None:
    painter = ReceiptPainter(ROOT / "resources" / "receipts", ZxingCodeWriter())
    values = {**sample_values("submission"), "qr": slip}
    picture = tmp_path / "slip.png"
    bitmap_to_png(painter.paint(Receipt("submission", values), width), picture)
    assert judged(bare_kiosk, picture) == "genuine"
