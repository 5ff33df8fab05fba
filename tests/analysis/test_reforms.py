"""Reforms: files read and refused by line, and effects that a hand can recompute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from records_folder import write

from amparo.analysis.effects import AmountLine, Effect, effect
from amparo.analysis.indicators import supported_amount
from amparo.analysis.reforms import affected, changed_provisions, read_reform, ready_made, reformed
from amparo.law import book
from amparo.records.run import checked_records
from amparo.report.reformed import effect_json, effect_sections
from amparo.rules.errors import AmendmentError, LawError, NameNotFound

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


def reform_file(folder: Path, *changes: dict[str, Any], country: str = "CN", name: str = "trial") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.yaml"
    label = {"en": "Trial", "pt": "Ensaio", "zh": "试验"}
    content = {"country": country, "name": label, "why": label, "source": "a test", "changes": list(changes)}
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return file


def couriers(folder: Path) -> Path:
    """Two freight drivers in Beijing, August and September 2025: 100 and 250 orders, then 50 and 0."""
    work = {"payer": "p", "activity": "freight", "form": "services", "work_place": "beijing", "gross_pay": "4000.00"}
    rows = [("a", "2025-08", 100), ("b", "2025-08", 250), ("a", "2025-09", 50)]
    floating = {"floating_of_order_contribution": "1"}
    return write(
        folder,
        workers=[
            {"worker": w, "first_month": "2025-08", "last_month": "2025-09", "nothing_before": "yes"}
            for w in ("a", "b")
        ],
        payers=[{"payer": "p", "payer_kind": "platform", "platform": "huolala"}],
        engagements=[{**work, **floating, "worker": w, "month": m, "orders": n} for w, m, n in rows],
    )


def tried(folder: Path, records: Path, *reforms: Path, country: str = "CN", **more: Any) -> Effect:
    before = book(country)
    after = reformed(before, [read_reform(file) for file in reforms])
    checked = checked_records(before, folder, records=records, data_class="synthetic")
    return effect(checked.folder, before, after, threads=1, **more)


def test_a_doubled_amount_per_order_doubles_what_the_platform_owes(tmp_path: Path) -> None:
    """400 orders at 0.18 yuan are 72.00; at 0.36 yuan from September on, 350 x 0.18 + 50 x 0.36 = 81.00."""
    change = {"set": "freight_order_contribution", "from": "2025-09-01", "value": "0.36"}
    found = tried(tmp_path / "out", couriers(tmp_path / "in"), reform_file(tmp_path, change))
    lines = [line for line in found.amounts if line.node.endswith("occupational_injury_contribution")]
    assert [(line.year, line.before_low, line.after_low, line.payer_role) for line in lines] == [
        (2025, 7200, 8100, "payer")
    ]
    assert {line.side: line.workers for line in found.people} == {"gain": 0, "loss": 0, "same": 2, "undecided": 0}


def test_only_the_months_asked_for_count(tmp_path: Path) -> None:
    change = {"set": "freight_order_contribution", "from": "2025-08-01", "value": "0.36"}
    records, file = couriers(tmp_path / "in"), reform_file(tmp_path, change)
    august = tried(tmp_path / "out", records, file, first=2025 * 12 + 7, last=2025 * 12 + 7)
    assert [(line.before_low, line.after_low) for line in august.amounts if line.after_low != line.before_low] == [
        (6300, 12600)
    ]


def test_without_the_pilot_nobody_is_covered_by_it(tmp_path: Path) -> None:
    """Three worker-months with orders; b has none in September."""
    found = tried(tmp_path / "out", couriers(tmp_path / "in"), ready_made()["cn-without-injury-pilot"])
    cover = {(line.branch, line.state): (line.before, line.after) for line in found.cover}
    assert cover["employment_injury", "mandatory"] == (3, 0)
    assert sum(after for _, after in cover.values()) == sum(before for before, _ in cover.values()) == 4


def one_client(folder: Path) -> Path:
    """One designer, 700 EUR a month from one client through 2024 and the months before: relevant income 490."""
    months = ["2023-10", "2023-11", "2023-12", *MONTHS]
    work = {"worker": "w", "payer": "studio", "activity": "online", "form": "services", "gross_pay": "700.00"}
    dates = {"first_month": "2023-10", "last_month": "2024-12", "nothing_before": "yes", "birth_date": "1990-01-01"}
    return write(
        folder,
        workers=[{"worker": "w", **dates, "own_account_activity": "yes", "activity_start": "2020-01-01"}],
        payers=[{"payer": "studio", "payer_kind": "client"}],
        engagements=[{**work, "month": month} for month in months],
        tie_years=[
            {"worker": "w", "payer": "studio", "year": year, "works_personally": "yes"} for year in (2023, 2024)
        ],
    )


def test_a_lower_rate_is_the_workers_gain_to_the_cent(tmp_path: Path) -> None:
    """Base 490: at 21.4 % 104.86 a month, at 20 % 98.00; twelve months of 6.86 are 82.32."""
    rates = {"GENERAL": "20%", "BUSINESS_OWNER": "25.2%", "FARMER": "21.4%"}
    change = {"set": "self_employed_rates", "from": "2024-01-01", "value": rates}
    file = reform_file(tmp_path, change, country="PT")
    found = tried(
        tmp_path / "out", one_client(tmp_path / "in"), file, country="PT", first=2024 * 12, last=2024 * 12 + 11
    )
    own = [line for line in found.amounts if line.node.endswith(".self_employed_contribution")]
    assert [(line.before_low, line.after_low) for line in own] == [(125832, 117600)]
    sides = {line.side: (line.workers, line.amount) for line in found.people}
    assert sides["gain"] == (1, 8232)


def test_the_threshold_of_the_rejected_bill_frees_the_payer_of_three_quarters(tmp_path: Path) -> None:
    """75 % of 8400 from one client: 7 % of 6300 = 441.00 today, nothing above 80 % only."""
    folder = tmp_path / "in"
    one_client(folder)
    text = (folder / "engagements.csv").read_text().splitlines()
    head, rows = text[0], text[1:]
    shared = [row.replace("700.00", "525.00") for row in rows]
    shared += [row.replace("700.00", "175.00").replace("studio", "shop") for row in rows]
    (folder / "engagements.csv").write_text("\n".join([head, *shared]) + "\n")
    (folder / "payers.csv").write_text("payer,payer_kind\nstudio,client\nshop,client\n")
    found = tried(
        tmp_path / "out", folder, ready_made()["pt-trabalho-xxi"], country="PT", first=2024 * 12, last=2024 * 12 + 11
    )
    charge = [line for line in found.amounts if line.node.endswith("contribution_for_service_provider")]
    assert [(line.before_low, line.after_low) for line in charge] == [(44100, 0)]


def test_sampling_error_is_none_where_everybody_changes_alike_and_grows_with_spread(tmp_path: Path) -> None:
    change = {"set": "freight_order_contribution", "from": "2025-08-01", "value": "0.36"}
    found = tried(tmp_path / "out", couriers(tmp_path / "in"), reform_file(tmp_path, change), replicates=400)
    line = next(line for line in found.amounts if line.after_low != line.before_low)
    # changes of 27.00 and 45.00 yuan: Poisson weights of variance 1 give sqrt(2700^2 + 4500^2) = 5248 fen
    assert line.error == pytest.approx(5248, rel=0.15)


# --- what a file may not say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ready_made())
def test_ready_made_reforms_change_something_and_say_so_in_three_languages(name: str) -> None:
    reform = read_reform(name)
    before = book(reform.country)
    changed = changed_provisions(before, reformed(before, [reform]))
    assert changed and all(one.old != one.new for one in changed)
    assert reform.name.faults() == reform.why.faults() == []


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (
            {"set": "freight_order_contribution", "from": "2025-09-01", "value": "0.18"},
            AmendmentError,
            "changes nothing",
        ),
        ({"set": "freight_order_contributon", "from": "2025-09-01", "value": "1"}, NameNotFound, "freight_order"),
        ({"set": "freight_order_contribution", "value": "1"}, AmendmentError, "no 'from'"),
        ({"put": "x"}, AmendmentError, "a change is one of set, keep, reword"),
        ({"set": "x", "form": "2025-09-01", "value": "1"}, LawError, "Did you mean from"),
        ({"keep": "injury_protection_applies", "as_on": "2023-01-01", "from": "2024-01-01"}, AmendmentError, "nothing"),
        ({"reword": "x", "by": "no.py:f"}, AmendmentError, "'no.py' is not beside"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    tmp_path: Path, change: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        reformed(book("CN"), [read_reform(reform_file(tmp_path, change))])


def test_a_frozen_value_is_lifted_only_on_purpose(tmp_path: Path) -> None:
    """The support index of 2021 is frozen at that of 2020."""
    change = {"set": "reference_amounts.ias", "from": "2021-06-01", "until": "2021-12-01", "value": "450.00"}
    with pytest.raises(AmendmentError, match="frozen by law on 2021-06-01"):
        reformed(book("PT"), [read_reform(reform_file(tmp_path, change, country="PT"))])
    lifted = reform_file(tmp_path, {**change, "lifts_freeze": True}, country="PT", name="lifted")
    assert reformed(book("PT"), [read_reform(lifted)]).hash != book("PT").hash


def test_reforms_stack_in_any_order_and_clash_only_on_the_same_days(tmp_path: Path) -> None:
    one = {"set": "freight_order_contribution", "from": "2025-09-01", "until": "2025-12-01", "value": "0.36"}
    two = {"set": "freight_order_contribution", "from": "2025-12-01", "value": "0.20"}
    files = [reform_file(tmp_path, change, name=name) for name, change in (("one", one), ("two", two))]
    first, second = (read_reform(file) for file in files)
    assert reformed(book("CN"), [first, second]).hash == reformed(book("CN"), [second, first]).hash
    clash = read_reform(reform_file(tmp_path, {**two, "from": "2025-11-30"}, name="clash"))
    with pytest.raises(AmendmentError, match="clash and one both change"):
        reformed(book("CN"), [first, clash])


def test_a_reform_of_another_country_and_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(AmendmentError, match="a reform of CN, not of PT"):
        reformed(book("PT"), [read_reform("cn-without-injury-pilot")])
    with pytest.raises(AmendmentError, match="Did you mean pt-trabalho-xxi"):
        read_reform("pt-trabalho-xx")


def test_only_what_rests_on_the_change_is_computed() -> None:
    before = book("CN")
    after = reformed(before, [read_reform("cn-without-injury-pilot")])
    outputs = ["occupational_injury.occupational_injury_contribution", "flexible.flexible_pension_contribution"]
    assert affected(after, ["occupational_injury.injury_protection_applies"], outputs) == (outputs[0],)


# --- differences as they are shown ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "error", "shown"),
    [
        (578_028_033, 129_853_539.0, 580_000_000),  # 5,780,280.33 with an error of 1,298,535.39: to 100,000
        (-123_456, 200.0, -123_460),
        (123_456, 0.0, 123_456),
        (123_456, float("nan"), 123_456),
        (149, 9_900.0, 100),
    ],
)
def test_an_amount_is_rounded_as_its_error_supports(amount: int, error: float, shown: int) -> None:
    assert supported_amount(amount, error) == shown


def test_what_is_unknown_in_the_same_way_under_both_laws_is_no_difference() -> None:
    """From 0 to 100 euros before, 50 more after, row by row: the difference is 50, not from -50 to 150."""
    law = book("PT")
    node = "self_employed_contribution.self_employed_contribution"
    line = AmountLine(node, "worker", "self_employed", "all", 2024, 0, 100_00, 50_00, 150_00, 50_00, 50_00, 0.0)
    found = Effect(1, "hypothetical", (), (line,), (), (), (), (node,))
    table = next(section for section in effect_sections(found, law, 1.0, "en") if section.id == "difference")
    (row,) = table.rows
    assert row[3:6] == ("between €0.00 and €100.00", "between €50.00 and €150.00", "€50.00")
    assert effect_json(found, (), 1.0)["amounts"][0]["change"] == [50_00, 50_00]
