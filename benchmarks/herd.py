"""5,000 kiosks after six hours without a gateway, in virtual time: what the gateway has to bear, and how soon it knows all."""

from dataclasses import replace

from benchmarks.figures import Figure, Progress, at_least, at_most, figure, percentile
from benchmarks.herd_world import Herd, Region, let_loose

WATCHED_S = 900.0
"""After the return: the peak and the announcements lie in the first minutes; what follows is the pipe's own pace."""
QUICK_KIOSKS, QUICK_WATCHED_S = 1000, 480.0


def scaled(region: Region, kiosks: int) -> Region:
    """The same region with fewer kiosks and a gateway that is smaller by as much."""
    share = kiosks / region.kiosks
    return replace(
        region,
        kiosks=kiosks,
        most_requests_per_s=int(region.most_requests_per_s * share),
        upload_slots=int(region.upload_slots * share),
        pipe_bytes_per_s=region.pipe_bytes_per_s * share,
    )


def known_share(herd: Herd, region: Region, within_s: float) -> float:
    """Per cent of all dossiers that the gateway knew so long after its return."""
    return 100.0 * sum(at <= within_s for at in herd.known_s) / (region.kiosks * region.dossiers_each)


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """One herd; no peer, because no peer has a policy to run here."""
    region = scaled(Region(), QUICK_KIOSKS) if quick else Region()
    watched_s = QUICK_WATCHED_S if quick else WATCHED_S

    def shown(now_s: float, _complete: int) -> None:
        progress.step("seconds after the return", max(0, int(now_s)), int(watched_s))

    herd = let_loose(region, for_s=watched_s, shown=shown)
    share = region.kiosks / Region().kiosks
    name = f"{region.kiosks} kiosks" + ("" if share == 1.0 else f", a gateway of {share:.0%}")
    return [
        figure(f"{name}: most requests in a second", herd.peak_per_s, "", goal=at_most(400 * share)),
        figure(f"{name}: requests ÷ needed", herd.ratio, "", goal=at_most(1.6)),
        figure(f"{name}: dropped by a gateway of 800/s", herd.dropped, "", goal=at_most(0)),
        figure(
            f"{name}: 95 % of the dossiers known after",
            percentile(herd.known_s, 95) / 60.0,
            "min",
            goal=at_most(6),
        ),
        figure(
            f"{name}: known within the time watched",
            known_share(herd, region, watched_s),
            "%",
            goal=at_least(100),
        ),
    ]
