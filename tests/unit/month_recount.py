"""The month counted again by other code: plain passes over the trail's own lines, as an auditor would write them.

It shares nothing with the program but the names of the report's figures. What the report shows of a month, all of it, has to
come out of here.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from kiosk.domain.events import AuditEntry

Line = dict[str, Any]
SEVEN_HOURS = timedelta(hours=7)
LATE_H = 24


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """As an auditor has them: JSON, nothing of the program. The portal's own time of a move stands beside the entry's."""
    told = [
        {
            **e.facts,
            "at_portal": e.facts.get("at"),
            "kind_of_flag": e.facts.get("kind"),
            "at": e.at.isoformat(),
            "kind": str(e.kind),
            "subject": e.subject,
        }
        for e in entries
    ]
    return list(json.loads(json.dumps(told)))


def month_of(at: str) -> str:
    return day_of(at)[:7]


def day_of(at: str) -> str:
    return (datetime.fromisoformat(at).astimezone(UTC) + SEVEN_HOURS).strftime("%Y-%m-%d")


def seconds_between(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


class Recount:
    """`figures`: by the report's own names, as they are shown; what is nought is left out. `days`: the chart."""

    def __init__(self, trail: Sequence[Line], month: str) -> None:
        self.trail = trail
        self.month = month
        self.first = [line for line in self.lines("dossier_confirmed") if line.get("revision", 1) == 1]
        self.filed_ever = {
            line["subject"]: month_of(line["at"])
            for line in self.lines("dossier_confirmed", ever=True)
            if line.get("revision", 1) == 1
        }
        numbers: dict[str, int | str] = {}
        for part in (self.filing, self.sending, self.outcome, self.desk, self.visits, self.honesty):
            numbers |= part()
        self.figures = {name: str(value) for name, value in numbers.items() if value not in (0, "")}
        self.days = Counter(day_of(line["at"]) for line in self.first)

    def lines(self, kind: str, *, ever: bool = False) -> list[Line]:
        return [
            line
            for line in self.trail
            if line["kind"] == kind and (ever or month_of(line["at"]) == self.month)
        ]

    def many(self, name: str, values: Iterable[Any]) -> dict[str, int | str]:
        return {f"{name}.{value}": count for value, count in Counter(values).items() if value}

    def filing(self) -> dict[str, int | str]:
        first = self.first
        brought = [line for line in first if line.get("delivery") in ("home", "agent_point")]
        answers, filled = (sum(line.get(name, 0) for line in first) for name in ("answers", "autofilled"))
        return {
            "filed": len(first),
            "filed_assisted": sum(line.get("actor", "").startswith("clerk:") for line in first),
            "repeat_visits": sum(bool(line.get("repeat")) for line in first),
            "fees": sum(line.get("fee") or 0 for line in first),
            "subsidies": sum(line.get("subsidy") or 0 for line in first),
            "delivery_paid": sum(
                line.get("delivery_price") or 0 for line in first if line.get("delivery_payer") == "citizen"
            ),
            "answers": answers,
            "autofilled": filled,
            "autofilled_share": share(filled, answers),
            "work_minutes": round(sum(line.get("seconds", 0) for line in first) / 60),
            "service.both": len(brought),
            "service.send": len(first) - len(brought),
            **self.many("channel", (line.get("channel", "online") for line in first)),
            **self.many("level", (line.get("level") for line in first)),
            **self.many("delivery", (line.get("delivery") for line in first)),
            **self.many("scheme", (line.get("scheme") for line in first)),
            **self.many("procedure", (line.get("procedure") for line in first)),
        }

    def sending(self) -> dict[str, int | str]:
        waited = []
        for place, line in enumerate(self.trail):
            if line["kind"] != "dossier_submitted" or month_of(line["at"]) != self.month:
                continue
            # the newest confirmation, unless it was sent once before
            same = [
                each
                for each in self.trail[:place]
                if each["kind"] in ("dossier_confirmed", "dossier_submitted")
                and (each["subject"], each.get("revision", 1)) == (line["subject"], line.get("revision", 1))
            ]
            if same and same[-1]["kind"] == "dossier_confirmed":
                waited.append(seconds_between(same[-1]["at"], line["at"]))
        return {
            "submitted": len(self.lines("dossier_submitted")),
            "supplements_sent": len(self.lines("dossier_confirmed")) - len(self.first),
            "delayed_uploads": sum(seconds > LATE_H * 3600 for seconds in waited),
            "median_upload": round(median(waited) / 60) if waited else "",
            "quarantined": len(self.lines("dossier_quarantined")),
        }

    def outcome(self) -> dict[str, int | str]:
        moves = [
            {**line, "when": line.get("at_portal") or line["at"], "place": place}
            for place, line in enumerate(self.trail)
            if line["kind"] == "dossier_moved"
        ]

        def to(state: str) -> list[Line]:
            return [line for line in moves if line["to"] == state and month_of(line["when"]) == self.month]

        sent: dict[str, str] = {}
        for line in self.lines("dossier_submitted", ever=True):
            sent.setdefault(line["subject"], line["at"])
        waited = [
            seconds_between(sent[line["subject"]], line["when"])
            for line in to("ACCEPTED")
            if any(
                (each["kind"], each["subject"]) == ("dossier_submitted", line["subject"])
                for each in self.trail[: line["place"]]
            )
        ]
        promised = [line for line in to("RESULT_READY") if line.get("due")]
        on_time = sum(line["when"] <= line["due"] for line in promised)
        return {
            "accepted": len(to("ACCEPTED")),
            "late_acceptances": sum(seconds > LATE_H * 3600 for seconds in waited),
            "supplement_requests": len(to("SUPPLEMENT_REQUESTED")),
            "second_supplement_requests": sum(
                self.asked(line["subject"], line["place"]) > 0 for line in to("SUPPLEMENT_REQUESTED")
            ),
            "refused": len(to("REFUSED")),
            "withdrawn": len(to("WITHDRAWN")),
            "stopped": len(to("STOPPED")),
            "extended": len(to("EXTENDED")),
            "results": len(to("RESULT_READY")),
            "both": sum(self.filed_ever.get(line["subject"]) == self.month for line in to("RESULT_READY")),
            "on_time": on_time,
            "late": len(promised) - on_time,
            "on_time_share": share(on_time, len(promised)),
        }

    def asked(self, reference: str, before: int) -> int:
        """How often the agency had asked about this matter, replaced dossiers included."""
        told = 0
        for place, line in enumerate(self.trail[:before]):
            if line["subject"] != reference:
                continue
            told += line["kind"] == "dossier_moved" and line["to"] == "SUPPLEMENT_REQUESTED"
            if line["kind"] == "dossier_confirmed" and line.get("follows"):
                told = max(told, self.asked(line["follows"], place))
        return told

    def desk(self) -> dict[str, int | str]:
        given = [
            place
            for place, line in enumerate(self.trail)
            if line["kind"] == "result_moved"
            and line["to"] == "DELIVERED"
            and month_of(line["at"]) == self.month
        ]
        elsewhere = [
            place
            for place in given
            if not any(
                each["kind"] in ("dossier_confirmed", "paper_sealed")
                and each["subject"] == self.trail[place]["subject"]
                for each in self.trail[:place]
            )
        ]
        handed = self.lines("paper_handed_over")
        return {
            "returned": len(given),
            "service.return": len(elsewhere),
            "papers_sealed": len(self.lines("paper_sealed")),
            "handed_over": len(handed),
            "late_handovers": sum(bool(line["late"]) for line in handed),
        }

    def visits(self) -> dict[str, int | str]:
        began, ended = self.lines("session_began", ever=True), self.lines("session_ended")
        seconds = sum(
            seconds_between(each["at"], end["at"])
            for end in ended
            for each in began
            if each["subject"] == end["subject"]
        )
        here, taken = self.lines("session_began"), self.lines("call_taken")
        ended_calls = self.lines("call_ended")
        waited = median(line["waited_s"] for line in taken) / 60 if taken else 0.0
        return {
            "sessions": len(here),
            "assisted_sessions": sum(bool(line.get("staff")) for line in here),
            "session_minutes": round(seconds / 60),
            "clerk_calls": len(self.lines("clerk_called")),
            "calls_taken": len(taken),
            "calls_unanswered": sum(
                line["how"] in ("visit_over", "lost") and not line.get("taken") for line in ended_calls
            ),
            "median_call": f"{waited:.1f}" if taken else "",
            "accounts_registered": len(self.lines("account_registered")),
            "accounts_activated": len(self.lines("account_activated")),
            "slips_printed": len(self.lines("receipt_printed")),
            "slips_not_printed": len(self.lines("receipt_not_printed")),
            "drafts_dropped": len(self.lines("draft_discarded")),
        }

    def honesty(self) -> dict[str, int | str]:
        stars: Counter[int] = Counter()
        for line in self.lines("ratings_counted", ever=True):
            if line["day"].startswith(self.month):
                stars.update({int(number): count for number, count in line["stars"].items()})
        worth = sum(number * count for number, count in stars.items())
        asked_for = ("person_data_viewed", "person_data_exported", "person_data_erased")
        return {
            "ratings": stars.total(),
            "mean_rating": f"{worth / stars.total():.1f}" if stars else "",
            **{f"stars.{number}": count for number, count in stars.items()},
            **self.many("flag", (line["kind_of_flag"] for line in self.lines("flag_raised"))),
            "flags_settled": len(self.lines("flag_settled")),
            "data_requests": sum(len(self.lines(kind)) for kind in asked_for),
        }
