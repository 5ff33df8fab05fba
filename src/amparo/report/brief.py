"""A policy brief of one country's population: a page that stands alone, and other files that say the same.

Everything in it is made from the results handed in: the words of the summary too. Each figure carries the class of the
data; what is assumed, doubtful or left open has a chapter of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from amparo.analysis.chains import STEPS
from amparo.report.charts.drawing import svg
from amparo.report.charts.figures import money_scale, payer_name
from amparo.report.documents import Document
from amparo.report.microdata import is_microdata, notice
from amparo.report.results import country_name
from amparo.report.stacked import Tried, tried_name
from amparo.report.values import number_text
from amparo.report.words import word
from amparo.rules.declarations import Branch

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import Effect
    from amparo.analysis.grafted_population import GraftOnPopulation
    from amparo.analysis.indicators import Indicators
    from amparo.analysis.sweeps import Sweep
    from amparo.rules.book import LawBook

_LANGUAGE: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
_TOLD: Final = (Branch.UNEMPLOYMENT, Branch.SICKNESS, Branch.OLD_AGE, Branch.EMPLOYMENT_INJURY)
"""The branches that the summary names."""


@dataclass(frozen=True, slots=True)
class Swept:
    """A grid tried on the population: as it is written, and one parameter at a time (the same one, if so written)."""

    whole: Sweep
    alone: Sweep


@dataclass(frozen=True)
class Brief:
    """What a brief is made of. population: the document of a built population, if it is one.

    assumed: facts that were taken so where the records do not tell them, as written.
    """

    book: LawBook
    cascade: Cascade
    indicators: Indicators
    reforms: tuple[Tried, ...]
    grafts: tuple[GraftOnPopulation, ...]
    weight: float
    population: Mapping[str, Any] | None
    doubtful: tuple[Mapping[str, str], ...]
    command: str
    sweeps: tuple[Swept, ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()

    @property
    def class_(self) -> str:
        """The class of the data."""
        return self.cascade.class_


def title(brief: Brief, lang: str) -> str:
    """The title of the brief."""
    months = [step.month for step in brief.cascade.steps]
    first, last = min(months) // 12, max(months) // 12
    years = f"{first}" if first == last else f"{first}–{last}"
    # Populations that Amparo builds are of platform and own-account workers; records may be of anybody.
    built = brief.population is not None and not is_microdata(brief.population)
    key = "brief.title" if built else "brief.title_of_records"
    return word(key, lang, country=country_name(brief.book.country.code, lang), years=years)


# --- the summary ------------------------------------------------------------------------------------------------------


def summary(brief: Brief, lang: str) -> list[str]:
    """The main findings in sentences, made from the figures."""
    lines = [word("brief.who", lang, workers=_whole(brief.cascade.workers * brief.weight, lang))]
    held = {step.branch for step in brief.cascade.steps}
    lines += [_branch(brief, branch, lang) for branch in _TOLD if branch in held]
    lines += [_loss(brief, lang)] if brief.cascade.losses else []
    for one in brief.reforms:
        name = tried_name(one, lang)
        lines += [_sides(name, one.effect, brief, lang), _costs(name, one.effect, brief, lang)]
    for done in brief.grafts:
        if done.effects:
            name = done.grafts[0].mechanism.name.text(lang)
            lines.append(_costs(name, done.effects[0], brief, lang))
    return lines


def _branch(brief: Brief, branch: Branch, lang: str) -> str:
    totals = {step: brief.cascade.total(branch, step) for step in STEPS}
    shares = {step: _share(total.yes, total.rows, lang) for step, total in totals.items()}
    covered = totals[STEPS[0]]
    shares["covered"] = _share(covered.mandatory, covered.rows, lang)
    shares["voluntary"] = _share(covered.voluntary, covered.rows, lang)
    return word("brief.branch", lang, branch=word(f"branch.{branch.name.lower()}", lang), **shares)


def _loss(brief: Brief, lang: str) -> str:
    most = max(brief.cascade.losses, key=lambda loss: loss.count)
    branch = word(f"branch.{most.branch.name.lower()}", lang)
    node = brief.book.nodes.get(most.node)
    where = node.label.text(lang) if node is not None else word("brief.no_provision", lang)  # type: ignore[union-attr]
    return word("brief.loss", lang, branch=branch, step=word(f"cascade.{most.step}", lang), where=where)


def _sides(name: str, effect: Effect, brief: Brief, lang: str) -> str:
    sides = {line.side: _whole(line.workers * brief.weight, lang) for line in effect.people}
    return word("brief.reform", lang, name=name, **sides)


def _costs(name: str, effect: Effect, brief: Brief, lang: str) -> str:
    """Who pays how much more or less, in the largest unit that fits."""
    ends = {
        line.payer_role: (line.change_low * brief.weight, line.change_high * brief.weight) for line in effect.payers
    }
    scale = money_scale([end for pair in ends.values() for end in pair], brief.book.currency, lang)
    told = []
    for role, (low, high) in ends.items():
        texts = [scale.text(end, lang, signed=True) for end in (low, high)]
        amount = texts[0] if low == high else word("chart.span", lang, low=texts[0], high=texts[1])
        told.append(word("brief.pays", lang, payer=payer_name(role, lang), amount=amount))
    if not told:
        return word("brief.no_costs", lang, name=name)
    return word("brief.costs", lang, name=name, unit=scale.name, told=word("mark.semicolon", lang).join(told))


def _share(part: int, whole: int, lang: str) -> str:
    return number_text(f"{100 * part / max(whole, 1):.1f}", lang)


def _whole(value: float, lang: str) -> str:
    return number_text(f"{round(value)}", lang)


# --- the document and its files ---------------------------------------------------------------------------------------


def document(brief: Brief, lang: str) -> Document:
    """The brief in a language, ready to be written to any kind of file."""
    from amparo.report.brief_chapters import chapters

    return Document(
        language=_LANGUAGE[lang],
        title=title(brief, lang),
        class_line=word("run.class", lang, data=word(f"class.{brief.class_}", lang)),
        synthetic=notice(brief.population, brief.class_, lang),
        summary_title=word("brief.summary", lang),
        summary=tuple(summary(brief, lang)),
        chapters=chapters(brief, lang),
        method_title=word("brief.method", lang),
        method=(word("brief.method_law", lang, hash=brief.book.hash[:12]), word("brief.method_run", lang)),
        command=brief.command,
    )


@cache
def _environment() -> Environment:
    folder = Path(__file__).with_name("templates")
    found = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["svg"] = svg
    return found


def brief_html(document: Document) -> str:
    """The brief as one page that needs nothing else."""
    return _environment().get_template("brief.html.j2").render(brief=document)


def write_brief(brief: Brief, folder: Path, lang: str) -> None:
    """The brief in one language, as all its files: brief.LANG.html, .pdf, .docx and .xlsx."""
    from amparo.report.brief_data import metadata, tables
    from amparo.report.brief_docx import brief_docx
    from amparo.report.brief_pdf import brief_pdf
    from amparo.report.brief_xlsx import brief_xlsx

    made = document(brief, lang)
    (folder / f"brief.{lang}.html").write_text(brief_html(made), encoding="utf-8")
    (folder / f"brief.{lang}.docx").write_bytes(brief_docx(made))
    (folder / f"brief.{lang}.xlsx").write_bytes(brief_xlsx(made, brief.cascade, tables(brief), metadata(brief)))
    (folder / f"brief.{lang}.pdf").write_bytes(brief_pdf(made))


def write_data(brief: Brief, folder: Path) -> None:
    """The data of the brief with all that is told of them: the folder data/, and the same as data.zip."""
    from amparo.report.brief_data import metadata, tables
    from amparo.report.datapackage import write_package

    write_package(folder, tables(brief), metadata(brief))


__all__ = ["Brief", "Swept", "brief_html", "document", "summary", "title", "write_brief", "write_data"]
