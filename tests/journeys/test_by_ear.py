"""The citizen's whole way by accessible names alone: roles, names and actions, as assistive technology has them.

Read through Qt's own accessibility tree, the one that AT-SPI and UI Automation are served from.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from kiosk.ui.keyboard.board import Board
from tests.cli.program import Kiosk, Portal, enrolled_kiosk
from tests.journeys.at_the_window import PHONE_TYPED, AtTheWindow, slips_of, window_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Role = QAccessible.Role


class Ear:
    """What is said, and what can be done by saying it."""

    def __init__(self, person: AtTheWindow) -> None:
        self._person = person

    def nodes(self, role: Role) -> list[QAccessibleInterface]:
        """Everything of a role that can be used now."""
        root = QAccessible.queryAccessibleInterface(self._person.terminal.window)
        return [node for node in _walk(root) if node.role() == role and not node.state().disabled]

    def names(self, role: Role) -> list[str]:
        """How they are called."""
        return [node.text(QAccessible.Text.Name) for node in self.nodes(role)]

    def press(self, name: str, role: Role = Role.Button) -> None:
        """The one that is called so."""
        self._person.wait(lambda: name in self.names(role), f"no {role.name} is called {name!r}")
        node = next(node for node in self.nodes(role) if node.text(QAccessible.Text.Name) == name)
        actions = node.actionInterface()
        actions.doAction(actions.actionNames()[0])

    def press_one_of(self, begins: str, *roles: Role) -> None:
        """The first whose name begins so."""

        def found() -> QAccessibleInterface | None:
            nodes = (node for role in roles for node in self.nodes(role))
            return next((node for node in nodes if node.text(QAccessible.Text.Name).startswith(begins)), None)

        self._person.wait(found, f"nothing begins with {begins!r}")
        node = found()
        assert node is not None
        actions = node.actionInterface()
        actions.doAction(actions.actionNames()[0])

    def write(self, name: str, text: str) -> None:
        """Into the field that is called so, as a person would: the field is told of each letter."""
        role = Role.EditableText
        self._person.wait(lambda: name in self.names(role), f"no field is called {name!r}")
        node = next(node for node in self.nodes(role) if node.text(QAccessible.Text.Name) == name)
        widget = node.object()
        actions = node.actionInterface()
        actions.doAction("SetFocus")
        assert widget is not None
        self._person.hands.type(widget.objectName(), text)

    def hears(self, words: str) -> bool:
        """Whether it is said anywhere now."""
        root = QAccessible.queryAccessibleInterface(self._person.terminal.window)
        texts = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
        return any(words in node.text(text) for node in _walk(root) for text in texts)


def _walk(node: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if node is None or not node.isValid() or node.state().invisible or isinstance(node.object(), Board):
        return
    yield node
    for number in range(node.childCount()):
        yield from _walk(node.child(number))


def test_an_account_and_a_look_at_a_dossier_by_ear(
    own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot
) -> None:
    kiosk = enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(kiosk, qtbot) as person:
        ear = Ear(person)
        ear.press("Đăng ký tài khoản")
        person.wait(lambda: ear.nodes(Role.CheckBox), "the purposes")
        for purpose in ear.names(Role.CheckBox):
            ear.press(purpose, Role.CheckBox)
        ear.press("Đồng ý")
        person.wait(lambda: ear.hears("Đưa mặt thẻ có mã QR vào khung"), "to be told what to do")
        person.hold("cccd_2021")
        person.wait(lambda: ear.hears("Thông tin đúng"), "the card")
        person.take_away()
        ear.press("Thông tin đúng")
        ear.write("Số điện thoại", PHONE_TYPED)
        ear.press("Tiếp tục")
        person.wait(lambda: own_portal.messages("otp"), "the message")
        ear.write("Mã 6 số", str(own_portal.messages("otp")[-1]["otp"]))
        ear.press("Tiếp tục")
        person.wait(lambda: ear.hears(person.terminal.texts("account_done.active")), "the account")
        person.wait(lambda: len(slips_of(kiosk)) == 1, "the slip")
        ear.press("Kết thúc")
        ear.press("Xem hồ sơ đến đâu")
        ear.write("Mã hồ sơ", "KHONGCO")
        ear.press("Xem hồ sơ")
        person.wait(lambda: ear.hears("Không tìm thấy hồ sơ"), "to be told that there is none")
        ear.press("Kết thúc")
        person.wait(lambda: ear.hears("Xin chào!"), "the start")


def test_a_dossier_is_filed_by_ear(own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk = enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(kiosk, qtbot) as person:
        ear, says = Ear(person), person.terminal.texts
        chosen = (Role.Button, Role.RadioButton, Role.CheckBox)
        ear.press("Nộp hồ sơ")
        ear.write(says("search.label"), "cap ban sao tu so goc")
        ear.press_one_of("Cấp bản sao từ sổ gốc", Role.Button)
        ear.press(says("procedure.go_on"))
        ear.press_one_of("Người có tên trong giấy", *chosen)
        person.see("account_way")
        ear.press_one_of(says("account_way.none"), *chosen)
        person.see("consent")
        person.wait(lambda: ear.nodes(Role.CheckBox), "the purposes")
        for purpose in ear.names(Role.CheckBox):
            ear.press(purpose, Role.CheckBox)
        ear.press("Đồng ý")
        person.wait(lambda: ear.hears("Đưa mặt thẻ có mã QR vào khung"), "to be told what to do")
        person.hold("cccd_2021")
        ear.press("Thông tin đúng")
        person.take_away()
        ear.write("Số điện thoại", PHONE_TYPED)
        ear.press("Tiếp tục")
        for name, text in (
            ("Tên giấy tờ", "Bang tot nghiep"),
            ("Nơi đã cấp", "Truong mau"),
            ("Năm cấp", "1998"),
            ("Cần mấy bản?", "1"),
        ):
            ear.write(name, text)
        ear.press("Tiếp tục")
        ear.press("Của tôi", Role.RadioButton)
        ear.press("Tiếp tục")
        ear.press_one_of(says("checklist.by_data"), Role.Button)
        ear.press("Tiếp tục")
        person.wait(lambda: ear.hears(says("delivery.title")), "how the result comes")
        ear.press_one_of("Nhận tại", Role.RadioButton)
        ear.press("Tiếp tục")
        ear.press(says("summary.confirm"))
        person.wait(lambda: ear.hears(says("dossier_done.title")), "the end")
        reference = person.view.reference
        assert ear.hears(reference)
        ear.press(says("dossier_done.finish"))
        person.wait(lambda: ear.hears("Xin chào!"), "the start")
        assert person.built.storage.dossiers.find(reference) is not None
