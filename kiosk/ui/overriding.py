"""The `override` mark of Qt's own camelCase methods, for Pythons whose `typing` lacks it; it changes nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):
        return method


__all__ = ["override"]
