"""The whole dossier on the citizen's own screen, price first; the citizen confirms it here or goes back."""

from typing import ClassVar

from kiosk.domain.account import AccountWay
from kiosk.domain.person import Person
from kiosk.flow.intents import Confirmed
from kiosk.flow.messages import View
from kiosk.flow.views import PriceLine, SummaryView
from kiosk.ui.amounts import money_words, price_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.key_values import KeyValueTable
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.side_by_side import SideBySide


class SummaryScreen(Screen):
    """Two columns where there is room: money, the dossier and its papers; the person and the answers."""

    name = "summary"
    view_type: ClassVar[type[View]] = SummaryView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.assisted = self.banner(kind="warning")
        self.keeping = self.banner()
        self.price = self.panel("info")
        self.total_label = self.label("summary.total", "soft")
        self.total = Label(role="title")
        self.prices = KeyValueTable(self.theme)
        self.not_receipt = self.label("summary.not_receipt", "caption")
        self.account = self.label(role="caption")
        self.exemption = self.label(role="caption")
        for part in (self.total_label, self.total, self.prices, self.exemption, self.not_receipt):
            self.price.column.addWidget(part)
        self.filing = self.section("summary.filing", "page")
        self.applicant = self.section("summary.applicant", "person")
        self.representative = self.section("summary.representative", "people")
        self.answers = self.section("summary.answers", "edit")
        self.documents = self.section("summary.documents", "pages")
        self.delivery = self.section("summary.delivery", "truck")
        left = self.column(self.price, self.filing, self.delivery, self.account)
        right = self.column(self.applicant, self.representative, self.answers, self.documents)
        self.add(self.assisted, self.keeping, SideBySide(self.theme, left, right, (1, 1), least_mm=260.0))
        self.confirm = self.go_on("summary.confirm", "check", sends=Confirmed(), purpose="confirm")

    def show_view(self, view: SummaryView) -> None:
        """Everything that will be sent, in words."""
        texts = self.texts
        self.assisted.set_words(texts("summary.citizen_looks") if view.assisted_by else "")
        self.keeping.set_words(texts("summary.keeping") if view.keeping else "")
        self.confirm.setEnabled(not view.keeping)
        self._show_price(view)
        way = view.account_way or (AccountWay.PORTAL if view.applicant.account_id else AccountWay.NONE)
        self.account.set_words(texts(f"summary.account_{way}"))
        filing = [(texts("summary.procedure"), texts.of(view.procedure_name))]
        if view.case_name:
            filing.append((texts("summary.case"), texts.of(view.case_name)))
        filing.append((texts("summary.agency"), texts.of(view.agency)))
        if view.time:
            filing.append((texts("summary.time"), texts.of(view.time)))
        self.filing.set_rows(filing)
        self.applicant.set_rows(self._person_rows(view.applicant))
        self.representative.set_rows(self._representative_rows(view.representative))
        self.answers.set_rows((texts.of(question), answer) for question, answer in view.answers)
        documents = [
            (texts.of(name), self._document_words(pages, how)) for name, pages, how in view.documents
        ]
        self.documents.set_rows(documents, texts("summary.no_documents"))
        delivery = (
            [(texts("summary.delivery_way"), texts(f"delivery.{view.delivery}"))] if view.delivery else []
        )
        if view.delivery_address:
            delivery.append((texts("summary.delivery_address"), view.delivery_address))
        self.delivery.set_rows(delivery)

    def _show_price(self, view: SummaryView) -> None:
        texts = self.texts
        if view.total is None:
            total = texts("summary.total_unknown")
        elif view.total == 0:
            total = texts("price.free")
        else:
            total = money_words(texts, view.total)
            if any(line.is_guide for line in view.prices):
                total = texts("summary.total_about", amount=total)
        self.total.set_words(total)
        self.total.setAccessibleName(f"{self.total_label.text()}: {total}")
        told = view.exemption_is_told
        self.exemption.set_words(
            "" if told is None else texts(f"summary.exemption_{'told' if told else 'kept'}")
        )
        self.exemption.setVisible(told is not None)
        self.prices.set_rows([(texts(line.key), self._price(line)) for line in view.prices])

    def _price(self, line: PriceLine) -> str:
        unknown = "price.unknown" if line.key == "price.fee" else "price.unknown_delivery"
        words = price_words(self.texts, line.amount, line.payer, unknown)
        if line.is_guide:
            words = self.texts("summary.total_about", amount=words)
        if line.payer == "exempt" and line.note is not None:
            return self.texts("price.exempt", who=self.texts.of(line.note), amount=words)
        if line.scheme:
            return self.texts("price.scheme", words=words, scheme=line.scheme, basis=line.basis)
        return words

    def _person_rows(self, person: Person) -> list[tuple[str, str]]:
        born = person.birth_date
        organisation = person.organisation or {}
        rows = (
            ("summary.organisation", organisation.get("name", "")),
            ("summary.tax_code", organisation.get("tax_code", "")),
            ("summary.full_name", person.full_name),
            ("summary.personal_number", person.personal_number or ""),
            ("summary.birth_date", f"{born:%d/%m/%Y}" if born else ""),
            ("summary.address", person.address.text),
            ("summary.phone", _national(person.phone or "")),
        )
        return [(self.texts(key), value) for key, value in rows if value]

    def _representative_rows(self, person: Person | None) -> list[tuple[str, str]]:
        """Who stands at the kiosk, as what, and by which paper."""
        if person is None:
            return []
        relation = f"behalf.relation_{person.relation}"
        as_what = self.texts(relation) if self.texts.has(relation) else person.relation or ""
        rows = [*self._person_rows(person), (self.texts("summary.relation"), as_what)]
        if person.authority_document:
            rows.append((self.texts("summary.authority"), person.authority_document))
        return rows

    def _document_words(self, pages: int, how: str) -> str:
        return self.texts(f"summary.document_{how}", count=pages)


def _national(phone: str) -> str:
    """+84912345678 as people write it: 0912 345 678."""
    if not phone.startswith("+84"):
        return phone
    digits = "0" + phone.removeprefix("+84")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
