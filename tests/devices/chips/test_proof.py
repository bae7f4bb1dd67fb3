"""What is not genuine is not taken over, and each reason is told apart; what states really use is understood."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.devices.chips.trust import read_folder
from kiosk.domain.chip import ChipFailure, ChipKey, ChipReading, ChipStep, ChipTrouble
from kiosk.domain.identity import Doubt
from tests.devices.chips.conftest import memory_desk
from tests.fakes.card_authority import NOW, Country, Signer, curve_key
from tests.fakes.virtual_card import CardData, Holder, VirtualCard, files_of, personalise, zone_group

GENERIC = "0.4.0.127.0.7.2.2.4.2"


def read(folder: Path, data: CardData, *keys: ChipKey) -> ChipStep:
    """The last step of a reading."""
    return memory_desk(folder, VirtualCard(data)).read(*(keys or (Holder().key,)))[-1]


def trouble(step: ChipStep) -> ChipTrouble:
    """Why nothing was taken over."""
    assert isinstance(step, ChipFailure)
    return step.trouble


@pytest.mark.parametrize("group", [0x0101, 0x0102, 0x010D])
def test_a_changed_data_group(folder: Path, card_data: CardData, group: int) -> None:
    content = bytearray(card_data.files[group])
    content[-3] ^= 1
    card_data.files[group] = bytes(content)
    assert trouble(read(folder, card_data)) is ChipTrouble.ALTERED


def test_a_changed_list_of_digests(folder: Path, card_data: CardData, signer: Signer) -> None:
    other = Holder(number="001099000002", sex="M", zone_name="TRAN<<VAN<BA", name="Trần Văn Ba")
    forged = personalise(curve_signer_of(signer), other, b"\xff\xd8\xff")
    assert trouble(read(folder, forged, other.key)) is ChipTrouble.SIGNATURE_BROKEN


def curve_signer_of(signer: Signer) -> Signer:
    """Somebody who has the certificate of a true signer, but not its key."""
    return Signer(signer.certificate, curve_key())


def test_nobody_vouches(tmp_path: Path, card_data: CardData) -> None:
    assert trouble(read(tmp_path / "nothing", card_data)) is ChipTrouble.SIGNER_UNKNOWN
    Country().install(tmp_path / "other")  # the same name, another key
    assert trouble(read(tmp_path / "other", card_data)) is ChipTrouble.SIGNER_UNKNOWN


def test_an_expired_signer(folder: Path, country: Country, picture: bytes) -> None:
    old = country.signer(ends=NOW - timedelta(days=1))
    assert trouble(read(folder, personalise(old, Holder(), picture))) is ChipTrouble.SIGNER_EXPIRED


def test_an_expired_country(tmp_path: Path, picture: bytes) -> None:
    country = Country(ends=NOW - timedelta(days=1))
    country.install(tmp_path)
    assert (
        trouble(read(tmp_path, personalise(country.signer(), Holder(), picture)))
        is ChipTrouble.SIGNER_EXPIRED
    )


def test_a_revoked_signer(folder: Path, country: Country, picture: bytes) -> None:
    revoked, other = country.signer(), country.signer()
    country.revoke(folder, revoked)
    assert trouble(read(folder, personalise(revoked, Holder(), picture))) is ChipTrouble.SIGNER_REVOKED
    assert isinstance(read(folder, personalise(other, Holder(), picture)), ChipReading)


def test_data_groups_of_two_people(folder: Path, card_data: CardData, signer: Signer) -> None:
    groups = {number: card_data.files[0x0100 + number] for number in (2, 13)}
    groups[1] = zone_group(Holder(number="001199000003").zone)
    card_data.files = files_of(signer, groups)
    assert trouble(read(folder, card_data)) is ChipTrouble.OTHER_PERSON


@pytest.mark.parametrize("suite", [1, 2, 4])
def test_chip_authentication_proves_the_chip(
    folder: Path, signer: Signer, picture: bytes, suite: int
) -> None:
    data = personalise(signer, Holder(), picture, chip_key=curve_key(), chip_suite=suite)
    reading = read(folder, data)
    assert isinstance(reading, ChipReading)
    assert reading.chip_proved


@pytest.mark.parametrize("suite", [1, 2])
def test_a_copy_without_the_secret_key(folder: Path, signer: Signer, picture: bytes, suite: int) -> None:
    data = personalise(signer, Holder(), picture, chip_key=curve_key(), chip_suite=suite)
    data.chip_key = curve_key()
    assert trouble(read(folder, data)) is ChipTrouble.COPIED
    data.chip_key = None
    assert trouble(read(folder, data)) is ChipTrouble.COPIED


def test_active_authentication(folder: Path, signer: Signer, picture: bytes) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    data = personalise(signer, Holder(), picture, active_key=key)
    reading = read(folder, data)
    assert isinstance(reading, ChipReading)
    assert reading.chip_proved
    data.active_key = ec.generate_private_key(ec.SECP256R1())
    assert trouble(read(folder, data)) is ChipTrouble.COPIED


@pytest.mark.parametrize(("suite", "curve"), [(1, 13), (2, 12), (3, 15), (4, 14)])
def test_pace_by_zone(folder: Path, signer: Signer, picture: bytes, suite: int, curve: int) -> None:
    reading = read(folder, personalise(signer, Holder(), picture, pace=((f"{GENERIC}.{suite}", curve),)))
    assert isinstance(reading, ChipReading)
    assert reading.access == "pace"


def test_pace_for_the_access_number_alone_leaves_the_older_way(
    folder: Path, signer: Signer, picture: bytes
) -> None:
    pace = ((f"{GENERIC}.2", 12),)
    data = personalise(signer, Holder(), picture, pace=pace, can="123456", pace_takes_zone=False)
    reading = read(folder, data)
    assert isinstance(reading, ChipReading)
    assert reading.access == "bac"
    assert trouble(read(folder, data, ChipKey(can="123457"))) is ChipTrouble.WRONG_KEY


def test_one_of_several_keys_is_enough(folder: Path, signer: Signer, picture: bytes) -> None:
    """A QR code only leads to guesses: a wrong end, the right end, and the customary access number."""
    pace = ((f"{GENERIC}.2", 12),)
    guesses = (ChipKey(document_number="199000001", birth="990115", expiry="240115"), ChipKey(can="000001"))
    by_number = personalise(
        signer, Holder(), picture, pace=pace, can="000001", pace_takes_zone=False, bac=False
    )
    assert isinstance(read(folder, by_number, *guesses), ChipReading)
    by_zone = personalise(signer, Holder(), picture, pace=pace)
    assert trouble(read(folder, by_zone, *guesses)) is ChipTrouble.WRONG_KEY
    assert isinstance(read(folder, by_zone, *guesses, Holder().key), ChipReading)


def test_an_access_number_for_a_card_without_pace(folder: Path, card_data: CardData) -> None:
    assert trouble(read(folder, card_data, ChipKey(can="123456"))) is ChipTrouble.KEY_KIND


@pytest.mark.parametrize("pss", [False, True])
def test_signers_with_rsa(folder: Path, country: Country, picture: bytes, pss: bool) -> None:
    signer = country.signer(key=rsa.generate_private_key(65537, 2048), pss=pss)
    assert isinstance(read(folder, personalise(signer, Holder(), picture)), ChipReading)


def test_a_large_photograph_beyond_the_short_offsets(folder: Path, signer: Signer, picture: bytes) -> None:
    large = picture + bytes(40_000)
    reading = read(folder, personalise(signer, Holder(), large))
    assert isinstance(reading, ChipReading)
    assert reading.photo


def test_a_photograph_that_is_none(folder: Path, signer: Signer) -> None:
    reading = read(folder, personalise(signer, Holder(), b"\xff\xd8\xffnothing"))
    assert isinstance(reading, ChipReading)
    assert reading.photo == b""


def test_the_folder_tells_what_it_could_not_use(folder: Path, country: Country) -> None:
    (folder / "notes.txt").write_text("not looked at")
    (folder / "broken.cer").write_bytes(b"\x30\x03\x02\x01")
    text = country.certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "two.pem").write_bytes(text + text)
    found = read_folder(folder)
    assert found.unreadable == ("broken.cer",)
    assert (len(found.certificates), found.valid_at(NOW)) == (3, 3)


def test_nothing_of_a_person_shows_in_a_repr(folder: Path, card_data: CardData) -> None:
    reading = read(folder, card_data)
    for word in ("001199000001", "An", "990115"):
        assert word not in repr(reading)
        assert word not in repr(Holder().key)


def test_another_countrys_authority_vouches_for_no_vietnamese_card(tmp_path: Path, picture: bytes) -> None:
    other = Country(code="XX")
    other.install(tmp_path)
    assert (
        trouble(read(tmp_path, personalise(other.signer(), Holder(), picture))) is ChipTrouble.SIGNER_UNKNOWN
    )


def test_a_card_that_has_expired_is_doubtful(folder: Path, signer: Signer, picture: bytes) -> None:
    holder = Holder(expiry="240115")
    reading = read(folder, personalise(signer, holder, picture), holder.key)
    assert isinstance(reading, ChipReading)
    assert Doubt.EXPIRED in reading.document.doubts
