"""Every screen of the terminal, one file each; the window finds a View's screen in this table."""

from kiosk.ui.screen import Screen

SCREENS: tuple[type[Screen], ...] = (
    # start, identity, account
    # dossier
    # look-up and staff
)
