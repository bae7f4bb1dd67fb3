"""A citizen's papers for the post, the second half: count, two signatures, label, seal; what is kept, others keep."""

from dataclasses import replace

from kiosk.domain.errors import RuleBroken
from kiosk.domain.post_item import (
    MOST_OF_ONE_PAPER,
    EnvelopePaper,
    PostItem,
    Signature,
    check_label,
    forgotten,
    papers_to_count,
)
from kiosk.domain.rules import clean_text
from kiosk.domain.scan import CodeKind
from kiosk.flow.envelope import NAME_LIMIT, STEPS, Envelope
from kiosk.flow.intents import CardLooked, EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.post_words import (
    CheckLabel,
    LabelChecked,
    LabelEntered,
    PaperAdded,
    PaperCounted,
    PaperCountView,
    PaperLabelView,
    PaperSealed,
    SealPaper,
    SignLine,
)
from kiosk.flow.sign_paper import SignStep
from kiosk.flow.watch_code import CodeWatch

_SIGNERS = ("citizen", "clerk")


class PaperCountStep:
    """Both look and count: originals and copies of every paper on the list, nothing forgotten."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        procedure = envelope.procedure
        self._case = procedure.case(envelope.case_id) if procedure else None
        self._listed = papers_to_count(self._case)
        if not envelope.papers:
            envelope.papers = {part.id: EnvelopePaper(part.id, part.name.vi) for part in self._listed}
        if not envelope.restored:
            envelope.signatures = ()  # the sender or the plan may be another one now
        envelope.begin_draft()
        signed = bool(envelope.signatures)
        self._notice: Notice | None = Notice("info", "paper_count.taken_up") if signed else None

    def enter(self) -> tuple[Effect, ...]:
        """Keep what there is."""
        return self._envelope.save()

    def view(self) -> View:
        """The list, and what is still open on it."""
        papers = self._envelope.papers
        return PaperCountView(
            papers=tuple(papers.values()),
            asked={part.id: (part.originals, part.copies) for part in self._listed},
            forgotten=tuple(part.id for part in forgotten(self._case, papers.values())),
            is_listed=bool(self._listed),
            step=(4, STEPS),
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._envelope.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Count; on to the signatures when nothing is forgotten."""
        papers = self._envelope.papers
        match intent:
            case WentBack():
                return Turn(back=1)
            case PaperCounted(component_id=paper_id) if paper_id in papers:
                self._notice = None
                counts = [min(max(0, n), MOST_OF_ONE_PAPER) for n in (intent.originals, intent.copies)]
                papers[paper_id] = replace(
                    papers[paper_id],
                    originals=counts[0],
                    copies=counts[1],
                    lacking=intent.lacking and not any(counts),
                )
                return self._changed()
            case PaperAdded(name=typed):
                return self._add(typed)
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
            case WentOn():
                return self._go_on()
        return Turn()

    def _changed(self) -> Turn:
        """Nobody has signed for what is counted now."""
        self._envelope.signatures, self._envelope.counted_at = (), None
        return Turn(effects=self._envelope.save())

    def _add(self, typed: str) -> Turn:
        papers = self._envelope.papers
        try:
            name = clean_text(typed, NAME_LIMIT)
        except RuleBroken:
            name = ""
        if not name:
            self._notice = Notice("warning", "paper_count.name_missing")
            return Turn()
        self._notice = None
        paper_id = f"extra_{len(papers) + 1}"
        papers[paper_id] = EnvelopePaper(paper_id, name, originals=1)
        return self._changed()

    def _go_on(self) -> Turn:
        envelope = self._envelope
        papers = envelope.papers
        if forgotten(self._case, papers.values()):
            self._notice = Notice("warning", "paper_count.forgotten")
        elif not any(paper.sheets for paper in papers.values()):
            self._notice = Notice("warning", "paper_count.empty")
        else:
            self._notice = None
            if envelope.counted_at is None or not envelope.signatures:
                envelope.counted_at = envelope.around.now()
            return Turn(to=self._next())
        return Turn()

    def _next(self) -> Step:
        """Whose signature is still missing, then the label."""
        signed = len(self._envelope.signatures)
        return self._sign(_SIGNERS[signed]) if signed < len(_SIGNERS) else PaperLabelStep(self._envelope)

    def _sign(self, role: str) -> Step:
        envelope = self._envelope
        applicant = envelope.visit.applicant

        def then(signature: Signature) -> Turn:
            before = envelope.signatures[:1] if role == "clerk" else ()
            envelope.signatures = (*before, signature)
            return Turn(effects=envelope.save(), to=self._next())

        return SignStep(
            envelope.visit,
            envelope.around,
            subject="envelope",
            role=role,
            signer=(applicant.full_name if applicant else "")
            if role == "citizen"
            else envelope.visit.assisted_by,
            lines=tuple(
                SignLine(name=paper.name, originals=paper.originals, copies=paper.copies)
                for paper in envelope.papers.values()
                if paper.sheets or paper.lacking
            ),
            then=then,
            step=(5, STEPS),
        )


