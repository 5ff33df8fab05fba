"""The mapping of a file of persons: which column says what, what is assumed, how it was sampled (docs/microdata.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from amparo.rules.messages import Message

LANGUAGES: Final = ("en", "pt", "zh")
EMPTY: Final = "empty"
FORMAT: Final = "amparo-microdata/1"
Treatment = Literal["read", "left_out"]
Method = Literal["brr", "fay", "jk1", "jkn", "bootstrap", "sdr"]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def named(value: Any, texts: dict[str, Any]) -> Any:
    """A part of a mapping with every `because` that is the name of one of its reasons put in words."""
    if isinstance(value, list):
        return [named(each, texts) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: texts[held] if key == "because" and isinstance(held, str) and held in texts else named(held, texts)
        for key, held in value.items()
    }


def _text(value: Any) -> Any:
    return {lang: value for lang in LANGUAGES} if isinstance(value, str) else value


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    """yes and no as words: YAML reads them as truths."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _coded(value: Any) -> Any:
    return {_plain(key): _plain(held) for key, held in value.items()} if isinstance(value, dict) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(_Strict):
    """A text in the three languages; written once, it stands in all of them."""

    en: str = Field(min_length=3)
    pt: str = Field(min_length=2)
    zh: str = Field(min_length=1)


Said = Annotated[Text, BeforeValidator(_text)]
Columns = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Codes = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Coded = Annotated[dict[str, str], BeforeValidator(_coded)]
Value = Annotated[str, BeforeValidator(_plain)]


class Told(_Strict):
    """How a fact is got: a column (with a table of its codes), having a job, an age, or a constant and why."""

    column: str | None = None
    values: Coded = {}
    has_job: str | None = None
    completed_years: str | None = None
    constant: Value | None = None
    because: Said | None = None

    @model_validator(mode="after")
    def _one(self) -> Told:
        told = (self.column, self.has_job, self.completed_years, self.constant)
        if sum(each is not None for each in told) != 1:
            raise ValueError(
                Message("microdata.one_source", "give one of column, has_job, completed_years or constant")
            )
        assumed = self.completed_years is not None or self.constant is not None
        if assumed != (self.because is not None):
            raise ValueError(
                Message("microdata.because", "what is assumed (a constant, a birthday) needs because, and only that")
            )
        if self.values and self.column is None:
            raise ValueError(Message("microdata.values_of_column", "values belong to a column"))
        return self


Entry = Annotated[Told, BeforeValidator(_column)]


class Data(_Strict):
    """What the file is: class of data, whose persons, where from, under which licence."""

    label: Said
    country: Said
    class_: Literal["hypothetical", "synthetic", "public-use", "restricted"] = Field(alias="class")
    source: Said
    licence: Said
    note: Said | None = None


class Year(_Strict):
    """The year that the data tell, and the one whose law is applied."""

    data: int = Field(ge=1900, le=2149)
    read_as: int = Field(ge=2018, le=2149)
    because: Said | None = None

    @model_validator(mode="after")
    def _said(self) -> Year:
        if (self.data != self.read_as) != (self.because is not None):
            raise ValueError(
                Message(
                    "microdata.because_year", "because says why the data are read as of another year, and only then"
                )
            )
        return self


class Conversion(_Strict):
    """Amounts of the file times rate are amounts of the law's currency."""

    rate: Decimal = Field(gt=0, lt=1_000_000)
    source: Said
    date: str
    round: Literal["half_up", "up", "down"] = "half_up"


class RowRule(_Strict):
    """By a column, which rows are read and which the mapping leaves out."""

    column: str
    values: Annotated[dict[str, Treatment], BeforeValidator(_coded)]


class Period(_Strict):
    """The month (1 to 12) or quarter (1 to 4) of the year that a row speaks of."""

    month: str | None = None
    quarter: str | None = None
    values: Coded = {}

    @model_validator(mode="after")
    def _one(self) -> Period:
        if (self.month is None) == (self.quarter is None):
            raise ValueError(Message("microdata.month_or_quarter", "give month or quarter"))
        return self

    @property
    def column(self) -> str:
        return str(self.month or self.quarter)

    @property
    def length(self) -> int:
        return 1 if self.month is not None else 3


