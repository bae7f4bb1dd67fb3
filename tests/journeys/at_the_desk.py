"""What a clerk's hands do at the post's desk of a real window."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.domain.staff import Role
from kiosk.ui.widgets.signature_pad import SignaturePad
from tests.journeys.at_the_window import AtTheWindow

PASSWORD = "Buu-cuc-2026"


def sign_in(person: AtTheWindow) -> None:
    """The clerk, at a terminal that may not know her yet."""
    staff = person.built.storage.staff
    if not any(member.id == "lan" for member in staff.members()):
        staff.add("lan", "Trần Thị Lan", Role.CLERK, PASSWORD, must_change=False)
    person.see("welcome")
    person.sign_in("lan", PASSWORD)
    person.see("work_list")


def to_the_desk(person: AtTheWindow, tool: str = "paper_desk") -> None:
    """From the bench."""
    person.touch("work_list.tools")
    person.see("tools")
    person.touch(f"tools.{tool}")


def count(person: AtTheWindow) -> None:
    """From the desk to the first signature: nothing of the list is forgotten."""
    person.touch("paper_desk.take")
    person.see("paper_choice")
    person.enter("paper_choice.text", "cap ban sao tu so goc")
    person.touch("paper_choice.result_2.000908")
    person.see("paper_plan")
    person.touch("paper_plan.case.self")
    person.touch("paper_plan.go_on")
    person.consent()
    person.identify()
    person.leave_number()
    person.see("paper_count")
    person.touch("paper_count.go_on")
    person.read("paper_count.forgotten")
    for number in range(1, len(person.view.papers) + 1):
        person.touch(f"paper_count.originals_more_{number}")
    person.wait(lambda: not person.view.forgotten, "the whole list to be counted")
    person.touch("paper_count.go_on")


def sign(person: AtTheWindow, role: str) -> None:
    """Draw a name and say so."""
    person.wait(lambda: getattr(person.view, "role", "") == role, f"the {role} to be asked")
    person.see("sign")
    pad = person.terminal.window.findChild(SignaturePad, "sign.pad")
    assert isinstance(pad, SignaturePad)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    for x in range(30, 210, 20):
        QTest.mouseMove(pad, QPoint(x, 30 + x % 40))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(210, 60))
    person.touch("sign.go_on")
