"""The code of segments: printed, compiled several at once, kept in a cache named by its content."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from amparo.engine.batch import kind_of_value, stored_type
from amparo.engine.codegen import Needs, exported, items_of, print_segment
from amparo.engine.machine import Machine, build, cache_folder, compiled, digest
from amparo.engine.schedule import segments
from amparo.rules.errors import LawError
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook


@dataclass(frozen=True)
class SegmentCode:
    """A segment as text: its kernels, what they need, and the element types of their arrays."""

    sources: Mapping[str, str]
    needs: Needs
    scratch: Mapping[str, tuple[int, str]]
    kinds: Mapping[str, str]
    items: tuple[tuple[str, ...], ...]


def print_segments(book: LawBook, outputs: tuple[str, ...], calendar: frozenset[str]) -> list[SegmentCode]:
    work = segments(book, outputs, calendar)
    leaving = exported(book, work, frozenset(outputs))
    found = []
    for segment in work:
        printed = print_segment(book, segment, leaving[segment.number], calendar)
        kinds = _array_kinds(book, printed.needs)
        sources = {"plain": printed.plain, "bounds": printed.bounds}
        found.append(SegmentCode(sources, printed.needs, printed.scratch, kinds, tuple(items_of(segment))))
    return found


def _array_kinds(book: LawBook, needs: Needs) -> dict[str, str]:
    """The element types of a segment's facts and columns, where they are not 64-bit integers."""
    found = {"bad": "uint8", "D.MONTH_OF": "int32", "D.FIRST_DAY": "int32"}
    found |= dict.fromkeys(("D.V", "D.VB", "D.PW", "D.PPW"), "int8")
    for n, key in enumerate(needs.facts):
        found |= dict.fromkeys((f"F[{n}]", f"FL[{n}]", f"FH[{n}]"), np.dtype(stored_type(book.nodes[key])).name)  # type: ignore[arg-type]
    found |= {f"V[{n}]": kind_of_value(book, key).name for n, key in enumerate(needs.values)}
    for letter, names in (("X", needs.reads), ("O", needs.writes)):
        for n, key in enumerate(names):
            kind = kind_of_value(book, key).name
            found |= {
                f"{letter}l[{n}]": kind,
                f"{letter}h[{n}]": kind,
                f"{letter}w[{n}]": "int8",
            }
    return found


def _kind_of(kinds: Mapping[str, str]) -> Callable[[str], str]:
    """The element type of each array a kernel may ask for."""
    return lambda symbol: kinds.get(symbol) or ("int32" if symbol.startswith("L.") else "int64")


def _kinds(part: SegmentCode) -> tuple[str, ...]:
    """What the code depends on beside its text."""
    return "layout:int32", *(f"{symbol}:{kind}" for symbol, kind in part.kinds.items())


def _name(part: SegmentCode) -> str:
    return f"law-{digest(part.sources, ' '.join(_kinds(part)))}"


def machine_of(part: SegmentCode) -> Machine:
    """The segment's code, loaded; compiled where it is not yet in the cache."""
    return compiled("law", part.sources, _kind_of(part.kinds), " ".join(_kinds(part)))


def build_missing(parts: list[SegmentCode], jobs: int) -> None:
    """Compile what is not yet in the cache, in processes of their own where there are several.

    Never by importing the caller's script.
    """
    home = cache_folder()
    missing = [part for part in parts if not (home / f"{_name(part)}.json").exists()]
    if len(missing) < 2 or jobs < 2:
        for part in missing:
            _build_one(part)
        return
    ordered = sorted(missing, key=lambda part: -len(part.sources["bounds"]))
    shares = [ordered[n::jobs] for n in range(min(jobs, len(ordered)))]
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(_build_elsewhere, shares))


def _build_elsewhere(parts: list[SegmentCode]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.engine.segment_code"],
        input=pickle.dumps(parts),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise LawError(f"a kernel could not be compiled: {done.stderr.decode(errors='replace')[-1000:]}")


def _build_one(part: SegmentCode) -> None:
    build(cache_folder(), _name(part), part.sources, _kind_of(part.kinds))


def refuse(needs: Needs, problem: int) -> None:
    """Say what a kernel's number for what went wrong means. Raises LawError."""
    if problem > 0:
        raise LawError(f"rule {needs.rules[problem - 1]} divides by zero. Cure: guard the divisor in the rule.")
    rule = needs.rules[-problem - 1]
    raise LawError(
        Message(
            "range.rule",
            "{rule}: a value leaves its range. Cure: check the facts, or declare range= in the rule.",
            rule=rule,
        )
    )


__all__ = ["SegmentCode", "build_missing", "machine_of", "print_segments", "refuse"]

if __name__ == "__main__":
    from amparo.engine import segment_code

    for wanted in pickle.loads(sys.stdin.buffer.read()):
        segment_code._build_one(wanted)