class Replicates(_Strict):
    """Weights of other samples, that the file holds: columns, or first..last; how their spread makes a variance.

    fay: Fay's share (0 is plain BRR). coefficients: of a stratified jackknife (JKn), one for all or one a column.
    factor: in place of the one that the method has. combined: whether they hold the person's weight already.
    """

    columns: Columns
    method: Method
    fay: Decimal | None = Field(default=None, ge=0, lt=1)
    coefficients: tuple[Decimal, ...] = ()
    factor: Decimal | None = Field(default=None, gt=0)
    combined: bool = True

    @model_validator(mode="after")
    def _fits(self) -> Replicates:
        if (self.method == "fay") != (self.fay is not None):
            raise ValueError(Message("microdata.fay", "fay: the share belongs to the method fay, and it needs one"))
        if (self.method == "jkn") != bool(self.coefficients):
            raise ValueError(Message("microdata.jkn", "coefficients belong to the method jkn, and it needs them"))
        return self


class Design(_Strict):
    """How the persons were sampled."""

    weight: Entry
    strata: Columns = ()
    clusters: Columns = ()
    lone_clusters: Literal["joined", "certain"] = "joined"
    draws: int = Field(default=200, ge=20, le=2000)
    seed: int = Field(default=1, ge=0)
    replicates: Replicates | None = None

    @model_validator(mode="after")
    def _weight(self) -> Design:
        if self.weight.values or (self.weight.column is None and self.weight.constant is None):
            raise ValueError(Message("microdata.weight", "weight is a column of numbers or a constant"))
        return self


class When(_Strict):
    """A row has the job where the column has one of the codes."""

    column: str
    is_: Codes = Field(alias="is")


class Months(_Strict):
    """In which months of its period a person works in a job.

    number: columns whose sum is how many, placed first or last; status: a column a month, with the codes of work;
    every: yes (all of them), and why.
    """

    number: Columns = ()
    placed: Literal["first", "last"] = "first"
    status: Columns = ()
    worked: Codes = ()
    every: bool = False
    because: Said | None = None

    @model_validator(mode="after")
    def _one(self) -> Months:
        if bool(self.number) + bool(self.status) + self.every != 1:
            raise ValueError(Message("microdata.one_months", "give one of number, status or every"))
        if bool(self.status) != bool(self.worked):
            raise ValueError(Message("microdata.worked", "status and worked belong together"))
        if self.every == (self.because is None):
            raise ValueError(
                Message("microdata.every_month", "that somebody works every month is assumed: say because")
            )
        return self


class Pay(_Strict):
    """What a job pays: in the year (spread over the months worked) or in a month; which facts that fills."""

    year: str | None = None
    month: str | None = None
    fills: Columns = ("gross_pay",)
    below_zero: Literal["set_aside", "nothing"] = "set_aside"

    @model_validator(mode="after")
    def _one(self) -> Pay:
        if (self.year is None) == (self.month is None):
            raise ValueError(Message("microdata.year_or_month", "give year or month"))
        return self

    @property
    def column(self) -> str:
        return str(self.year or self.month)


class Hours(_Strict):
    """Hours of a usual week; which facts of a month they fill, fifty-two weeks a year."""

    week: str
    fills: Columns = ("minutes_engaged",)


class Job(_Strict):
    """One kind of work that a row may tell of: an engagement in every month worked. label: what pages call it."""

    label: Said
    pay: Pay
    months: Months
    when: When | None = None
    hours: Hours | None = None
    payer: str | None = None
    facts: dict[str, Entry] = {}


class Mapping(_Strict):
    """How to read a file of persons under the law of a country. reasons: texts that `because` may name."""

    format: Literal["amparo-microdata/1"] = FORMAT
    country: str
    data: Data
    year: Year
    currency: str
    person: Columns
    design: Design
    jobs: dict[str, Job] = Field(min_length=1)
    conversion: Conversion | None = None
    rows: tuple[RowRule, ...] = ()
    unknown: dict[str, Codes] = {}
    period: Period | None = None
    lead: int = Field(default=0, ge=0, le=12)
    reasons: dict[str, Said] = {}
    facts: dict[str, Entry] = {}


__all__ = [
    "EMPTY",
    "FORMAT",
    "Conversion",
    "Design",
    "Hours",
    "Job",
    "Mapping",
    "Months",
    "Pay",
    "Period",
    "Replicates",
    "RowRule",
    "Text",
    "Told",
    "When",
    "Year",
    "named",
]
