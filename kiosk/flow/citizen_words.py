"""What the citizen sees on a screen of their own while a clerk works for them: chosen from the clerk's View, decides nothing."""

from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.person import Person
from kiosk.flow.messages import View
from kiosk.flow.views import CheckPersonView, DossierDoneView, FormPageView, Question, SummaryView


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRestView(View):
    """Nothing to check now; `helped_by` is the clerk at work, if any."""

    personal: bool = False
    helped_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenAnswersView(View):
    """What the clerk is typing, to be read along: (question, or the key of its words; answer)."""

    title: Text | None = None
    rows: tuple[tuple[Text | str, Text | str], ...] = field(default=(), repr=False)


def citizen_view(view: View) -> View:
    """Only what is the citizen's own: their data, their answers, the official price; never the clerk's work."""
    if not view.assisted_by:
        return CitizenRestView()
    match view:
        case SummaryView():
            return replace(view, assisted_by="", can_go_back=False, notice=None)
        case FormPageView():
            answered = [(one.field.title, _answer(one)) for one in view.fields]
            return CitizenAnswersView(title=view.title, rows=tuple(row for row in answered if row[1]))
        case CheckPersonView():
            return CitizenAnswersView(rows=_person_rows(view.person, view.birth_date_text))
        case DossierDoneView():
            rows = (("citizen.reference", view.reference),)
            return CitizenAnswersView(title=view.procedure_name, rows=rows)
    return CitizenRestView(helped_by=view.assisted_by)


def _answer(question: Question) -> Text | str:
    for value, words in question.field.choices:
        if value == question.value:
            return words
    return _plain(question.value)


def _plain(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "base.yes" if value else "base.no"
        case list() | tuple():
            return ", ".join(str(item) for item in value)
    return str(value)


def _person_rows(person: Person, birth_date_text: str) -> tuple[tuple[Text | str, Text | str], ...]:
    born = person.birth_date
    rows = (
        ("summary.full_name", person.full_name),
        ("summary.personal_number", person.personal_number or ""),
        ("summary.birth_date", f"{born:%d/%m/%Y}" if born else birth_date_text),
        ("summary.address", person.address.text),
    )
    return tuple((key, value) for key, value in rows if value)
