"""One rule for given inputs, on a day's law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from amparo.api.asked import find_rule
from amparo.engine.evaluation import Evaluation, evaluate_rule
from amparo.engine.explain import Explainer, reason_ids, unknowns
from amparo.law import book as book_of
from amparo.rules.bounds import Unknown, why

if TYPE_CHECKING:
    from amparo.engine.explain import Missing, Why
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value


@dataclass(frozen=True)
class RuleResult:
    """One rule evaluated for given inputs on a day's law."""

    country: str
    lang: str
    evaluation: Evaluation = field(repr=False)

    @property
    def book(self) -> LawBook:
        return self.evaluation.run.book

    @property
    def key(self) -> str:
        return self.evaluation.key

    @property
    def value(self) -> Value:
        """The stored value; an Unknown with its bounds where it is not known."""
        return self.evaluation.value

    @property
    def known(self) -> bool:
        return not isinstance(self.value, Unknown)

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.evaluation.run)

    def why(self) -> Why:
        """Why it is what it is."""
        return self.explainer.why(self.key, self.evaluation.row)

    def untold(self) -> list[str]:
        """The rule's own inputs that are not known, with their labels."""
        why_ = self.why()
        inputs = [(source.name, why_.reasons[source.id]) for source in why_.reasons[why_.root].sources()]
        return [f"{name} ({reason.label.text(self.lang)})" for name, reason in inputs if not reason.known]

    def reasons(self) -> str:
        """Why the value is not known, in words."""
        from amparo.report.values import reasons_text

        return reasons_text(reason_ids(why(self.value)), self.lang)

    def would_decide(self) -> tuple[Missing, ...]:
        """What is not given and would decide."""
        return unknowns(self.explainer, (self.key, self.evaluation.row))

    def to_json(self) -> dict[str, Any]:
        """The result as plain data."""
        from amparo.report.results import rule_json

        return rule_json(self)

    def to_text(self) -> str:
        """The value and its why-tree as text."""
        from amparo.report.results import rule_text

        return rule_text(self)

    def _repr_html_(self) -> str:
        from amparo.report.explained import why_html

        return why_html(self.why(), self.book, self.lang)


def evaluate(
    rule: str,
    given: Mapping[str, Any] | None = None,
    *,
    country: str | None = None,
    on: str | None = None,
    place: str | None = None,
    lang: str = "en",
) -> RuleResult:
    """One rule of a country for given inputs, on a day's law; what is not given is unknown.

    A name given is first one of the rule's own arguments, then a name of the country.
    Raises NameNotFound, and ValueError for a value that does not fit its kind.
    """
    code, key = find_rule(rule, country)
    book = book_of(code)
    own = {name: source for version in book.inputs.get(key, ()) for name, source in version.items()}
    stored = {own.get(name, name): value for name, value in (given or {}).items()}
    return RuleResult(code, lang, evaluate_rule(book, key, stored, on=on, place=place))
