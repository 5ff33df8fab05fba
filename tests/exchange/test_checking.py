"""The same law, the same reform, the same result: told where it is, and told where it is not, with both values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from amparo.exchange import checking, stated
from amparo.exchange.adding import added
from amparo.exchange.checking import check
from amparo.exchange.entries import Writer
from amparo.exchange.exchange import Exchange
from amparo.exchange.objects import Pin
from amparo.law import book
from amparo.law.translations import translated
from amparo.rules import Amendment, set_value
from exchange.drafts import empty

PT = Writer(delegation="PT")


def verdicts(held: Exchange, **more: Any) -> dict[str, str]:
    return {one.aspect: one.verdict for one in check(held, **more)}


def pinned(day: str = "2026-01-01", name: str = "ias") -> Exchange:
    return added(empty(), {"kind": "provision", "country": "PT", "provision": name, "day": day}, PT)[0]


@pytest.fixture
def another_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portugal as a later copy of Amparo might hold it: another value of one amount from 2025 on."""
    later = book("PT").amend(Amendment("later", (set_value("reference_amounts.ias", "999.99", since="2025-06-01"),)))
    books = {"PT": replace(later, amendments=())}
    for module in (stated, checking):
        monkeypatch.setattr(module, "book", lambda country: books.get(country) or book(country))


def test_what_is_pinned_here_is_the_same_here() -> None:
    assert verdicts(pinned()) == {"law": "same", "provision": "same"}


@pytest.mark.usefixtures("another_law")
def test_a_provision_that_has_changed_is_shown_with_both_values() -> None:
    with pytest.MonkeyPatch.context() as before:
        for module in (stated, checking):
            before.setattr(module, "book", book)
        held = pinned("2025-07-01")
    law, provision = check(held)
    assert (law.verdict, provision.verdict) == ("other", "other")
    assert provision.then is not None and provision.now is not None
    assert (provision.then.value.pt, provision.now.value.pt) == ("522,50 €", "999,99 €")


@pytest.mark.usefixtures("another_law")
def test_a_provision_that_has_not_changed_is_the_same_under_another_law_book() -> None:
    with pytest.MonkeyPatch.context() as before:
        for module in (stated, checking):
            before.setattr(module, "book", book)
        held = pinned(name="contracting_entity.high_rate")
    assert verdicts(held) == {"law": "other", "provision": "same"}


def test_a_provision_or_a_country_that_is_not_held_here_is_said_to_be_gone() -> None:
    held = pinned()
    (standing,) = held.of("provision")
    body = standing.head.body
    assert isinstance(body, Pin)
    for change in ({"provision": "reference_amounts.nothing"}, {"country": "XX"}):
        entry = standing.head.model_copy(update={"body": body.model_copy(update=change)})
        assert "gone" in {one.verdict for one in checking.check_entry(held, entry)}


def test_a_pin_that_does_not_say_what_its_law_says_is_found() -> None:
    """Whoever edits the value and works out the hash anew is told by the law itself."""
    held = pinned()
    (standing,) = held.of("provision")
    body = standing.head.body
    assert isinstance(body, Pin)
    forged = body.model_copy(update={"value": body.value.model_copy(update={"pt": "1,00 €"})})
    found = list(checking.check_entry(held, standing.head.model_copy(update={"body": forged})))
    assert [one.verdict for one in found] == ["same", "other"]


def test_a_rule_and_a_value_of_a_place_can_be_pinned() -> None:
    rule = stated.pinned("PT", "contracting_entity_rate", "2026-01-01")
    said = translated(rule.value.en, "zh")
    assert rule.cites.pt and rule.value.en and rule.value.words("zh") == (said.text, said.lang)
    early = stated.pinned("PT", "contracting_entity_rate", "1990-01-01")
    assert early.value.zh == "当日未施行" and early.content == rule.content
    local = stated.pinned("CN", "occupational_injury.injury_pilot_territory", "2026-01-01", place="beijing")
    assert local.value.zh.startswith("北京") and local.content == book("CN").fingerprint_of(local.provision)


def test_the_example_can_be_checked_and_its_scenario_run_again(example: Exchange) -> None:
    """The law may have moved on since it was made: then that is said, and nothing fails."""
    found = {(one.entry.kind, one.aspect): one.verdict for one in check(example, results=True)}
    assert found["case", "case"] == "same"
    assert found["scenario", "reform"] in ("same", "other")
    assert found["scenario", "result"] in ("same", "other")
    if found["scenario", "law"] == "same":
        assert found["scenario", "reform"] == found["scenario", "result"] == "same"
    if found["graft", "law"] == "same":
        assert found["graft", "graft"] in ("same", "other"), "a mechanism has a law of its own"
