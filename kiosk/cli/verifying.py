"""`kiosk verify`: is this submission slip genuine, and are these the documents it speaks of? Asks nobody."""

import argparse
import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.cli.speaking import Exit, Place, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.content_proof import ContentProof, ProofVerdict, judge, judge_kept, read_proof
from kiosk.domain.errors import ConfigurationInvalid


def add(commands: Subcommands) -> None:
    """Register the command of this family."""
    parser = add_command(
        commands,
        "verify",
        run_verify,
        words="Check a submission slip's QR code without any line: its signature, and the documents it speaks of. "
        "Without FILEs they are compared with what this terminal keeps.",
        example="kiosk verify slip.jpg form.pdf certificate.pdf --json\n  kiosk verify --show-key > kiosk-hn001.jwk",
        prints_facts=True,
    )
    parser.add_argument(
        "code", nargs="?", metavar="CODE|PICTURE", help="text of the QR code, or a photograph of it"
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="all documents of the dossier, any order"
    )
    parser.add_argument(
        "--key",
        type=Path,
        metavar="JWK",
        help="public key of the terminal that printed it (default: this one's)",
    )
    parser.add_argument("--show-key", action="store_true", help="print this terminal's public key")


def run_verify(arguments: argparse.Namespace) -> int:
    """0 genuine or signed, 1 not to be believed."""
    from kiosk.app.build import open_storage

    place = place_of(arguments)
    if arguments.show_key:
        with closing(open_storage(place.home, place.settings)) as storage:
            print_fact(storage.keys.public_jwk())
        return Exit.DONE
    if not arguments.code:
        raise ConfigurationInvalid("name the code of the slip, or a picture of it; `kiosk verify --help`")
    text = _text_of(arguments.code)
    proof = read_proof(text)
    verdict = ProofVerdict.NO_PROOF if proof is None else _judge(arguments, place, proof)
    _say(verdict, proof, arguments)
    return Exit.DONE if verdict.is_good else Exit.TROUBLE


def _judge(arguments: argparse.Namespace, place: Place, proof: ContentProof) -> ProofVerdict:
    from kiosk.app.build import open_storage
    from kiosk.app.slip_effects import kept_hash
    from kiosk.storage import verify_ed25519

    contents = [_sha256(file) for file in arguments.files] or None
    if arguments.key is not None:
        return judge(proof, _key(arguments.key), verify_ed25519, contents)
    with closing(open_storage(place.home, place.settings)) as storage:
        key = storage.keys.public_jwk()
        if contents is not None:
            return judge(proof, key, verify_ed25519, contents)
        dossier = storage.dossiers.find(proof.reference)
        if dossier is None:
            return judge(proof, key, verify_ed25519)
        return judge_kept(
            proof,
            dossier,
            key,
            verify_ed25519,
            lambda document: kept_hash(document, storage.dossiers.rehash_document),
        )


def _text_of(code: str) -> str:
    """The code itself, or what stands in the picture of that name."""
    if read_proof(code) is not None or not Path(code).is_file():
        return code
    from kiosk.app.build import today_in_vietnam
    from kiosk.devices.readers.files import read_file

    return read_file(Path(code), today_in_vietnam()).raw


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise ConfigurationInvalid(f"{file}: {error.strerror}") from error


def _key(file: Path) -> Mapping[str, Any]:
    try:
        key = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationInvalid(f"{file}: {error}") from error
    if not isinstance(key, dict) or key.get("crv") != "Ed25519":
        raise ConfigurationInvalid(
            f"{file}: must hold an Ed25519 public key, as `kiosk verify --show-key` prints"
        )
    return key


def _say(verdict: ProofVerdict, proof: ContentProof | None, arguments: argparse.Namespace) -> None:
    believed = proof is not None and verdict not in (ProofVerdict.FORGED, ProofVerdict.NO_PROOF)
    facts: dict[str, Any] = {"ok": verdict.is_good, "verdict": verdict.value}
    if proof is not None and believed:
        facts |= {
            "reference": proof.reference,
            "revision": proof.revision,
            "documents": len(proof.prefixes),
            "pages": proof.pages,
            "at": proof.at,
        }
    if arguments.json:
        print_fact(facts)
        return
    from kiosk.app.words import Words

    words = Words(resources() / "i18n")
    print(f"{words(f'verify.{verdict}', 'en')}. {words(f'verify.{verdict}_sentence', 'en')}")
    if believed and proof is not None:
        print(
            f"{proof.reference}, handed in {proof.at:%Y-%m-%d %H:%M} UTC: "
            f"{len(proof.prefixes)} documents, {proof.pages} pages"
        )
