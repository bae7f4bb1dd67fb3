"""Draws QR codes and Code 128 barcodes as modules, for slips, screens and sample cards; reads nothing."""

from typing import TYPE_CHECKING

from kiosk.domain.errors import RuleBroken
from kiosk.domain.scan import CodeMatrix

if TYPE_CHECKING:
    import zxingcpp

_LEVELS = frozenset("LMQH")


class ZxingCodeWriter:
    """The port `CodeWriter` by zxing-cpp. RuleBroken(`code_not_writable`) for text that does not fit the code."""

    def qr(self, text: str, ec: str = "M") -> CodeMatrix:
        """A QR code of `text` in UTF-8, error correction `ec` of L, M, Q or H."""
        if ec not in _LEVELS:
            raise ValueError(f"error correction {ec!r} is not one of L, M, Q, H")
        import zxingcpp  # heavy, and the first screen shows no code

        return _matrix(text, zxingcpp.BarcodeFormat.QRCode, ec_level=ec)

    def code128(self, text: str) -> CodeMatrix:
        """A Code 128 barcode, one row high; printable ASCII only, so that every scanner reads the same."""
        if not text.isascii() or not text.isprintable():
            raise RuleBroken("Code 128 takes printable ASCII", code="code_not_writable")
        import zxingcpp

        whole = _matrix(text, zxingcpp.BarcodeFormat.Code128)
        return CodeMatrix(whole.rows[:1])


def _matrix(text: str, code_format: "zxingcpp.BarcodeFormat", **options: str) -> CodeMatrix:
    import numpy as np
    import zxingcpp

    try:
        code = zxingcpp.create_barcode(text, code_format, **options)
        dark = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) < 128
    except ValueError as refused:
        raise RuleBroken("text is empty or too long for the code", code="code_not_writable") from refused
    return CodeMatrix(tuple(map(tuple, dark.tolist())))
