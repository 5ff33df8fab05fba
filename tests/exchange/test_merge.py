"""Copies join without loss, in any order, as often as one likes; what stands twice is shown, and cured."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from amparo.exchange.errors import ExchangeError
from amparo.exchange.exchange import Exchange, difference, merged
from amparo.exchange.files import read, written
from amparo.exchange.objects import Withdrawn
from exchange.drafts import ID, comment, copies, desk, empty, histories

COMMENT = "comment-00000000000000c1"


@given(copies())
def test_joining_does_not_depend_on_order_grouping_or_repetition(held: list[Exchange]) -> None:
    one, other, third = held
    assert merged(one, other) == merged(other, one)
    assert merged(merged(one, other), third) == merged(one, merged(other, third))
    assert merged(one, one) == one
    assert merged(merged(one, other), other) == merged(one, other)
    assert written(merged(one, other)) == written(merged(other, one))


@given(copies())
def test_nothing_is_lost_and_nothing_is_made_up(held: list[Exchange]) -> None:
    one, other, _ = held
    joined = merged(one, other)
    assert set(joined.entries) == set(one.entries) | set(other.entries)
    told = difference(one, other)
    assert len(told.only_one) + len(told.only_other) + told.both == len(joined.entries)
    for entry in joined.ordered:
        stands = joined.standing[entry.object].heads
        taken_over = [later for later in joined.ordered if entry.version in later.replaces]
        assert entry in stands or taken_over


@given(histories())
def test_something_stands_of_every_object(entries: list[Any]) -> None:
    for standing in empty().with_entries(entries).standing.values():
        assert standing.heads


@given(copies())
def test_a_conflict_is_cured_by_one_entry_that_replaces_all_that_stands(held: list[Exchange]) -> None:
    joined = merged(held[0], held[1])
    for standing in joined.conflicts:
        private = all(head.private for head in standing.heads)
        cure = desk(private=private).entry(
            ID, standing.object, Withdrawn(kind="withdrawn"), [head.version for head in standing.heads]
        )
        joined = joined.with_entries([cure])
        assert joined.standing[standing.object].heads == (cure,)
    assert joined.conflicts == []


@given(copies())
def test_what_is_handed_over_holds_nothing_private_and_comes_back_without_harm(held: list[Exchange]) -> None:
    one, other, _ = held
    given_away = one.to_hand_over
    assert [entry for entry in given_away.ordered if entry.private] == []
    assert all(entry.nonce not in written(given_away).decode() for entry in one.kept_back)
    assert merged(one, given_away) == one
    assert merged(one, merged(given_away, other)) == merged(one, other)
    assert given_away.state == one.state
    shared = {entry.version for standing in one.standing.values() for entry in standing.heads if not entry.private}
    handed = {entry.version for standing in given_away.standing.values() for entry in standing.heads}
    assert shared <= handed, "a private entry takes nothing away from what is shared"


@given(copies())
def test_a_file_read_again_is_the_same_exchange(held: list[Exchange]) -> None:
    for one in held:
        assert read(written(one)) == one


def test_two_edits_of_one_comment_stand_beside_each_other() -> None:
    first = desk("PT").entry(ID, COMMENT, comment("A base é mensal?"))
    start = empty().with_entries([first])
    here = start.with_entries([desk("PT").entry(ID, COMMENT, comment("A base é trimestral?"), [first.version])])
    there = start.with_entries([desk("CN").entry(ID, COMMENT, comment("基数按月？", "zh"), [first.version])])
    assert here.conflicts == there.conflicts == []
    (conflict,) = difference(here, there).conflicts
    assert {head.body.text.text for head in conflict.heads} == {"A base é trimestral?", "基数按月？"}


def test_a_withdrawal_against_an_edit_is_a_conflict_too() -> None:
    first = desk("PT").entry(ID, COMMENT, comment("Rascunho"))
    start = empty().with_entries([first])
    withdrawn = start.with_entries([desk("PT").entry(ID, COMMENT, Withdrawn(kind="withdrawn"), [first.version])])
    assert withdrawn.of("comment") == [] and first.version in withdrawn.entries
    edited = start.with_entries([desk("CN").entry(ID, COMMENT, comment("修改"), [first.version])])
    (conflict,) = merged(withdrawn, edited).conflicts
    assert not conflict.withdrawn and conflict.head.body.kind == "comment"


def test_a_private_entry_does_not_take_the_place_of_a_shared_one() -> None:
    shared = desk("PT").entry(ID, COMMENT, comment("Partilhado"))
    private = desk("PT", private=True).entry(ID, COMMENT, comment("Só nosso"), [shared.version])
    held = empty().with_entries([shared, private])
    assert held.standing[COMMENT].conflict
    assert held.to_hand_over.standing[COMMENT].heads == (shared,)


def test_a_private_note_that_is_shared_later_tells_only_what_is_shared() -> None:
    private = desk("PT", private=True).entry(ID, COMMENT, comment("Rascunho interno"))
    shared = desk("PT").entry(ID, COMMENT, comment("Pergunta"), [private.version])
    held = empty().with_entries([private, shared])
    assert held.standing[COMMENT].heads == (shared,)
    assert "Rascunho" not in written(held.to_hand_over).decode()
    again = desk("PT", private=True).entry(ID, "comment-00000000000000c2", comment("Rascunho interno"))
    assert again.content | {"object": COMMENT, "nonce": ""} == private.content | {"nonce": ""}
    assert again.version != private.version, "the same words twice have two versions: a guess cannot be tried"


def test_copies_of_two_exchanges_are_not_joined() -> None:
    other = Exchange("exchange-00000000000000bb", {})
    with pytest.raises(ExchangeError, match="two exchanges"):
        merged(empty(), other)


def test_an_entry_that_names_another_objects_version_takes_nothing_from_it() -> None:
    first = desk("PT").entry(ID, COMMENT, comment("A"))
    stranger = desk("CN").entry(ID, "comment-00000000000000c2", comment("B"), [first.version])
    held = empty().with_entries([first, stranger])
    assert held.standing[COMMENT].heads == (first,)
