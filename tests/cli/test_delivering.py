"""`kiosk sync` and `kiosk queue`: what waits, why, and what became of it, for people and for scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.app.demo.cable import Cable
from tests.cli.program import NAME, NUMBER, Kiosk, Portal

SYNC_MEMBERS = ["delivered", "waiting", "quarantined", "bytes_sent", "payload_bytes", "requests", "seconds"]


def sealed_file(kiosk: Kiosk) -> Path:
    (only,) = (kiosk.home / "files").iterdir()
    return only


def test_everything_is_delivered_and_counted(kiosk: Kiosk, portal: Portal) -> None:
    sent = [kiosk.submit("one", (60_000, 20_000)), kiosk.submit("two", (30_000,), seed=2)]
    payload = sum(document["bytes"] for each in sent for document in each["documents"])
    fact = kiosk.sync()
    assert list(fact) == SYNC_MEMBERS, "exactly these members"
    assert (fact["delivered"], fact["waiting"], fact["quarantined"]) == (2, 0, 0)
    assert fact["payload_bytes"] == payload
    assert payload <= fact["bytes_sent"] < payload + 20_000
    assert fact["requests"] > 0
    assert fact["seconds"] > 0
    for name, submitted in zip(("one", "two"), sent, strict=True):
        assert portal.holds(kiosk.folder / name, submitted)
        assert kiosk.show(submitted["reference"])["state"] == "SUBMITTED"
    told = kiosk.run("sync").check().out
    assert told == "delivered 0, waiting 0, quarantined 0\n"


def test_work_that_is_left_ends_with_4_and_says_why(wired_kiosk: Kiosk, cable: Cable) -> None:
    submitted = wired_kiosk.submit("dossier")
    cable.pull()
    told = wired_kiosk.run("sync").check(4).out.splitlines()
    assert told[0] == "delivered 0, waiting 1, quarantined 0"
    assert told[1].startswith("not online: ")
    fact = wired_kiosk.sync("--until-empty", "--timeout", "1", code=4)
    assert (fact["delivered"], fact["waiting"]) == (0, 1)
    (line,) = wired_kiosk.run("queue", "--json").check().facts
    assert line["reference"] == submitted["reference"]
    assert line["state"] == "waiting"
    assert line["why"]
    cable.plug()
    assert wired_kiosk.sync()["delivered"] == 1


def test_the_queue_is_told_line_by_line(bare_kiosk: Kiosk) -> None:
    assert bare_kiosk.run("queue").check().out == "queue: nothing waits\n"
    assert bare_kiosk.run_here("queue", "--json").check().out == ""
    references = [bare_kiosk.submit(name)["reference"] for name in ("one", "two")]
    lines = bare_kiosk.run("queue").check().out.splitlines()
    assert [line.split()[0] for line in lines] == references
    facts = bare_kiosk.run_here("queue", "--json").check().facts
    assert [fact["reference"] for fact in facts] == references
    assert all(fact["kind"] == "deliver_dossier" and fact["state"] == "waiting" for fact in facts)
    whole = "".join([*lines, bare_kiosk.run_here("queue", "show", references[0]).check().out])
    assert NAME not in whole
    assert NUMBER not in whole, "a look at the queue shows nobody's data"


def test_show_and_retry_of_one(kiosk: Kiosk, portal: Portal) -> None:
    good = kiosk.submit("good")
    bad = kiosk.submit("bad", body={"form": {}})
    assert kiosk.sync()["quarantined"] == 1
    shown = kiosk.show(bad["reference"])
    assert shown["state"] == "QUARANTINED"
    assert shown["problem"]["code"] == "validation_failed"
    assert "/form/paper_name" in [error[0] for error in shown["problem"]["errors"]]
    assert shown["job"]["state"] == "quarantined"
    assert [change["state"] for change in shown["history"]][-1] == "QUARANTINED"
    assert bad["reference"] in kiosk.run("queue", "show", bad["dossier_id"]).check().out
    assert "job" not in kiosk.show(good["reference"]), "nothing waits for what is delivered"

    assert kiosk.run("queue", "retry", bad["reference"]).check().out.startswith(bad["reference"])
    assert kiosk.show(bad["reference"])["job"]["state"] == "waiting"
    assert kiosk.sync()["quarantined"] == 1, "the portal still says no"
    assert portal.taken(bad["dossier_id"]) == 0


@pytest.mark.parametrize("action", ["show", "retry"])
def test_a_reference_that_is_not_there_is_told(bare_kiosk: Kiosk, action: str) -> None:
    ended = bare_kiosk.run_here("queue", action, "K-HN0099-261122-0001-X").check(1)
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1
    without = bare_kiosk.run_here("queue", action).check(2)
    assert "REF" in without.err


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    "harm",
    [damage, Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:-1])],
    ids=["bit", "gone", "cut"],
)
def test_verify_finds_a_file_that_was_touched(bare_kiosk: Kiosk, harm: Callable[[Path], object]) -> None:
    bare_kiosk.submit("dossier")
    assert bare_kiosk.run_here("queue", "verify").check().out == "queue: database and files are whole\n"
    assert bare_kiosk.run_here("queue", "verify", "--json").check().fact == {"problem": None}
    file = sealed_file(bare_kiosk)
    harm(file)
    ended = bare_kiosk.run("queue", "verify").check(1)
    assert file.name in ended.out
    (problem,) = bare_kiosk.run_here("queue", "verify", "--json").check(1).facts
    assert file.name in problem["problem"]


def test_a_damaged_file_stops_one_dossier_and_no_other(kiosk: Kiosk, portal: Portal) -> None:
    harmed = kiosk.submit("harmed")
    damage(sealed_file(kiosk))
    good = kiosk.submit("good", seed=2)
    fact = kiosk.sync()
    assert (fact["delivered"], fact["quarantined"]) == (1, 1)
    assert portal.holds(kiosk.folder / "good", good)
    assert portal.taken(harmed["dossier_id"]) == 0
    assert kiosk.show(harmed["reference"])["problem"]["code"] == "file_damaged"
