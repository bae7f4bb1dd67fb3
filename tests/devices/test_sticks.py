"""Which mounted disks are sticks."""

from pathlib import Path

from kiosk.devices.sticks import mounted_sticks


def test_only_removable_disks_are_sticks_and_only_some_can_be_written(tmp_path: Path) -> None:
    blocks = tmp_path / "class"
    blocks.mkdir()
    for bus, disk, removable in (
        ("pci0/ata1", "sda", "0"),
        ("pci0/usb1", "sdb", "1"),
        ("pci0/usb2", "sdc", "0"),
        ("pci0/mmc0", "mmcblk0", "1"),
    ):
        part = tmp_path / bus / disk / f"{disk}1"
        part.mkdir(parents=True)
        (part.parent / "removable").write_text(f"{removable}\n")
        (blocks / f"{disk}1").symlink_to(part)
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "proc /proc proc rw 0 0\n"
        "/dev/sda1 / ext4 rw 0 0\n"
        "/dev/sdb1 /media/kiosk/QU\\040VAN vfat rw,nosuid 0 0\n"
        "/dev/sdc1 /media/kiosk/BIG exfat rw 0 0\n"
        "/dev/mmcblk01 /media/kiosk/READONLY vfat ro,nosuid 0 0\n"
        "/dev/unknown /somewhere ext4 rw 0 0\n"
    )
    places = [Path("/media/kiosk/QU VAN"), Path("/media/kiosk/BIG")]
    assert mounted_sticks(mounts, blocks, writable=True) == places
    assert mounted_sticks(mounts, blocks) == [*places, Path("/media/kiosk/READONLY")]
    assert mounted_sticks(tmp_path / "nowhere", blocks) == []
