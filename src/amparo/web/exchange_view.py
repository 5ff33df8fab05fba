"""An exchange as a page shows it: every object with its text, its translations, what was checked, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from amparo.exchange import blocks, reading
from amparo.exchange.blocks import TAGS, Grid, Paragraph, Run
from amparo.exchange.checking import check_entry
from amparo.exchange.listing import SHORT, short_id, verdict_text, why_text
from amparo.exchange.objects import AgendaItem, Closing, Outcome, Pin
from amparo.exchange.record_files import blocks_html, runs_html
from amparo.exchange.threads import Spoken, agenda, matters, name_of
from amparo.report.values import in_brackets
from amparo.report.words import word
from amparo.web.exchange_forms import CHANGEABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.exchange.checking import Check
    from amparo.exchange.entries import Entry
    from amparo.exchange.exchange import Difference, Exchange, Standing
    from amparo.exchange.reading import Said

GOOD: Final = ("same", "not_run")


@dataclass(frozen=True)
class Shown:
    """One object on the page. marks: what was found by holding it against the law here, each with whether all is well.

    more: its other wordings, folded away. can: what may be done with it, in the words of web_exchange.yaml.
    """

    id: str
    short: str
    title: Markup
    body: Markup
    marks: tuple[tuple[bool, str], ...]
    more: tuple[tuple[Markup, str], ...]
    can: tuple[str, ...]
    private: bool
    conflict: bool
    depth: int = 0


@dataclass(frozen=True)
class View:
    """All that a page shows of a copy."""

    held: Exchange
    lang: str

    def check(self, entry: Entry) -> tuple[Check, ...]:
        return tuple(check_entry(self.held, entry))

    # --- what stands

    def lead(self) -> list[Markup]:
        """Who takes part and when."""
        meeting = self.held.meeting
        sides: list[Run] = [Run(word("exchange.sides", self.lang, sides=""))]
        for number, one in enumerate(meeting.delegations):
            name = one.called(self.lang)
            sides += [Run(word("mark.semicolon", self.lang))] if number else []
            sides += [Run(name.text, self._tag(name.language)), Run(in_brackets(one.code, self.lang))]
        lines = [runs_html(sides)]
        if meeting.first:
            days = word("exchange.days", self.lang, first=meeting.first, last=meeting.last or meeting.first)
            lines.append(runs_html([Run(days)]))
        return lines

    def title(self) -> tuple[str, str]:
        """(title, tag of its language where it is not the page's)."""
        said = reading.said(self.held, self.held.standing[self.held.id].head, self.lang)
        assert said is not None
        return said.text, self._tag(said.language)

    def state_line(self, state: str = "") -> Markup:
        """The hash of what is shared, here or as a record has it."""
        return runs_html([Run(word("exchange.state", self.lang, state=(state or self.held.state)[:SHORT]))])

    def agenda(self) -> list[tuple[Shown, list[Shown]]]:
        """Each point with what was said of it; last, without a point, what belongs to none."""
        spoken = {matter.item.object if matter.item else "": matter.spoken for matter in matters(self.held)}
        found = [(self._item(one), [self._comment(each) for each in spoken[one.object]]) for one in agenda(self.held)]
        return found

    def other_comments(self) -> list[Shown]:
        """What was said of no point of the agenda."""
        return [self._comment(one) for matter in matters(self.held) if matter.item is None for one in matter.spoken]

    def outcomes(self) -> list[Shown]:
        return [self._outcome(one) for one in self.held.of("outcome")]

    def of(self, kind: str) -> list[Shown]:
        """Provisions, scenarios, grafts, cases."""
        return [self._thing(one) for one in self.held.of(kind)]

    def closings(self) -> list[tuple[Markup, str, str]]:
        """(state, written, what came since) of every record made."""
        found = []
        for one in self.held.of("closing"):
            body = one.head.body
            assert isinstance(body, Closing)
            (verdict,) = self.check(one.head)
            found.append(
                (
                    self.state_line(body.state),
                    f"{one.head.writer.delegation} · {one.head.minute}",
                    verdict_text(verdict, self.lang),
                )
            )
        return found

    def conflicts(self) -> list[tuple[str, list[tuple[Markup, Markup]], bool]]:
        """(id, each wording with who wrote it, whether it can be settled by a form)."""
        return [
            (one.object, [(self._who(head), self._wording(head)) for head in one.heads], one.kind in CHANGEABLE)
            for one in self.held.conflicts
        ]

    def apart(self, found: Difference) -> list[tuple[str, list[tuple[str, Markup, Markup]]]]:
        """What each copy alone holds: (title, (what kind, who, wording) of each)."""
        return [
            (
                name,
                [(word(f"exchange.one.{one.kind}", self.lang), self._who(one), self._wording(one)) for one in entries],
            )
            for name, entries in (("only_one", found.only_one), ("only_other", found.only_other))
        ]

    # --- one object

    def _item(self, one: Standing) -> Shown:
        body = one.head.body
        assert isinstance(body, AgendaItem)
        said = reading.said(self.held, one.head, self.lang)
        lines = [word("exchange.minutes", self.lang, minutes=body.minutes)] if body.minutes else []
        told: list[Paragraph] = [Paragraph(blocks.plain(line), "note") for line in lines]
        if body.about:
            runs = (Run(word("web.exchange.concerns", self.lang)), *self._names(body.about))
            told.append(Paragraph(runs, "note"))
        number = Run(f"{body.order}. ")
        return self._shown(
            one, (number, *blocks.said_runs(said, self.lang)), told, ("comment", "change", "translate", "withdraw")
        )

    def _names(self, objects: Sequence[str]) -> tuple[Run, ...]:
        runs: list[Run] = []
        for object_ in objects:
            runs += [Run(word("mark.semicolon", self.lang))] if runs else []
            runs += blocks.said_runs(name_of(self.held, object_, self.lang), self.lang)
        return tuple(runs)

    def _comment(self, spoken: Spoken) -> Shown:
        flat = Spoken(spoken.comment, 0)
        told = list(blocks.comment_blocks(self.held, flat, self.lang))
        shown = self._shown(spoken.comment, told[0].runs, told[1:], ("comment", "change", "translate", "withdraw"))
        return Shown(**{**shown.__dict__, "depth": spoken.depth})

    def _outcome(self, one: Standing) -> Shown:
        body = one.head.body
        assert isinstance(body, Outcome)
        title = blocks.plain(word(f"exchange.outcome.{body.state}", self.lang))
        told = [Paragraph(blocks.said_runs(reading.said(self.held, one.head, self.lang), self.lang))]
        who = word("mark.comma", self.lang).join(filter(None, (body.owner, body.due or "")))
        if who:
            told.append(Paragraph(blocks.plain(word("web.exchange.by_whom", self.lang, who=who)), "note"))
        if body.about:
            told.append(Paragraph((Run(word("web.exchange.concerns", self.lang)), *self._names(body.about)), "note"))
        return self._shown(one, title, told, ("comment", "change", "translate", "withdraw"))

    def _thing(self, one: Standing) -> Shown:
        checks = self.check(one.head)
        told: Iterable[Paragraph | Grid]
        body = one.head.body
        title = blocks.said_runs(reading.said(self.held, one.head, self.lang), self.lang)
        match one.kind:
            case "provision":
                assert isinstance(body, Pin)
                text, language = body.label.words(self.lang)
                title = (Run(text, self._tag(language)),)
                told = blocks.provision_blocks(self.held, one, body, checks, self.lang)
            case "scenario":
                told = blocks.scenario_blocks(one, checks, self.lang)
            case "graft":
                told = blocks.graft_blocks(one, checks, self.lang)
            case _:
                told = blocks.worker_blocks(one, self.lang)
        can = ("comment", *(("change",) if one.kind in CHANGEABLE else ()), "translate", "withdraw")
        translatable = can if reading.every(self.held, one.head) else tuple(each for each in can if each != "translate")
        return self._shown(one, title, list(told), translatable, checks)

    def _shown(
        self,
        one: Standing,
        title: Sequence[Run],
        told: Sequence[Paragraph | Grid],
        can: tuple[str, ...],
        checks: Sequence[Check] = (),
    ) -> Shown:
        held = {each.aspect for each in checks if each.verdict == "same"}
        told_here = [each for each in checks if each.verdict != "not_run"]
        # That the law book is another matters to a provision only where the provision is another too.
        told_here = [each for each in told_here if not (each.aspect == "law" and "provision" in held)]
        marks = [(each.verdict in GOOD, verdict_text(each, self.lang)) for each in told_here]
        marks += [(False, why_text(each.why, self.lang)) for each in checks if hasattr(each.why, "text")]
        every = reading.every(self.held, one.head)
        return Shown(
            id=one.object,
            short=short_id(one.object),
            title=runs_html(title),
            body=blocks_html(told),
            marks=tuple(marks),
            more=tuple(self.words_of(said) for said in every) if len(every) > 1 else (),
            can=can,
            private=one.head.private,
            conflict=one.conflict,
        )

    # --- words

    def _tag(self, language: str) -> str:
        return "" if language == self.lang else TAGS[language]

    def _text(self, said: Said) -> Markup:
        return runs_html([Run(said.text, self._tag(said.language))])

    def words_of(self, said: Said) -> tuple[Markup, str]:
        """A wording, and what it is."""
        return self._text(said), self._status(said)

    def _status(self, said: Said) -> str:
        """What a wording is, and in which language: said also of the reader's own."""
        status, language = (
            word(f"exchange.{name}", self.lang) for name in (f"status.{said.status}", f"language.{said.language}")
        )
        return status + word("mark.comma", self.lang) + language

    def _who(self, entry: Entry) -> Markup:
        return runs_html([*blocks.writer_runs(entry, self.lang), Run(f" · {entry.minute}")])

    def _wording(self, entry: Entry) -> Markup:
        """An entry in a line: its text as written, a provision's label and value, else what kind it is."""
        body = entry.body
        if isinstance(body, Pin):
            label, value = body.label.words(self.lang), body.value.words(self.lang)
            return runs_html(
                [
                    Run(label[0], self._tag(label[1])),
                    Run(word("exchange.colon", self.lang)),
                    Run(value[0], self._tag(value[1])),
                ]
            )
        if body.kind == "translation":
            return runs_html([Run(body.text.text, self._tag(body.text.language))])
        said = reading.every(self.held, entry)
        if isinstance(body, Outcome):
            state = Run(word(f"exchange.outcome.{body.state}", self.lang) + word("exchange.colon", self.lang))
            return runs_html([state, Run(body.text.text, self._tag(body.text.language))])
        if said:
            return self._text(said[0])
        return runs_html(
            [Run(word("exchange.withdrawn" if body.kind == "withdrawn" else f"exchange.one.{entry.kind}", self.lang))]
        )


__all__ = ["Shown", "View"]
