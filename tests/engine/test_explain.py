"""Why, doubts, missing facts and the smallest change."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import amparo
from amparo.engine.evaluation import evaluate_rule
from amparo.engine.explain import Explainer, smallest_changes, varied
from amparo.engine.reference import Reference
from amparo.law import book
from amparo.report.explained import why_html, why_text
from amparo.rules.bounds import Unknown
from amparo.rules.nodes import Rule

CASES = Path(__file__).parents[1] / "cli" / "cases"


@pytest.fixture(scope="module")
def courier() -> Any:
    return amparo.worker(CASES / "portugal.yaml")


@pytest.fixture(scope="module")
def rider() -> Any:
    return amparo.worker(CASES / "china.yaml", lang="zh")


def rate(**given: str) -> Any:
    return evaluate_rule(book("PT"), "contracting_entity_rate", given, on="2025-12-31")


def test_a_tree_names_provision_day_condition_and_inputs() -> None:
    found = rate(income_from_payer="800.01", income_from_all="1000.00")
    why = Explainer(found.run).why(found.key, found.row)
    root = why.reasons[why.root]
    reading = root.readings[0]
    assert [str(cite) for cite in reading.provision.cites] == ["CRC 168(7)"]
    assert [(condition.text, condition.outcome) for condition in reading.conditions] == [
        ("exceeds(income_from_payer, of=income_from_all, share=high_threshold)", "yes")
    ]
    assert {source.name for source in root.sources()} == {
        "income_from_payer",
        "income_from_all",
        "high_threshold",
        "high_rate",
    }, "the low rate was not read on this way"


def test_a_parameter_tells_its_base_citation_and_date() -> None:
    found = rate(income_from_payer="800.01", income_from_all="1000.00")
    why = Explainer(found.run).why(found.key, found.row)
    high = next(reason for reason in why.reasons.values() if reason.node.endswith(".high_rate"))
    assert high.dating is not None and high.dating.provision is not None
    assert high.dating.base and str(high.dating.provision.cites[0]).startswith("CRC 168(7)")
    assert high.dating.provision.evidence is not None and high.dating.provision.evidence.kind == "official"


def test_a_shared_part_stands_once(courier: Any) -> None:
    why = courier.why("self_employed_contribution", 6)
    opened = [reason.id for _, _, reason, again in why.walk() if not again]
    assert len(opened) == len(set(opened)) == len(why.reasons)


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_every_result_can_be_explained_in_every_language(courier: Any, rider: Any, lang: str) -> None:
    for result in (courier, rider):
        for item in (*result.statuses[::6], *result.coverage[::40], *result.postings[::4]):
            why = result.why(item)
            text = why_text(why, result.book, lang)
            assert item.label.text(lang) in text
            page = why_html(why, result.book, lang)
            assert page.count("<ul") == page.count("</ul>") and page.count("<li>") == page.count("</li>")
            assert page.count("<details") == page.count("</details>")


def test_a_value_explained_is_the_value_of_the_run(courier: Any) -> None:
    for item in courier.postings:
        reason = courier.why(item).reasons[courier.why(item).root]
        assert (reason.low, reason.high) == (item.low, item.high)


def test_doubts_name_the_doubtful_provision_and_what_rests_on_it(courier: Any) -> None:
    found = {doubt.provision.node: doubt for doubt in courier.doubts}
    assert "status.platform_presumption" in found
    assert all(doubt.provision.evidence.doubtful and doubt.results for doubt in found.values())
    assert any(name.startswith("status.labour_status") for name in found["status.platform_presumption"].results)
    sure = {p.node for p in courier.why("status.labour_status").provisions() if not p.doubtful}
    assert sure and not sure & set(found)


def test_a_doubt_is_found_from_the_tree_too(courier: Any) -> None:
    doubtful = {p.node for p in courier.why("status.labour_status").provisions() if p.doubtful}
    assert doubtful == {d.provision.node for d in courier.doubts if "status.labour_status[0]" in d.results}


def test_smallest_change_flips_and_one_step_less_does_not(courier: Any) -> None:
    for name, row in (("self_employed_contribution", 5), ("contribution_for_service_provider", 0)):
        key, place = courier.place(name, row)
        moves = courier.smallest_changes(name, row)
        amounts = [move for move in moves if move.kind.name in ("money", "days", "date", "rate", "count")]
        assert amounts
        for move in amounts:
            rows = range(len(courier.run.column(move.node))) if move.row is None else (move.row.number,)
            step = 1 if move.after > move.before else -1

            def owed(value: int, rows: Any = rows, move: Any = move, at: Any = (key, place)) -> tuple[bool, bool]:
                other = varied(courier.run, {move.node: dict.fromkeys(rows, value)}).value(*at)
                low, high = (other.low, other.high) if isinstance(other, Unknown) else (other, other)
                return low > 0, high > 0

            before = owed(move.before)
            assert owed(move.after) != before, move
            assert owed(move.after - step) == before, move


def test_inputs_given_to_one_rule_are_no_declared_facts() -> None:
    found = rate(income_from_payer="500.01", income_from_all="1000.00")
    moves = Explainer(found.run)
    # given inputs are rules, not declared facts: nothing to move
    assert smallest_changes(moves, (found.key, found.row)) == ()


def test_smallest_change_of_a_status_moves_one_answer(courier: Any) -> None:
    moves = courier.smallest_changes("labour_status", 0)
    controls = next(move for move in moves if move.node == "status.platform_controls_work")
    assert (controls.before, controls.after) == (1, 0)
    assert controls.outcome_low == controls.outcome_high


def test_unknowns_try_each_answer() -> None:
    data = yaml.safe_load((CASES / "portugal.yaml").read_text())
    data["payers"]["app_a"]["ties"]["platform_controls_work"] = "unknown"
    result = amparo.worker(_texts(data))
    missing = result.would_decide("labour_status", 0)
    first = missing[0]
    assert first.node == "status.platform_controls_work" and first.alone
    assert {answer.value: answer.low == answer.high for answer in first.answers} == {0: True, 1: True}
    assert any(item.node == "status.platform_controls_work" and item.effects for item in result.unknowns)


def _texts(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_texts(item) for item in data]
    return data if isinstance(data, bool) else str(data)


def test_a_varied_run_is_a_fresh_run_on_the_changed_dossier(courier: Any) -> None:
    dossier = courier.run.dossier
    key = "common.gross_pay"
    for item in courier.postings:
        courier.run.value(item.node, item.row.number)
    changed = replace(dossier, facts={**dossier.facts, key: {**dossier.facts[key], 3: 777_77}})
    fresh = Reference(courier.book, changed)
    row = courier.run.layout.row_of[courier.book.nodes[key].level][3]
    other = varied(courier.run, {key: {row: 777_77}})
    for node in courier.book.nodes.values():
        if isinstance(node, Rule):
            assert other.column(node.full_name) == fresh.column(node.full_name), node.full_name


def test_it_shows_itself_in_a_notebook(courier: Any, rider: Any) -> None:
    assert "<table>" in courier._repr_html_() and 'lang="zh-CN"' in rider._repr_html_()
    found = amparo.evaluate("contracting_entity_rate", {"income_from_payer": "1"}, on="2025-12-31")
    assert "<details" in found._repr_html_()


def test_importing_amparo_is_light() -> None:
    code = "import sys, amparo; print([m for m in ('numpy', 'pyarrow', 'numba', 'yaml', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_worker_needs_no_arrays() -> None:
    code = (
        "import sys, amparo; amparo.worker(sys.argv[1]).to_json();"
        "print(sorted(m for m in ('numpy', 'pyarrow', 'numba', 'llvmlite', 'duckdb') if m in sys.modules))"
    )
    words = [sys.executable, "-c", code, str(CASES / "portugal.yaml")]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() == "[]"
