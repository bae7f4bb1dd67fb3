"""Reads a printer's address as technicians write it; opens nothing.

tcp://host:9100 · usb://04b8:0202 · serial:///dev/ttyUSB0?baud=9600 · file:///dev/usb/lp0 · win://Name · cups://Name
· png:DIR. Every line printer takes `?feed=2` where its vertical motion unit is half a dot (the test page shows it),
serial lines `?baud=` and `?flow=none|rtscts|xonxoff|dsrdtr`.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from kiosk.domain.errors import ConfigurationInvalid

DEFAULT_PORT = 9100
DEFAULT_BAUD = 115200
FLOWS = ("none", "rtscts", "xonxoff", "dsrdtr")
EXAMPLES = "tcp://192.168.1.50:9100, usb://04b8:0202, serial:///dev/ttyUSB0?baud=115200, file:///dev/usb/lp0, png:FOLDER"


@dataclass(frozen=True, slots=True)
class TcpAddress:
    """A printer's own network port (raw, usually 9100)."""

    host: str
    port: int
    feed_units_per_dot: int = 1


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """A USB printer by vendor and product number."""

    vendor: int
    product: int
    feed_units_per_dot: int = 1


@dataclass(frozen=True, slots=True)
class SerialAddress:
    """A serial port; `flow` is how the printer says wait."""

    device: str
    baud: int = DEFAULT_BAUD
    flow: str = "none"
    feed_units_per_dot: int = 1


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A device file such as Linux makes for a USB printer."""

    device: Path
    feed_units_per_dot: int = 1


@dataclass(frozen=True, slots=True)
class SpoolAddress:
    """A queue of the operating system: `system` is `win` or `cups`. It can confirm nothing."""

    system: str
    queue: str
    feed_units_per_dot: int = 1


@dataclass(frozen=True, slots=True)
class PngAddress:
    """A folder that takes one picture a slip."""

    folder: Path


PrinterAddress = TcpAddress | UsbAddress | SerialAddress | FileAddress | SpoolAddress | PngAddress


def parse_address(address: str) -> PrinterAddress:
    """What an address means. Raises ConfigurationInvalid with a sentence that says what to write instead."""
    if address.startswith("png:"):
        folder = address.removeprefix("png:").removeprefix("//")
        if not folder:
            raise _wrong(address, "a folder must follow png:")
        return PngAddress(Path(folder))
    try:
        parts = urlsplit(address)
        options = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise _wrong(address, "it cannot be read") from error
    known = {"feed", "baud", "flow"} if parts.scheme == "serial" else {"feed"}
    if unknown := sorted(options.keys() - known):
        raise _wrong(address, f"option {unknown[0]} is not known here")
    feed = _whole(address, options, "feed", 1, low=1, high=4)
    match parts.scheme:
        case "tcp":
            return _tcp(address, feed)
        case "usb":
            return _usb(address, parts.netloc, feed)
        case "serial":
            device = unquote(parts.netloc + parts.path)
            if not device:
                raise _wrong(address, "the name of the serial port is missing")
            flow = options.get("flow", ["none"])[-1]
            if flow not in FLOWS:
                raise _wrong(address, f"flow must be one of {', '.join(FLOWS)}")
            baud = _whole(address, options, "baud", DEFAULT_BAUD, low=1200, high=4_000_000)
            return SerialAddress(device, baud, flow, feed)
        case "file":
            if parts.netloc or not parts.path:
                raise _wrong(address, "the device file needs its full path after three slashes")
            return FileAddress(Path(unquote(parts.path)), feed)
        case "win" | "cups":
            queue = unquote(parts.netloc + parts.path).strip("/")
            if not queue:
                raise _wrong(address, "the name of the queue is missing")
            return SpoolAddress(parts.scheme, queue, feed)
    raise _wrong(address, "no printer is reached in this way")


def _tcp(address: str, feed: int) -> TcpAddress:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _wrong(address, "the port must be a number from 1 to 65535") from error
    if not host or port == 0 or parts.path not in ("", "/"):
        raise _wrong(address, "it must read tcp://host:port")
    return TcpAddress(host, port or DEFAULT_PORT, feed)


def _usb(address: str, numbers: str, feed: int) -> UsbAddress:
    vendor, _, product = numbers.partition(":")
    if len(vendor) != 4 or len(product) != 4:
        raise _wrong(
            address,
            "it must read usb://vvvv:pppp, two hexadecimal numbers of four digits",
        )
    try:
        return UsbAddress(int(vendor, 16), int(product, 16), feed)
    except ValueError as error:
        raise _wrong(
            address,
            "it must read usb://vvvv:pppp, two hexadecimal numbers of four digits",
        ) from error


def _whole(
    address: str,
    options: dict[str, list[str]],
    name: str,
    default: int,
    *,
    low: int,
    high: int,
) -> int:
    text = options.get(name, [str(default)])[-1]
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise _wrong(address, f"{name} must be a number from {low} to {high}")
    return int(text)


def _wrong(address: str, why: str) -> ConfigurationInvalid:
    return ConfigurationInvalid(f"printer address {address!r}: {why}; write for example {EXAMPLES}")