LABEL_SHOWN = 24


class PaperLabelStep:
    """The S10 label: scanned, checked, stuck on, sealed before the citizen's eyes."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        self._watch = CodeWatch(envelope.around, frozenset({CodeKind.S10}))
        self._checking = self._number = self._problem = self._said = ""
        self._item: PostItem | None = None
        self._sealing = False

    def enter(self) -> tuple[Effect, ...]:
        """Look for a label; one that was good before a power cut is looked up again."""
        looking = self._watch.begin()
        if not self._envelope.number or self._number:
            return looking
        return (*looking, *self._check(self._envelope.number).effects)

    def view(self) -> View:
        """The label's number once it is good."""
        return PaperLabelView(
            number=self._number,
            problem=self._problem,
            sealing=self._sealing,
            said=self._said,
            busy=self._sealing,
            step=(6, STEPS),
            can_go_back=not self._sealing,
            assisted_by=self._envelope.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Check it here, then against every label used before; then seal."""
        match intent:
            case CardLooked():
                effects, code = self._watch.again(intent)
                if not code or self._sealing:
                    return Turn(effects=effects)
                checked = self._check(code)
                return Turn(effects=(*effects, *checked.effects))
            case EffectFailed(effect="LookForCard"):
                self._watch.lost()
            case PaperSealed(item=item) if self._sealing:
                self._watch.end()
                return Turn(to=self._envelope.done(item))
            case EffectFailed(effect="SaveDraft"):
                self._problem = intent.text_key
            case EffectFailed(effect="SealPaper" | "CheckLabel"):
                self._sealing, self._item, self._number, self._checking = False, None, "", ""
                self._problem = intent.text_key
            case _ if self._sealing:
                return Turn()
            case WentBack():
                self._watch.end()
                return Turn(back=1)
            case LabelEntered(text=text):
                return self._check(text)
            case LabelChecked(number=number, is_used=is_used) if number == self._checking:
                self._checking = ""
                self._number = "" if is_used else number
                self._problem = "error.label_used" if is_used else ""
                self._envelope.number = self._number
                return Turn(effects=self._envelope.save())
            case WentOn() if self._number:
                return self._seal()
        return Turn()

    def _check(self, text: str) -> Turn:
        self._number = self._checking = ""
        self._said = " ".join(text.split())[:LABEL_SHOWN]
        try:
            self._checking = check_label(text)
        except RuleBroken as broken:
            self._problem = broken.text_key
            return Turn()
        self._problem = ""
        return Turn(effects=(CheckLabel(number=self._checking),))

    def _seal(self) -> Turn:
        envelope, procedure = self._envelope, self._envelope.procedure
        self._item = envelope.item(self._number)
        self._sealing = True
        fee = procedure.price("post") if procedure else None
        counted = {
            "level": procedure.online_mode if procedure else "none",
            "fee": fee.amount if fee else None,
        }
        order = SealPaper(
            item=self._item,
            signatures=envelope.signatures,
            counted=counted,
            draft_id=envelope.visit.draft_id,
        )
        return Turn(effects=(order,))
