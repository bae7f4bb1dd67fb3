"""A dossier from draft to signed manifest and beyond."""

import base64
import hashlib
from datetime import datetime
from urllib.parse import urljoin

from kiosk.domain.events import read_wire_time
from kiosk.domain.ids import new_id
from kiosk.sync.conformance.bench import Bench, Broke, NotTried, expect, members, problem, same
from kiosk.sync.conformance.pieces import (
    OTHER_PAPER,
    PAPER,
    create,
    listed,
    papers,
    patch,
    patch_headers,
    plain,
    submit,
)
from kiosk.sync.conformance.rule_list import RuleList

RULES = RuleList()


@RULES.rule("dossier-unknown", "GET of a dossier nobody put is 404")
def _dossier_unknown(bench: Bench) -> None:
    problem(bench.ask("GET", f"/v1/dossiers/{new_id()}"), 404)


@RULES.rule(
    "dossier-put", "PUT makes a dossier UPLOADING, names it, and lists every document as missing", needed=True
)
def _dossier_put(bench: Bench) -> None:
    body = bench.dossier(papers(bench))
    answer = members(bench.ask("PUT", f"/v1/dossiers/{bench.dossier_id}", body), 200, 201)
    same(answer.get("dossier_id"), bench.dossier_id, "dossier_id")
    same(answer.get("state"), "UPLOADING", "state")
    same(set(answer.get("missing") or []), {paper["id"] for paper in papers(bench)}, "missing")
    bench.upload_url = urljoin(f"{bench.url}/", str(answer.get("upload_url")))
    if not bench.upload_url.startswith(f"{bench.url}/"):
        raise Broke("upload_url is on another host")


@RULES.rule("dossier-again", "The same PUT again answers 200 and makes no second dossier")
def _dossier_again(bench: Bench) -> None:
    body = bench.dossier(papers(bench))
    members(bench.ask("PUT", f"/v1/dossiers/{bench.dossier_id}", body), 200)
    got = members(bench.ask("GET", f"/v1/dossiers/{bench.dossier_id}"), 200)
    same(got.get("revision"), 1, "revision")


@RULES.rule("dossier-wrong", "A dossier that breaks a rule is 422 with the fields named")
def _dossier_wrong(bench: Bench) -> None:
    body = bench.dossier([], applicant={**bench.person(), "personal_number": "12"})
    errors = problem(bench.ask("PUT", f"/v1/dossiers/{new_id()}", body), 422).get("errors")
    if not errors or not all(str(each.get("pointer", "")).startswith("/") for each in errors):
        raise Broke("errors does not name the fields by JSON pointers")


@RULES.rule(
    "submit-too-early", "Submission before the documents are there is 409 documents_missing with their ids"
)
def _submit_too_early(bench: Bench) -> None:
    answer = problem(submit(bench), 409, "documents_missing")
    same(set(answer.get("missing") or []), {paper["id"] for paper in papers(bench)}, "missing")


@RULES.rule("tus-options", "OPTIONS of the upload address tells what tus can do here")
def _tus_options(bench: Bench) -> None:
    answer = bench.ask("OPTIONS", bench.upload_url, headers={"Tus-Resumable": "1.0.0"})
    expect(answer, 200, 204)
    bench.tus = frozenset(
        each.strip() for each in answer.headers.get("Tus-Extension", "").split(",") if each.strip()
    )
    if "creation" not in bench.tus:
        raise Broke("the extension creation is not advertised")


@RULES.rule("tus-upload", "A document goes up in pieces, and HEAD tells the offset that counts", needed=True)
def _tus_upload(bench: Bench) -> None:
    place = create(bench, papers(bench)[0], PAPER)
    half = len(PAPER) // 2
    same(patch(bench, place, PAPER[:half], 0), half, "Upload-Offset after the first half")
    head = bench.ask("HEAD", place, headers={"Tus-Resumable": "1.0.0"})
    expect(head, 200, 204)
    same(head.headers.get("Upload-Offset"), str(half), "Upload-Offset of HEAD")
    wrong = bench.ask("PATCH", place, content=PAPER[:10], headers=patch_headers(0))
    expect(wrong, 409)
    same(patch(bench, place, PAPER[half:], half), len(PAPER), "Upload-Offset at the end")


@RULES.rule("tus-checksum", "A piece whose checksum does not fit is 460, and the offset stays")
def _tus_checksum(bench: Bench) -> None:
    if "checksum" not in bench.tus:
        raise NotTried("checksum is not advertised")
    place = create(bench, papers(bench)[1], OTHER_PAPER)
    wrong = base64.b64encode(hashlib.sha256(b"something else").digest()).decode()
    answer = bench.ask(
        "PATCH",
        place,
        content=OTHER_PAPER,
        headers={**patch_headers(0), "Upload-Checksum": f"sha256 {wrong}"},
    )
    expect(answer, 460)
    head = bench.ask("HEAD", place, headers={"Tus-Resumable": "1.0.0"})
    same(head.headers.get("Upload-Offset"), "0", "Upload-Offset after a wrong checksum")


