"""A document goes up by tus as the server's offset says, whatever the server does to it."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.domain.dossier import DossierState
from kiosk.sync.chunk_rule import FIRST_BYTES, GROWTH, ChunkRule
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_dossiers import ALL_EXTENSIONS
from tests.fakes.wire_http import Asked, Told, lose_reply, problem, proven
from tests.sync.kit import Kit, content_of, kit_at

CONTENT = content_of(1_500_000)
KEPT = "application/offset+octet-stream"


def arrives(gateway: WireGateway, kiosk: Kit, content: bytes = CONTENT) -> None:
    dossier = kiosk.queue_dossier(content)
    kiosk.drain()
    assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
    assert gateway.ledger == [(dossier.id, 1)]
    assert gateway.stored(dossier.documents[0].id) == content


@pytest.mark.parametrize("extensions", [(), ("creation",), ("creation", "checksum"), ALL_EXTENSIONS])
@pytest.mark.parametrize("size", [1, 200_000, 1_500_000])
def test_whatever_the_server_can_do(
    gateway: WireGateway, kiosk: Kit, extensions: tuple[str, ...], size: int
) -> None:
    gateway.extensions = extensions
    arrives(gateway, kiosk, content_of(size))
    patches = [asked for asked in gateway.asked if asked.method == "PATCH"]
    assert all(("upload-checksum" in asked.headers) == ("checksum" in extensions) for asked in patches)
    if size <= FIRST_BYTES:
        assert bool(patches) == ("creation-with-upload" not in extensions)


def test_a_large_file_begins_with_its_creation_and_not_again_where_that_was_lost(
    gateway: WireGateway, kiosk: Kit
) -> None:
    gateway.extensions = ("creation", "creation-with-upload")
    gateway.twist("POST /v1/uploads", lose_reply)
    arrives(gateway, kiosk, content_of(3_000_000))
    lost, second = (asked for asked in gateway.asked if asked.method == "POST" and "uploads" in asked.path)
    assert 0 < len(lost.body) <= 64 * 1024
    assert not second.body


def test_what_is_swallowed_makes_chunks_small() -> None:
    rule = ChunkRule()
    for _ in range(5):
        rule.succeeded(rule.size_bytes, 0.01)
    rule.broke(rule.size_bytes, 1_000_000, in_vain=True)
    assert rule.size_bytes <= 2 * 1024 * 1024


def test_capabilities_are_asked_once(gateway: WireGateway, kiosk: Kit) -> None:
    for seed in range(3):
        kiosk.queue_dossier(content_of(300_000, seed))
    kiosk.drain()
    assert gateway.count("OPTIONS") == 1


def test_a_server_that_knows_no_options_is_a_plain_one(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("OPTIONS", proven(Told(405)))
    arrives(gateway, kiosk)


def test_metadata_says_what_it_is(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(CONTENT)
    kiosk.drain()
    upload = next(iter(gateway.uploads.values()))
    document = dossier.documents[0]
    assert upload["dossier"] == dossier.id
    assert upload["document"] == document.id
    assert upload["sha256"] == document.sha256
    assert upload["filetype"] == "application/pdf"


def chunk_of(asked: Asked, size: int) -> Asked:
    """As if the line had broken after `size` bytes of the body."""
    return Asked(asked.method, asked.path, asked.query, asked.headers, asked.body[:size], broken=True)


def test_bytes_of_a_broken_request_are_not_sent_again(gateway: WireGateway, kiosk: Kit) -> None:
    def break_off(asked: Asked, work: Callable[[], Told]) -> Told:
        gateway._work(chunk_of(asked, 100_000))
        return Told(cut=True)

    gateway.extensions = ("creation",)
    gateway.twist("PATCH", break_off, times=2)
    arrives(gateway, kiosk)
    offsets = [int(asked.headers["upload-offset"]) for asked in gateway.asked if asked.method == "PATCH"]
    assert offsets[1] == 100_000


@pytest.mark.parametrize("call", ["POST /v1/uploads", "PATCH", "HEAD", "OPTIONS"])
def test_a_lost_answer_costs_at_most_a_question(gateway: WireGateway, kiosk: Kit, call: str) -> None:
    if call == "HEAD":
        gateway.twist("PATCH", lose_reply)
    gateway.twist(call, lose_reply, times=2)
    arrives(gateway, kiosk)
    assert kiosk.client.counts.bytes_sent < 1.3 * len(CONTENT)


def test_a_lost_answer_to_a_small_upload_costs_no_second_one(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("POST /v1/uploads", lose_reply)
    arrives(gateway, kiosk, content_of(100_000))
    assert gateway.count("POST /v1/uploads") == 1


def test_less_may_be_kept_than_was_sent(gateway: WireGateway, kiosk: Kit) -> None:
    def keep_less(asked: Asked, work: Callable[[], Told]) -> Told:
        upload = gateway.uploads[asked.path.rpartition("/")[2]]
        upload["content"] += asked.body[:50_000]
        return proven(Told(204, {"Upload-Offset": str(len(upload["content"]))}))

    gateway.twist("PATCH", keep_less, times=3)
    arrives(gateway, kiosk)


@pytest.mark.parametrize("told", ["-1", "99999999999999999999", "1e3", "abc", "", None, "1500001", "0x10"])
@pytest.mark.parametrize("method", ["HEAD", "PATCH"])
def test_an_offset_that_cannot_be_is_not_believed(
    gateway: WireGateway, kiosk: Kit, told: str | None, method: str
) -> None:
    def lie(asked: Asked, work: Callable[[], Told]) -> Told:
        answer = work()
        answer.headers.pop("Upload-Offset", None)
        if told is not None:
            answer.headers["Upload-Offset"] = told
        return answer

    if method == "HEAD":
        gateway.twist("PATCH", lose_reply)
    gateway.twist(method, lie)
    arrives(gateway, kiosk)


def test_a_chunk_of_which_nothing_is_kept_is_tried_later(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PATCH", lambda asked, work: proven(Told(204, {"Upload-Offset": "0"})), times=2)
    arrives(gateway, kiosk)


def test_an_upload_of_another_length_is_begun_anew(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PATCH", lose_reply)
    gateway.twist("HEAD", proven(Told(200, {"Upload-Offset": "10", "Upload-Length": "11"})))
    arrives(gateway, kiosk)
    assert gateway.count("DELETE") == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_forgotten_upload_is_created_anew(gateway: WireGateway, kiosk: Kit, status: int) -> None:
    def forget(asked: Asked, work: Callable[[], Told]) -> Told:
        gateway.uploads.clear()
        return proven(Told(status))

    gateway.extensions = ("creation",)
    gateway.twist("PATCH", lambda asked, work: work())
    gateway.twist("PATCH", forget)
    arrives(gateway, kiosk)
    assert gateway.count("POST /v1/uploads") == 2


def test_a_404_of_somebody_else_forgets_nothing(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PATCH", Told(404, {}, b"<html>"))
    arrives(gateway, kiosk)
    assert gateway.count("POST /v1/uploads") == 1


def test_an_offset_conflict_is_asked_about(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PATCH", proven(problem(409, "offset_conflict")), times=2)
    arrives(gateway, kiosk)
    assert gateway.count("HEAD") == 2


def test_a_locked_upload_is_tried_again(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PATCH", proven(Told(423)))
    arrives(gateway, kiosk)
    assert kiosk.client.link.online


def test_a_damaged_chunk_is_sent_again(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PATCH", proven(Told(460)), times=2)
    arrives(gateway, kiosk)
    offsets = [int(asked.headers["upload-offset"]) for asked in gateway.asked if asked.method == "PATCH"]
    assert len(set(offsets[:3])) == 1


def test_a_chunk_too_large_is_halved(gateway: WireGateway, kiosk: Kit) -> None:
    def too_large(asked: Asked, work: Callable[[], Told]) -> Told:
        return proven(Told(413)) if len(asked.body) > 40_000 else work()

    gateway.extensions = ("creation",)
    gateway.twist("PATCH", too_large, times=None)
    arrives(gateway, kiosk)


def test_a_document_that_is_too_long_is_final(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("POST /v1/uploads", proven(Told(413)))
    dossier = kiosk.queue_dossier(CONTENT)
    kiosk.drain()
    assert kiosk.dossier(dossier).state is DossierState.QUARANTINED


def test_refused_metadata_is_final(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("POST /v1/uploads", proven(Told(422, {}, b"whatever")))
    dossier = kiosk.queue_dossier(CONTENT)
    kiosk.drain()
    problem_kept = kiosk.dossier(dossier).problem
    assert problem_kept is not None
    assert problem_kept.code == "http_422"


def test_an_expired_upload_is_not_asked_about(gateway: WireGateway, kiosk: Kit) -> None:
    def expired(asked: Asked, work: Callable[[], Told]) -> Told:
        answer = work()
        gateway.uploads.clear()
        answer.headers["Upload-Expires"] = "Sun, 22 Nov 2020 09:00:00 GMT"
        return answer

    gateway.twist("POST /v1/uploads", expired)
    arrives(gateway, kiosk)
    assert gateway.count("POST /v1/uploads") == 2
    assert gateway.count("HEAD") == 0


def location(told: str) -> Callable[[Asked, Callable[[], Told]], Told]:
    def twist(asked: Asked, work: Callable[[], Told]) -> Told:
        answer = work()
        answer.headers["Location"] = told.replace("HERE", answer.headers["Location"])
        return answer

    return twist


@pytest.mark.parametrize(
    "told",
    [
        "https://evil.example/HERE",
        "//evil.example/HERE",
        "http://127.0.0.1:1/HERE",
        "ftp://127.0.0.1/HERE",
        "http://user@127.0.0.1:PORT/HERE",
        "http://127.0.0.1:PORT\\@evil.example/HERE",
        "\thttp://evil.example/HERE",
        "",
        "http://[::1",
    ],
)
def test_the_token_follows_no_address_to_another_place(gateway: WireGateway, kiosk: Kit, told: str) -> None:
    gateway.extensions = ("creation",)
    gateway.twist("POST /v1/uploads", location(told.replace("PORT", str(gateway.port))))
    dossier = kiosk.queue_dossier(CONTENT)
    runs = kiosk.runner
    assert runs.run_once().did
    runs.run_once()
    assert kiosk.dossier(dossier).documents[0].upload_url is None
    assert gateway.count("PATCH") == 0


@pytest.mark.parametrize("told", ["HERE", "http://127.0.0.1:PORTHERE", "//127.0.0.1:PORTHERE", "HERE?a=b"])
def test_addresses_may_be_relative_or_absolute(gateway: WireGateway, kiosk: Kit, told: str) -> None:
    gateway.twist("POST /v1/uploads", location(told.replace("PORT", str(gateway.port))))
    arrives(gateway, kiosk)


def test_the_body_of_a_tus_answer_may_be_anything(gateway: WireGateway, kiosk: Kit) -> None:
    def chatty(asked: Asked, work: Callable[[], Told]) -> Told:
        answer = work()
        answer.body = b"<html>" * 50_000
        return answer

    gateway.twist("POST /v1/uploads", chatty)
    arrives(gateway, kiosk)


def test_the_address_is_kept_before_the_first_byte(gateway: WireGateway, kiosk: Kit) -> None:
    kept: list[Any] = []

    def look(asked: Asked, work: Callable[[], Told]) -> Told:
        kept.append(kiosk.dossier(dossier).documents[0].upload_url)
        return work()

    dossier = kiosk.queue_dossier(CONTENT)
    gateway.twist("PATCH", look)
    kiosk.drain()
    assert kept[0] is not None
    assert kept[0].startswith(gateway.url)


def test_an_upload_goes_on_after_a_restart(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.extensions = ("creation",)
    dossier = kiosk.queue_dossier(CONTENT)
    kiosk.tools.slice_s = 0.0
    while not gateway.count("PATCH"):
        kiosk.runner.run_once()
    before = len(gateway.asked)
    with kit_at(gateway.url, after=kiosk) as restarted:
        restarted.drain()
    later = [asked for asked in gateway.asked[before:] if asked.method != "GET"]
    assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
    assert [asked.method for asked in later][:4] == ["POST", "HEAD", "OPTIONS", "PATCH"]
    assert int(later[3].headers["upload-offset"]) == FIRST_BYTES


def test_chunks_grow_while_the_line_is_fast_and_shrink_when_it_is_slow() -> None:
    rule = ChunkRule()
    rule.succeeded(rule.size_bytes, 0.1)
    assert rule.size_bytes == GROWTH * FIRST_BYTES
    for _ in range(20):
        rule.succeeded(rule.size_bytes, 0.01)
    assert rule.size_bytes == 8 * 1024 * 1024
    rule.succeeded(rule.size_bytes, 120.0)
    assert rule.size_bytes < 512 * 1024


def test_chunks_turn_careful_where_nothing_of_a_broken_request_stays() -> None:
    rule = ChunkRule()
    for _ in range(2):
        rule.succeeded(500_000, 0.1)
        rule.broke(rule.size_bytes, 0)
    assert rule.size_bytes <= 128 * 1024
    size = rule.size_bytes
    rule.succeeded(size, 0.01)
    assert size <= rule.size_bytes <= size + 16 * 1024


def test_chunks_stay_large_where_broken_requests_are_kept() -> None:
    rule = ChunkRule()
    for _ in range(10):
        rule.succeeded(rule.size_bytes, 0.01)
        rule.broke(rule.size_bytes, rule.size_bytes // 2)
    assert rule.size_bytes == 8 * 1024 * 1024


def test_a_gateway_that_takes_little_at_a_time_is_not_sent_more() -> None:
    rule = ChunkRule()
    for _ in range(5):
        rule.succeeded(rule.size_bytes, 0.01)
    rule.kept(100_000)
    assert rule.size_bytes == 100_000
    for _ in range(20):
        rule.succeeded(rule.size_bytes, 0.01)
    assert rule.size_bytes > 100_000, "but it is asked again whether it takes more"


def test_an_answer_is_waited_for_as_long_as_the_chunk_should_take() -> None:
    rule = ChunkRule()
    rule.succeeded(rule.size_bytes, 0.1)
    rule.succeeded(rule.size_bytes, 1.0)
    assert rule.through_s(2 * 1024 * 1024) == pytest.approx(1.0)
    patient = rule.answer_s
    rule.broke(1000, 1000, in_vain=True)
    assert rule.answer_s > patient, "a slow gateway is no lost one"


def test_the_way_there_and_back_is_not_counted_as_sending() -> None:
    far, near = ChunkRule(), ChunkRule()
    far.answered(0.6)
    far.succeeded(64 * 1024, 1.0)
    near.succeeded(64 * 1024, 0.4)
    assert far.through_s(10**6) == pytest.approx(near.through_s(10**6))
    far.succeeded(64 * 1024, 0.1)
    assert far.through_s(10**6) > 0, "a question that took longer than a whole chunk says nothing"


def test_stalls_are_borne_until_connections_prove_to_die() -> None:
    rule = ChunkRule()
    rule.succeeded(rule.size_bytes, 0.1)
    assert rule.stall_s >= 12.0
    rule.overtaken(head_s=0.2)
    assert rule.stall_s <= 4.0
    rule.overtaken(head_s=8.0)
    assert rule.stall_s >= 12.0, "the new connection stood still as well: the line does"
