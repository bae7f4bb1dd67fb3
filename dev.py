"""One door for everyone who works on the kiosk: sets the machine up, then runs, tests, checks, measures, builds.

    python3 dev.py run        the demonstration: real window, sandbox portal, cards and papers to hold up
    python3 dev.py test       all tests                     python3 dev.py check     what CI runs
    python3 dev.py bench      all measurements              python3 dev.py build     the packaged program
    python3 dev.py gallery    every screen as pictures

Standard library only: it must work before anything is installed. Further arguments go to the tool behind.
"""

from __future__ import annotations  # an old Python must come as far as the sentence that says so

import contextlib
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".installed"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

VENV_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
SYSTEM_PACKAGES = {
    VENV_PACKAGE: "",  # only where the interpreter cannot make environments by itself
    "libglib2.0-0": "libglib-2.0.so.0",
    "libzbar0": "libzbar.so.0",
    "libpcsclite1": "libpcsclite.so.1",
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xinerama0": "libxcb-xinerama.so.0",
    "espeak-ng": "/usr/bin/espeak-ng",
    "fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
}
TEST_PACKAGES = {
    "tesseract-ocr": "/usr/bin/tesseract",
    "tesseract-ocr-vie": "/usr/share/tess*/**/vie.traineddata",
    "xvfb": "/usr/bin/Xvfb",
    "dbus": "/usr/bin/dbus-daemon",
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
    "strace": "/usr/bin/strace",
    "postgresql": "/usr/lib/postgresql/*/bin/postgres",
    "pcscd": "/usr/sbin/pcscd",
    "vsmartcard-vpcd": "/usr/lib/pcsc/drivers/serial/libifdvpcd.so*",
}
BUILD_PACKAGES = {
    "binutils": "/usr/bin/objdump",
    f"libpython{sys.version_info[0]}.{sys.version_info[1]}": f"libpython{sys.version_info[0]}.{sys.version_info[1]}.so.1.0",
}
"""Debian package → a library or file (as a pattern) that shows it is there."""


class Failed(Exception):
    """A step did not work; the argument says what to do."""


def step(words: str, command: list[str], *, log: Path) -> None:
    """Run a slow command with a line that shows it is alive; its output goes to a log, shown when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    done = threading.Event()
    shows = sys.stdout.isatty()

    def tick() -> None:
        while not done.wait(1.0 if shows else 15.0):
            seconds = time.monotonic() - began
            print(
                f"\r  {words} … {seconds:.0f} s" if shows else f"  {words} … {seconds:.0f} s",
                end="" if shows else "\n",
                flush=True,
            )

    print(f"  {words} …", end="" if shows else "\n", flush=True)
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        with log.open("wb") as sink:
            code = subprocess.run(command, stdout=sink, stderr=subprocess.STDOUT, check=False).returncode
    finally:
        done.set()
        ticker.join()
    mark = "\r" if shows else ""
    print(
        f"{mark}  {words}: {'done' if code == 0 else 'failed'} ({time.monotonic() - began:.0f} s)", flush=True
    )
    if code != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        raise Failed("\n".join([*tail, f"The whole output: {log}"]))


def missing_system_packages(wanted: dict[str, str]) -> list[str]:
    """Debian packages whose library or file is not there yet."""
    if WINDOWS or sys.platform == "darwin":
        return []
    ldconfig = shutil.which("ldconfig") or shutil.which("ldconfig", path="/sbin:/usr/sbin")
    listed = None
    if ldconfig is not None:
        listed = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    missing = []
    for package, sign in wanted.items():
        if package == VENV_PACKAGE:
            there = (
                subprocess.run(
                    [sys.executable, "-c", "import ensurepip"], capture_output=True, check=False
                ).returncode
                == 0
            )
        elif sign.startswith("/"):
            there = any(Path("/").glob(sign.lstrip("/")))
        else:
            there = listed is None or sign in listed  # without ldconfig nobody can tell
        if not there:
            missing.append(package)
    return missing


def install_system_packages(wanted: dict[str, str]) -> None:
    """Install what is missing with apt where it may; else say the one line to run."""
    missing = missing_system_packages(wanted)
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") is None:
        raise Failed(f"This system needs the libraries that Debian calls: {' '.join(missing)}")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (
        shutil.which("sudo") is None
        or subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode
    ):
        raise Failed(f"Please run once, then start again:\n\n    sudo sh -c 'apt-get update && {line}'\n")
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]  # sudo hands no variables on
    logs = ROOT / "out" / "setup"
    step("Reading the list of system packages", [*quiet, "apt-get", "update"], log=logs / "apt-update.log")
    step(f"Installing {len(missing)} system packages", [*quiet, *line.split()], log=logs / "apt-install.log")


def make_environment() -> None:
    """`.venv` from the lock file, every file checked by its hash; nothing to do when it is up to date."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    logs = ROOT / "out" / "setup"
    step(
        "Making the Python environment",
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        log=logs / "venv.log",
    )
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    step(
        "Installing the libraries",
        [*pip, "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(LOCK)],
        log=logs / "pip.log",
    )
    # the project itself: found through a path file, so that no build step is needed; in ASCII, because Python reads
    # the file in the machine's own encoding
    site = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    line = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (Path(site.stdout.strip()) / "kiosk-project.pth").write_text(line, encoding="ascii")
    write_console_script()
    STAMP.write_text(wanted, encoding="ascii")


def write_console_script() -> None:
    """`kiosk` beside the environment's Python, the same as `python -m kiosk`."""
    if WINDOWS:
        # beside itself: a path with Vietnamese letters would not survive the command line's own encoding
        (BIN / "kiosk.cmd").write_text('@"%~dp0python.exe" -m kiosk %*\r\n', encoding="ascii")
    else:
        script = BIN / "kiosk"
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m kiosk "$@"\n', encoding="utf-8")
        script.chmod(0o755)


def prepare(further_packages: dict[str, str] = TEST_PACKAGES) -> None:
    """Everything the machine needs; silent and quick the second time."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        raise Failed(f"This is Python {sys.version.split()[0]}; the kiosk needs 3.11, 3.12 or 3.13.")
    install_system_packages({**SYSTEM_PACKAGES, **further_packages})
    make_environment()


def call(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run a tool of the environment with its output on this terminal."""
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=ROOT, env={**os.environ, **(env or {})}, check=False
    ).returncode


