"""`kiosk submit`: the reference is said when the dossier is durable, never before; what is wrong is said in words."""

import re
from typing import Any

import pytest

from kiosk.domain.rules import local_reference_is_valid
from tests.cli.program import NAME, Kiosk, prepared_folder, wait_until


def test_a_folder_is_queued_as_it_is(bare_kiosk: Kiosk) -> None:
    folder = prepared_folder(bare_kiosk.folder / "dossier", (30_000, 50_000))
    ended = bare_kiosk.run("submit", folder).check()
    reference = ended.out.strip()
    assert local_reference_is_valid(reference)
    assert ended.out == f"{reference}\n", "scripts take the whole output"
    shown = bare_kiosk.show(reference)
    assert shown["state"] == "QUEUED"
    assert shown["revision"] == 1
    assert [document["component_id"] for document in shown["documents"]] == ["identity_copy"] * 2
    with bare_kiosk.storage() as storage:
        dossier = storage.dossiers.find(reference)
        assert dossier is not None
        for document in dossier.documents:
            with storage.dossiers.open_document(document.id) as kept:
                assert kept.read() == (folder / document.name).read_bytes()
        assert dossier.body["applicant"]["full_name"] == NAME
        assert dossier.body["applicant"]["email"] is None, "unknown members are null, never left out"


def test_json_tells_reference_id_and_documents(bare_kiosk: Kiosk) -> None:
    fact = bare_kiosk.submit("dossier")
    assert set(fact) == {"reference", "dossier_id", "documents"}
    (document,) = fact["documents"]
    assert set(document) == {"id", "component_id", "name", "media_type", "bytes", "sha256", "pages"}


def test_the_same_dossier_again_is_the_same_dossier(bare_kiosk: Kiosk) -> None:
    own = {"dossier_id": "01a202c2-04b1-7731-9c0d-0a7160536091"}
    folder = prepared_folder(bare_kiosk.folder / "dossier", body=own)
    first = bare_kiosk.run("submit", folder).check().out
    assert bare_kiosk.run("submit", folder).check().out == first
    assert len(bare_kiosk.run("queue", "--json").check().facts) == 1


def test_without_a_list_every_file_is_a_document(bare_kiosk: Kiosk) -> None:
    folder = prepared_folder(bare_kiosk.folder / "dossier", body={"documents": None})
    (folder / ".hidden").write_text("x", encoding="utf-8")
    fact = bare_kiosk.run("submit", folder, "--json").check().fact
    assert [document["component_id"] for document in fact["documents"]] == ["paper_1"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"applicant": "An"}, "applicant"),
        ({"procedure": {}}, "procedure.code"),
        ({"documents": ["paper_1.pdf"]}, "documents"),
        ({"documents": [{"file": "../dossier.json"}]}, "dossier.json"),
        ({"documents": [{"file": "missing.pdf"}]}, "missing.pdf"),
        ({"dossier_id": "17"}, "dossier_id"),
        ({"revision": "two"}, "revision"),
        ({"form": {"copies": float("inf")}}, "dossier.json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_body_that_means_nothing_is_refused_in_words(
    bare_kiosk: Kiosk, change: dict[str, Any], named: str
) -> None:
    folder = prepared_folder(bare_kiosk.folder / "dossier", body=change)
    ended = bare_kiosk.run_here("submit", folder).check(1)
    assert ended.out == "", "no reference without a dossier"
    assert len(ended.err.splitlines()) == 1
    assert named in ended.err
    assert NAME not in ended.err
    assert bare_kiosk.run_here("queue").check().out == "queue: nothing waits\n"


@pytest.mark.parametrize("what", ["no folder", "no body", "not JSON", "wrong type", "cut off", "program"])
def test_a_folder_that_cannot_be_taken_is_refused_in_words(bare_kiosk: Kiosk, what: str) -> None:
    folder = prepared_folder(bare_kiosk.folder / "dossier")
    paper = folder / "paper_1.pdf"
    if what == "no folder":
        folder = bare_kiosk.folder / "elsewhere"
    elif what == "no body":
        (folder / "dossier.json").unlink()
    elif what == "not JSON":
        (folder / "dossier.json").write_text('{"applicant": ', encoding="utf-8")
    elif what == "wrong type":
        paper.write_text("Chỉ là văn bản", encoding="utf-8")
    elif what == "cut off":
        paper.write_bytes(paper.read_bytes()[:5_000])
    elif what == "program":
        content = paper.read_bytes().replace(
            b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript >>"
        )
        paper.write_bytes(content)
    ended = bare_kiosk.run_here("submit", folder).check(1)
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("kiosk: ")
    with bare_kiosk.storage() as storage:
        assert storage.dossiers.recent(limit=5) == []
        assert list((bare_kiosk.home / "files").iterdir()) == [], "nothing half taken lies about"


def test_a_reference_that_was_said_survives_a_kill_at_once(bare_kiosk: Kiosk) -> None:
    """The process is killed in the moment in which its line appears."""
    folder = prepared_folder(bare_kiosk.folder / "dossier", (200_000,))
    with bare_kiosk.running("submit", folder) as running:
        stdout = running.process.stdout
        assert stdout is not None
        reference = stdout.readline().strip()
        running.process.kill()
        running.process.wait()
    assert local_reference_is_valid(reference)
    assert bare_kiosk.show(reference)["state"] == "QUEUED"
    assert bare_kiosk.run("queue", "verify").check().out == "queue: database and files are whole\n"


def test_killed_before_it_was_said_leaves_nothing_half(bare_kiosk: Kiosk) -> None:
    """Killed as soon as the first file of the dossier appears: it is there whole or not at all."""
    bare_kiosk.run("queue").check()
    folder = prepared_folder(bare_kiosk.folder / "dossier", (3_000_000,) * 3)
    files = bare_kiosk.home / "files"
    with bare_kiosk.running("submit", folder) as running:
        wait_until(lambda: any(files.iterdir()) or running.process.poll() is not None, "a file to appear")
        running.process.kill()
        running.process.wait()
    bare_kiosk.run("queue", "verify").check()
    with bare_kiosk.storage() as storage:
        found = storage.dossiers.recent(limit=5)
        assert len(list(files.iterdir())) == sum(len(dossier.documents) for dossier in found)


def test_the_folder_may_name_what_the_kiosk_would_compute(bare_kiosk: Kiosk) -> None:
    own = {"local_reference": "K-HN0099-261122-9999-X", "revision": 1}
    fact = bare_kiosk.submit("dossier", body=own)
    assert fact["reference"] != "K-HN0099-261122-9999-X"
    assert re.fullmatch(r"K-0000-\d{6}-\d{3,7}-\w", fact["reference"])
