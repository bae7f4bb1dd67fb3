"""The machine-readable zone of cards and passports: found in a frame, read character by character, checked as a whole."""
