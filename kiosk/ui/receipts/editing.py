"""Templates that a technician changed on this terminal: their text, how they would look, keeping and giving them up."""

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from kiosk.domain.receipt import Bitmap, Receipt
from kiosk.ui.receipts.fields import FIELDS
from kiosk.ui.receipts.painter import ReceiptPainter
from kiosk.ui.receipts.problems import TemplateInvalid, ValuesInvalid
from kiosk.ui.receipts.samples import sample_values

LANGUAGES = ("vi", "en")
MOST_CHARACTERS = 20_000


class SlipTemplates:
    """`shipped` comes with the program, `edited` lies in this terminal's home. Use it where the painter is used."""

    def __init__(self, shipped: Path, edited: Path, painter: ReceiptPainter) -> None:
        self._shipped, self._edited, self._painter = shipped, edited, painter

    def names(self) -> list[str]:
        """All templates, the mark of a reprint among them."""
        return sorted(name for name in FIELDS if (self._shipped / f"{name}.vi.txt").is_file())

    def source(self, name: str, language: str) -> str:
        """The text as it would be used now; of the shipped one where the changed one cannot be read."""
        shipped, edited = self._files(name, language)
        try:
            return edited.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return shipped.read_text(encoding="utf-8")

    def is_changed(self, name: str, language: str) -> bool:
        """Whether this terminal has one of its own."""
        return self._files(name, language)[1].is_file()

    def draw(self, name: str, language: str, source: str, width_dots: int) -> Bitmap:
        """With made-up values. Raises TemplateInvalid with the line."""
        from kiosk.ui.receipts.template import SlipTemplate

        self._files(name, language)
        if len(source) > MOST_CHARACTERS:
            raise TemplateInvalid(1, f"mẫu dài quá {MOST_CHARACTERS} chữ")
        receipt = Receipt(name, sample_values(name, language), language)
        return self._painter.paint_with(SlipTemplate(name, source), receipt, width_dots)

    def keep(self, name: str, language: str, source: str) -> None:
        """Use it from now on, whole or not at all. Raises TemplateInvalid, OSError."""
        self.draw(name, language, source, 384)
        path = self._files(name, language)[1]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = QSaveFile(str(path))
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            raise OSError(f"cannot write {path.name}: {file.errorString()}")
        file.write(source.encode("utf-8"))
        if not file.commit():
            raise OSError(f"cannot write {path.name}: {file.errorString()}")

    def restore(self, name: str, language: str) -> None:
        """Back to the shipped one. Raises OSError."""
        self._files(name, language)[1].unlink(missing_ok=True)

    def _files(self, name: str, language: str) -> tuple[Path, Path]:
        if name not in FIELDS or language not in LANGUAGES:
            raise ValuesInvalid(f"there is no template {name}.{language}; there are {', '.join(FIELDS)}")
        file = f"{name}.{language}.txt"
        return self._shipped / file, self._edited / file
