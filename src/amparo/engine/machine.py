"""Machine code on disk and in memory: compiled by LLVM, kept under the hash of its own text, called by address."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

import llvmlite
import llvmlite.binding as llvm
import numpy as np

from amparo.engine import lower, primitives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CALL: Final = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)


def cache_folder() -> Path:
    """Where compiled law is kept: AMPARO_CACHE, or the user's cache folder."""
    named = os.environ.get("AMPARO_CACHE")
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "amparo"
    return base / "kernels"


# LLVM keeps one context for the process and dies where two threads use it at once.
_LLVM: Final = threading.RLock()


@cache
def _target() -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=3, jit=True, codemodel="jitdefault"
    )


@cache
def _salt() -> str:
    texts = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in (lower, primitives)]
    return "\n".join([*texts, llvmlite.__version__, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()])


@dataclass(frozen=True)
class Machine:
    """Loaded code: its functions by name, with what each asks for."""

    functions: Mapping[str, tuple[Any, dict[str, np.dtype[Any]], list[str]]]
    engine: Any

    def call(self, name: str, workers: int, array: Callable[[str], np.ndarray], number: Callable[[str], int]) -> None:
        """Run a function; arrays and numbers are looked up by the names it asks for."""
        function, arrays, numbers = self.functions[name]
        held = [array(symbol) for symbol in arrays]
        for symbol, kind, values in zip(arrays, arrays.values(), held, strict=True):
            if values.dtype != kind or not values.flags.c_contiguous:
                raise TypeError(f"kernel {name}: {symbol} is {values.dtype.name}, not contiguous {kind.name}")
        addresses = np.array([values.__array_interface__["data"][0] for values in held], dtype=np.uint64)
        single = np.array([number(symbol) for symbol in numbers], dtype=np.int64)
        function(workers, addresses.ctypes.data, single.ctypes.data)


@dataclass(frozen=True)
class Entry:
    """One loaded function, and the arrays (with their types) and numbers it asks for, by name.

    It holds the engine that its code belongs to: without it the code would be gone.
    """

    function: Any
    arrays: Mapping[str, np.dtype[Any]]
    numbers: list[str]
    engine: Any

    @property
    def at(self) -> int:
        """Where its code lies."""
        return int(ctypes.cast(self.function, ctypes.c_void_p).value or 0)


def entry(machine: Machine, name: str) -> Entry:
    """A function to be called by address, for those who call it often."""
    return Entry(*machine.functions[name], machine.engine)


def address(values: np.ndarray) -> int:
    """Where an array lies."""
    return int(values.__array_interface__["data"][0])


def digest(parts: Mapping[str, str], kinds: str = "") -> str:
    """The name under which code of this text is kept."""
    text = "\n".join([_salt(), kinds, *(f"{name}\n{source}" for name, source in sorted(parts.items()))])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def compiled(title: str, parts: Mapping[str, str], kind_of: Callable[[str], str], kinds: str = "") -> Machine:
    """The functions of some printed sources, from the cache or compiled now."""
    home = cache_folder()
    name = f"{title}-{digest(parts, kinds)}"
    code, table = home / f"{name}.o", home / f"{name}.json"
    held = _LOADED.get(code)
    if held is not None:
        return held
    if not table.exists():
        build(home, name, parts, kind_of)
    with _LLVM:
        loaded = _LOADED[code] = _load(code.read_bytes(), json.loads(table.read_text(encoding="utf-8")))
    return loaded


# Code that some kernel still uses is not loaded again: variants of a law by the thousand share it.
_LOADED: Final[WeakValueDictionary[Path, Machine]] = WeakValueDictionary()


def build(home: Path, name: str, parts: Mapping[str, str], kind_of: Callable[[str], str]) -> None:
    """Compile and keep; the table is written last, so that what is found is whole.

    Who finds another process at the same code waits for it instead of compiling it as well.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home / f"{name}.lock"):
        if not (home / f"{name}.json").exists():
            with _LLVM:
                _build(home, name, parts, kind_of)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One process (or thread) at a time; a process that dies lets go."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def _build(home: Path, name: str, parts: Mapping[str, str], kind_of: Callable[[str], str]) -> None:
    module = lower.module_of(name)
    module.triple = llvm.get_default_triple()
    functions = lower.Functions(module, Path(primitives.__file__).read_text(encoding="utf-8"), primitives.CONSTANTS)
    tables = {part: lower.lower_kernel(functions, source, part, kind_of) for part, source in parts.items()}
    machine = _target()
    parsed = llvm.parse_assembly(lower.text_of(module))
    parsed.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(parsed, builder)
    asked = {part: {"arrays": table.arrays, "numbers": table.numbers} for part, table in tables.items()}
    _write(home / f"{name}.o", machine.emit_object(parsed))
    _write(home / f"{name}.py", "\n\n".join(parts.values()).encode())
    _write(home / f"{name}.json", json.dumps(asked).encode())


def _write(file: Path, content: bytes) -> None:
    """All or nothing, whoever else writes the same."""
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    os.replace(temporary, file)


def _load(code: bytes, asked: Mapping[str, Any]) -> Machine:
    backing = llvm.parse_assembly("")
    engine = llvm.create_mcjit_compiler(backing, _target_for_engine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    functions = {
        name: (
            _CALL(engine.get_function_address(name)),
            {symbol: np.dtype(kind) for symbol, kind in table["arrays"].items()},
            list(table["numbers"]),
        )
        for name, table in asked.items()
    }
    return Machine(functions, engine)


def _target_for_engine() -> Any:
    _target()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        jit=True,
        codemodel="jitdefault",
    )
