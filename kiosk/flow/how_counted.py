"""Why a result is due on that day, or how a time will be counted; for screens and slips, counted nowhere else."""

from datetime import datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.due_explained import explain_due, explain_term
from kiosk.domain.procedure import Procedure
from kiosk.flow.envelope import working_calendar
from kiosk.flow.visit import Surroundings


def how_due_was_counted(
    around: Surroundings,
    procedure: Procedure | None,
    channel: str,
    accepted_at: datetime | None,
    due_at: datetime | None,
) -> tuple[Text, ...]:
    """Nothing before acceptance, and where no time is published."""
    term = procedure.time(channel) if procedure else None
    if procedure is None or term is None or accepted_at is None or due_at is None:
        return ()
    try:
        return explain_due(
            working_calendar(around),
            accepted_at=accepted_at,
            promised_at=due_at,
            term=term,
            cutoff=procedure.cutoff,
            agency_kind=procedure.agency_kind,
        )
    except ValueError:
        return ()  # a calendar without working days explains nothing


def how_time_is_counted(around: Surroundings, procedure: Procedure, channel: str) -> tuple[Text, ...]:
    """On the procedure's page, where no date can be promised yet."""
    term = procedure.time(channel)
    if term is None:
        return ()
    return explain_term(working_calendar(around), term, procedure.cutoff, around.today())
