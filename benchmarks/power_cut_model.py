"""A disk that loses power: replays what a program did to its files up to any moment, and leaves what may be left then.

`record` runs a program under strace and keeps every call that changes a file. A `Disk` is fed with them and knows what
has reached the platter: what was fsynced, and names whose folder was. What else arrived is up to the variant of the cut.
"""

import random
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

_CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,unlink,ftruncate,mkdir,close"
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^(\d+)<([^>]*)>")
_SECTOR = 512


class Left(Enum):
    """What is left after a cut."""

    ONLY_SYNCED = "only what was synced"
    EVERYTHING = "everything, as after a kill"
    TORN = "by chance, sector by sector"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changes files, or a line told to the outside (`told`)."""

    name: str
    path: str = ""
    to: str = ""
    file: int = -1
    content: bytes = b""
    offset: int = 0
    flags: str = ""

    @property
    def is_point(self) -> bool:
        """A cut just before it is one of its own."""
        return self.name not in ("open", "close", "told")


def record(command: Sequence[str], home: Path, log: Path, *, cwd: Path) -> list[Call]:
    """Run the command to its end and give back its calls on files under `home`, and what it told on its output."""
    traced = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    subprocess.run([*traced, "-o", log, *command], check=True, cwd=cwd, stdout=subprocess.DEVNULL)
    with log.open(encoding="ascii") as lines:
        return list(_read(lines, str(home)))


def _read(lines: Iterable[str], home: str) -> Iterator[Call]:
    for line in lines:
        found = _LINE.match(line)
        if found is None or found[3].startswith("-"):
            continue
        name, words, result = found[1], found[2], int(found[3])
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]
        if name in ("rename", "unlink", "mkdir", "openat"):
            paths = [text.decode() for text in texts]
            if paths[0].startswith(home):
                to = paths[1] if name == "rename" else ""
                flags = words.rsplit('"', 1)[1]
                yield Call(name.removesuffix("at"), paths[0], to, file=result, flags=flags)
            continue
        file = _FILE.match(words)
        if file is None:
            continue
        number, path = int(file[1]), bytes.fromhex(file[2].replace("\\x", "")).decode()
        if name == "write" and number == 1:
            yield Call("told", content=texts[0])
        elif path.startswith(home):
            offset = int(words.rsplit(",", 1)[1]) if name in ("pwrite64", "ftruncate") else 0
            content = texts[0][:result] if texts else b""
            plain = {"fdatasync": "fsync", "pwrite64": "pwrite"}.get(name, name)
            yield Call(plain, path, file=number, content=content, offset=offset)


@dataclass(slots=True)
class _Node:
    """A file's bytes. `pending` has reached nothing but the memory: (offset, bytes), None for a cut to a length."""

    synced: bytes = b""
    current: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


def _apply(content: bytearray, offset: int, piece: bytes | None) -> None:
    if piece is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(piece)] = piece


class Disk:
    """Files under `home` as a program left them so far. `ignores_sync`: a disk that lies, to see the harness notice."""

    def __init__(self, home: Path, *, ignores_sync: bool = False) -> None:
        self._home = home
        self._ignores_sync = ignores_sync
        self._names: dict[str, _Node] = {}
        self._folders: set[str] = {str(home)}
        for path in home.rglob("*"):
            if path.is_dir():
                self._folders.add(str(path))
            else:
                raw = path.read_bytes()
                self._names[str(path)] = _Node(raw, bytearray(raw))
        self._synced_names = dict(self._names)
        self._pending_names: list[tuple[str, _Node | None]] = []
        """(path, file that has this name from now on; None: the name is gone)."""
        self._open: dict[int, tuple[_Node | None, int]] = {}

    def do(self, call: Call) -> None:
        """One call of the program."""
        node, position = self._open.get(call.file, (None, 0))
        match call.name:
            case "open":
                self._open[call.file] = (self._opened(call), 0)
            case "close":
                self._open.pop(call.file, None)
            case "write" if node is not None:
                self._write(node, position, call.content)
                self._open[call.file] = (node, position + len(call.content))
            case "pwrite" if node is not None:
                self._write(node, call.offset, call.content)
            case "ftruncate" if node is not None:
                self._write(node, call.offset, None)
            case "fsync" if not self._ignores_sync:
                self._sync(call.path, node)
            case "rename":
                self._name(call.to, self._names.get(call.path))
                self._name(call.path, None)
            case "unlink":
                self._name(call.path, None)
            case "mkdir":
                self._folders.add(call.path)

    def leave(self, target: Path, left: Left, chance: random.Random) -> None:
        """Lay down under `target` what a cut now would leave."""
        names = self._names if left is Left.EVERYTHING else dict(self._synced_names)
        if left is Left.TORN:
            for path, node in self._pending_names[: chance.randint(0, len(self._pending_names))]:
                if node is None:
                    names.pop(path, None)
                else:
                    names[path] = node
        for folder in self._folders:
            (target / Path(folder).relative_to(self._home)).mkdir(parents=True, exist_ok=True)
        for path, node in names.items():
            content = bytes(node.current) if left is Left.EVERYTHING else node.synced
            if left is Left.TORN:
                content = _torn(node, chance)
            (target / Path(path).relative_to(self._home)).write_bytes(content)

    def _opened(self, call: Call) -> _Node | None:
        if call.path in self._folders:
            return None
        node = self._names.get(call.path)
        if node is None:
            node = _Node()
            self._name(call.path, node)
        elif "O_TRUNC" in call.flags:
            self._write(node, 0, None)
        return node

    def _write(self, node: _Node, offset: int, piece: bytes | None) -> None:
        _apply(node.current, offset, piece)
        node.pending.append((offset, piece))

    def _name(self, path: str, node: _Node | None) -> None:
        if node is None:
            self._names.pop(path, None)
        else:
            self._names[path] = node
        self._pending_names.append((path, node))

    def _sync(self, path: str, node: _Node | None) -> None:
        if node is not None:
            node.synced, node.pending = bytes(node.current), []
            return
        later = []
        for name, named in self._pending_names:
            if str(Path(name).parent) != path:
                later.append((name, named))
            elif named is None:
                self._synced_names.pop(name, None)
            else:
                self._synced_names[name] = named
        self._pending_names = later


def _torn(node: _Node, chance: random.Random) -> bytes:
    """Every unsynced write arrived, did not, or arrived in part, whatever the order."""
    content = bytearray(node.synced)
    for offset, piece in node.pending:
        fate = chance.random()
        if piece is None:
            if fate < 0.5:
                _apply(content, offset, None)
        elif fate < 0.4:
            _apply(content, offset, piece)
        elif fate < 0.6:
            _apply(content, offset, piece[: _SECTOR * chance.randint(0, len(piece) // _SECTOR)])
    return bytes(content)
