"""A sweep of variants beside running each from scratch; a reform, here, in openfisca-core and in policyengine-core.

    python -m benchmarks.sweep [--workers 100000] [--variants 1000] [--sample 3] [--reformed 1000000] [--without-peer]

The variants cross the threshold and the rate of the contracting entity's contribution. From scratch means: another law
book, or another OpenFisca system, read from Parquet, only what the contribution needs, its totals added up; a sample of
variants is run and the rest is taken to cost the same. One sweep works out the contribution, and who gains and who
loses; another also cover of all branches that the variants reach. A reform is one such variant beside the law as it
stands, on more workers, both read once. All contributions are the same to the cent on all sides. The peers run one
text of the rules (openfisca_pt). Each measurement is a process of its own; memory is the highest that it held.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from benchmarks.population import population

COUNTRY: Final = "PT"
THRESHOLD, RATE = "contracting_entity.low_threshold", "contracting_entity.low_rate"
CONTRIBUTION: Final = ("contribution_for_service_provider", "contribution_for_business_owner")
SINCE: Final = "2024-01-01"
RATES: Final = 40
REFORM: Final = (403_000, 65_000)
WARM: Final = 2_000


def axes(variants: int) -> tuple[list[int], list[int]]:
    """Thresholds from 20.3 % on and rates from 5.05 % on, in millionths, that make this many variants crossed.

    None of them is the value in force: each variant is another law.
    """
    rates = min(RATES, variants)
    thresholds = -(-variants // rates)
    return (
        [203_000 + 600_000 * n // max(thresholds, 1) for n in range(thresholds)],
        [50_500 + 1_000 * n for n in range(rates)],
    )


def sampled(variants: int, sample: int) -> list[tuple[int, int, int]]:
    """Number, threshold and rate of some variants, spread over the grid."""
    thresholds, rates = axes(variants)
    every = [(threshold, rate) for threshold in thresholds for rate in rates]
    return [(n, *every[n]) for n in (len(every) * (2 * k + 1) // (2 * sample) for k in range(sample))]


def percent(millionths: int) -> str:
    return f"{millionths / 10_000:.4f}%"


# --- what is measured, each in a process of its own -------------------------------------------------------------------


def swept(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """All variants of the grid in one sweep, from Parquet: the contribution, gains and losses."""
    return _sweep(folder, variants, sample, ())


def covered(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """The same with the cover of every branch that the variants reach."""
    return _sweep(folder, variants, sample, None)


def _sweep(folder: str, variants: int, sample: int, branches: tuple[Any, ...] | None) -> dict[str, Any]:
    from amparo.analysis.grids import CROSSED, Axis, Grid
    from amparo.analysis.sweeps import sweep
    from amparo.law import book
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import read_date

    law, since = book(COUNTRY), read_date(SINCE)

    def grid(thresholds: list[int], rates: list[int]) -> Grid:
        named = Label("Benchmark", "Benchmark", "基准")
        lines = ((THRESHOLD, thresholds), (RATE, rates))
        held = tuple(Axis(key, since, None, "", tuple(map(percent, values))) for key, values in lines)
        return Grid("benchmark", COUNTRY, named, named, "benchmark", (), held, CROSSED, branches)

    sweep(folder, law, grid([250_000], [60_000]))  # warm: kernels compiled and loaded
    start, cpu = time.perf_counter(), time.process_time()
    found = sweep(folder, law, grid(*axes(variants)))
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    sums = {str(n): found.outcomes[n].costs["payer"][0] for n, _, _ in sampled(variants, sample)}
    size = {"variants": len(found.outcomes), "computed_again": found.recomputed, "computed_once": found.given}
    return {"seconds": seconds, "cpu_seconds": used, "sums": sums, **size}


def scratch(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """Some variants one by one: amended law, kernels loaded, records read, totals."""
    from amparo.engine.stream import run_canonical
    from amparo.law import book
    from amparo.rules import Amendment, set_value

    def one(threshold: int, rate: int) -> int:
        changes = (
            set_value(THRESHOLD, percent(threshold), since=SINCE),
            set_value(RATE, percent(rate), since=SINCE),
        )
        law = book(COUNTRY).amend(Amendment("benchmark", changes))
        found = run_canonical(folder, law, outputs=list(CONTRIBUTION))
        return sum(total.low for total in found.totals.values())

    one(250_000, 60_000)
    start, cpu = time.perf_counter(), time.process_time()
    sums = {str(n): one(threshold, rate) for n, threshold, rate in sampled(variants, sample)}
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    return {"seconds": seconds / sample, "cpu_seconds": used / sample, "sums": sums}


def _peer_system(changes: dict[str, int]) -> Any:
    """A system of the peer that this process runs, with other values from a day on."""
    from benchmarks.openfisca_pt import PortugueseSystem

    system = PortugueseSystem()
    for name, value in changes.items():
        getattr(system.parameters.contracting_entity, name).update(start=SINCE, value=value)
    return system


def _owed(built: Any) -> int:
    return sum(int(built.calculate(name, "2024").sum(dtype="int64")) for name in CONTRIBUTION)


def peer(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """Some variants one by one in a peer: a system with other parameters, records, a simulation, totals."""
    from benchmarks.openfisca_pt import run

    def one(threshold: int, rate: int) -> int:
        system = _peer_system({"low_threshold": threshold, "low_rate": rate})
        return _owed(run.simulation(system, run.read(Path(folder), system)))

    one(250_000, 60_000)
    start, cpu = time.perf_counter(), time.process_time()
    sums = {str(n): one(threshold, rate) for n, threshold, rate in sampled(variants, sample)}
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    return {"seconds": seconds / sample, "cpu_seconds": used / sample, "sums": sums}


def reform_peer(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """The law as it stands and one variant in a peer: records read once, a simulation of each system."""
    from benchmarks.openfisca_pt import run

    def both(file: str) -> dict[str, int]:
        before, after = _peer_system({}), _peer_system({"low_threshold": REFORM[0], "low_rate": REFORM[1]})
        held = run.read(Path(file), before)
        return {name: _owed(run.simulation(law, held)) for name, law in (("before", before), ("after", after))}

    both(str(population(WARM, Path(folder).parent).folder))
    start, cpu = time.perf_counter(), time.process_time()
    sums = both(folder)
    return {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - cpu, "sums": sums}


def reform_amparo(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """The law as it stands and one variant: the contribution under both, on all cores."""
    from amparo.analysis.paired import Paired
    from amparo.analysis.portions import pieces
    from amparo.engine.tables import Records
    from amparo.law import book
    from amparo.rules import Amendment, set_value

    before = book(COUNTRY)
    values = zip((THRESHOLD, RATE), REFORM, strict=True)
    changes = tuple(set_value(name, percent(value), since=SINCE) for name, value in values)

    def both(file: str) -> dict[str, int]:
        names = [before.find(name) for name in CONTRIBUTION]
        paired = Paired(before, before.amend(Amendment("benchmark", changes)), [names])
        records = Records(Path(file), before, paired.facts, ids=False)

        def piece(ends: tuple[int, int]) -> list[int]:
            found = paired.run(records.chunk(*ends).batch(0, ends[1] - ends[0]))
            return [sum(int(results[name].low.sum(dtype="int64")) for name in names) for results in found]

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            sums = [sum(side) for side in zip(*pool.map(piece, pieces(records)), strict=True)]
        return dict(zip(("before", "after"), sums, strict=True))

    both(str(population(WARM, Path(folder).parent).folder))
    start, cpu = time.perf_counter(), time.process_time()
    sums = both(folder)
    return {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - cpu, "sums": sums}


def reform(folder: str, variants: int, sample: int) -> dict[str, Any]:
    """First figures of a reform, both laws, in a running process that has run a reform before."""
    from amparo.analysis.effects import effect
    from amparo.law import book
    from amparo.rules import Amendment, set_value

    before = book(COUNTRY)

    def figures(threshold: int) -> int:
        change = set_value(THRESHOLD, percent(threshold), since=SINCE)
        found = effect(folder, before, before.amend(Amendment("benchmark", (change,))))
        return sum(line.after_low - line.before_low for line in found.amounts)

    figures(300_000)
    start, cpu = time.perf_counter(), time.process_time()
    sums = {"change": figures(400_000)}
    return {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - cpu, "sums": sums}


TASKS: Final = {
    "swept": swept,
    "covered": covered,
    "scratch": scratch,
    "peer": peer,
    "reform": reform,
    "reform_amparo": reform_amparo,
    "reform_peer": reform_peer,
}
PEERS: Final = {"openfisca_core": "openfisca-core", "policyengine_core": "policyengine-core"}


# --- together ---------------------------------------------------------------------------------------------------------


def measured(task: str, folder: Path, variants: int, sample: int, by: str = "") -> dict[str, Any]:
    """A task in a process of its own; by: the peer that runs it. Raises RuntimeError with its last words."""
    command = [sys.executable, "-m", "benchmarks.sweep", "--task", task, "--folder", str(folder)]
    command += ["--variants", str(variants), "--sample", str(sample)]
    env = {**os.environ, **({"AMPARO_BENCH_PEER": by} if by else {})}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise RuntimeError(f"{task}: {done.stderr[-1500:]}")
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def equal(found: Sequence[dict[str, Any]]) -> None:
    """Whether all measurements came to the same contributions. Raises RuntimeError where they differ."""
    sums = [json.dumps(one["sums"], sort_keys=True) for one in found]
    if len(set(sums)) > 1:
        raise RuntimeError(f"the contributions differ: {sums}")


def sweep_table(workers: int, found: dict[str, dict[str, Any]]) -> list[str]:
    """The sweep beside running each variant from scratch, in words."""
    sweep_ = found["swept"]
    number = sweep_["variants"]
    rows = [
        f"{workers:,} workers, {number:,} variants, {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} at the end",
        _row("sweep of all variants, contribution", sweep_),
        f"  {sweep_['computed_again']} provisions again for each variant, {sweep_['computed_once']} once",
        _row("sweep of all variants, with cover", found["covered"]),
        f"  {found['covered']['computed_again']} again, {found['covered']['computed_once']} once",
    ]
    for name in ("amparo", *(title for title in PEERS.values() if title in found)):
        one = found["scratch" if name == "amparo" else name]
        rows += [
            _row(f"one variant from scratch, {name}", one),
            f"  all from scratch {number * one['seconds']:,.0f} s ({number * one['cpu_seconds']:,.0f} s of processor): "
            f"{number * one['seconds'] / sweep_['seconds']:.0f} x the sweep "
            f"({number * one['cpu_seconds'] / sweep_['cpu_seconds']:.0f} x by processor)",
        ]
    return [*rows, _row("first figures of a reform, warm", found["reform"])]


def reform_table(workers: int, found: dict[str, dict[str, Any]]) -> list[str]:
    """A reform here and in the peers, in words."""
    ours = found["amparo"]
    rows = [f"a reform on {workers:,} workers, contribution before and after; load {os.getloadavg()[0]:.1f} at the end"]
    for name, one in found.items():
        times, less = one["seconds"] / ours["seconds"], one["peak_mb"] / ours["peak_mb"]
        rows.append(
            _row(f"  {name}", one) + ("" if one is ours else f": {times:.1f} x the time, {less:.1f} x the memory")
        )
    return rows


def _row(name: str, one: dict[str, Any]) -> str:
    return f"{name}: {one['seconds']:.2f} s ({one['cpu_seconds']:.2f} s of processor), {one['peak_mb']:,.0f} MB"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=100_000)
    parser.add_argument("--variants", type=int, default=1_000)
    parser.add_argument("--sample", type=int, default=3, help="variants that are run from scratch")
    parser.add_argument("--reformed", type=int, default=1_000_000, help="workers on whom a reform is run")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--task", choices=sorted(TASKS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        one = TASKS[given.task](given.folder, given.variants, given.sample)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**one, "peak_mb": peak}))
        return 0
    home = Path(os.environ.get("AMPARO_BENCH_DATA") or Path(tempfile.gettempdir()) / "amparo-bench")
    peers = {} if given.without_peer else PEERS
    folder = population(given.workers, home).folder
    sizes = (folder, given.variants, given.sample)
    found = {name: measured(name, *sizes) for name in ("swept", "covered", "scratch")}
    found |= {title: measured("peer", *sizes, by) for by, title in peers.items()}
    equal(list(found.values()))
    found["reform"] = measured("reform", *sizes)
    print("\n".join(sweep_table(given.workers, found)))
    sizes = (population(given.reformed, home).folder, 1, 1)
    both = {"amparo": measured("reform_amparo", *sizes)}
    both |= {title: measured("reform_peer", *sizes, by) for by, title in peers.items()}
    equal(list(both.values()))
    print("\n".join(reform_table(given.reformed, both)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
