"""A person or organisation as the wire knows them; no reading of cards, no rules of single fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Gender(StrEnum):
    """As on the card: Nam / Nữ."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Address:
    """`text` is what the card says; the codes are set only when a person chose a commune of today."""

    text: str = ""
    line: str | None = None
    ward_code: str | None = None
    province_code: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """The contract's address: unknown members are null, never left out."""
        return {
            "line": self.line,
            "ward_code": self.ward_code,
            "province_code": self.province_code,
            "text": self.text or None,
        }


@dataclass(frozen=True, slots=True)
class Person:
    """Applicant or representative. Phone in E.164. Personal data: `repr` shows nothing of it."""

    full_name: str = field(default="", repr=False)
    personal_number: str | None = field(default=None, repr=False)
    old_number: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    gender: Gender | None = field(default=None, repr=False)
    address: Address = field(default_factory=Address, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    account_id: str | None = None
    kind: str = "citizen"
    organisation: Mapping[str, str] | None = field(default=None, repr=False)
    relation: str | None = None
    authority_document: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """The contract's person: every member present, unknown ones null."""
        return {
            "kind": self.kind,
            "personal_number": self.personal_number,
            "old_number": self.old_number,
            "full_name": self.full_name or None,
            "birth_date": self.birth_date.isoformat() if self.birth_date else None,
            "gender": self.gender.value if self.gender else None,
            "address": self.address.to_wire(),
            "phone": self.phone,
            "email": self.email,
            "account_id": self.account_id,
            "organisation": dict(self.organisation) if self.organisation else None,
            "relation": self.relation,
            "authority_document": self.authority_document,
        }

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> "Person":
        """Read back what `to_wire` wrote (drafts, stored dossiers); unknown members are ignored."""
        place = body.get("address") or {}
        born = body.get("birth_date")
        gender = body.get("gender")
        return cls(
            full_name=body.get("full_name") or "",
            personal_number=body.get("personal_number"),
            old_number=body.get("old_number"),
            birth_date=date.fromisoformat(born) if born else None,
            gender=Gender(gender) if gender in set(Gender) else None,
            address=Address(
                text=place.get("text") or "",
                line=place.get("line"),
                ward_code=place.get("ward_code"),
                province_code=place.get("province_code"),
            ),
            phone=body.get("phone"),
            email=body.get("email"),
            account_id=body.get("account_id"),
            kind=body.get("kind") or "citizen",
            organisation=body.get("organisation"),
            relation=body.get("relation"),
            authority_document=body.get("authority_document"),
        )

    def with_account(self, account_id: str) -> "Person":
        """The same person, filing under an account."""
        return replace(self, account_id=account_id)
