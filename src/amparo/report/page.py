"""The demonstration as one self-contained page: three full versions, no script, nothing fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

import amparo
from amparo.engine.explain import label_of, reason_ids
from amparo.report.citations import instrument_text
from amparo.report.claims import benefit_name, is_in_kind
from amparo.report.explained import condition_lines, content_text, detail_lines, end_text
from amparo.report.results import country_name, country_names
from amparo.report.tree import provisions_in
from amparo.report.values import cites_text, day_text, months_text, place_text, reasons_text, span_text, value_text
from amparo.report.words import LANGUAGES, has_word, scheme_name, word
from amparo.rules.bounds import high, low, why
from amparo.rules.declarations import Branch
from amparo.rules.kinds import KINDS, MINOR_UNITS, month_text
from amparo.rules.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.analysis.outlook import Outlook
    from amparo.engine.explain import Provision, Reason, Row
    from amparo.report.agreement import Agreement
    from amparo.report.demonstration import BenefitSeen, Shown, Stretch
    from amparo.report.tree import Branchlet
    from amparo.rules.evidence import Evidence, Instrument
    from amparo.rules.kinds import Kind

FOLDER: Final = Path(__file__).parent / "templates"
SIGNS: Final = {
    "mandatory": "●",
    "voluntary": "◐",
    "none": "○",
    "undecided": "?",
    "law_not_known": "§?",
    "no_statement": "–",
}
# A benefit's state: its sign, and the colours of the cover that it looks like.
BENEFIT_SIGNS: Final = {"yes": "✓", "undecided": "?", "law_not_known": "§?", "no": "×"}
BENEFIT_LOOKS: Final = {"yes": "mandatory", "no": "none"}
# What has reasons, by section, with the word for it.
SECTIONS: Final = {
    "status": "worker.status",
    "posting": "worker.postings",
    "coverage": "worker.coverage",
    "also": "demo.also",
}
EVIDENCE: Final = ("official", "professional", "press", "weak", "memory", "inferred", "interpretive")
# A bound this large is the range of the law's own language, and no figure of a case.
UNBOUNDED: Final = 1_000_000 * MINOR_UNITS


@dataclass(frozen=True)
class In:
    """One worker in one language: the results in words."""

    shown: Shown
    lang: str

    # --- words and values

    def say(self, key: str, **values: Any) -> str:
        return word(key, self.lang, **values)

    def payer(self, name: str) -> str:
        """A payer's name; worker and state are roles."""
        if name in ("worker", "state"):
            return self.say(f"payer.{name}")
        label = self.shown.case.payers.get(name)
        return label.text(self.lang) if label is not None else name

    def value(self, kind: Kind, lowest: int, highest: int, reasons: Sequence[str] = ()) -> str:
        """A value in words; where the law alone is not known, that is said instead of bounds."""
        return figure(self.shown, kind, lowest, highest, tuple(reasons), self.lang)

    def period(self, stretch: Stretch) -> str:
        return period(stretch.first, stretch.last, self.lang)

    def who(self, row: Row | None) -> str:
        """What a row is about, with the payer's name in words."""
        if row is None:
            return ""
        name = self.payer(row.payer or row.group) if row.payer or row.group else ""
        when = "" if row.level in (Level.WORKER, Level.PAYER) else period(row.first_month, row.last_month, self.lang)
        both = [part for part in (name, when) if part]
        return "，".join(both) if self.lang == "zh" else ", ".join(both)

    # --- parts of the page

    @property
    def id(self) -> str:
        return f"{self.lang}-{self.shown.case.id}"

    @property
    def month(self) -> str:
        return month_text(self.shown.case.focus)

    @property
    def window(self) -> str:
        return period(self.shown.case.first, self.shown.case.last, self.lang)

    def engagements(self) -> list[dict[str, Any]]:
        found = []
        for told in self.shown.engagements:
            facts = {name: self.value(kind, first, last) for name, (kind, first, last) in told.facts.items()}
            kind = self.shown.book.nodes["common.gross_pay"].kind
            pay = [(self.period(s), self.value(kind, s.low, s.high)) for s in told.pay]
            group = self.payer(told.group) if told.group else ""
            found.append({"payer": self.payer(told.payer), "group": group, "facts": facts, "pay": pay})
        return found

    def told(self) -> list[tuple[str, list[str]]]:
        """Each fact told, with what is told of each payer and period."""
        by: dict[str, list[str]] = {}
        for told in self.shown.told:
            payer = self.payer(told.payer) if told.payer else ""
            for stretch in told.stretches:
                known = stretch.low == stretch.high
                value = self.value(told.node.kind, stretch.low, stretch.high) if known else self.say("why.not_told")
                when = self.period(stretch) if len(told.stretches) > 1 else ""
                who = " ".join(filter(None, (payer, when)))
                colon = "：" if self.lang == "zh" else ": "
                said = f"{who}{colon}{value}" if who else value
                by.setdefault(told.node.label.text(self.lang), []).append(said)
        return list(by.items())

    def statuses(self) -> list[dict[str, Any]]:
        """Each status with its payers; payers of whom the same is said stand together."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for line in self.shown.statuses:
            row = self._line(line)
            cites = tuple(provision["cites"] for provision in row["provisions"])
            same = found.setdefault((row["label"], tuple(row["v"]), cites), row)
            if same is not row:
                same["payer"] += ("、" if self.lang == "zh" else ", ") + row["payer"]
        return list(found.values())

    def also(self) -> list[dict[str, Any]]:
        found = []
        for key, row, stretches in self.shown.also:
            node = self.shown.book.nodes[key]
            values = [(self.period(s), self.value(node.kind, s.low, s.high), s.low == s.high) for s in stretches]
            name = row.payer or row.group
            found.append(
                {"label": label_of(node).text(self.lang), "payer": self.payer(name) if name else "", "v": values}
            )
        return found

    def _line(self, line: Any) -> dict[str, Any]:
        found = line.found
        values = [
            (self.period(s), self.value(found.kind, s.low, s.high, s.reasons), s.low == s.high) for s in line.stretches
        ]
        return {
            "label": found.label.text(self.lang),
            "payer": self.payer(line.payer) if line.payer else "",
            "v": values,
            "provisions": [self.provision(provision) for provision in line.provisions],
        }

    def coverage(self) -> list[dict[str, Any]]:
        found = []
        for branch in self.shown.branches:
            by = [item for item in branch.by if item.state != "none"]
            listed = [
                {
                    "scheme": scheme_name(item.scheme, self.lang),
                    "state": item.state,
                    "word": self.say(f"coverage.{item.state}"),
                    "why": "" if item.known or item.reasons == ("law",) else reasons_text(item.reasons, self.lang),
                    "provision": self.provision(item.provision),
                }
                for item in by
            ]
            if not listed and branch.by:
                listed = [
                    {"scheme": "", "state": "none", "word": "", "why": "", "provision": self.provision(item.provision)}
                    for item in branch.by[:1]
                ]
            over = self.shown.branches_over_time.get(branch.branch, ())
            found.append(
                {
                    "branch": self.say(f"branch.{branch.branch}"),
                    "state": branch.state,
                    "by": listed,
                    "over": [(self.period(s), s.state) for s in over] if len(over) > 1 else [],
                }
            )
        return found

    def benefits(self) -> list[dict[str, Any]]:
        """Each benefit in the month looked at: those that are or may be due first."""
        states = list(BENEFIT_SIGNS)
        return [self._benefit(seen) for state in states for seen in self.shown.benefits if seen.outlook.state == state]

    def _benefit(self, seen: BenefitSeen) -> dict[str, Any]:
        found, lacking = seen.outlook, seen.lacking
        return {
            "branch": self.say(f"branch.{found.terms.branch.name.lower()}"),
            "name": benefit_name(self.shown.book, found.terms, self.lang),
            "scheme": scheme_name(found.terms.scheme, self.lang),
            "state": found.state,
            "look": BENEFIT_LOOKS.get(found.state, found.state),
            "sign": BENEFIT_SIGNS[found.state],
            "word": self.say(f"benefits.{found.state}"),
            "amount": "" if found.state == "no" else self._benefit_amount(found),
            "lacking": "" if lacking is None else lacking.label.text(self.lang),
            "provisions": [self.provision(p) for p in seen.provisions],
        }

    def _benefit_amount(self, found: Outlook) -> str:
        if is_in_kind(found):
            return self.say("benefits.in_kind")
        lowest, highest, reasons = low(found.amount), high(found.amount), reason_ids(why(found.amount))
        amount = self.value(KINDS["money"], lowest, highest, reasons)
        if lowest != highest and ("law" in reasons or highest >= UNBOUNDED):
            return amount
        per = found.terms.per
        return (
            self.say("benefits.once", amount=amount)
            if per == "once"
            else self.say("benefits.each", amount=amount, per=self.say(f"per.{per}"))
        )

    def cells(self) -> list[tuple[str, bool]]:
        """The matrix row: the strongest cover of each branch, and whether voluntary cover stands beside it."""
        return [
            (b.state, b.state == "mandatory" and any(i.state == "voluntary" for i in b.by)) for b in self.shown.branches
        ]

    def charges(self) -> list[dict[str, Any]]:
        return [self._charge(line) for line in self.shown.charges]

    def _charge(self, line: Any) -> dict[str, Any]:
        found = line.found
        per = "per.year" if found.row.level in (Level.YEAR, Level.TIE_YEAR) else "per.month"
        rows = [
            {
                "period": self.period(s),
                "amount": self.value(found.kind, s.low, s.high, s.reasons),
                "known": s.low == s.high,
                "per": self.say("demo.per", per=self.say(per)) if s.low == s.high else "",
                "posted": _posted(s),
                "why": "" if s.low == s.high or s.reasons == ("law",) else reasons_text(s.reasons, self.lang),
            }
            for s in line.stretches
        ]
        branch = self.say(f"branch.{found.branch}")
        return {
            "payer": self.payer(line.payer),
            "label": found.label.text(self.lang),
            "scheme": scheme_name(found.scheme, self.lang),
            "branch": branch,
            "rows": rows,
            "provisions": [self.provision(provision) for provision in line.provisions],
        }

    def sums(self) -> list[tuple[str, str]]:
        kind = next((line.found.kind for line in self.shown.charges), None)
        return (
            []
            if kind is None
            else [(self.payer(s.payer), self.value(kind, s.low, s.high, s.reasons)) for s in self.shown.sums]
        )

    def unknowns(self) -> list[dict[str, Any]]:
        found = []
        for item in self.shown.unknowns:
            if item.label is None:
                label, rows = self.say("demo.history"), ""
            else:
                label = item.label.text(self.lang)
                rows = self.who(item.rows[0]) if item.rows else ""
            by: dict[str, dict[str, str]] = {}
            for effect in item.effects:
                node = self.shown.book.nodes[effect.at[0]]
                outcome = self.value(effect.kind, effect.low, effect.high, effect.reasons)
                answer = (
                    self.say("demo.history_closed")
                    if item.kind is None
                    else value_text(self.shown.book, item.kind, effect.answer, self.lang)
                )
                by.setdefault(label_of(node).text(self.lang), {})[answer] = outcome
            found.append({"label": label, "rows": rows, "effects": [(k, list(v.items())) for k, v in by.items()]})
        return found

    def law_gaps(self) -> list[str]:
        found = []
        for reason in self.shown.law_gaps:
            place = self._place(reason)
            label = reason.label.text(self.lang)
            found.append((f"{label}（{place}）" if self.lang == "zh" else f"{label} ({place})") if place else label)
        return found

    def _place(self, reason: Reason) -> str:
        place = "" if reason.dating is None else reason.dating.place
        return place_text(self.shown.book, self.shown.book.places.names.index(place), self.lang) if place else ""

    def doubts(self) -> list[dict[str, Any]]:
        return [
            {
                "label": doubt.label.text(self.lang),
                "provision": self.provision(doubt.provision),
                "rests": [self._result(name) for name in doubt.results],
            }
            for doubt in self.shown.doubts
        ]

    def _result(self, identity: str) -> str:
        kind, _, rest = identity.partition(".")
        if kind == "coverage":
            branch, _, scheme = rest.partition(".")
            return f"{self.say(f'branch.{branch}')} · {scheme_name(scheme, self.lang)}"
        every = (*self.shown.close.statuses, *self.shown.close.postings)
        return next(f.label.text(self.lang) for f in every if f.id == identity)

    def provision(self, provision: Provision | None) -> dict[str, Any]:
        """The articles of a provision and how well it is known."""
        if provision is None:
            return {"cites": "", "evidence": None}
        return {"cites": cites_text(provision.cites, self.lang), "evidence": self.evidence(provision.evidence)}

    def evidence(self, evidence: Evidence | None) -> dict[str, Any] | None:
        if evidence is None:
            return None
        return {"kind": evidence.kind, "word": self.say(f"evidence.{evidence.kind}"), "doubtful": evidence.doubtful}

    # --- reasons

    def sections(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The trees by section."""
        found = []
        for section, title in SECTIONS.items():
            trees = [self.branchlet(tree) for kind, _, tree in self.shown.roots if kind == section]
            if trees:
                found.append((self.say(title), trees))
        return found

    def branchlet(self, tree: Branchlet) -> dict[str, Any]:
        """One node of a tree in words."""
        reason = tree.reason
        return {
            "label": reason.label.text(self.lang),
            "who": self.who(reason.row) if reason.role != "parameter" else self._place(reason),
            "value": self._reason_value(reason),
            "known": reason.known,
            "role": reason.role,
            "role_word": self.say(f"node.{reason.role}"),
            "times": self.say("demo.times", count=tree.times) if tree.times > 1 else "",
            "again": tree.again,
            "lines": [] if tree.again else list(self._lines(reason)),
            "provisions": [] if tree.again else [self.provision(p) for p in _provisions(reason)],
            "base": "" if reason.dating is None else reason.dating.base.words(self.lang),
            "parts": [self.branchlet(part) for part in tree.parts],
            "left_out": self.say("worker.more", count=tree.left_out) if tree.left_out else "",
        }

    def _reason_value(self, reason: Reason) -> str:
        dating = reason.dating
        if dating is not None and dating.repealed:
            return self.say("value.repealed")
        if dating is not None and dating.content is not None:
            return content_text(self.shown.book.nodes[reason.node], dating.content, self.shown.book, self.lang)
        return self.value(reason.kind, reason.low, reason.high, reason.reasons)

    def _lines(self, reason: Reason) -> Iterable[str]:
        """What stands under a node: the day whose law was taken, what decided, how it was worked out."""
        book, lang = self.shown.book, self.lang
        if reason.told:
            yield self.say("why.not_told" if reason.told == "not_told" else f"demo.{reason.told}")
        elif reason.dating is not None:
            yield from self._dating(reason)
        elif reason.role == "link":
            yield self._link(reason)
        for reading in reason.readings:
            anchor = self.say(f"anchor.{reason.anchor}")
            yield self.say("why.law_of", day=day_text(reading.day), anchor=anchor)
            for condition in reading.conditions:
                yield from condition_lines(condition, book, lang)
            for end in reading.ends:
                text = end_text(end, reason, book, lang)
                if text:
                    yield text

    def _dating(self, reason: Reason) -> Iterable[str]:
        dating = reason.dating
        assert dating is not None
        if dating.provision is not None:
            yield self.say("why.parameter", day=day_text(dating.provision.since))
        if dating.per and has_word(f"per.{dating.per}"):
            yield self.say("why.per", per=self.say(f"per.{dating.per}"))
        if dating.frozen:
            yield self.say("why.frozen")
        if dating.known is not None:
            yield self.say("why.published", day=day_text(dating.known))
        state = f"state.{dating.state.replace(' ', '_')}"
        if dating.state not in ("", "in force") and has_word(state):
            yield self.say(state)

    def _link(self, reason: Reason) -> str:
        return detail_lines(reason, self.shown.book, self.lang)[0]


