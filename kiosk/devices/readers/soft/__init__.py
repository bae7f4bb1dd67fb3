"""Soft decoding of QR codes that are too blurred for hard decisions: every module keeps its odds up to the error correction."""
