"""How many workers are taken at once: as many as serve the cache, whatever the length of their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from amparo.engine.tables import Records

MONTHS_AT_ONCE: Final = 200_000
LEAST_WORKERS, MOST_WORKERS = 1_024, 16_384


def workers_at_once(records: Records) -> int:
    """Pieces of about as many worker-months as serve the cache."""
    return min(max(MONTHS_AT_ONCE // _months(records), LEAST_WORKERS), MOST_WORKERS)


def pieces(records: Records) -> list[tuple[int, int]]:
    """The workers in pieces of that size, each within a row group of the file."""
    size = workers_at_once(records)
    return [(begin, min(begin + size, high)) for low, high in records.units() for begin in range(low, high, size)]


def _months(records: Records) -> int:
    """From the first month of anybody to the last, as the statistics of the file tell; many where they do not."""
    metadata, at = records.workers.parquet.metadata, records.workers.positions
    ends = []
    for group in range(metadata.num_row_groups):
        first, last = (metadata.row_group(group).column(at[name]).statistics for name in ("first", "last"))
        if first is None or last is None or not (first.has_min_max and last.has_min_max):
            return MONTHS_AT_ONCE
        ends.append((int(first.min), int(last.max)))
    return max(last for _, last in ends) - min(first for first, _ in ends) + 1 if ends else 1


__all__ = ["LEAST_WORKERS", "MONTHS_AT_ONCE", "MOST_WORKERS", "pieces", "workers_at_once"]
