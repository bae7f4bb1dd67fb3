"""What one dossier costs and who pays: the statutory fee, an exemption asked for before it, the way home, subsidies in force."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.portal import PortalSettings, Subsidy
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Exemption
from kiosk.flow.views import DeliveryOption, PriceLine

CHANNEL = "online"
DELIVERY_METHODS = ("home", "agent_point", "agency", "electronic")
"""The contract's words; only the way home always has a price that the portal must name."""
NOBODY = "none"
"""The answer of whoever asks for no exemption."""
_BENEFICIARIES = {
    "nguoi_co_cong": Text("Người có công với cách mạng và thân nhân", "People of merit and their relatives"),
    "bao_tro_xa_hoi": Text("Đối tượng bảo trợ xã hội", "People under social protection"),
}
_PROOF = Text("Giấy xác nhận thuộc đối tượng", "A paper that proves it")
SAME_PEOPLE = {"merit": "nguoi_co_cong"}
"""An exemption of the catalogue, and the class of beneficiaries that subsidies name for the same people."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Of one dossier, as far as its person has chosen. `exemption`: an id, NOBODY, or empty while nobody asked."""

    procedure: Procedure
    portal: PortalSettings
    today: date
    method: str = ""
    exemption: str = ""

    def exemptions(self) -> tuple[Exemption, ...]:
        """Whom the law or a subsidy in force lets pay less, each once, with the paper that proves it.

        Nobody is asked to belong to a group for a way home that is paid for everybody, or costs nothing.
        """
        found = {each.id: each for each in self.procedure.exemptions}
        home = self.portal.delivery_price("home")
        costs = home is not None and home.amount != 0 and home.payer == "citizen"
        everybody = replace(self, exemption="", method="home").chosen_option()
        for rule in self._in_force() if costs and not (everybody and everybody.scheme) else ():
            for name in _names(rule.when):
                same = name in found or any(SAME_PEOPLE.get(known) == name for known in found)
                if not same:
                    found[name] = Exemption(name, _BENEFICIARIES.get(name, Text.of(name)), _PROOF)
        return tuple(found.values())

    def chosen_exemption(self) -> Exemption | None:
        """The one the person asks for."""
        return next((each for each in self.exemptions() if each.id == self.exemption), None)

    def options(self) -> tuple[DeliveryOption, ...]:
        """Ways of getting the result; the portal's prices, with a subsidy where one is in force for this person."""
        portal = self.portal
        named = [price.method for price in portal.delivery_prices if price.method in DELIVERY_METHODS]
        free = [method for method in DELIVERY_METHODS if method != "home" and method not in named]
        options = []
        for method in (*dict.fromkeys(named), *free):
            price, rule = portal.delivery_price(method), self._subsidy(method)
            options.append(
                DeliveryOption(
                    method=method,
                    amount=0 if rule else (price.amount if price else 0),
                    payer="budget" if rule else (price.payer if price else "citizen"),
                    scheme=rule.scheme if rule else "",
                    basis=rule.legal_basis if rule else "",
                    valid_to=(rule.valid_to or "") if rule else "",
                    needs_address=method == "home",
                )
            )
        return tuple(options)

    def chosen_option(self) -> DeliveryOption | None:
        """The way that was chosen."""
        return next((option for option in self.options() if option.method == self.method), None)

    def lines(self) -> tuple[PriceLine, ...]:
        """Fee of the procedure, then delivery. Whoever is exempted is asked for nothing until the agency has decided."""
        fee, exempted = self.procedure.price(CHANNEL), self._fee_exemption()
        fee_line = PriceLine(
            key="price.fee",
            amount=None if fee is None or (fee.varies and not fee.amount) else fee.amount,
            payer="exempt" if exempted else "citizen",
            is_guide=fee is not None and fee.varies and bool(fee.amount),
            note=exempted.name if exempted else None,
        )
        option = self.chosen_option()
        if option is None:
            return (fee_line,)
        delivery = PriceLine(
            "price.delivery", option.amount, option.payer, scheme=option.scheme, basis=option.basis
        )
        return (fee_line, delivery)

    def total(self) -> int | None:
        """What the citizen pays, or about that where `fee_is_a_guide`; None while nobody names a part."""
        amounts = [line.amount for line in self.lines() if line.payer == "citizen"]
        return None if any(amount is None for amount in amounts) else sum(a for a in amounts if a is not None)

    def fee_is_a_guide(self) -> bool:
        """The province may set another one than the catalogue names."""
        fee = self.procedure.price(CHANNEL)
        return fee is None or fee.varies

    def counted(self) -> dict[str, Any]:
        """What the month's report says of this dossier beside its effort: codes and amounts."""
        fee = self.procedure.price(CHANNEL)
        exempted = self.chosen_exemption()
        known = {"level": self.procedure.online_mode, "fee": fee.amount if fee else None}
        if exempted is not None:
            known |= {"exemption": exempted.id}
            known |= {"fee": 0} if self._fee_exemption() else {}
        option = self.chosen_option()
        if option is None:
            return known
        price = self.portal.delivery_price(option.method)
        return {
            **known,
            **({"subsidy": price.amount} if option.scheme and price else {}),
            "delivery_price": option.amount,
            "delivery_payer": option.payer,
            "scheme": option.scheme,
        }

    def _fee_exemption(self) -> Exemption | None:
        """Only the catalogue's own exemptions are about the fee; a subsidy pays a way."""
        return next((each for each in self.procedure.exemptions if each.id == self.exemption), None)

    def _in_force(self) -> tuple[Subsidy, ...]:
        today = self.today.isoformat()
        return tuple(
            rule
            for rule in self.portal.subsidies
            if (rule.valid_from or "") <= today and (not rule.valid_to or today <= rule.valid_to)
        )

    def _subsidy(self, method: str) -> Subsidy | None:
        """The rule that pays the way home, if one is in force: for everybody who files online, or for this person."""
        mine = {self.exemption, SAME_PEOPLE.get(self.exemption, "")}
        for rule in self._in_force():
            when = rule.when if isinstance(rule.when, Mapping) else {}
            whom = _names(when)
            online = when.get("channel", CHANNEL if whom else None) == CHANNEL
            way = when.get("delivery", "home") == method == "home"
            if online and way and (not whom or mine & set(whom)):
                return rule
        return None


def _names(when: Any) -> tuple[str, ...]:
    """The classes of beneficiaries that a rule is for; empty for one that is for everybody."""
    named = when.get("beneficiary") if isinstance(when, Mapping) else None
    if isinstance(named, str):
        return (named,)
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list | tuple) else ()
