"""Two small screens that wear everything the base gives, for the window's own tests."""

from dataclasses import dataclass

from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.key_values import KeyValueTable
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.tile import TileGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView(View):
    """A form; `phone` is the person's."""

    phone: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView(View):
    """A start of tiles, with nobody's data."""

    personal: bool = False


class FormScreen(Screen):
    """Every kind of question."""

    name = "form"
    view_type = FormView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.full_name = self.field("full_name", "base.yes", "base.no", capitals=Capitals.WORDS)
        self.phone = self.digit_field("phone", "base.yes", most_digits=10)
        self.email = self.field("email", "base.yes", pad=Pad.EMAIL, optional=True)
        self.birth = self.date_field("birth", "base.yes")
        self.otp = self.otp_field("otp", "base.yes")
        self.code = self.field("code", "base.yes", pad=Pad.CODE, max_length=6)
        self.gender = self.choices("gender", "base.yes", columns=2)
        self.keep(
            lambda: self.gender.set_choices(
                [Choice("male", self.texts("base.yes")), Choice("female", self.texts("base.no"))]
            )
        )
        self.add(self.row(self.full_name, self.phone), self.row(self.email, self.birth))
        self.add(self.row(self.otp, self.code), self.gender)
        self.next = self.go_on(sends=WentOn())

    def show_view(self, view: FormView) -> None:
        self.phone.set_value(view.phone or self.phone.value())
        self.phone.set_problem(self.texts(view.problem) if view.problem else "")


class StartScreen(Screen):
    """Tiles, a list and facts."""

    name = "start"
    view_type = StartView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        grid = TileGrid(kit.theme)
        grid.add(
            self.tile("first", "person", "base.yes", "base.offline", sends=WentOn(), recommended=True),
            self.tile("second", "pages", "base.no", "base.offline"),
            self.tile("third", "search", "base.retry", "base.offline"),
        )
        self.rows = self.long_list("rows")
        self.rows.set_rows(
            ListRow(str(number), f"Thủ tục {number}", "Ủy ban nhân dân cấp xã", "page", "Nộp được", "success")
            for number in range(20)
        )
        self.facts = KeyValueTable(kit.theme)
        self.facts.set_rows([("Họ và tên", "Nguyễn Thị An"), ("Số định danh", "001199000001")])
        self.add(grid, self.facts)
        self.add(self.rows, stretch=1)

    def show_view(self, view: StartView) -> None:
        pass
