"""Readers of ID codes: from a frame to what the card says, or to a hint what the person should do next."""
