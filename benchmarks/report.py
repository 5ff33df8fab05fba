"""What was measured, as a table for the terminal and as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

PACKAGES = ("amparo", "openfisca-core", "numba", "llvmlite", "numpy", "pyarrow")
WORKER = {
    "cold": "`amparo worker` as a command, 12 months",
    "warm": "one worker, 12 months, in a running process: statuses, coverage, contributions",
    "page": "the same with reasons, unknowns and doubts as text",
}
HEAD = ("workers", "task", "Amparo", "openfisca-core", "ratio of time", "ratio of memory")
WAYS = (("from Parquet to totals", "amparo", "openfisca"), ("in memory", "amparo_memory", "openfisca_memory"))


def machine() -> dict[str, Any]:
    """The machine, without its name."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "day": date.today().isoformat(),
    }


def _processor() -> str:
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return names[0] if names else platform.machine()


def rows(found: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """One row per size and task."""
    for size in found["sizes"].values():
        workers = f"{size['workers']:,}"
        for title, ours, peer in WAYS:
            yield workers, title, _cell(size[ours]), *_against(size[ours], size.get(peer))
        if "openfisca_sliced" in size:
            sliced = size["openfisca_sliced"]
            title = "from Parquet, openfisca-core in slices of a million"
            yield workers, title, _cell(size["amparo"]), *_against(size["amparo"], sliced)
        decode = size["decode"]["seconds"]
        note = f"{size['amparo']['seconds'] / decode:.1f} x the bare decode"
        yield workers, "bare decode of the columns", f"{seconds(decode)} s", "", note, ""


def _cell(one: dict[str, Any]) -> str:
    return f"{seconds(one['seconds'])} s ({seconds(one['cpu_seconds'])} s of processor), {one['peak_mb']:,} MB"


def _against(ours: dict[str, Any], peer: dict[str, Any] | None) -> tuple[str, str, str]:
    if peer is None:
        return "not run", "", ""
    if "failed" in peer:
        return peer["failed"], "", ""
    time, memory = peer["seconds"] / ours["seconds"], peer["peak_mb"] / ours["peak_mb"]
    faster = f"{time:.1f} x faster" if time >= 1 else f"{1 / time:.1f} x slower"
    return _cell(peer), faster, f"{memory:.1f} x less" if memory >= 1 else f"{1 / memory:.1f} x more"


def seconds(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def single(found: dict[str, Any]) -> list[tuple[str, str]]:
    """The measurements that have no peer."""
    lines = []
    for country, one in found["kernels"].items():
        lines.append((f"{country}: all kernels compiled, empty cache", f"{seconds(one['compile_seconds'])} s"))
        lines.append((f"{country}: all kernels loaded from the cache", f"{seconds(one['load_seconds'])} s"))
        lines.append((f"{country}: law read and checked", f"{seconds(one['law_seconds'])} s"))
    for name, one in found["worker"].items():
        text = one["failed"] if "failed" in one else _human(one["seconds"])
        lines.append((WORKER[name], text))
    if "cascade" in found:
        one = found["cascade"]
        what = f"coverage cascade of all branches, {one['workers']:,} workers x 24 months"
        lines.append((f"{what}: Amparo", _cell(one["amparo"])))
        lines.append((f"{what}: the same rules by hand in numpy, equal counts", _cell(one["by_hand"])))
    lines += [_visited(one) for one in found.get("visitors", {}).values()]
    return lines


def _visited(one: dict[str, Any]) -> tuple[str, str]:
    """What visitors of the worker page saw."""
    low, high = one["think_seconds"]
    how = "who ask again at once" if high == 0 else f"who act every {low:g} to {high:g} s"
    seen = ", ".join(f"{share} {one['pages'][share]:.0f}" for share in ("p50", "p95", "p99"))
    cost = f"{one['server_ms_of_processor_per_request']} ms of processor each"
    return (
        f"{one['users']} visitors of the worker page {how}, {one['workers']} processes",
        f"{seen} ms; {one['requests_per_second']} answers a second, {one['all']['errors']} errors, {cost}",
    )


def _human(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def about(found: dict[str, Any]) -> str:
    """The machine and the work, in two sentences."""
    at, rules = found["machine"], found["rules"]
    loads = [one["load_before"] for size in found["sizes"].values() for one in size.values() if _measured(one)]
    packages = ", ".join(f"{name} {number}" for name, number in at["packages"].items() if name != "amparo")
    return (
        f"{at['processor']}, {at['cores']} cores, {at['memory_gib']} GiB, {at['system']}, Python {at['python']}, "
        f"{packages}; {at['day']}. Synthetic records, 2.5 contract-months for each worker; one declared quarter and "
        f"the contracting entity's year: {rules['amparo_rules']} rules and {rules['amparo_links']} links in Amparo, "
        f"{rules['openfisca_formulas']} formulas in openfisca-core, {found['outputs']} totals equal to the cent. "
        f"Other work ran on the machine: load average {min(loads)} to {max(loads)} when a measurement began."
    )


def _measured(one: Any) -> bool:
    return isinstance(one, dict) and "seconds" in one


def show(found: dict[str, Any]) -> None:
    """The tables on the terminal."""
    console = Console()
    table = Table(title="Amparo beside openfisca-core", caption=about(found), caption_justify="left")
    for number, name in enumerate(HEAD):
        table.add_column(name, justify="left" if number == 1 else "right", overflow="fold")
    for row in rows(found):
        table.add_row(*row)
    console.print(table)
    alone = Table(title="Start")
    alone.add_column("what")
    alone.add_column("time", justify="right", overflow="fold")
    for row in single(found):
        alone.add_row(*row)
    console.print(alone)


def markdown(found: dict[str, Any]) -> str:
    """The same for the README."""
    lines = [about(found), "", "| " + " | ".join(HEAD) + " |", "|---:|---|---:|---:|---:|---:|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(found)]
    lines += ["", "| start | |", "|---|---:|"]
    lines += [f"| {what} | {time} |" for what, time in single(found)]
    return "\n".join([*lines, ""])
