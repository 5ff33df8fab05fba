"""One measurement each, in a process of its own: python -m benchmarks.tasks NAME [ARGUMENTS] prints one line of JSON.

A timed run comes after one run on a few workers in the same process, so that imports, the law and compiled kernels are
loaded on both sides. Peak memory is that of the whole process, from its start to its end.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import totals

CASE = Path(__file__).parent / "worker_of_twelve_months.yaml"
GIVEN_UP = 75
CPU: list[float] = []


def amparo_from_parquet(folder: str, warm: str) -> dict[str, Any]:
    """Parquet to totals along the path of `amparo run`."""
    from amparo.engine.stream import run_canonical
    from amparo.law import book

    law = book("PT")

    def run(where: str) -> dict[str, int | None]:
        found = run_canonical(where, law, outputs=list(totals.ALL)).totals
        return {
            key.rpartition(".")[2]: total.low if total.low == total.high and not total.unknown else None
            for key, total in found.items()
        }

    run(warm)
    seconds, sums = timed(lambda: run(folder))
    return {"seconds": seconds, "totals": sums}


def amparo_in_memory(folder: str, warm: str) -> dict[str, Any]:
    """Arrays in, columns out: layout of the rows and all outputs, kept."""
    from amparo.engine.kernel import Kernel
    from amparo.engine.stream import WORKERS_ADDED_UP
    from amparo.engine.tables import Records
    from amparo.law import book

    law = book("PT")
    kernel = Kernel(law, list(totals.ALL)).ready()

    def load(where: str) -> list[Any]:
        records = Records(Path(where), law, kernel.facts)
        return [records.chunk(begin, end) for begin, end in records.units(WORKERS_ADDED_UP)]

    def columns(chunk: Any) -> list[Mapping[str, Any]]:
        return [kernel.run(batch) for _, batch in chunk.batches(WORKERS_ADDED_UP)]

    def run(chunks: list[Any]) -> list[Any]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(columns, chunks))

    run(load(warm))
    chunks = load(folder)
    seconds, results = timed(lambda: run(chunks))
    sums: dict[str, int] = {}
    for batch in (batch for unit in results for batch in unit):
        for key, result in batch.items():
            name = key.rpartition(".")[2]
            sums[name] = sums.get(name, 0) + int(result.low.sum())
    return {"seconds": seconds, "totals": sums}


def openfisca_from_parquet(folder: str, warm: str, slice_: str = "") -> dict[str, Any]:
    """Parquet to totals: read, build a simulation, calculate; or one simulation after another for slices of workers."""
    from benchmarks.openfisca_pt import PortugueseSystem
    from benchmarks.openfisca_pt import run as peer

    system = PortugueseSystem()
    workers = _workers(folder)

    def part(where: str, begin: int, end: int | None) -> dict[str, int]:
        gc.collect()
        return peer.sums(peer.simulation(system, peer.read(Path(where), system, begin, end)))

    def run() -> dict[str, int]:
        if not slice_:
            return part(folder, 0, None)
        step = int(slice_)
        return _added([part(folder, n, n + step) for n in range(0, workers, step)])

    part(warm, 0, None)
    seconds, sums = timed(run)
    return {"seconds": seconds, "totals": sums}


def openfisca_in_memory(folder: str, warm: str) -> dict[str, Any]:
    """Arrays in, columns out: the simulation with its entities and inputs, and all outputs, kept."""
    from benchmarks.openfisca_pt import PortugueseSystem
    from benchmarks.openfisca_pt import run as peer

    system = PortugueseSystem()

    def run(records: Any) -> list[tuple[str, Any]]:
        return list(peer.columns(peer.simulation(system, records)))

    run(peer.read(Path(warm), system))
    records = peer.read(Path(folder), system)
    seconds, columns = timed(lambda: run(records))
    sums = dict.fromkeys(totals.ALL, 0)
    for name, values in columns:
        sums[name] += int(values.sum(dtype="int64"))
    return {"seconds": seconds, "totals": sums}


def decode(folder: str, warm: str) -> dict[str, Any]:
    """The columns that Amparo reads, decoded by four threads and dropped: what reading alone costs."""
    import pyarrow.parquet as pq

    from amparo.engine.kernel import Kernel
    from amparo.law import book

    facts = set(Kernel(book("PT"), list(totals.ALL)).facts)
    keys = {"worker", "payer", "month", "first", "last", "flags"}

    def one(job: tuple[str, Any, int, list[str]]) -> int:
        file, metadata, group, columns = job
        parquet = pq.ParquetFile(file, memory_map=True, metadata=metadata)
        return int(parquet.read_row_group(group, columns, use_threads=False).num_rows)

    def run(where: str) -> int:
        jobs = []
        for name in ("workers", "engagements", "ties"):
            parquet = pq.ParquetFile(f"{where}/{name}.parquet")
            columns = [column for column in parquet.schema_arrow.names if column in facts | keys]
            groups = range(parquet.num_row_groups)
            jobs += [(f"{where}/{name}.parquet", parquet.metadata, group, columns) for group in groups]
        with ThreadPoolExecutor(4) as pool:
            return sum(pool.map(one, jobs))

    run(warm)
    seconds, rows = timed(lambda: run(folder))
    return {"seconds": seconds, "rows": rows}


def cascade_amparo(folder: str, warm: str) -> dict[str, Any]:
    """Parquet to the coverage cascade of all branches."""
    return _cascade("amparo", folder, warm)


def cascade_by_hand(folder: str, warm: str) -> dict[str, Any]:
    """The same rules written by hand in numpy."""
    return _cascade("by_hand", folder, warm)


def _cascade(name: str, folder: str, warm: str) -> dict[str, Any]:
    from benchmarks import cascade

    run: Callable[[Path, int], dict[str, int]] = getattr(cascade, name)
    run(Path(warm), os.cpu_count() or 1)
    seconds, counts = timed(lambda: run(Path(folder), os.cpu_count() or 1))
    return {"seconds": seconds, "counts": counts}


def kernels(country: str) -> dict[str, Any]:
    """Kernels of all results of a country: compiled into the cache named by AMPARO_CACHE, or loaded from it."""
    from amparo.engine.kernel import Kernel
    from amparo.engine.outcome import default_outputs
    from amparo.law import book

    seconds_law, law = timed(lambda: book(country))
    seconds, kernel = timed(lambda: Kernel(law, default_outputs(law)).ready())
    return {"seconds": seconds, "seconds_law": seconds_law, "outputs": len(kernel.outputs)}


def worker_warm() -> dict[str, Any]:
    """One worker of twelve months again and again in one process: statuses, coverage and contributions."""
    import amparo

    def answer() -> int:
        found = amparo.worker(CASE)
        return len(found.statuses) + len(found.coverage) + len(found.postings)

    answer()
    return {"seconds": min(timed(answer)[0] for _ in range(20))}


def worker_page() -> dict[str, Any]:
    """The same with the whole text: reasons, what is unknown and would decide, doubts."""
    import amparo

    def page() -> str:
        return amparo.worker(CASE).to_text()

    page()
    return {"seconds": min(timed(page)[0] for _ in range(5))}


def worker_cold() -> dict[str, Any]:
    """`amparo worker` as a command, from start to end."""
    command = [str(Path(sys.executable).with_name("amparo")), "worker", str(CASE)]
    done = subprocess.run(command, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"amparo worker ends with {done.returncode}: {done.stderr.decode()[-300:]}")
    return {"seconds": min(timed(lambda: subprocess.run(command, capture_output=True))[0] for _ in range(5))}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds by the wall clock, and what came out."""
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    found = work()
    CPU.append(time.process_time() - cpu)
    return time.perf_counter() - start, found


def _added(parts: list[dict[str, int]]) -> dict[str, int]:
    return {name: sum(part[name] for part in parts) for name in parts[0]}


def _workers(folder: str) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(f"{folder}/workers.parquet").num_rows)


def main(name: str, *arguments: str) -> None:
    logging.disable(logging.WARNING)
    limit = int(os.environ.get("AMPARO_BENCH_MEMORY", "0"))
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    before = os.getloadavg()[0]
    try:
        found = globals()[name](*arguments)
    except MemoryError:
        sys.exit(GIVEN_UP)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**found, "cpu_seconds": round(CPU[-1], 4), "peak_mb": peak, "load_before": round(before, 1)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
