"""Who files with whose phone, e-mail or bank account, as keyed digests: equal ones are seen, none can be read back."""

import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from kiosk.domain.dossier import NewDossier
from kiosk.storage.tables_watch import contact_marks

PERSON = "person"
_ACCOUNT_FIELD = re.compile(r"(bank|account)_?(no|number|account)|so_tai_khoan", re.IGNORECASE)
"""Form fields that name a bank account."""


class ContactMarks:
    """Written in the transaction that takes a dossier in."""

    def __init__(self, key: bytes, repeat_within: timedelta) -> None:
        self._key = key
        self._repeat_within = repeat_within

    def digest(self, kind: str, value: str) -> str:
        """HMAC-SHA256, 32 hexadecimal digits; letters and digits only, so that spelling makes no difference."""
        tidy = re.sub(r"[\W_]+", "", value).casefold()
        return hmac.new(self._key, f"{kind}:{tidy}".encode(), sha256).hexdigest()[:32]

    def write(self, connection: Connection, new: NewDossier, reference: str, at: datetime) -> bool:
        """True when the same citizen filed the same procedure not long before."""
        person = _member(new.body, "applicant").get("personal_number")
        if not isinstance(person, str) or not person or new.revision != 1:
            return False
        who = self.digest(PERSON, person)
        before = select(contact_marks.c.reference).where(
            contact_marks.c.kind == PERSON,
            contact_marks.c.digest == who,
            contact_marks.c.at >= at - self._repeat_within,
            contact_marks.c.procedure_code == new.procedure_code,
            contact_marks.c.reference != reference,
        )
        again = connection.execute(before.limit(1)).one_or_none() is not None
        known = {PERSON: who, **{kind: self.digest(kind, value) for kind, value in _contacts(new.body)}}
        rows = [
            {
                "reference": reference,
                "kind": kind,
                "digest": digest,
                "person": who,
                "procedure_code": new.procedure_code,
                "at": at,
            }
            for kind, digest in known.items()
        ]
        # what was refused and is corrected comes again under its reference, perhaps with another phone
        connection.execute(delete(contact_marks).where(contact_marks.c.reference == reference))
        connection.execute(insert(contact_marks), rows)
        return again


def _contacts(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    applicant = _member(body, "applicant")
    for kind in ("phone", "email"):
        if isinstance(applicant.get(kind), str) and applicant[kind]:
            yield kind, applicant[kind]
    for name, value in _member(body, "form").items():
        if _ACCOUNT_FIELD.search(name) and isinstance(value, str) and value:
            yield "bank_account", value


def _member(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    member = body.get(name)
    return member if isinstance(member, Mapping) else {}
