"""One paper of a case in plain words, for every screen that lists papers; it judges nothing."""

from kiosk.domain.procedure_parts import FORM_ITSELF, Component
from kiosk.ui.texts import Texts


def paper_words(texts: Texts, component: Component) -> str:
    """How many of a paper, which form, and whether it is only shown or not needed; "" when nothing is to be said."""
    if component.kind == "submit" and FORM_ITSELF in component.satisfied_by:
        return texts("component.by_form")
    parts = [counted_words(texts, component)]
    if component.kind == "show":
        parts.append(texts("component.show"))
    if component.form_no and component.form_no not in component.name.vi:
        parts.append(component.form_no)
    return ", ".join(part for part in parts if part)


def counted_words(texts: Texts, component: Component) -> str:
    """How many originals and copies; "" where none are counted."""
    counts = [
        texts(key, count=count)
        for key, count in (
            ("component.originals", component.originals),
            ("component.copies", component.copies),
        )
        if count
    ]
    return texts("component.and", one=counts[0], other=counts[1]) if len(counts) == 2 else "".join(counts)
