"""What people describe becomes entries; what points to a person, is restricted or brings code is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from amparo.demo import demo_cases
from amparo.exchange import reading
from amparo.exchange.adding import TELLABLE, added, new_exchange
from amparo.exchange.entries import Writer
from amparo.exchange.errors import ExchangeError, Restricted
from amparo.exchange.exchange import Exchange
from amparo.exchange.files import read, written
from amparo.exchange.objects import KINDS, Scenario, Worker
from amparo.exchange.persons import pointing, read_worker, without_names
from amparo.exchange.scenarios import command_of, reform_text, reformed_law
from amparo.law import book
from amparo.records.documents import parse
from exchange.drafts import desk, empty

PT, CN = Writer(delegation="PT"), Writer(delegation="CN")
DEMO = {case.id: case.file.read_text(encoding="utf-8") for case in demo_cases()}
CASE = """country: PT
name: worker-1
class: hypothetical
month: 2025-03
payers:
  platform_1: {engagements: [{activity: food_delivery, form: services, gross_pay: 1234567.89}]}
"""


def one(told: dict[str, Any], held: Exchange | None = None, writer: Writer = PT, **more: Any) -> tuple[Exchange, Any]:
    found, entries = added(held or empty(), told, writer, **more)
    return found, entries[0]


def refused(told: Any, held: Exchange | None = None, writer: Writer = PT, **more: Any) -> ExchangeError:
    with pytest.raises(ExchangeError) as error:
        added(held or empty(), told, writer, **more)
    assert {error.value.text(lang) for lang in ("en", "pt", "zh")}.isdisjoint({""})
    return error.value


def test_every_kind_but_the_record_can_be_told() -> None:
    assert set(TELLABLE) == set(KINDS) - {"closing"} | {"withdrawn"}


def test_the_first_language_is_the_original_and_the_others_are_translations() -> None:
    held, entry = one({"kind": "comment", "text": {"zh": "如何认定？", "pt": "Como se apura?"}, "how": "machine"})
    assert reading.said(held, entry, "zh").status == "original"
    assert reading.said(held, entry, "pt") == reading.Said("Como se apura?", "pt", "machine")
    assert reading.said(held, entry, "en") == reading.Said("如何认定？", "zh", "missing")
    assert reading.lacking(held, entry) == ("en",)


def test_a_reviewed_translation_goes_before_a_machines_and_replaces_no_original() -> None:
    held, entry = one({"kind": "comment", "text": {"zh": "如何认定？", "pt": "Como apurar"}, "how": "machine"})
    told = {"kind": "translation", "of": entry.object, "text": {"pt": "Como se apura?"}, "how": "reviewed"}
    held, _ = one(told, held, CN)
    assert reading.said(held, entry, "pt").text == "Como se apura?"
    assert [said.status for said in reading.every(held, entry)] == ["original", "reviewed", "machine"]


def test_a_translation_of_an_earlier_wording_is_called_so_and_one_of_the_same_words_stays() -> None:
    held, entry = one({"kind": "agenda", "order": 1, "title": {"pt": "Base", "zh": "基数"}})
    again = {"kind": "agenda", "replaces": entry.object, "order": 4, "title": {"pt": "Base"}}
    moved, later = one(again, held)
    assert reading.said(moved, later, "zh").text == "基数", "only the order changed"
    reworded, last = one({**again, "title": {"pt": "Base de incidência"}}, held)
    assert reading.said(reworded, last, "zh").status == "missing"
    assert [said.status for said in reading.every(reworded, last)] == ["original", "earlier"]


def test_a_private_note_is_not_spoken_of_by_what_is_shared_and_hides_nothing_shared() -> None:
    held, note = one({"kind": "comment", "text": {"pt": "Nota"}}, private=True)
    assert note.private
    about = {"kind": "comment", "about": note.object, "text": {"pt": "Resposta"}}
    assert refused(about, held).key.endswith("private_reference")
    held, _reply = one(about, held, private=True)
    shared, _ = one({"kind": "comment", "replaces": note.object, "text": {"pt": "Partilhada"}}, held)
    assert shared.standing[note.object].head.private is False
    again = {"kind": "comment", "replaces": note.object, "text": {"pt": "Outra"}}
    assert refused(again, shared, private=True).key.endswith("private_over_shared")


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"kind": "vote"}, "no_kind"),
        ({"kind": "comment", "txt": {"pt": "a"}}, "no_key"),
        ({"kind": "comment"}, "no_text"),
        ({"kind": "comment", "text": "olá"}, "not_texts"),
        ({"kind": "comment", "text": {"fr": "salut"}}, "not_texts"),
        ({"kind": "comment", "text": {"pt": "a@b.pt"}}, "told"),
        ({"kind": "comment", "text": {"pt": "a"}, "about": "comment-ff"}, "no_object"),
        ({"kind": "translation", "of": "exchange", "text": {"pt": "x"}}, "translation_language"),
        ({"kind": "outcome", "state": "voted", "text": {"pt": "a"}}, "told"),
        ({"kind": "outcome", "text": {"pt": "a"}}, "told"),
        ({"kind": "outcome", "state": "noted", "due": "2026-02-30", "text": {"pt": "a"}}, "told"),
        ({"kind": "agenda", "order": "first", "title": {"pt": "a"}}, "no_number"),
        ({"kind": "provision", "country": "XX", "provision": "ias", "day": "2026-01-01"}, "no_country"),
        ({"kind": "provision", "country": "PT", "provision": "ias"}, "no_value"),
        (
            {"kind": "provision", "country": "CN", "provision": "hukou_place", "place": "x", "day": "2026-01-01"},
            "no_place",
        ),
        ({"kind": "scenario", "country": "PT", "title": {"pt": "a"}, "reforms": ["../../etc/passwd"]}, "no_reform"),
        ({"kind": "scenario", "country": "PT", "title": {"pt": "a"}, "reforms": []}, "told"),
        ({"kind": "case", "title": {"pt": "a"}, "file": "/etc/passwd"}, "no_files"),
        ({"kind": "case", "title": {"pt": "a"}, "case": "- a"}, "case_unreadable"),
        ([], "not_described"),
        ("comment", "not_described"),
        ([{"kind": "comment", "text": {"pt": "a"}}] * 501, "not_described"),
    ],
)
def test_what_cannot_be_added_is_refused_in_words(told: Any, key: str) -> None:
    assert refused(told).key == f"exchange.error.{key}"


def test_only_a_delegation_of_the_exchange_writes() -> None:
    told = {"kind": "comment", "text": {"en": "hello"}}
    assert refused(told, writer=Writer(delegation="XX")).key.endswith("no_delegation")
    with pytest.raises(ExchangeError, match="takes part"):
        new_exchange({"title": {"pt": "a"}}, desk())


# --- workers ---------------------------------------------------------------------------------------------------------


def test_a_case_stands_without_remarks_and_opens_again() -> None:
    held, entry = one({"kind": "case", "title": {"pt": "Estafeta"}, "case": "# Ana Silva\n" + CASE})
    body = entry.body
    assert isinstance(body, Worker) and "Ana" not in body.case and body.data_class == "hypothetical"
    assert parse(body.case) == parse(CASE) and read_worker(body.case)[1] == body.case
    assert read(written(held)) == held


@pytest.mark.parametrize(
    "change",
    [
        ("name: worker-1", "name: Ana Silva"),
        ("name: worker-1", "name: '12345678901'"),
        ("name: worker-1", "name: worker-1\nnote: mora na Rua Direita"),
        ("platform_1:", "Ana Silva:"),
        ("platform_1:", "王小明:"),
        ("platform_1: {", "platform_1: {group: silva e filhos, "),
        ("month: 2025-03", "month: 2025-03\nspells: [{first_day: 2025-03-01, last_day: 2025-03-02, spell: Ana}]"),
    ],
)
def test_words_by_which_a_person_could_be_known_are_refused_and_taken_out_on_request(change: tuple[str, str]) -> None:
    text = CASE.replace(*change)
    error = refused({"kind": "case", "title": {"pt": "a"}, "case": text})
    assert error.key.endswith("persons") and "neutral" in error.text("en")
    if "spells" not in text:
        _, entry = one({"kind": "case", "title": {"pt": "a"}, "case": text, "neutral": True})
        assert not any(word in entry.body.case for word in ("Ana", "Silva", "王", "Rua", "12345678901", "filhos"))


@pytest.mark.parametrize("identity", sorted(DEMO))
def test_every_worker_of_the_demonstration_enters_without_names(identity: str) -> None:
    plain = DEMO[identity].replace("class: synthetic", "class: hypothetical")
    before, (case, text) = parse(plain), read_worker(plain, neutral=True)
    assert list(pointing(parse(text))) == []
    assert len(case.dossier.contracts) and len(parse(text).get("payers", {})) == len(before.get("payers", {}))


@given(st.dictionaries(st.sampled_from(["name", "note", "payers", "spells"]), st.text() | st.integers() | st.none()))
def test_taking_names_out_leaves_nothing_that_points_to_somebody(data: dict[str, Any]) -> None:
    assert list(pointing(without_names(data))) == []


def test_restricted_data_do_not_enter_in_any_way() -> None:
    restricted = CASE.replace("hypothetical", "restricted")
    with pytest.raises(Restricted, match="restricted"):
        added(empty(), {"kind": "case", "title": {"pt": "a"}, "case": restricted}, PT)
    held, _entry = one({"kind": "case", "title": {"pt": "Estafeta"}, "case": CASE})
    text = written(held).decode()
    for changed in (
        text.replace('"data_class": "hypothetical"', '"data_class": "restricted"'),
        text.replace("class: hypothetical", "class: restricted"),
        text.replace("name: worker-1", "name: Ana Silva"),
    ):
        assert changed != text
        with pytest.raises(ExchangeError):
            read(changed.encode())


# --- law, scenarios, grafts ------------------------------------------------------------------------------------------


def test_a_reform_file_is_carried_word_for_word_and_makes_the_same_law_from_its_text_alone() -> None:
    carried = reform_text("cn-pilot-of-seven-provinces")
    renamed = carried.model_copy(update={"id": "theirs"})
    assert reformed_law("CN", [renamed]).nodes.keys() == book("CN").nodes.keys()
    own, other = (reformed_law("CN", [each]) for each in (carried, renamed))
    assert own.hash == other.hash != book("CN").hash


def test_code_from_a_file_is_not_run(tmp_path: Any) -> None:
    carried = reform_text("cn-no-hukou-condition")
    assert "reword" in carried.text and reformed_law("CN", [carried]).hash != book("CN").hash
    other = carried.model_copy(update={"text": carried.text + "\n# changed\n"})
    with pytest.raises(ExchangeError, match="code"):
        reformed_law("CN", [other])
    bomb = carried.model_copy(update={"text": "a: &a [x]\nb: [*a, *a]", "id": "bomb"})
    with pytest.raises(ExchangeError, match="cannot be read"):
        reformed_law("CN", [bomb])


def test_a_scenario_says_how_it_is_made_again() -> None:
    told = {
        "kind": "scenario",
        "country": "CN",
        "title": {"zh": "试点"},
        "reforms": ["cn-pilot-of-seven-provinces"],
        "persons": "50",
        "seed": "3",
        "built_from": "2024-01",
        "built_to": "2025-12",
        "run": False,
    }
    _, entry = one(told, writer=CN)
    assert isinstance(entry.body, Scenario) and entry.body.result is None
    assert command_of(entry.body) == (
        "amparo population build CN --n 50 --seed 3 --from 2024-01 --to 2025-12 --out population",
        "amparo reform cn-pilot-of-seven-provinces --population population --out result",
    )


def test_descriptions_written_by_hand_may_name_each_other() -> None:
    told = parse(
        yaml.safe_dump(
            [
                {"kind": "comment", "as": "q", "text": {"pt": "Pergunta"}},
                {"kind": "comment", "about": "q", "text": {"pt": "Resposta"}},
                {"kind": "agenda", "title": {"pt": "Ponto"}, "about": ["q"]},
            ]
        )
    )
    held, entries = added(empty(), told, PT)
    assert entries[1].body.on.object == entries[0].object and entries[2].body.about == (entries[0].object,)
    assert [entry.time for entry in entries] == sorted(entry.time for entry in entries)
    held, _ = one({"kind": "withdrawn", "of": entries[1].object[:14], "reason": {"pt": "Repetida"}}, held)
    assert [standing.object for standing in held.of("comment")] == [entries[0].object]
