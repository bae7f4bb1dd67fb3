"""The rules of the wire contract in the order in which they are tried; each says one thing that a kiosk relies on."""

from collections.abc import Iterator

from kiosk.sync.conformance import device_rules, dossier_rules, other_rules
from kiosk.sync.conformance.bench import Bench, Broke, NotTried
from kiosk.sync.conformance.rule_list import Rule

RULES: tuple[Rule, ...] = (*device_rules.RULES, *dossier_rules.RULES, *other_rules.RULES)


def try_all(bench: Bench) -> Iterator[tuple[Rule, str, str]]:
    """Each rule with "kept", "broken" or "not tried", and why."""
    stopped = ""
    for each in RULES:
        if stopped:
            yield each, "not tried", f"needs {stopped}"
            continue
        try:
            each.attempt(bench)
        except NotTried as reason:
            yield each, "not tried", str(reason)
        except Broke as reason:
            stopped = each.name if each.needed else ""
            yield each, "broken", str(reason)
        except (KeyError, TypeError, ValueError, AttributeError) as reason:
            stopped = each.name if each.needed else ""
            yield each, "broken", f"the answer has another shape ({type(reason).__name__}: {reason})"
        else:
            yield each, "kept", ""
