"""Compiled law is kept once, whoever asks for it at the same time.

A past bug: two threads that compiled the same law for the first time at once ended the process.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from amparo.engine import machine
from amparo.engine.certify import Dice, compare
from amparo.engine.kernel import Kernel
from amparo.law import book


def test_code_asked_for_twice_at_once_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_CACHE", str(tmp_path))
    law = book("FICTIONAL")
    output = law.find("labour_status")
    compiled: list[str] = []
    build = machine._build

    def counted(home: Path, name: str, *more: object) -> None:
        compiled.append(name)
        build(home, name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(machine, "_build", counted)
    with ThreadPoolExecutor(2) as pool:
        kernels = list(pool.map(lambda _: Kernel(law, [output]).ready(1), range(2)))
    assert compiled
    assert len(compiled) == len(set(compiled))
    assert sorted(file.suffix for file in machine.cache_folder().iterdir() if file.suffix == ".lock") == []
    dossiers = list(Dice(law, 5).dossiers(200))
    for kernel in kernels:
        found = compare(law, kernel, dossiers, lambda number: False)
        assert found.values > 0
        assert found.differences == 0, found.examples
