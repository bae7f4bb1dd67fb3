"""The post-office kiosk: reads the ID, turns papers into pages, delivers dossiers to the portal."""

__version__ = "0.1.0"
