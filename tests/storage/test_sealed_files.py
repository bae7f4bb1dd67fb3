"""Sealed files: what goes in comes out, from anywhere; whatever else is on the disk is noticed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.errors import KeysLost
from kiosk.storage.sealed_files import BLOCK_BYTES, FileDamaged, Sealed, SealedFiles, sealed_size

STAY = "0123456789abcdef"
KEY = b"k" * 32
SEALED_BLOCK = BLOCK_BYTES + 16


@pytest.fixture
def files(tmp_path: Path) -> SealedFiles:
    return SealedFiles(tmp_path / "files", KEY, STAY)


def seal(files: SealedFiles, content: bytes) -> Sealed:
    [sealed] = files.seal([content])
    return sealed


def read(files: SealedFiles, sealed: Sealed) -> bytes:
    with files.open(sealed.file_name, sealed.wrapped_key) as file:
        return file.read()


@pytest.mark.parametrize(
    "size", [0, 1, 15, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES, 3 * BLOCK_BYTES + 7]
)
def test_every_size_comes_back(files: SealedFiles, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    sealed = seal(files, content)
    assert read(files, sealed) == content
    path = tmp_path / "files" / sealed.file_name
    assert path.stat().st_size == sealed_size(size)
    assert path.stat().st_mode & 0o077 == 0
    assert files.exists(sealed.file_name, size)
    assert not files.exists(sealed.file_name, size + 1)


def test_reading_can_begin_anywhere(files: SealedFiles) -> None:
    content = os.urandom(3 * BLOCK_BYTES + 100)
    sealed = seal(files, content)
    with files.open(sealed.file_name, sealed.wrapped_key) as file:
        for start in (
            0,
            1,
            BLOCK_BYTES - 1,
            BLOCK_BYTES,
            2 * BLOCK_BYTES + 5,
            len(content) - 1,
            len(content),
            10**9,
        ):
            file.seek(start)
            assert file.tell() == start
            assert file.read(BLOCK_BYTES + 3) == content[start : start + BLOCK_BYTES + 3]
        file.seek(-10, os.SEEK_END)
        file.seek(4, os.SEEK_CUR)
        assert file.read() == content[-6:]


def test_nothing_readable_and_nothing_equal_lies_on_the_disk(files: SealedFiles, tmp_path: Path) -> None:
    content = b"personal data " * 1000
    one, two = files.seal([content, content])
    raw = [(tmp_path / "files" / sealed.file_name).read_bytes() for sealed in (one, two)]
    assert all(b"personal data" not in bytes_ for bytes_ in raw)
    assert raw[0] != raw[1]
    assert one.sha256 == two.sha256
    assert one.sha256 not in one.file_name


def cut_last_block(raw: bytes) -> bytes:
    return raw[: 11 + 2 * SEALED_BLOCK]


def cut_some_bytes(raw: bytes) -> bytes:
    return raw[:-5]


def cut_nearly_all(raw: bytes) -> bytes:
    return raw[:5]


def empty(raw: bytes) -> bytes:
    return b""


def swap_blocks(raw: bytes) -> bytes:
    first, second = raw[11 : 11 + SEALED_BLOCK], raw[11 + SEALED_BLOCK : 11 + 2 * SEALED_BLOCK]
    return raw[:11] + second + first + raw[11 + 2 * SEALED_BLOCK :]


def flip_a_bit(raw: bytes) -> bytes:
    return raw[:70_000] + bytes([raw[70_000] ^ 1]) + raw[70_001:]


def change_the_nonce(raw: bytes) -> bytes:
    return raw[:5] + bytes([raw[5] ^ 1]) + raw[6:]


def add_a_block(raw: bytes) -> bytes:
    return raw + raw[11 : 11 + SEALED_BLOCK]


def other_magic(raw: bytes) -> bytes:
    return b"KSF9" + raw[4:]


@pytest.mark.parametrize(
    "damage",
    [
        cut_last_block,
        cut_some_bytes,
        cut_nearly_all,
        empty,
        swap_blocks,
        flip_a_bit,
        change_the_nonce,
        add_a_block,
        other_magic,
    ],
)
def test_damage_is_noticed(files: SealedFiles, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    sealed = seal(files, os.urandom(2 * BLOCK_BYTES + 500))
    path = tmp_path / "files" / sealed.file_name
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FileDamaged) as damaged:
        read(files, sealed)
    assert sealed.file_name in damaged.value.detail


def test_a_missing_file_and_a_foreign_key_are_told_apart(files: SealedFiles, tmp_path: Path) -> None:
    sealed = seal(files, b"content")
    with pytest.raises(KeysLost):
        read(SealedFiles(tmp_path / "files", b"x" * 32, STAY), sealed)
    files.remove([sealed.file_name])
    files.remove([sealed.file_name])
    with pytest.raises(FileDamaged):
        read(files, sealed)


def test_one_files_key_does_not_open_another(files: SealedFiles) -> None:
    one, two = files.seal([b"one", b"two"])
    with pytest.raises(FileDamaged), files.open(one.file_name, two.wrapped_key) as file:
        file.read()


def test_the_sweep_takes_orphans_of_dead_processes_only(files: SealedFiles, tmp_path: Path) -> None:
    dead = SealedFiles(tmp_path / "files", KEY, "dddddddddddddddd")
    orphan, known = dead.seal([b"orphan", b"known"])
    in_flight = seal(files, b"not committed yet")
    (tmp_path / "files" / "dddddddddddddddd-00000000000000000000000000000000.part").write_bytes(b"half")
    (tmp_path / "files" / "notes.txt").write_text("not ours")
    assert files.sweep({known.file_name}, lambda stay: stay != STAY) == 2
    left = {path.name for path in (tmp_path / "files").iterdir()}
    assert left == {known.file_name, in_flight.file_name, "notes.txt"}
    assert orphan.file_name not in left
