"""Asks how the result is to come back, each way with its price and who pays it."""

from typing import ClassVar

from kiosk.flow.intents import DeliveryChosen, DeliveryConsidered
from kiosk.flow.messages import Intent, View
from kiosk.flow.views import DeliveryOption, DeliveryView
from kiosk.ui.amounts import price_words
from kiosk.ui.keyboard.pads import Capitals
from kiosk.ui.keyboard.suggestions import Suggests
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.row_in_sight import RowInSight

LONGEST_ADDRESS = 200


class DeliveryScreen(Screen):
    """The address is asked for only where the way chosen needs one."""

    name = "delivery"
    view_type: ClassVar[type[View]] = DeliveryView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.question = self.label("delivery.question", "heading")
        self.ways = self.choices("method", columns=2)
        self.ways.changed.connect(self._chosen)
        self.address = self.field(
            "address",
            "delivery.address",
            "delivery.address_help",
            capitals=Capitals.WORDS,
            max_length=LONGEST_ADDRESS,
            suggests=Suggests.ADDRESS,
        )
        self.add(self.question, self.ways, self.address)
        RowInSight(self._scrolling)
        self.address.edited.connect(lambda _text: self._considered())
        self.go_on(sends=self._made_up_mind)
        self._brought = ("", "")
        """Way and address as the session last gave them: a person's own choice is not undone by a repeated View."""

    def show_view(self, view: DeliveryView) -> None:
        """Ways and prices; what the person has chosen or typed meanwhile stays."""
        self.ways.set_choices(self._choice(option) for option in view.options)
        for row, option in zip(self.ways.rows, view.options, strict=True):
            self.named(row, f"method_{option.method}")
        way, address = self._brought
        if view.chosen != way:
            self.ways.choose((view.chosen,))
        if view.address not in (address, self.address.value()):
            self.address.set_value(view.address)
            self.address.input.setCursorPosition(0)  # a long address shows its beginning
        self._brought = (view.chosen, view.address)
        self.address.set_problem(self.texts(view.problem) if view.problem else "")
        if view.problem:
            self.address.input.setFocus()
        if self.ways.has_problem() and not self.ways.chosen():
            self.ways.set_problem(self.texts("delivery.choose_first"))
        self._show_address()

    def _choice(self, option: DeliveryOption) -> Choice:
        unknown = "price.unknown_delivery"
        price = price_words(self.texts, option.amount, option.payer, unknown)
        sentence = self.texts(f"delivery.{option.method}_sentence")
        return Choice(option.method, f"{self.texts(f'delivery.{option.method}')}: {price}", sentence)

    def _option(self) -> DeliveryOption | None:
        chosen = self.ways.chosen()
        return next((option for option in self.view.options if option.method in chosen), None)

    def _chosen(self, _values: object) -> None:
        self.ways.set_problem("")
        self._show_address()
        self._considered()

    def _considered(self) -> None:
        """Kept at every keystroke: a power cut must not cost an address."""
        option = self._option()
        if option is not None:
            self.send(DeliveryConsidered(method=option.method, address=self.address.value()))

    def _show_address(self) -> None:
        option = self._option()
        self.address.setVisible(option is not None and option.needs_address)

    def _made_up_mind(self) -> Intent | None:
        option = self._option()
        if option is None:
            self.ways.set_problem(self.texts("delivery.choose_first"))
            return None
        address = self.address.value() if option.needs_address else ""
        return DeliveryChosen(method=option.method, address=address)
