"""The signed line of a submission slip: one changed mark, one other page, another key, and nobody believes it."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.content_proof import ProofVerdict, judge, judge_kept, prove, read_proof, reference_in
from kiosk.domain.dossier import Document, Dossier, DossierState
from kiosk.domain.id_code import recognise
from kiosk.domain.jws import encode_bytes
from kiosk.domain.rules import make_local_reference
from kiosk.domain.scan import CodeKind, ReadMethod
from kiosk.storage import verify_ed25519

AT = datetime(2026, 11, 22, 2, 41, tzinfo=UTC)
REFERENCE = make_local_reference("HN001", AT.date(), 7)


class Key:
    def __init__(self) -> None:
        self.private = Ed25519PrivateKey.generate()
        raw = self.private.public_key().public_bytes_raw()
        self.jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode_bytes(raw)}

    def prove(self, dossier: Dossier) -> str:
        return prove(dossier, self.private.sign, self.jwk)


KEY = Key()


def a_document(number: int, pages: int = 2) -> Document:
    digest = sha256(f"document {number}".encode()).hexdigest()
    return Document(f"d{number}", f"c{number}", "x.pdf", "application/pdf", 100, digest, pages)


def a_dossier(documents: int = 3) -> Dossier:
    return Dossier(
        id="id",
        local_reference=REFERENCE,
        revision=1,
        state=DossierState.QUEUED,
        raw_state="QUEUED",
        procedure_code="1.001193",
        procedure_name="x",
        body={},
        documents=tuple(a_document(number) for number in range(documents)),
        created_at=AT,
    )


def verdict(text: str, dossier: Dossier, key: Key = KEY) -> ProofVerdict:
    proof = read_proof(text)
    if proof is None:
        return ProofVerdict.NO_PROOF
    return judge_kept(proof, dossier, key.jwk, verify_ed25519, lambda document: document.sha256)


@pytest.mark.parametrize("documents", [0, 1, 3, 16, 17, 40, 112])
def test_a_slip_says_what_was_handed_in_and_is_believed(documents: int) -> None:
    dossier = a_dossier(documents)
    text = KEY.prove(dossier)
    proof = read_proof(text)
    assert proof is not None
    assert (proof.reference, proof.pages, proof.at, len(proof.prefixes)) == (
        REFERENCE,
        2 * documents,
        AT,
        documents,
    )
    assert verdict(text, dossier) is ProofVerdict.GENUINE
    assert verdict(f"  {text.lower()}\n", dossier) is ProofVerdict.GENUINE, "however a scanner types it"
    assert KEY.prove(dossier) == text
    assert len(text) <= 400


def test_every_single_changed_mark_is_noticed() -> None:
    dossier, text = a_dossier(), KEY.prove(a_dossier())
    chance = random.Random(20261122)
    for at in range(len(text)):
        other = chance.choice([mark for mark in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-/" if mark != text[at]])
        changed = text[:at] + other + text[at + 1 :]
        assert not verdict(changed, dossier).is_good, at
    for cut in (1, 5, 60):
        assert not verdict(text[:-cut], dossier).is_good


def test_another_page_or_another_bit_is_other_content() -> None:
    dossier = a_dossier()
    text = KEY.prove(dossier)
    first, second, third = dossier.documents
    other_bit = replace(second, sha256=sha256(b"document 2 with one bit flipped").hexdigest())
    for documents in (
        (first, other_bit, third),
        (first, second),
        (first, second, third, a_document(9)),
        (first, second, replace(third, pages=3)),
    ):
        assert verdict(text, replace(dossier, documents=documents)) is ProofVerdict.OTHER_CONTENT
    assert verdict(text, replace(dossier, documents=(third, first, second))) is ProofVerdict.GENUINE


def test_another_terminals_slip_is_not_called_forged_and_not_believed() -> None:
    other = Key()
    assert verdict(other.prove(a_dossier()), a_dossier()) is ProofVerdict.OTHER_KEY
    proof = read_proof(other.prove(a_dossier()))
    assert proof is not None
    assert judge(proof, other.jwk, verify_ed25519) is ProofVerdict.SIGNED


def test_a_proof_of_one_dossier_proves_nothing_of_another() -> None:
    text = KEY.prove(a_dossier())
    elsewhere = make_local_reference("HN001", AT.date(), 8)
    moved = text.replace(REFERENCE, elsewhere)
    assert verdict(moved, a_dossier()) is ProofVerdict.FORGED


def test_the_look_up_still_finds_the_reference_in_it() -> None:
    text = KEY.prove(a_dossier())
    seen = recognise(text.encode(), method=ReadMethod.QR, today=AT.date())
    assert seen.kind is CodeKind.SLIP
    assert reference_in(seen.raw) == REFERENCE
    assert reference_in(text[:60]) == REFERENCE, "a field that takes fewer letters is enough"
    for plain in (REFERENCE, "H26.99-261122-0001", "https://example.vn/a", "K-X/ABC", ""):
        assert reference_in(plain) == plain
    for nothing in (
        REFERENCE,
        f"{REFERENCE}/",
        f"{REFERENCE}/A",
        f"{REFERENCE}/{'A' * 390}",
        "/",
        "",
        "K/A/B",
    ):
        assert read_proof(nothing) is None