@RULES.rule("tus-wrong-bytes", "A finished upload with other bytes than announced stays missing")
def _tus_wrong_bytes(bench: Bench) -> None:
    paper = papers(bench)[1]
    place = create(bench, paper, OTHER_PAPER)
    spoilt = bytes([OTHER_PAPER[0] ^ 1]) + OTHER_PAPER[1:]
    answer = bench.ask("PATCH", place, content=spoilt, headers=patch_headers(0))
    expect(answer, 204, 422, 460)
    got = members(bench.ask("GET", f"/v1/dossiers/{bench.dossier_id}"), 200)
    if paper["id"] not in (got.get("missing") or []):
        raise Broke("a document with wrong bytes counts as received")


@RULES.rule(
    "submit",
    "When nothing is missing the submission is taken, signed over exactly what was sent",
    needed=True,
)
def _submitted(bench: Bench) -> None:
    place = create(bench, papers(bench)[1], OTHER_PAPER)
    patch(bench, place, OTHER_PAPER, 0)
    got = members(bench.ask("GET", f"/v1/dossiers/{bench.dossier_id}"), 200)
    same(got.get("missing"), [], "missing")
    answer = members(submit(bench), 200)
    same(answer.get("dossier_id"), bench.dossier_id, "dossier_id")
    same(answer.get("state"), "SUBMITTED", "state")
    bench.state = "SUBMITTED"
    signed = bench.signed(answer.get("manifest"))
    same(signed.get("dossier_id"), bench.dossier_id, "dossier_id of the manifest")
    same(signed.get("revision"), 1, "revision of the manifest")
    same(plain(signed.get("documents")), plain(listed(bench)), "documents of the manifest")
    read_wire_time(str(signed.get("received_at")))


@RULES.rule("submit-again", "The same submission again gives the same answer and no second dossier")
def _submit_again(bench: Bench) -> None:
    again = members(submit(bench), 200)
    same(again.get("dossier_id"), bench.dossier_id, "dossier_id")
    bench.signed(again.get("manifest"))


@RULES.rule(
    "revision-conflict",
    "Revision 2 without a supplement asked for is 409 revision_conflict with where it stands",
)
def _revision_conflict(bench: Bench) -> None:
    body = bench.dossier(papers(bench), revision=2)
    answer = problem(bench.ask("PUT", f"/v1/dossiers/{bench.dossier_id}", body), 409, "revision_conflict")
    same(answer.get("revision"), 1, "revision")


@RULES.rule("events", "What moved comes in order by cursor, and the same cursor gives the same again")
def _events(bench: Bench) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(10_000):
        page = members(bench.ask("GET", "/v1/events?wait=0", query={"cursor": cursor}), 200)
        seen += [str(event.get("id")) for event in page.get("events") or []]
        replay = members(bench.ask("GET", "/v1/events?wait=0", query={"cursor": cursor}), 200)
        first = [event.get("id") for event in page.get("events") or []]
        same(
            [event.get("id") for event in replay.get("events") or []][: len(first)],
            first,
            "a cursor replayed",
        )
        cursor = str(page.get("cursor") or "")
        if not page.get("more"):
            break
    same(len(set(seen)), len(seen), "the number of different event ids")


@RULES.rule(
    "events-times", "Every event says when it happened; those of a dossier come in the order of these times"
)
def _events_times(bench: Bench) -> None:
    newest: dict[str, datetime] = {}
    cursor, more = "", True
    while more:
        page = members(bench.ask("GET", "/v1/events?wait=0", query={"cursor": cursor}), 200)
        for event in page.get("events") or []:
            told, about = str(event.get("at")), str(event.get("dossier_id"))
            try:
                at = read_wire_time(told)
            except ValueError:
                raise Broke(f"the event {event.get('id')} has no time: {told}") from None
            if at < newest.get(about, at):
                raise Broke(f"the event {event.get('id')} is older than the one before it")
            newest[about] = at
        more = bool(page.get("more")) and page.get("cursor") not in (None, "", cursor)
        cursor = str(page.get("cursor") or "")


@RULES.rule("events-cursor", "An unknown cursor is 410 cursor_unknown")
def _events_cursor(bench: Bench) -> None:
    problem(bench.ask("GET", "/v1/events?wait=0&cursor=no-such-cursor"), 410, "cursor_unknown")


@RULES.rule("tracking", "Tracking of an unknown code is 404")
def _tracking(bench: Bench) -> None:
    problem(bench.ask("GET", "/v1/tracking/H99.99-000000-0000"), 404)


@RULES.rule("withdrawal", "A submitted dossier can be withdrawn")
def _withdrawal(bench: Bench) -> None:
    answer = bench.ask("POST", f"/v1/dossiers/{bench.dossier_id}/withdrawal", {"reason": "conformance test"})
    expect(answer, 200, 204)
