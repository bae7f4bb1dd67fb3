"""Shows and hides a part that may not stand on a page yet; it lays nothing out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_present(part: QWidget, present: bool) -> None:
    """Show or hide a part. One without a parent is not shown (Qt would open a window for it): its page will do that."""
    if present and part.parentWidget() is None:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        part.setVisible(present)
