"""The tools menu as each role sees it; for the gallery and tests."""

from kiosk.domain.staff import Role
from kiosk.flow.messages import View
from kiosk.flow.staff_tools import TOOLS
from kiosk.flow.tools_words import ToolsView

EXAMPLES: tuple[tuple[str, View], ...] = tuple(
    (
        f"tools-{role.value}",
        ToolsView(
            tools=tuple((tool.name, tool.icon) for tool in TOOLS if role in tool.roles),
            can_go_back=True,
            personal=False,
            assisted_by="Trần Văn Bình",
        ),
    )
    for role in Role
    if any(role in tool.roles for tool in TOOLS)
)
