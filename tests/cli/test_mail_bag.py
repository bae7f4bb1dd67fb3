"""`kiosk queue export` and `import`: work that goes to the portal by way of another terminal, and goes there once."""

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from tests.cli.program import Kiosk, Portal


@pytest.fixture
def operator(tmp_path: Path) -> tuple[str, Path]:
    """(public key, file with the secret one)."""
    identity = pyrage.x25519.Identity.generate()
    file = tmp_path / "operator.key"
    file.write_text(f"# the operator's\n{identity}\n")
    return str(identity.to_public()), file


def test_what_two_terminals_send_is_at_the_portal_once(
    kiosk: Kiosk,
    another_kiosk: Callable[[str], Kiosk],
    portal: Portal,
    operator: tuple[str, Path],
    tmp_path: Path,
) -> None:
    recipient, key_file = operator
    kiosk.write_settings(f'[mailbag]\nrecipient = "{recipient}"')
    sent = {name: kiosk.submit(name, (50_000, 20_000), seed=seed) for seed, name in enumerate("ab")}
    bag = tmp_path / "monday.kioskbag"
    packed = kiosk.run("queue", "export", bag, "--json").check().fact
    assert (packed["dossiers"], packed["accounts"]) == (2, 0)
    hub = another_kiosk("hub")
    hub.submit("own", (10_000,))
    refused = hub.run("queue", "import", bag, "--identity", key_file).check(1)
    assert packed["seal"] in refused.err
    hub.write_settings(f'[mailbag]\nidentity_file = "{key_file.as_posix()}"\nsenders = "{packed["seal"]}"')
    assert hub.run("queue", "import", bag).check().out == "taken in: 2, already here: 0\n"
    assert hub.run("queue", "import", bag).check().out == "taken in: 0, already here: 2\n"
    assert hub.sync()["delivered"] == 3
    for name, submitted in sent.items():
        assert portal.holds(kiosk.folder / name, submitted)
    late = kiosk.sync()
    assert (late["delivered"], late["waiting"], late["quarantined"], late["payload_bytes"]) == (2, 0, 0, 0)
    for name, submitted in sent.items():
        assert portal.holds(kiosk.folder / name, submitted)
        assert kiosk.show(submitted["reference"])["state"] == "SUBMITTED"
        assert hub.show(submitted["reference"])["state"] == "SUBMITTED"


def test_what_is_missing_is_said(bare_kiosk: Kiosk, operator: tuple[str, Path], tmp_path: Path) -> None:
    recipient, key_file = operator
    bag = tmp_path / "monday.kioskbag"
    assert "mailbag.recipient" in bare_kiosk.run_here("queue", "export", bag).check(2).err
    assert "name the file" in bare_kiosk.run_here("queue", "export").check(2).err
    assert (
        "nothing to pack"
        in bare_kiosk.run_here("queue", "export", bag, "--recipient", recipient).check(1).err
    )
    assert "mailbag.identity_file" in bare_kiosk.run_here("queue", "import", bag).check(2).err
    bag.write_bytes(b"holiday pictures")
    told = bare_kiosk.run_here("queue", "import", bag, "--identity", key_file).check(1).err
    assert "no mail-bag" in told
