"""The storage room: the encrypted database, the sealed files beside it, and the keys to both."""
