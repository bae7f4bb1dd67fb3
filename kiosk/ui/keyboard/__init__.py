"""Typing Vietnamese without an input method of the system: a pure composer, a touch keyboard and a hardware filter."""
