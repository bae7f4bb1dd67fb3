"""The words of the tools menu: what is chosen there, and what it shows."""

from dataclasses import dataclass

from kiosk.flow.messages import Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsOpened(Intent):
    """From the bench: what else this person may do at the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChosen(Intent):
    """One of them, by its name."""

    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsView(View):
    """(name, icon) of each tool that the signed-in person may use, in the order of the menu."""

    tools: tuple[tuple[str, str], ...]
