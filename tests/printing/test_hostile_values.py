"""Values that mean harm, in every field of every slip: no command reaches the printer, and the dots are those drawn."""

import pytest

from benchmarks.slip_reading import harmed, hostile_values
from benchmarks.worn_paper import clean, read_qr
from kiosk.app.painting import headless_painter
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.domain.content_proof import read_proof
from kiosk.domain.receipt import Receipt
from kiosk.ui.receipts import sample_values
from tests.unit.test_content_proof import KEY, a_dossier
from tests.unit.visit_driver import RESOURCES

pytestmark = pytest.mark.usefixtures("qapp")


def test_no_value_becomes_a_command_or_breaks_a_slip() -> None:
    assert harmed(hostile_values(88)) == []


@pytest.mark.parametrize("documents", [1, 18, 60])
def test_the_signed_code_is_read_from_the_narrowest_paper(documents: int) -> None:
    text = KEY.prove(a_dossier(documents))
    assert ZxingCodeWriter().qr(text).width <= 69
    values = {**sample_values("submission"), "qr": text}
    slip = headless_painter(RESOURCES).paint(Receipt("submission", values), 384)
    by_zxing, _, read = read_qr(clean(slip))
    assert by_zxing
    assert read_proof(read) == read_proof(text)
