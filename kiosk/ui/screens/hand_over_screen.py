"""The hand-over to the one-stop office: scan each envelope, note what is amiss, name the officer; then both sign."""

from functools import partial
from typing import ClassVar

from kiosk.domain.post_item import PostItem
from kiosk.domain.rules import group_s10
from kiosk.flow.intents import WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.post_words import AgencyChosen, AmissTold, HandOverView, LabelEntered, OfficerNamed
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.field_row import FieldRow
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.scanner_line import ScannerLine, put_beside
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel

NAME_LIMIT = 160
LABEL_LIMIT = 24


class HandOverScreen(Screen):
    """Rows are named `item_<n>`; what is amiss with the n-th is typed into `amiss_<n>`."""

    name = "hand_over"
    view_type: ClassVar[type[View]] = HandOverView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.agency = self.choices("agency", "hand_over.agency")
        self.agency.changed.connect(self._agency_chosen)
        self.number = self.field(
            "number",
            "hand_over.number",
            "hand_over.number_help",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=LABEL_LIMIT,
        )
        ScannerLine(self.number.input, self._entered)
        self.scan = self.button("scan", "hand_over.scan", icon="check")
        self.scan.clicked.connect(self._entered)
        self.items = RowColumn(self.theme)
        self.amiss: dict[str, FieldRow] = {}
        self._amiss_column = self.panel()
        self.officer = self.field("officer", "hand_over.officer", max_length=NAME_LIMIT)
        self.slip = SlipLine(self)
        self.add(self.state, self.slip, self.agency, self.number)
        put_beside(self.theme, self.number, self.scan)
        self.add(self.items, self._amiss_column, self.officer)
        self.body.addStretch(1)
        self.sign = self.go_on("hand_over.sign", "edit", sends=self._to_sign, purpose="sign")
        self.finish = self.button("finish", "base.finish", icon="check", sends=WentOn())
        self.footer.put_second(self.finish)

    def show_view(self, view: HandOverView) -> None:
        """Ticked rows were scanned; the others stay here."""
        texts, done = self.texts, view.record is not None
        for part in (self.number, self.scan, self.items, self.officer, self.sign):
            part.setVisible(not done)
        self.agency.setVisible(not done and len(view.agencies) > 1)
        self.finish.setVisible(done)
        self.footer.show_if_needed()
        self.slip.show_slip(view.slip)
        if view.record is not None:
            at = local_time_text(view.record.at)
            words = texts("hand_over.done", number=view.record.number)
            self.state.show_state("success", "success", words, texts("hand_over.filed_at", at=at))
        else:
            words = texts("hand_over.scanned", done=len(view.scanned), of=len(view.items))
            self.state.show_state("info", "people", words, texts("hand_over.lead"))
        self.agency.set_choices(Choice(name, name) for name in view.agencies)
        self.agency.choose([view.agency])
        problem = f"{view.said}: {texts(view.problem)}" if view.problem else ""
        if self.number.problem.label.text() != problem:
            self.number.set_problem(problem)
        self.items.set_rows(() if done else [self._row(item, view) for item in view.items])
        for number, button in enumerate(self.items.buttons(), 1):
            self.named(button, f"item_{number}")
        self._show_amiss(() if done else [item for item in view.items if item.id in view.scanned], view)

    def _row(self, item: PostItem, view: HandOverView) -> ListRow:
        remark = view.scanned.get(item.id)
        key = "not_scanned" if remark is None else "amiss" if remark else "whole"
        return ListRow(
            key=item.id,
            title=f"{group_s10(item.number)} · {item.procedure_name}",
            sentence=self.texts("hand_over.papers", count=item.papers),
            icon="post" if remark is None else "warning" if remark else "success",
            state=self.texts(f"hand_over.{key}"),
            tone={"not_scanned": "", "amiss": "danger", "whole": "success"}[key],
        )

    def _show_amiss(self, items: list[PostItem] | tuple[()], view: HandOverView) -> None:
        """A line to type in for each scanned envelope; those that stay keep what is being typed."""
        wanted = {item.id: item for item in items}
        for item_id, row in list(self.amiss.items()):
            if item_id not in wanted:
                row.hide()
                self._amiss_column.column.removeWidget(row)
                row.deleteLater()
                del self.amiss[item_id]
        for item_id in wanted:
            if item_id not in self.amiss:
                row = self.field(f"amiss_{len(self.amiss) + 1}", max_length=NAME_LIMIT)
                row.input.editingFinished.connect(partial(self._amiss_told, item_id))
                self.amiss[item_id] = row
                self._amiss_column.column.addWidget(row)
        for number, (item_id, row) in enumerate(self.amiss.items(), 1):
            self.named(row.input, f"amiss_{number}")
            name = group_s10(wanted[item_id].number)
            row.set_words(self.texts("hand_over.amiss_of", number=name))
            if not row.input.hasFocus():
                row.set_value(view.scanned[item_id])
        self._amiss_column.setVisible(bool(wanted))

    def _entered(self) -> None:
        text = self.number.value().strip()
        if text:
            self.number.set_value("")
            self.send(LabelEntered(text=text))

    def _agency_chosen(self, values: tuple[object, ...]) -> None:
        if values:
            self.send(AgencyChosen(agency=str(values[0])))

    def _amiss_told(self, item_id: str) -> None:
        if item_id in self.amiss:
            self.send(AmissTold(item_id=item_id, remark=self.amiss[item_id].value()))

    def _to_sign(self) -> OfficerNamed:
        view: HandOverView = self.view
        return OfficerNamed(name=self.officer.value(), agency=view.agency)
