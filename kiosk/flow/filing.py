"""A dossier being put together: answers, pages, delivery, and its way into a draft and back; no screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kiosk.domain.account import AccountWay
from kiosk.domain.bilingual import Text
from kiosk.domain.brought import PDF
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.events import wire_time
from kiosk.domain.person import Person
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case, Component
from kiosk.flow.claim_exemption import CLAIM, claim_of
from kiosk.flow.dossier_request import ComponentAnswer, DossierRequest
from kiosk.flow.draft_content import masked_applicant, restore_visit, time_of, visit_to_json
from kiosk.flow.effects import DropDraft, SaveDraft
from kiosk.flow.messages import Effect
from kiosk.flow.page_words import PagesKept
from kiosk.flow.prices import CHANNEL, Prices
from kiosk.flow.supplement_list import SupplementList
from kiosk.flow.views import ComponentLine, DeliveryOption
from kiosk.flow.visit import Surroundings, Visit

PAGES_STEP = (4, 5)
"""Where the papers stand on the way, as the screens count."""
_DATA_SOURCES_NEED_NOTHING = "form"


@dataclass(slots=True)
class Filing:
    """Mutable while the person works on it; `save` after every change."""

    visit: Visit
    around: Surroundings
    procedure: Procedure
    case_id: str
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    autofilled: set[str] = field(default_factory=set)
    marks: dict[str, str] = field(default_factory=dict)
    """component id → shown | by_data."""
    pages: list[DraftPage] = field(default_factory=list)
    thumbnails: dict[str, bytes] = field(default_factory=dict, repr=False)
    kept: dict[str, tuple[str, int]] = field(default_factory=dict)
    """component id → (document id, pages) of an earlier sending that stays as it is."""
    delivery_method: str = ""
    delivery_address: str = field(default="", repr=False)
    exemption: str = ""
    """Whom the person says to be, for paying less: an id, or "none"; empty while nobody asked."""
    supplement: SupplementList | None = None
    """What the portal asked for, where this is the answer to it."""
    stage: str = "form:0"
    """Where to go on after a break: form:N, checklist, delivery or supplement."""
    dossier_id: str = ""
    revision: int = 1
    replaces: str | None = None
    """Id of the dossier that a new one stands in for: without an account nothing can be supplemented."""
    reference: str = ""
    """The dossier this one corrects or supplements."""
    started_at: datetime | None = None
    """When it was begun in an earlier visit; None: in this one."""
    spent_before_s: float = 0.0
    """Work of earlier visits."""

    personal_number: str | None = field(default=None, repr=False)
    """Whose dossier it is; another card makes another dossier."""
    given_up_draft_id: str = ""
    """A draft of another procedure that this filing took the place of; erased with the first save."""

    def begin(self) -> None:
        """Mint the ids and fill in what card and account know."""
        self.given_up_draft_id = self.visit.draft_id
        self.visit.draft_id = self.around.new_id()
        self.visit.filing = self
        self.dossier_id = self.around.new_id()
        person = self.visit.applicant or Person()
        self.personal_number = person.personal_number
        known = self.around.forms.autofill(self.procedure.form, person.to_wire())
        self.answers.update(known)
        self.autofilled.update(known)
        self.delivery_address = person.address.text

    def refill(self) -> None:
        """The person may have been put right meanwhile: answers that nobody touched follow the card again."""
        person = self.visit.applicant or Person()
        known = self.around.forms.autofill(self.procedure.form, person.to_wire())
        for name in sorted(self.autofilled):
            self.answers.pop(name, None)
        self.autofilled &= set(known)
        self.answers.update({name: known[name] for name in self.autofilled})
        if not self.delivery_method:
            self.delivery_address = person.address.text

    def follow_rules(self, procedure: Procedure) -> None:
        """Go over to another version of the procedure; answers, marks and exemption stay where they still fit."""
        self.procedure = procedure
        fields = procedure.fields()
        self.answers = {name: value for name, value in self.answers.items() if name in fields}
        self.autofilled &= set(fields)
        components = {component.id for component in self.case.components}
        self.marks = {name: mark for name, mark in self.marks.items() if name in components}
        if self.exemption not in ("none", *(each.id for each in procedure.exemptions)):
            self.exemption = ""
        self.refill()

    def is_for(self, person: Person | None) -> bool:
        """Whether it was begun for this very person."""
        return person is not None and person.personal_number == self.personal_number

    @property
    def case(self) -> Case:
        """The case that applies."""
        found = self.procedure.case(self.case_id)
        return found if found is not None else self.procedure.cases[0]

    def take_pages(self, kept: PagesKept) -> None:
        """The pages as they are on disk now."""
        self.pages = list(kept.pages)
        self.thumbnails = dict(kept.thumbnails)

    # --- papers ---------------------------------------------------------------------------------------------

    def pages_of(self, component_id: str) -> list[DraftPage]:
        """A component's pages in order."""
        mine = [page for page in self.pages if page.component_id == component_id]
        return sorted(mine, key=lambda page: page.position)

    def has_document(self, component_id: str) -> bool:
        """Whether it is a brought PDF: a paper goes as one file, so pages cannot be added to it."""
        return any(page.media_type == PDF for page in self.pages_of(component_id))

    def page_count(self, component_id: str) -> int:
        """Pages taken now, else those of the document that stays."""
        return len(self.pages_of(component_id)) or self.kept.get(component_id, ("", 0))[1]

    def state_of(self, component: Component) -> str:
        """note, pages, shown, by_data, alternative or missing."""
        if component.kind == "note":
            return "note"
        if self.page_count(component.id):
            return "pages"
        if component.id in self.marks:
            return self.marks[component.id]
        if component.kind == "show":
            return "missing"
        if not component.is_handed_in(CHANNEL):
            return "by_data"
        if self._covered_by_another(component):
            return "alternative"
        return "missing"

    def _given(self) -> set[str]:
        return {page.component_id for page in self.pages} | set(self.marks) | set(self.kept)

    def _covered_by_another(self, component: Component) -> bool:
        given = self._given()
        return any(
            component in group and any(other.id in given for other in group)
            for group in self.case.required_groups(CHANNEL)
        )

    def lines(self) -> tuple[ComponentLine, ...]:
        """The checklist."""
        stand_ins = {other for component in self.case.components for other in component.alternatives}
        return tuple(
            ComponentLine(
                component=component,
                state=self.state_of(component),
                pages=self.page_count(component.id),
                can_be_data=any(source != _DATA_SOURCES_NEED_NOTHING for source in component.satisfied_by),
                required=component.kind != "note" and component.id not in stand_ins,
            )
            for component in self.case.components
        )

    def missing(self) -> tuple[Component, ...]:
        """What still has to be given before the dossier can go."""
        handed_in = self.case.missing(sorted(self._given()), CHANNEL)
        to_show = tuple(c for c in self.case.components if c.kind == "show" and self.state_of(c) == "missing")
        return (*handed_in, *to_show)

    # --- money and delivery ----------------------------------------------------------------------------------

    @property
    def costs(self) -> Prices:
        """What it costs, after what was chosen so far."""
        today = self.around.today()
        return Prices(self.procedure, self.around.portal, today, self.delivery_method, self.exemption)

    def delivery_options(self) -> tuple[DeliveryOption, ...]:
        """Ways of getting the result."""
        return self.costs.options()

    # --- draft and request -----------------------------------------------------------------------------------

    def save(self) -> SaveDraft:
        """The order that makes everything so far durable."""
        return SaveDraft(draft=self.draft())

    def stand_at(self, stage: str) -> tuple[Effect, ...]:
        """Remember where the person is, durably."""
        self.stage = stage
        given_up, self.given_up_draft_id = self.given_up_draft_id, ""
        return (*((DropDraft(draft_id=given_up),) if given_up else ()), self.save())

    def draft(self) -> Draft:
        """Everything needed to go on after a power cut."""
        visit = self.visit
        return Draft(
            id=visit.draft_id,
            saved_at=self.around.now(),
            procedure_code=self.procedure.code,
            procedure_name=self.procedure.name.vi,
            staff_id=visit.staff_id,
            masked_number=masked_applicant(visit),
            reference=self.reference,
            content={
                "procedure": self.procedure.to_wire(),
                "case": self.case_id,
                "dossier_id": self.dossier_id,
                "revision": self.revision,
                "replaces": self.replaces,
                **visit_to_json(visit),
                "began_at": wire_time(begun) if (begun := self.started_at or visit.began_at) else None,
                "spent_s": round(self.spent_s()),
                "answers": dict(self.answers),  # written by another thread while typing goes on
                "autofilled": sorted(self.autofilled),
                "marks": dict(self.marks),
                "kept": {component_id: list(kept) for component_id, kept in self.kept.items()},
                "delivery": {"method": self.delivery_method, "address": self.delivery_address},
                "exemption": self.exemption,
                "supplement": self.supplement.to_json() if self.supplement else None,
                "stage": self.stage,
            },
        )

    @classmethod
    def restore(
        cls,
        visit: Visit,
        around: Surroundings,
        draft: Draft,
        pages: tuple[DraftPage, ...],
        thumbnails: Mapping[str, bytes],
    ) -> "Filing":
        """The filing and its visit as they were; the procedure stays at the version it was begun with."""
        content = draft.content
        restore_visit(visit, draft)
        delivery = content.get("delivery") or {}
        filing = cls(
            visit,
            around,
            Procedure.from_wire(content["procedure"]),
            content["case"],
            answers=dict(content["answers"]),
            autofilled=set(content["autofilled"]),
            marks=dict(content["marks"]),
            kept={component_id: (kept[0], kept[1]) for component_id, kept in content.get("kept", {}).items()},
            pages=list(pages),
            thumbnails=dict(thumbnails),
            delivery_method=delivery.get("method", ""),
            delivery_address=delivery.get("address", ""),
            exemption=content.get("exemption", ""),
            supplement=SupplementList.from_json(content.get("supplement")),
            stage=content.get("stage", "form:0"),
            dossier_id=content["dossier_id"],
            revision=content.get("revision", 1),
            replaces=content.get("replaces"),
            reference=draft.reference,
            started_at=time_of(content.get("began_at")),
            spent_before_s=content.get("spent_s", 0.0),
            personal_number=visit.applicant.personal_number if visit.applicant else None,
        )
        visit.filing = filing
        return filing

    def spent_s(self) -> float:
        """Seconds of work so far, pauses between visits left out."""
        began_at = self.visit.began_at
        now_s = (self.around.now() - began_at).total_seconds() if began_at else 0.0
        return self.spent_before_s + max(0.0, now_s)

    def notice_channels(self) -> frozenset[str]:
        """Ways in which the portal may write to the person: none where it asks for consent and got none."""
        portal, purpose = self.around.portal, "notices"
        asked = any(text.purpose == purpose for text in portal.consents)
        agreed = any(consent.purpose == purpose for consent in self.visit.consents)
        return frozenset(portal.notice_channels) if agreed or not asked else frozenset()

    def request(self) -> DossierRequest:
        """What the citizen confirms."""
        applicant = self.visit.applicant or Person()
        if self.visit.account_way is AccountWay.NONE:
            applicant = replace(applicant, account_id=None)
        components = []
        for component in self.case.components:
            state = self.state_of(component)
            ids = tuple(page.id for page in self.pages_of(component.id))
            if state == "pages" and not ids:
                components.append(ComponentAnswer(component.id, "kept", (self.kept[component.id][0],)))
            elif state in ("pages", "shown", "by_data"):
                components.append(ComponentAnswer(component.id, state, ids))
        visible = self.visible_answers()
        return DossierRequest(
            dossier_id=self.dossier_id,
            draft_id=self.visit.draft_id,
            procedure=self.procedure,
            case_id=self.case_id,
            agency=self.procedure.agency_kind,
            applicant=applicant,
            answers=self.form(),
            components=tuple(components),
            delivery_method=self.delivery_method,
            delivery_address=self.delivery_address if self.delivery_method == "home" else "",
            consents=self.visit.consents,
            verification=self.visit.verification,
            verified_at=self.visit.verified_at,
            staff_id=self.visit.staff_id,
            started_at=self.started_at or self.visit.began_at,
            spent_s=self.spent_s(),
            notice_channels=self.notice_channels(),
            autofilled_fields=len(self.autofilled & set(visible)),
            revision=self.revision,
            replaces=self.replaces,
            representative=self.visit.representative,
            account_way=self.visit.account_way,
            counted=self.costs.counted(),
        )

    def visible_answers(self) -> dict[str, Any]:
        """Answers to the questions that are asked; what a changed answer hid is not sent."""
        return self.around.forms.clean(self.procedure.form, self.answers)

    def form(self) -> dict[str, Any]:
        """The form as it is sent: the answers, and an exemption that is asked for where the form takes it."""
        answers, claim = self.visible_answers(), claim_of(self.costs.chosen_exemption())
        taken = claim and self.around.forms.takes(self.procedure.form, answers, claim)
        return {**answers, **claim} if taken else answers

    @property
    def exemption_is_told(self) -> bool | None:
        """Whether the agency learns with the dossier that an exemption is asked for; None where none is."""
        return CLAIM in self.form() if self.costs.chosen_exemption() else None

    def answer_lines(self) -> tuple[tuple[Text, str], ...]:
        """Question and answer in the person's language, for the summary."""
        fields = self.procedure.fields()
        language = self.visit.language
        lines = []
        for name, value in self.visible_answers().items():
            question = fields.get(name)
            if question is None:
                continue
            words = next(
                (text.in_language(language) for choice, text in question.choices if choice == value), None
            )
            if words is None and isinstance(value, bool):
                words = self.around.words("answer.yes" if value else "answer.no", language)
            if words is None and question.widget == "date":
                words = "/".join(reversed(str(value).split("-")))
            lines.append((question.title, words if words is not None else str(value)))
        return tuple(lines)
