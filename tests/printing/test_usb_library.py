"""Which library speaks USB: the one beside a packaged program, else what pyusb finds in the system."""

from pathlib import Path

from kiosk.devices.printers.usb_wire import library_beside_the_program


def test_a_program_that_brings_no_library_leaves_the_search_to_pyusb(tmp_path: Path) -> None:
    assert library_beside_the_program(None) is None
    assert library_beside_the_program(str(tmp_path)) is None
