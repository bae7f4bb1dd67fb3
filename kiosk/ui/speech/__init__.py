"""Screens read aloud: what is said, and the voices that say it; nothing of it is loaded before the first screen stands."""
