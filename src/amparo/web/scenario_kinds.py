"""The long work of the pages: populations, reforms, grafts and sweeps, as kinds of jobs with their limits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from amparo.rules.errors import AmparoError
from amparo.rules.messages import what_of
from amparo.web.jobs.asking import Kind, Progress, data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.scenarios.grafts import Asked as GraftScenario
    from amparo.scenarios.reforms import Asked as ReformScenario
    from amparo.scenarios.samples import Sample
    from amparo.scenarios.sweeps import Asked as SweepScenario

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.@-]{1,120}$")]
Short = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=100_000)]
MOST_REFORMS = 6
_OF_SAMPLE = {"form", "country", "n", "seed", "year"}


def populations() -> Path:
    """Where the instance keeps the populations that it has built."""
    return data_folder() / "populations"


class Sampled(BaseModel):
    """What every kind asks for: a population that is offered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: Literal["amparo-scenario/1"] = "amparo-scenario/1"  # of the results: another form is another request
    country: Name
    n: int
    seed: int
    year: int

    @property
    def sample(self) -> Sample:
        from amparo.scenarios.samples import sample_of

        return sample_of(self.country, self.n, self.seed, self.year)

    @model_validator(mode="after")
    def offered(self) -> Sampled:
        """Refuses a population that is not offered."""
        try:
            _ = self.sample
        except AmparoError as error:
            raise ValueError(what_of(error)) from None
        return self


class PopulationAsked(Sampled):
    """A population looked at, by groups."""

    by: tuple[Name, ...] = Field(default=(), max_length=3)


class ReformAsked(Sampled):
    """A stack of reforms, with behaviour as assumed."""

    reforms: tuple[Name, ...] = Field(default=(), max_length=MOST_REFORMS)
    drafts: tuple[Text, ...] = Field(default=(), max_length=MOST_REFORMS)
    mechanisms: tuple[Name, ...] = Field(default=(), max_length=3)
    conversions: tuple[Name, ...] = Field(default=(), max_length=6)
    behaviour: dict[Name, Short] = Field(default_factory=dict, max_length=6)
    joins: tuple[Name, ...] = Field(default=(), max_length=6)

    @property
    def asked(self) -> ReformScenario:
        from amparo.scenarios.reforms import Asked

        told = self.model_dump(exclude=_OF_SAMPLE)
        return Asked(sample=self.sample, **told)


class GraftAsked(Sampled):
    """A mechanism put onto a law, by equivalences."""

    mechanism: Name
    conversions: tuple[Name, ...] = Field(default=(), max_length=6)
    existing: Annotated[str, StringConstraints(pattern=r"^(keep|displace)?$")] = ""

    @property
    def asked(self) -> GraftScenario:
        from amparo.scenarios.grafts import Asked

        return Asked(self.sample, self.mechanism, self.conversions, self.existing)


class AxisAsked(BaseModel):
    """One parameter with the values to try."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: Name
    start: Short
    values: Annotated[str, StringConstraints(max_length=2_000)]
    until: Short = ""
    place: Short = ""


class SweepAsked(Sampled):
    """A grid of legal values."""

    axes: tuple[AxisAsked, ...] = Field(min_length=1, max_length=4)
    name: Short = ""
    how: Name = "crossed"
    draws: Literal[16, 32, 64] = 32
    reforms: tuple[Name, ...] = Field(default=(), max_length=MOST_REFORMS)
    branches: tuple[Name, ...] = Field(default=(), max_length=10)
    payer: Name = "all"
    counted: Name = "mandatory"
    reach: dict[Name, Short] = Field(default_factory=dict, max_length=10)

    @property
    def asked(self) -> SweepScenario:
        from amparo.scenarios.sweeps import Asked, AxisLine

        told = self.model_dump(exclude={*_OF_SAMPLE, "axes"})
        axes = tuple(AxisLine(**axis.model_dump()) for axis in self.axes)
        return Asked(sample=self.sample, axes=axes, **told)


def population(asked: PopulationAsked, folder: Path, progress: Progress) -> Mapping[str, Any]:
    """A population looked at."""
    from amparo.scenarios.populations import run

    return run(asked.sample, asked.by, populations(), progress)


def reform(asked: ReformAsked, folder: Path, progress: Progress) -> Mapping[str, Any]:
    """A stack of reforms tried."""
    from amparo.scenarios.reforms import run

    return run(asked.asked, folder, populations(), progress)


def graft(asked: GraftAsked, folder: Path, progress: Progress) -> Mapping[str, Any]:
    """A mechanism put onto a law."""
    from amparo.scenarios.grafts import run

    return run(asked.asked, folder, populations(), progress)


def sweep(asked: SweepAsked, folder: Path, progress: Progress) -> Mapping[str, Any]:
    """A grid tried."""
    from amparo.scenarios.sweeps import run

    return run(asked.asked, folder, populations(), progress)


SCENARIOS = {
    "population": Kind(PopulationAsked, population),
    "reform": Kind(ReformAsked, reform),
    "graft": Kind(GraftAsked, graft),
    "sweep": Kind(SweepAsked, sweep),
}

__all__ = ["MOST_REFORMS", "SCENARIOS", "GraftAsked", "PopulationAsked", "ReformAsked", "SweepAsked", "populations"]
