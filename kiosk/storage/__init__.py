"""The storage room: the encrypted database, the sealed files beside it, and the keys to both.

`Storage.open(home)` is the door for `kiosk.app`; `verify_ed25519` and `restore_master` need no open room.
"""

from kiosk.storage.keys import restore_master, verify_ed25519
from kiosk.storage.storage_room import Storage

__all__ = ["Storage", "restore_master", "verify_ed25519"]