def run(arguments: list[str]) -> int:
    """`kiosk demo`; without a screen the tour, on the offscreen platform."""
    prepare({})
    return call("-m", "kiosk", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """All tests, on two workers, without a screen. Nothing that a test started outlives them."""
    prepare()
    command = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of `finally`
    tests = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        return tests.wait()
    finally:
        if not WINDOWS:
            # servers of a worker that died would keep this program's output open for ever
            with contextlib.suppress(ProcessLookupError):
                os.killpg(tests.pid, signal.SIGKILL)


def check(arguments: list[str]) -> int:
    """Format, lint, types, import contracts, generated pages, then the tests (not with --no-tests)."""
    prepare()
    steps = [
        ("format", ["-m", "ruff", "format", "--check", "."]),
        ("lint", ["-m", "ruff", "check", "."]),
        ("types", ["-m", "mypy"]),
        (
            "import contracts",
            ["-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"],
        ),
    ]
    failed = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        if call(*command):
            failed.append(name)
    if "--no-tests" not in arguments and test([]):
        failed.append("tests")
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all good'}")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Every measurement: product, peer, ratio, goal."""
    prepare()
    return call("-m", "benchmarks", *arguments, env={"QT_QPA_PLATFORM": "offscreen"})


def build(arguments: list[str]) -> int:
    """The packaged program in dist/kiosk, by PyInstaller; then its own tour shows that it works."""
    prepare(BUILD_PACKAGES)
    packing = [
        str(PYTHON),
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "WARN",
        "build.spec",
        *arguments,
    ]
    step("Packing dist/kiosk", packing, log=ROOT / "out" / "build" / "pyinstaller.log")
    program = ROOT / "dist" / "kiosk" / ("kiosk.exe" if WINDOWS else "kiosk")
    home, pictures = ROOT / "out" / "build" / "home", ROOT / "out" / "build" / "tour"
    tour = [str(program), "demo", "--tour", "--home", str(home), "--out", str(pictures)]
    return subprocess.run(
        tour, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False
    ).returncode


def gallery(arguments: list[str]) -> int:
    """Every screen in every size, theme and language, as pictures in out/gallery."""
    prepare()
    return call("-m", "kiosk", "gallery", *arguments, env={"QT_QPA_PLATFORM": "offscreen"})


COMMANDS = {"run": run, "test": test, "check": check, "bench": bench, "build": build, "gallery": gallery}


def main() -> int:
    """Dispatch; a failure ends in words, not in a trace."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that knows no "…" is no reason to stop
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(__doc__)
        return 2
    try:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    except Failed as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