def _provisions(reason: Reason) -> list[Provision]:
    if reason.dating is not None:
        return [] if reason.dating.provision is None else [reason.dating.provision]
    return list({p.since: p for p in (reading.provision for reading in reason.readings)}.values())


def _posted(stretch: Stretch) -> str:
    if not stretch.posted_first:
        return ""
    days = sorted({stretch.posted_first, stretch.posted_last})
    return " – ".join(day_text(day) for day in days)


def figure(shown: Shown, kind: Kind, lowest: int, highest: int, reasons: tuple[str, ...], lang: str) -> str:
    """A value in words. Bounds that come from law that is not known are not shown as figures: they would mislead."""
    if lowest == highest:
        return value_text(shown.book, kind, lowest, lang)
    if kind.name == "money" and (highest >= UNBOUNDED or "law" in reasons) and lowest > 0:
        return word("value.at_least", lang, low=value_text(shown.book, kind, lowest, lang))
    if reasons == ("law",):
        return word("coverage.law_not_known", lang)
    if kind.name == "money" and (highest >= UNBOUNDED or "law" in reasons):
        return word("value.unknown", lang)
    return span_text(shown.book, kind, lowest, highest, lang)


def period(first: int, last: int, lang: str) -> str:
    """Months from first to last, whole years by their number."""
    if first % 12 == 0 and last % 12 == 11:
        begin, end = first // 12, last // 12
        text = str(begin) if begin == end else f"{begin} – {end}"
        return f"{text}年" if lang == "zh" else text
    return months_text(first, last)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(default_for_string=True, default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sources(workers: Sequence[Shown]) -> list[Instrument]:
    """The instruments cited in the reasons of these workers, in order of their names."""
    found: dict[str, Instrument] = {}
    for shown in workers:
        results = (*shown.close.statuses, *shown.close.coverage, *shown.close.postings)
        provisions = [f.provision for f in results if f.provision is not None]
        provisions += [doubt.provision for doubt in shown.doubts]
        provisions += [p for seen in shown.benefits for p in seen.provisions]
        for _, _, tree in shown.roots:
            provisions += [p for reason in provisions_in(tree) for p in _provisions(reason)]
        for provision in provisions:
            for cite in provision.cites:
                found.setdefault(cite.instrument.key, cite.instrument)
    return sorted(found.values(), key=lambda instrument: instrument.key)


def demo_page(workers: Sequence[Shown], agreements: Sequence[Agreement], lang: str = "en") -> str:
    """The page; lang is the language shown first."""
    countries = list(dict.fromkeys(shown.case.country for shown in workers))
    books = {country: next(s.book for s in workers if s.case.country == country) for country in countries}
    style = (FOLDER / "demo.css").read_text(encoding="utf-8")
    versions = []
    for each in LANGUAGES:
        parts = [
            {
                "code": country,
                "name": country_name(country, each),
                "workers": [In(shown, each) for shown in workers if shown.case.country == country],
                "sources": _sources([shown for shown in workers if shown.case.country == country]),
            }
            for country in countries
        ]
        versions.append({"lang": each, "tag": TAGS[each], "countries": parts})
    text = _environment().get_template("demo.html.j2")
    return text.render(
        style=Markup(style.strip()),
        first=lang,
        tag=TAGS[lang],
        tags=TAGS,
        languages=LANGUAGES,
        versions=versions,
        agreements=agreements,
        agree=all(agreement.differences == 0 for agreement in agreements),
        say=word,
        cited=instrument_text,
        signs=SIGNS,
        evidence=EVIDENCE,
        branches=[branch.name.lower() for branch in Branch],
        count=len(workers),
        country_name=country_name,
        named=partial(country_names, countries),
        books=", ".join(f"{code} {book.hash[:12]}" for code, book in books.items()),
        version=amparo.__version__,
    )


TAGS: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}

__all__ = ["SECTIONS", "In", "demo_page", "figure", "period"]
