"""Synthetic populations that an instance keeps: each is built once, and used by everything that is asked of it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.population.building import FILE, VERSION, build
from amparo.population.countries import margins_of, populated
from amparo.population.validation import Held as Compared
from amparo.population.validation import validate
from amparo.records.run import checked_records
from amparo.rules.errors import AmparoError
from amparo.rules.kinds import month_text
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

Tell = Callable[[str, float], None]
SIZES: Final = (1_000, 5_000, 20_000, 100_000)
MOST_SEED: Final = 99
KEPT: Final = 24
"""So many populations are kept; the one that was used longest ago gives way."""


class NoSuchSample(AmparoError):
    """A population that is not offered: its field says which part of it."""

    def __init__(self, field: str, told: object, offered: str) -> None:
        super().__init__(
            Message(
                "sample.not_offered",
                "{field}: '{told}' is not offered. Cure: one of {offered}.",
                field=field,
                told=told,
                offered=offered,
            )
        )
        self.field, self.told, self.offered = field, told, offered


@dataclass(frozen=True, slots=True)
class Sample:
    """A synthetic population: so many persons of a country drawn with a seed, looked at in a year.

    Its records begin a year earlier, so that what asks for months before the year finds some.
    """

    country: str
    n: int
    seed: int
    year: int

    @property
    def first(self) -> int:
        """The first month built."""
        return (self.year - 1) * 12

    @property
    def last(self) -> int:
        """The last month built, and looked at."""
        return self.year * 12 + 11

    @property
    def begins(self) -> int:
        """The first month looked at."""
        return self.year * 12

    @property
    def name(self) -> str:
        return f"{self.country}-{self.n}-{self.seed}-{self.year}-v{VERSION}"

    def command(self) -> str:
        """The command that builds the same records."""
        months = f"--from {month_text(self.first)} --to {month_text(self.last)}"
        return f"amparo population build {self.country} --n {self.n} --seed {self.seed} {months} --out population"


def sample_of(country: str, n: object = "", seed: object = "", year: object = "") -> Sample:
    """A population as asked for; what is left empty is the usual. Raises NoSuchSample."""
    code = str(country).upper()
    if code not in populated():
        raise NoSuchSample("country", country, ", ".join(populated()))
    margins = margins_of(code)
    return Sample(
        code,
        _one_of("n", n or SIZES[1], SIZES),
        _one_of("seed", seed or 1, range(1, MOST_SEED + 1)),
        _one_of("year", year or margins.usual_year, margins.years),
    )


def _one_of(field: str, told: object, offered: range | tuple[int, ...]) -> int:
    text = str(told).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    if number not in offered:
        said = f"{offered[0]}–{offered[-1]}" if isinstance(offered, range) else ", ".join(map(str, offered))
        raise NoSuchSample(field, told, said)
    return number


# --- kept in the instance ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A built population: its folder of records, and what it says of itself."""

    folder: Path
    document: dict[str, Any]

    @property
    def weight(self) -> float:
        """How many persons each worker stands for."""
        return float(self.document["weight"])


def held(sample: Sample, home: Path, tell: Tell) -> Held:
    """The population, built where it is not there yet. `home`: the folder of the instance's populations."""
    home.mkdir(parents=True, exist_ok=True)
    folder = home / sample.name / "population"
    with locked(home / sample.name):
        if not (folder / FILE).exists():
            _make_room(home, sample.name)
            build(
                sample.country,
                folder,
                n=sample.n,
                seed=sample.seed,
                first=sample.first,
                last=sample.last,
                jobs=1,
                progress=lambda step, share: tell("population", share if step == "records" else 0.0),
            )
        os.utime(folder.parent)
    return Held(folder, json.loads((folder / FILE).read_text(encoding="utf-8")))


def checked(sample: Sample, found: Held, book: LawBook, tell: Tell) -> Path:
    """The records checked against the law as it stands, once for everything asked of them."""
    home = found.folder.parent
    with locked(home):
        made = checked_records(
            book,
            home / f"law-{book.hash[:12]}",
            records=found.folder,
            data_class="synthetic",
            progress=lambda step, share: tell("records", share),
        )
    return made.folder


def validated(sample: Sample, found: Held, tell: Tell) -> tuple[Compared, ...]:
    """Published figures that the population was not made from, beside its own; the law runs on it the first time.

    They are of the months around the usual year: a population of another year has nothing to hold against them.
    """
    margins = margins_of(sample.country)
    known = margins.validate
    if not known or sample.year != margins.usual_year:
        return tuple(Compared(figure, None) for figure in known.values())
    file = found.folder / "validation.json"
    with locked(found.folder.parent):
        if not file.exists():
            return validate(found.folder, progress=lambda step, share: tell("validation", share))
    held_figures = {one["id"]: one["found"] for one in json.loads(file.read_text(encoding="utf-8"))["figures"]}
    return tuple(Compared(figure, held_figures[name]) for name, figure in known.items())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time works in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _make_room(home: Path, wanted: str) -> None:
    """Give up the population used longest ago where too many are kept; never one that somebody works in."""
    others = sorted((one for one in home.iterdir() if one.is_dir() and one.name != wanted), key=_used)
    for folder in others[: max(len(others) - KEPT + 1, 0)]:
        with (folder / ".lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            shutil.rmtree(folder, ignore_errors=True)


def _used(folder: Path) -> float:
    return folder.stat().st_mtime


__all__ = [
    "SIZES",
    "Held",
    "NoSuchSample",
    "Sample",
    "Tell",
    "checked",
    "held",
    "sample_of",
    "validated",
]
