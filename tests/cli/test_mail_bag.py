"""`kiosk queue export` and `import`: work that goes to the portal by way of another terminal, and goes there once."""

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from kiosk.domain.dossier import NewDossier
from kiosk.domain.held_result import HandOut, Receiver, ResultState, delivery_wire, moved
from kiosk.domain.ids import new_id
from kiosk.domain.post_item import HandOverLine, HandOverRecord
from kiosk.domain.post_ports import PostCall, PostMessage
from tests.cli.program import Kiosk, Portal
from tests.fakes.post_samples import AN, AT, sample_item, sample_result, sample_signatures
from tests.sync.kit import sample_body


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


LABEL = "EF473124829VN"


def happened_offline(kiosk: Kiosk) -> tuple[str, set[str]]:
    """An envelope handed over, its result invited for and given: the dossier's id, and what the portal is to be told."""
    with kiosk.storage() as storage:
        paper = {
            **sample_body(),
            "channel": "paper",
            "procedure": {"code": "2.000908", "version": None, "case": "self"},
        }
        new = NewDossier(
            id=new_id(), procedure_code="2.000908", procedure_name="Bản sao từ sổ gốc", body=paper
        )
        dossier = storage.dossiers.submit(new, actor="clerk:lan", point="HN0099")
        post, item = storage.post, sample_item(LABEL, id=dossier.id, reference=dossier.local_reference)
        waybill = PostMessage(new_id(), PostCall.WAYBILL, LABEL, LABEL, item.waybill_wire("citizen"))
        post.seal(item, sample_signatures(), waybill)
        line = HandOverLine(item.id, LABEL)
        record = HandOverRecord(new_id(), "BB-HN0099-261121-01", item.agency, "Minh", "lan", AT, (line,))
        handed = PostMessage(record.id, PostCall.HANDOVER, record.id, record.number, record.to_wire())
        post.hand_over(record, sample_signatures(), handed)
        result = post.arrive(sample_result(LABEL, dossier_id=dossier.id), staff_id="lan")
        told = {waybill.id, handed.id}
        for state, out in (("INVITED_1", None), ("DELIVERED", HandOut(AN, Receiver.APPLICANT, "clerk"))):
            after = moved(result, ResultState(state), at=AT, invited_at=(AT,))
            thing = new_id()
            body = delivery_wire(after, out, AT if out else None)
            message = PostMessage(thing, PostCall.DELIVERY, thing, after.name, body)
            post.move_result(result, after, staff_id="lan", facts={}, message=message)
            result = after
            told.add(thing)
    return dossier.id, told


def test_news_of_the_post_reach_the_portal_once(
    kiosk: Kiosk,
    another_kiosk: Callable[[str], Kiosk],
    portal: Portal,
    operator: tuple[str, Path],
    tmp_path: Path,
) -> None:
    recipient, key_file = operator
    dossier_id, _ = happened_offline(kiosk)
    bag = tmp_path / "tuesday.kioskbag"
    packed = kiosk.run_here("queue", "export", bag, "--recipient", recipient, "--json").check().fact
    assert (packed["dossiers"], packed["news"]) == (1, 4)
    assert b"001199000001" not in bag.read_bytes()
    hub = another_kiosk("hub")
    take_in = ("queue", "import", bag, "--identity", key_file, "--sender", packed["seal"])
    assert hub.run_here(*take_in).check().out == "taken in: 5, already here: 0\n"
    # the line comes back before the stick has arrived: both tell it
    for terminal in (kiosk, hub):
        told = terminal.run_here("sync", "--until-empty", "--json").check().fact
        assert (told["waiting"], told["quarantined"]) == (0, 0)
    assert hub.run_here(*take_in).check().out == "taken in: 0, already here: 5\n"
    papers = [
        paper
        for paper in portal.ask("GET", "papers")["papers"]
        if dossier_id in str(paper) or LABEL in str(paper)
    ]
    assert sorted(paper["kind"] for paper in papers) == ["delivery", "delivery", "handover", "waybill"]
    heard = [message["text"] for message in portal.messages("notice") if message["subject_id"] == dossier_id]
    assert sum("bàn giao" in text for text in heard) == 1
    assert sum("đại lý" in text for text in heard) == 1


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
