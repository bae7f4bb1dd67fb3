"""A USB bus with one receipt printer on it, as a pyusb backend over a socket; the printer itself is VirtualPrinter."""

import errno
import socket
from collections.abc import Iterator
from typing import Any

import usb.core
from usb.backend import IBackend

VENDOR, PRODUCT = 0x04B8, 0x0E15
OUT, IN = 0x02, 0x81
"""Not the numbers python-escpos takes for granted."""
_BULK = 0x02


class _Descriptor:
    """A bag of the fields pyusb reads."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class VirtualUsbBus(IBackend):  # type: ignore[misc]
    """Give it to UsbWire as its backend. `far_end`: the host's end of the printer's socket pair."""

    def __init__(self, far_end: socket.socket) -> None:
        self._line = far_end
        self.plugged = True
        self.claimed = 0

    def enumerate_devices(self) -> Iterator[str]:
        yield from ["printer"] if self.plugged else []

    def get_device_descriptor(self, _dev: str) -> _Descriptor:
        return _Descriptor(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=VENDOR,
            idProduct=PRODUCT,
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=3,
        )

    def get_configuration_descriptor(self, _dev: str, config: int) -> _Descriptor:
        if config:
            raise IndexError(config)
        return _Descriptor(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, _dev: str, intf: int, alt: int, _config: int) -> _Descriptor:
        if intf or alt:
            raise IndexError(intf)
        return _Descriptor(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=2,
            bInterfaceClass=7,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, _dev: str, ep: int, _intf: int, _alt: int, _config: int) -> _Descriptor:
        return _Descriptor(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=(OUT, IN)[ep],
            bmAttributes=_BULK,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, _dev: str) -> str:
        return "handle"

    def close_device(self, _handle: str) -> None:
        pass

    def set_configuration(self, _handle: str, _value: int) -> None:
        pass

    def get_configuration(self, _handle: str) -> int:
        return 1

    def claim_interface(self, _handle: str, _intf: int) -> None:
        self.claimed += 1

    def release_interface(self, _handle: str, _intf: int) -> None:
        self.claimed -= 1

    def reset_device(self, _handle: str) -> None:
        pass

    def bulk_write(self, _handle: str, ep: int, _intf: int, data: Any, timeout: int) -> int:
        assert ep == OUT
        self._check()
        self._line.settimeout(timeout / 1000)
        try:
            return self._line.send(bytes(data))
        except TimeoutError:
            raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT) from None

    def bulk_read(self, _handle: str, ep: int, _intf: int, buff: Any, timeout: int) -> int:
        assert ep == IN
        self._check()
        self._line.settimeout(timeout / 1000)
        try:
            data = self._line.recv(64)
        except TimeoutError:
            raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT) from None
        if len(data) > len(buff) * buff.itemsize:
            raise usb.core.USBError("overflow", errno=errno.EOVERFLOW)
        for index, byte in enumerate(data):
            buff[index] = byte
        return len(data)

    def _check(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("no such device", errno=errno.ENODEV)
