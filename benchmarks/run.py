"""Amparo beside openfisca-core on the same synthetic records, by the same law, with equal totals: `make bench`.

    python -m benchmarks.run [--sizes 100k,1m,10m] [--repeats 3] [--without-peer] [--patience 60]

Each measurement is a process of its own; the best of some repeats counts, since other work may run on the machine.
Records are kept in the folder that AMPARO_BENCH_DATA names, else under the system's folder for temporary files.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks import cascade, report, totals
from benchmarks.population import population

RESULTS: Final = Path(__file__).parent / "results"
SIZES: Final = {"100k": 100_000, "1m": 1_000_000, "5m": 5_000_000, "10m": 10_000_000}
WARM: Final = 2_000
GIVEN_UP: Final = 75
BUSY_PERCENT: Final = 15
PEER_BYTES_PER_WORKER: Final = 1_750
PEER_SLICE: Final = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    sizes: tuple[str, ...]
    repeats: int
    peer: bool
    patience: int


class BenchmarkError(Exception):
    """A measurement that could not be made, or totals that differ."""


def measure(
    task: str, *arguments: str | Path, repeats: int, patience: int = 0, env: dict[str, str] | None = None
) -> dict[str, Any]:
    """The best of some runs of a task, each in a process of its own; memory is the highest seen."""
    found = []
    for _ in range(repeats):
        wait_for_quiet(patience)
        found.append(_once(task, [str(a) for a in arguments], env or {}))
    best = min(found, key=lambda one: one["seconds"])
    seconds = [round(one["seconds"], 4) for one in found]
    return {**best, "peak_mb": max(one["peak_mb"] for one in found), "all_seconds": seconds}


def wait_for_quiet(patience: int) -> None:
    """Wait until the processors are nearly idle, but no longer than this many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end and psutil.cpu_percent(interval=1) > BUSY_PERCENT:
        pass


