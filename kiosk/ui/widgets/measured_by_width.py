"""Lets a scrolling body measure its contents at the width they have; it scrolls nothing itself."""

from kiosk.ui.widgets.scrolling import ScrollingBody


def measure_by_width(body: ScrollingBody) -> None:
    """Take the height from the real width alone.

    Qt also asks wrapped texts for their least size, which is that of their narrowest, tallest form. A page that
    fits would then be given a scroll range it does not need, and its scroll buttons would come and go for ever.
    """
    body.content.setMinimumHeight(1)
