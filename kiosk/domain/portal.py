"""The portal's settings for this agent point, read tolerantly from the wire and usable from the cache."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiosk.domain.bilingual import Text


@dataclass(frozen=True, slots=True)
class AgentPoint:
    """The agent-point record (đại lý) printed on every slip."""

    code: str = "0000"
    name: str = ""
    address: str = ""
    operator: str = ""
    hotline: str = ""
    hours: str = ""
    province_code: str = ""

    @property
    def reference_code(self) -> str:
        """The code as local references carry it: at most twelve capital letters and digits, the last ones."""
        return re.sub(r"[^0-9A-Z]", "", self.code.upper())[-12:] or "0000"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What a person is asked to agree to, per purpose, with the version that is kept."""

    purpose: str
    version: str
    text: Text


@dataclass(frozen=True, slots=True)
class DeliveryPrice:
    """What a way of getting the result costs, in đồng, None where no amount can be read; `payer` is "citizen" or
    "budget"."""

    method: str
    amount: int | None
    payer: str = "citizen"


@dataclass(frozen=True, slots=True)
class Subsidy:
    """A rule that makes a delivery free: scheme, basis, when it applies, and its dates (ISO)."""

    scheme: str
    legal_basis: str
    when: Any
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """The last known settings; the defaults are what a terminal that never reached the portal works with."""

    version: str = "0"
    agent_point: AgentPoint = field(default_factory=AgentPoint)
    account_methods: tuple[str, ...] = ("portal",)
    document_bytes: int = 20_000_000
    offline_days: int = 30
    allowed_procedures: tuple[str, ...] = ("*",)
    delivery_prices: tuple[DeliveryPrice, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    calendar: Mapping[str, Any] = field(default_factory=dict)
    consents: tuple[ConsentText, ...] = ()
    notice_channels: tuple[str, ...] = ("sms",)

    def allows(self, procedure_code: str) -> bool:
        """Whether this agent point may file the procedure."""
        return "*" in self.allowed_procedures or procedure_code in self.allowed_procedures

    def delivery_price(self, method: str) -> DeliveryPrice | None:
        """The price of a delivery method, None when the portal names none."""
        return next((price for price in self.delivery_prices if price.method == method), None)

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> "PortalSettings":
        """Read the contract's settings. Unknown members are ignored; a broken member falls back to its default."""
        plain = cls()
        point = _mapping(body.get("agent_point"))
        limits = _mapping(body.get("limits"))
        return cls(
            version=str(body.get("version", plain.version)),
            agent_point=AgentPoint(
                **{
                    name: _words(point[name])
                    for name in AgentPoint.__dataclass_fields__
                    if point.get(name) is not None
                }
            ),
            account_methods=_names(body.get("account_methods")) or plain.account_methods,
            document_bytes=_positive(limits.get("document_bytes"), plain.document_bytes),
            offline_days=_positive(limits.get("offline_days"), plain.offline_days),
            allowed_procedures=_names(body["allowed_procedures"])
            if isinstance(body.get("allowed_procedures"), list)
            else plain.allowed_procedures,
            delivery_prices=tuple(
                DeliveryPrice(
                    method=str(item.get("method", "")),
                    amount=_amount(item.get("amount")),
                    payer=str(item.get("payer", "citizen")),
                )
                for item in _mappings(body.get("delivery_prices"))
            ),
            subsidies=tuple(
                Subsidy(
                    scheme=str(item.get("scheme", "")),
                    legal_basis=str(item.get("legal_basis", "")),
                    when=item.get("when"),
                    valid_from=_day(item.get("from")),
                    valid_to=_day(item.get("to")),
                )
                for item in _mappings(body.get("subsidies"))
                if _is_day_or_open(item.get("from")) and _is_day_or_open(item.get("to"))
            ),
            calendar=_mapping(body.get("calendar")),
            consents=tuple(
                ConsentText(
                    purpose=str(item.get("purpose", "")),
                    version=str(item.get("version", "")),
                    text=Text.from_wire(item.get("text")) or Text.of(str(item.get("purpose", ""))),
                )
                for item in _mappings(body.get("consents"))
            ),
            notice_channels=_names(body["notice_channels"])
            if isinstance(body.get("notice_channels"), list)
            else plain.notice_channels,
        )


def _words(value: Any) -> str:
    """Opening hours may come as text or as a table; a slip needs one line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    return str(value)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _names(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _amount(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _positive(value: Any, otherwise: int) -> int:
    amount = _amount(value)
    return otherwise if amount is None else amount


def _day(value: Any) -> str | None:
    """The date of an ISO date or time; None for anything else."""
    try:
        return date.fromisoformat(value[:10]).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _is_day_or_open(value: Any) -> bool:
    """A rule whose days cannot be read is no promise to anybody."""
    return value in (None, "") or _day(value) is not None
