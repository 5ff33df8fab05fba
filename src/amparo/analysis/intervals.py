"""How far a share may be off by the drawing of workers."""

from __future__ import annotations

from math import sqrt
from typing import Final

NORMAL_95: Final = 1.96


def share_interval(part: float, whole: float, workers: float) -> tuple[float, float]:
    """The 95 % interval (Wilson) of a share of worker-months.

    part, whole: worker-months; workers: as how many persons, drawn one by one, those drawn count. (0, 1) for nobody.
    """
    if whole <= 0 or workers <= 0:
        return 0.0, 1.0
    share, z = part / whole, NORMAL_95
    middle = share + z * z / (2 * workers)
    spread = z * sqrt(share * (1 - share) / workers + z * z / (4 * workers * workers))
    bottom = 1 + z * z / workers
    low = (middle - spread) / bottom if part > 0 else 0.0
    high = (middle + spread) / bottom if part < whole else 1.0
    return max(low, 0.0), min(high, 1.0)


__all__ = ["NORMAL_95", "share_interval"]
