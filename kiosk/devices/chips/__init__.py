"""Reads and proves the chip of an identity card: PC/SC, ICAO 9303 access and messaging, passive and chip authentication."""
