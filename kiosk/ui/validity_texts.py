"""A procedure's dates and the changes between its versions in the person's language; it decides nothing."""

from kiosk.domain.procedure_versions import Standing, Validity, day_text
from kiosk.domain.version_changes import VersionChange
from kiosk.ui.texts import Texts


def standing_mark(texts: Texts, validity: Validity | None) -> tuple[str, str] | None:
    """(words, tone) for a line of a list; None where nothing keeps from beginning."""
    if validity is None or validity.standing is Standing.IN_FORCE:
        return None
    if validity.standing is Standing.COMING and validity.begins:
        return texts("search.from", day=day_text(validity.begins)), "warning"
    return texts("search.ended"), "danger"


def dates_sentence(texts: Texts, validity: Validity | None) -> str:
    """Until when the rules shown apply; empty where nothing is known to change."""
    if validity is None:
        return ""
    if validity.next_from:
        return texts("procedure.next_rules", day=day_text(validity.next_from))
    return texts("procedure.valid_until", day=day_text(validity.last_day)) if validity.last_day else ""


def change_row(texts: Texts, change: VersionChange) -> tuple[str, str]:
    """(what, how it changes)."""
    name = texts(f"change.{change.kind}")
    before, after = (texts.of(words) if words else "" for words in (change.before, change.after))
    if before and after and before != after:
        return name, texts("change.from_to", before=before, after=after)
    if before or after:
        return name, after or before
    return name, texts(f"change.{change.kind}_changed")
