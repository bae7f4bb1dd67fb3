"""Floor 1: the session machine and the use cases. Pure: no clock, no outside library, no device."""
