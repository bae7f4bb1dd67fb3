"""`kiosk conformance` tells whether a gateway keeps the contract, and which sentence of it it breaks."""

from typing import Any

import pytest

from tests.cli.program import Kiosk, Portal


def verdicts(kiosk: Kiosk, portal: Portal, *, code: int) -> dict[str, str]:
    command = ("conformance", "--gateway", portal.url, "--code", portal.enrolment_code(), "--json")
    return {fact["rule"]: fact["verdict"] for fact in kiosk.run(*command).check(code).facts}


def test_the_sandbox_keeps_every_rule(bare_kiosk: Kiosk, portal: Portal) -> None:
    found = verdicts(bare_kiosk, portal, code=0)
    assert len(found) >= 30
    assert set(found.values()) <= {"kept", "not tried"}
    assert found["submit"] == "kept"
    assert not bare_kiosk.home.exists(), "nothing of a trial stays on this terminal"


@pytest.mark.parametrize(
    ("faults", "rule"),
    [
        ({"manifest_lie": {"kind": "wrong_key", "times": None}}, "submit"),
        ({"manifest_lie": {"kind": "other_sha", "times": None}}, "submit"),
        ({"captive_portal": {"calls": ["health"], "times": None}}, "health"),
        ({"buffering": {"times": None}, "wrong_bytes": {"times": 1}}, "submit"),
    ],
    ids=["wrong key", "other hash", "captive portal", "lost bytes"],
)
def test_a_broken_rule_is_named(bare_kiosk: Kiosk, portal: Portal, faults: dict[str, Any], rule: str) -> None:
    portal.faults(**faults)
    found = verdicts(bare_kiosk, portal, code=1)
    assert found[rule] == "broken"
    after = list(found.values())[list(found).index(rule) + 1 :]
    assert set(after) == {"not tried"}, "what needs a broken rule is not blamed"


def test_no_gateway_is_said_in_one_line(bare_kiosk: Kiosk) -> None:
    ended = bare_kiosk.run("conformance", "--gateway", "http://127.0.0.1:9", "--code", "X").check(1)
    assert "broken" in ended.out.splitlines()[0]
    assert "no answer" in ended.out
