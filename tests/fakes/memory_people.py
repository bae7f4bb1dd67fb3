"""One person's data in memory: what the test puts into `data`, and what was done with it."""

from datetime import datetime

from kiosk.domain.person_data import Erasure, PersonData, RetentionDue


class MemoryPeople:
    def __init__(self) -> None:
        self.data: dict[str, PersonData] = {}
        self.erased: list[str] = []

    def of_person(self, number: str, *, post_ended_before: datetime) -> PersonData:
        return self.data.get(
            number, PersonData("", (), (), (), {"dossiers": [], "registrations": [], "drafts": []})
        )

    def erase(self, number: str, *, post_ended_before: datetime) -> Erasure:
        self.erased.append(number)
        gone = self.data.pop(number, None)
        return Erasure(len(gone.dossiers) if gone else 0, 0, 0, 0, ())

    def forget_forms(self, *, ended_before: datetime) -> int:
        return 0

    def forget_staff_drafts(self, *, saved_before: datetime) -> int:
        return 0

    def due(self, *, ended_before: datetime, saved_before: datetime) -> RetentionDue:
        return RetentionDue(0, 0)

    def seal(self, content: bytes, passphrase: str) -> bytes:
        return b"sealed"