def _once(task: str, arguments: list[str], env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.tasks", task, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env})
    if done.returncode == GIVEN_UP or done.returncode < 0:
        raise MemoryError(task)
    if done.returncode != 0:
        raise BenchmarkError(f"{task} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def run(wanted: Wanted) -> dict[str, Any]:
    """All measurements."""
    home = Path(os.environ.get("AMPARO_BENCH_DATA") or Path(tempfile.gettempdir()) / "amparo-bench")
    warm = population(WARM, home).folder
    say("compiling the kernels")
    kernels = {country: _kernels(country, wanted.repeats) for country in ("PT", "CN")}
    worker = {name: _attempt(f"worker_{name}") for name in ("cold", "warm", "page")}
    sizes = {name: _size(name, home, warm, wanted) for name in wanted.sizes}
    say("visitors of the worker page")
    visitors = {"thinking": _load(), "at once": _load("--closed", "--seconds", "30")}
    return {
        "machine": report.machine(),
        "rules": _rules(),
        "outputs": len(totals.ALL),
        "kernels": kernels,
        "worker": worker,
        "cascade": _cascade(home, wanted),
        "visitors": visitors,
        "sizes": sizes,
    }


def _cascade(home: Path, wanted: Wanted) -> dict[str, Any]:
    """The coverage cascade beside the same rules by hand, on a million workers at most; every count is the same."""
    workers = min(max(SIZES[name] for name in wanted.sizes), SIZES["1m"])
    say(f"cascade of {workers} workers")
    folder, warm = cascade.population(workers, home), cascade.population(WARM, home)
    ours, hand = (
        measure(task, folder, warm, repeats=wanted.repeats, patience=wanted.patience)
        for task in ("cascade_amparo", "cascade_by_hand")
    )
    if ours.pop("counts") != hand.pop("counts"):
        raise BenchmarkError("the cascade by hand and Amparo's differ.")
    return {"workers": workers, "amparo": ours, "by_hand": hand}


def _load(*options: str) -> dict[str, Any]:
    """200 visitors of the worker page, in a process of their own (benchmarks/load.py)."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.load", *options], capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchmarkError(f"load failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _attempt(task: str) -> dict[str, Any]:
    try:
        return measure(task, repeats=1)
    except BenchmarkError as error:
        return {"failed": str(error).splitlines()[-1]}


def _kernels(country: str, repeats: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as cache:
        env = {"AMPARO_CACHE": cache}
        first = measure("kernels", country, repeats=1, env=env)
        again = measure("kernels", country, repeats=repeats, env=env)
    return {"compile_seconds": first["seconds"], "load_seconds": again["seconds"], "law_seconds": again["seconds_law"]}


def _size(name: str, home: Path, warm: Path, wanted: Wanted) -> dict[str, Any]:
    say(f"{name}: records")
    made = population(SIZES[name], home)
    found: dict[str, Any] = {"workers": made.workers, "contract_months": made.contract_months}
    plan = [("decode", "decode"), ("amparo", "amparo_from_parquet"), ("amparo_memory", "amparo_in_memory")]
    for key, task in plan:
        say(f"{name}: {task}")
        found[key] = measure(task, made.folder, warm, repeats=wanted.repeats, patience=wanted.patience)
    if wanted.peer:
        found |= _peer(name, made.folder, warm, made.workers, wanted)
    found["totals_equal"] = _check(name, found)
    return found


def _peer(name: str, folder: Path, warm: Path, workers: int, wanted: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = {}
    patience = wanted.patience
    large = workers > 2_000_000
    free = psutil.virtual_memory().available
    env = {"AMPARO_BENCH_MEMORY": str(int(free * 0.95))}
    for key, task in (("openfisca", "openfisca_from_parquet"), ("openfisca_memory", "openfisca_in_memory")):
        say(f"{name}: {task}")
        try:
            if workers * PEER_BYTES_PER_WORKER > free:
                raise MemoryError(task)
            found[key] = measure(task, folder, warm, repeats=1 if large else wanted.repeats, patience=patience, env=env)
        except MemoryError:
            found[key] = {"failed": f"not in the {free / 2**30:.0f} GiB that were free"}
    if large:
        say(f"{name}: openfisca_from_parquet, in slices")
        found["openfisca_sliced"] = measure("openfisca_from_parquet", folder, warm, str(PEER_SLICE), repeats=1, env=env)
    return found


def _check(name: str, found: dict[str, Any]) -> bool:
    """All totals are known and the same, whoever computed them."""
    runs = {key: one["totals"] for key, one in found.items() if isinstance(one, dict) and "totals" in one}
    reference = runs["amparo"]
    for key, sums in runs.items():
        differ = {n: (reference[n], sums[n]) for n in totals.ALL if sums[n] is None or sums[n] != reference[n]}
        if differ:
            raise BenchmarkError(f"{name}: totals of {key} differ from Amparo's: {differ}")
    return True


def _rules() -> dict[str, int]:
    """How many rules each system computes for the outputs."""
    from amparo.engine.schedule import needed
    from amparo.law import book
    from amparo.rules.nodes import LinkNode, Rule
    from benchmarks.openfisca_pt import PortugueseSystem

    law = book("PT")
    nodes = [law.nodes[key] for key in needed(law, [law.find(name) for name in totals.ALL])]
    return {
        "amparo_rules": sum(isinstance(node, Rule) for node in nodes),
        "amparo_links": sum(isinstance(node, LinkNode) for node in nodes),
        "openfisca_formulas": sum(not v.is_input_variable() for v in PortugueseSystem().variables.values()),
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100k,1m,10m", help=f"of {', '.join(SIZES)} (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="best of this many (default: %(default)s)")
    parser.add_argument("--without-peer", action="store_true", help="Amparo and the bare decode only")
    parser.add_argument("--patience", type=int, default=0, help="seconds to wait for idle processors each time")
    given = parser.parse_args()
    sizes = tuple(given.sizes.lower().split(","))
    unknown = [name for name in sizes if name not in SIZES]
    if unknown:
        parser.error(f"unknown size {', '.join(unknown)}; there are {', '.join(SIZES)}")
    try:
        found = run(Wanted(sizes, given.repeats, not given.without_peer, given.patience))
    except BenchmarkError as error:
        say(str(error))
        return 1
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "latest.md").write_text(report.markdown(found), encoding="utf-8")
    report.show(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
