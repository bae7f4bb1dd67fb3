"""Many kiosks and one gateway that comes back: the product's own policy spares it, in virtual time."""

from benchmarks.herd import known_share, scaled
from benchmarks.herd_world import Region, let_loose


def test_after_a_long_outage_a_region_comes_back_gently() -> None:
    region = scaled(Region(), 200)
    herd = let_loose(region, for_s=480.0)
    per_kiosk_and_s = herd.peak_per_s / region.kiosks
    assert per_kiosk_and_s <= 3 * 400 / 5000, "few kiosks make a rougher sum than many"
    assert herd.ratio <= 1.6
    assert known_share(herd, region, 360.0) >= 90.0
    assert known_share(herd, region, 480.0) == 100.0


def test_without_an_outage_nobody_waits() -> None:
    region = Region(kiosks=5, dossiers_each=2, outage_s=0.0, file_bytes=(20_000,))
    herd = let_loose(region, for_s=120.0)
    assert len(herd.complete_s) == 10
    assert herd.complete_s[-1] < 80.0
    assert herd.ratio <= 1.2
