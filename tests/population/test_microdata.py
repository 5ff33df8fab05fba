"""A file of persons read by its mapping: nothing lost, exact cents, what is assumed is told, errors with cures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from microdata_files import PEOPLE, WHY, files, mapping

from amparo.law import book
from amparo.population.microdata.reading import Microdata, read_microdata
from amparo.population.microdata.work import spread
from amparo.records.errors import MapError, RecordsError
from amparo.records.tables import prepare

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"


def read(folder: Path, told: Mapping[str, Any], people: Sequence[Mapping[str, Any]] = PEOPLE) -> Microdata:
    map_file, data = files(folder, told, people)
    return read_microdata(map_file, data, book(told["country"]), folder / "population")


def table(found: Microdata, name: str) -> list[dict[str, Any]]:
    return pq.read_table(found.folder / name).to_pylist()


def pay_of(found: Microdata, worker: str) -> dict[str, Decimal | None]:
    rows = table(found, "engagements")
    return {row["month"].isoformat()[:7]: row["gross_pay"] for row in rows if row["worker"] == worker}


# --- amounts and months -----------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.lists(st.booleans(), min_size=12, max_size=12)), min_size=1, max_size=8
    )
)
def test_a_yearly_amount_is_spread_to_the_cent(rows: list[tuple[int, list[bool]]]) -> None:
    """The months add up to the year, no two differ by more than a cent, the first ones have the cents that remain."""
    amounts, worked = np.array([a for a, _ in rows]), np.array([w for _, w in rows])
    found = spread(amounts, worked)
    assert (found[~worked] == 0).all()
    for amount, months, parts in zip(amounts, worked, found, strict=True):
        held = parts[months]
        if len(held):
            assert held.sum() == amount
            assert held.max() - held.min() <= 1
            assert (np.diff(held) <= 0).all()


def test_a_conversion_is_made_once_and_rounded_once(tmp_path: Path) -> None:
    """100.01 times 0.3333 is 33.333333: 33.33 in the year, 2.78 in nine months and 2.77 in three."""
    told = mapping(
        currency="USD",
        conversion={"rate": "0.3333", "source": "a test", "date": "2024-12-31"},
    )
    people = [{**PEOPLE[0], "wage": "100.01"}]
    held = list(pay_of(read(tmp_path, told, people), "a").values())
    assert held == [Decimal("2.78")] * 9 + [Decimal("2.77")] * 3
    assert sum(Decimal(str(each)) for each in held) == Decimal("33.33")


def test_months_told_by_number_by_status_and_by_period(tmp_path: Path) -> None:
    numbered = mapping(jobs__employee__months={"number": ["full", "part"], "placed": "last"})
    found = read(tmp_path / "n", numbered, [{**PEOPLE[0], "full": "2", "part": "1"}])
    assert list(pay_of(found, "a")) == ["2024-10", "2024-11", "2024-12"]
    columns = [f"m{number}" for number in range(1, 13)]
    by_status = mapping(jobs__employee__months={"status": columns, "worked": ["1", "2"]})
    calendar = dict(zip(columns, "112000000005", strict=True))
    assert list(pay_of(read(tmp_path / "s", by_status, [{**PEOPLE[0], **calendar}]), "a")) == [
        "2024-01",
        "2024-02",
        "2024-03",
    ]
    quarter = mapping(period={"quarter": "wave"}, jobs__employee__pay={"month": "wage", "fills": ["gross_pay"]}, lead=2)
    found = read(tmp_path / "q", quarter, [{**PEOPLE[0], "wave": "3"}])
    assert list(pay_of(found, "a").values()) == [Decimal("12000.00")] * 5
    (worker,) = table(found, "workers")
    assert [worker[key].isoformat()[:7] for key in ("first_month", "last_month")] == ["2024-05", "2024-09"]


def test_hours_of_a_week_become_minutes_of_a_month_and_a_second_job_stands_beside(tmp_path: Path) -> None:
    """38.5 hours times 52 / 12 are 166.83 hours: 10,010 minutes."""
    job = mapping()["jobs"]["employee"]
    first = {**job, "hours": {"week": "hours", "fills": ["minutes_engaged", "hours_worked"]}}
    second = {**job, "pay": {"year": "wage2"}, "months": {"number": "months2"}, "payer": "platform"}
    second["facts"] = {**job["facts"], "payer_kind": {"constant": "platform", "because": WHY}}
    told = mapping(jobs={"first": first, "second": second}, unknown={"hours": ["99"]})
    people = [
        {**PEOPLE[0], "hours": "38.5", "wage2": "300", "months2": "3", "platform": "rides"},
        {**PEOPLE[1], "hours": "99", "wage2": "0", "months2": "", "platform": ""},
    ]
    found = read(tmp_path, told, people)
    rows = table(found, "engagements")
    assert {(r["minutes_engaged"], r["hours_worked"]) for r in rows if r["payer"] == "first-a"} == {(10010, 167)}
    assert {r["minutes_engaged"] for r in rows if r["payer"] == "first-b"} == {None}
    assert [r["gross_pay"] for r in rows if r["payer"] == "rides"] == [Decimal("100.00")] * 3
    assert {p["payer"]: p["payer_kind"] for p in table(found, "payers")}["rides"] == "platform"


def test_what_the_data_do_not_tell_stays_unknown(tmp_path: Path) -> None:
    """With `when` a job is there though its pay is not told; a code of unknown is no amount."""
    told = mapping(
        jobs__employee__when={"column": "status", "is": ["EMPLOYED"]},
        unknown={"wage": ["-8"]},
        facts__sex={"column": "sex", "values": {"1": "male", "2": "unknown"}},
    )
    people = [{**PEOPLE[1], "status": "EMPLOYED", "wage": "-8"}, {**PEOPLE[0], "status": "RETIRED"}]
    found = read(tmp_path, told, people)
    assert set(pay_of(found, "b").values()) == {None}
    assert [worker["sex"] for worker in table(found, "workers")] == ["unknown"]
    assert found.document["counts"]["without_work"] == 1


def test_an_age_makes_a_birthday_in_the_year_whose_law_is_applied(tmp_path: Path) -> None:
    told = mapping(
        year={"data": 2012, "read_as": 2024, "because": WHY},
        facts__birth_date={"completed_years": "age", "because": WHY},
    )
    people = [{**PEOPLE[0], "age": "40"}]
    found = read(tmp_path, told, people)
    assert table(found, "workers")[0]["birth_date"] == "1984-07-01"
    ids = [one["id"] for one in found.document["assumptions"]]
    assert ids[:3] == ["year", "absences", "birthday"]


# --- nothing is lost --------------------------------------------------------------------------------------------------

CELLS = st.sampled_from(["", "12000", "-5", "abc", "0", "1e40", "nan", "12.345"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", "d", ""]),
            st.sampled_from(["1", "", "x", "-1", "0", "2.5"]),
            CELLS,
            st.sampled_from(["in", "out"]),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_rows_in_are_rows_read_left_out_without_work_and_set_aside(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    told = mapping(rows=[{"column": "use", "values": {"in": "read", "out": "left_out"}}])
    keys = ("id", "weight", "wage", "use")
    people = [{"sex": "1", **dict(zip(keys, row, strict=True))} for row in rows]
    people.append({"id": "good", "weight": "1", "sex": "1", "wage": "1200", "use": "in"})
    found = read(folder, told, people)
    counts = found.document["counts"]
    assert counts["rows_in"] == len(people)
    parts = [counts[key] for key in ("read", "left_out", "without_work", "quarantined")]
    assert sum(parts) == len(people)
    aside = table(found, "quarantine.parquet")
    assert len(aside) == counts["quarantined"] == sum(counts["reasons"].values())
    assert counts["left_out"] == sum(use == "out" for *_, use in rows)
    workers = {worker["worker"] for worker in table(found, "workers")}
    assert len(workers) == counts["read"]
    assert all(row["sentence"] and row["cure"] and people[row["row"] - 1]["use"] == "in" for row in aside)


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"id": ""}, "missing_value", "id"),
        ({"weight": ""}, "missing_value", "weight"),
        ({"weight": "heavy"}, "not_a_number", "weight"),
        ({"weight": "-2"}, "negative_amount", "weight"),
        ({"wage": ""}, "missing_value", "wage"),
        ({"wage": "much"}, "not_a_number", "wage"),
        ({"wage": "-1"}, "negative_amount", "wage"),
        ({"wage": "99999999999"}, "out_of_range", "wage"),
        ({"months": "13"}, "out_of_range", "months"),
        ({"months": "0"}, "pay_without_months", "wage"),
        ({"age": "200"}, "out_of_range", "age"),
        ({"born": "1990-02-31"}, "impossible_date", "born"),
    ],
)
def test_a_row_that_cannot_stand_is_set_aside_with_its_reason(
    tmp_path: Path, change: dict[str, str], reason: str, field: str
) -> None:
    told = mapping(
        jobs__employee__months={"number": "months"},
        facts__birth_date={"completed_years": "age", "because": WHY} if "age" in change else {"column": "born"},
    )
    good = {"months": "12", "age": "40", "born": "1990-02-01"}
    people = [{**PEOPLE[0], **good}, {**PEOPLE[1], **good, **change}]
    found = read(tmp_path, told, people)
    (row,) = table(found, "quarantine.parquet")
    assert (row["row"], row["reason"], row["field"]) == (2, reason, field)
    assert found.document["counts"]["reasons"] == {reason: 1}


def test_two_rows_of_one_person_are_both_set_aside_and_a_broken_row_is_counted(tmp_path: Path) -> None:
    map_file, data = files(tmp_path, mapping(), [*PEOPLE, {**PEOPLE[0], "wage": "1"}])
    data.write_text(data.read_text() + "z,1,1\n")
    found = read_microdata(map_file, data, book("PT"), tmp_path / "population")
    assert found.document["counts"]["reasons"] == {"duplicate_worker": 2, "malformed_row": 1}
    assert sorted(row["row"] for row in table(found, "quarantine.parquet")) == [1, 5, 6]


def test_parquet_and_csv_say_the_same(tmp_path: Path) -> None:
    map_file, data = files(tmp_path, mapping(), PEOPLE)
    typed = pacsv.read_csv(data)
    assert typed.schema.field("wage").type == pa.int64()
    typed = typed.set_column(typed.column_names.index("wage"), "wage", typed["wage"].cast(pa.float64()))
    pq.write_table(typed, tmp_path / "persons.parquet")
    law = book("PT")
    one = read_microdata(map_file, data, law, tmp_path / "one")
    other = read_microdata(map_file, tmp_path / "persons.parquet", law, tmp_path / "other")
    for name in ("workers", "payers", "engagements", "design.parquet"):
        assert pq.read_table(one.folder / name) == pq.read_table(other.folder / name)


# --- mappings that are wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"jobs__employee__pay": {"year": "wages"}}, r"line \d+, jobs.employee.pay = 'wages'.*Did you mean wage\?"),
        (
            {"jobs__employee__facts__frm": {"constant": "employment", "because": WHY}},
            r"line \d+.*'frm' is no fact.*form",
        ),
        (
            {"facts__sex": {"column": "sex", "values": {"1": "male"}}},
            r"facts.sex.values = '2': this code stands in the data",
        ),
        ({"facts__sex": {"column": "sex", "values": {"1": "man", "2": "female"}}}, r"facts.sex.values.1 = 'man'"),
        ({"designs": {}}, r"line \d+, designs: this is not a key here. Cure: Did you mean design"),
        ({"jobs__employee__pay": {"yaer": "wage"}}, r"jobs.employee.pay.yaer.*Did you mean year"),
        ({"currency": "USD"}, "no conversion is declared"),
        ({"year": {"data": 2012, "read_as": 2024}}, "because says why the data are read as of another year"),
        ({"facts__sex": {"constant": "male"}}, "needs because"),
        ({"country": "CN"}, "the law given is of PT"),
        ({"rows": [{"column": "sex", "values": {"1": "read"}}]}, r"rows.0.values = '2'.*add an entry 2:"),
        ({"rows": [{"column": "sex", "values": {"1": "take"}}]}, r"rows.0.values.1 = 'take'.*'read' or 'left_out'"),
        ({"facts__own_account_activity": {"has_job": "emploee"}}, "has_job = 'emploee'.*Did you mean employee"),
        ({"facts__birth_date": {"has_job": "employee"}}, "having a job says yes or no only"),
        ({"design__replicates": {"columns": ["weight"], "method": "brr"}}, "one replicate makes no variance"),
        ({"design__replicates": {"columns": "w1..w3", "method": "fay"}}, "the method fay"),
        ({"design__weight": {"constant": "none", "because": WHY}}, "no weight"),
    ],
)
def test_a_wrong_mapping_is_an_error_with_line_and_cure(tmp_path: Path, parts: dict[str, Any], said: str) -> None:
    map_file, data = files(tmp_path, mapping(**parts), PEOPLE)
    with pytest.raises(MapError, match=said) as caught:
        read_microdata(map_file, data, book("PT"), tmp_path / "population")
    assert "Cure: " in str(caught.value)
    assert not (tmp_path / "population").exists()


def test_a_reason_may_be_named_once_and_used_often(tmp_path: Path) -> None:
    told = mapping(
        reasons={"because_of_tests": WHY}, jobs__employee__months={"every": True, "because": "because_of_tests"}
    )
    (one,) = [one for one in read(tmp_path, told).document["assumptions"] if one["id"] == "every_month"]
    assert one["because"] == WHY


def test_nothing_else_is_ever_replaced(tmp_path: Path) -> None:
    (tmp_path / "population").mkdir()
    (tmp_path / "population" / "mine.txt").write_text("keep me")
    with pytest.raises(RecordsError, match="is no population"):
        read(tmp_path, mapping())


# --- the class travels ------------------------------------------------------------------------------------------------


def test_a_population_may_not_be_called_less_strict_than_it_is(tmp_path: Path) -> None:
    told = mapping(data__class="restricted")
    found = read(tmp_path, told)
    for looser in ("hypothetical", "synthetic", "public-use"):
        with pytest.raises(RecordsError, match="class restricted, not"):
            prepare(found.folder, book("PT"), tmp_path / looser, class_=looser)
    held = prepare(found.folder, book("PT"), tmp_path / "checked", class_="restricted")
    assert held.meta["class"] == "restricted"
    assert held.meta["declared"]["assumptions"] == found.document["assumptions"]
    assert json.loads((held.folder / "population.json").read_text())["class"] == "restricted"


def test_the_mapping_of_the_documentation_reads_what_it_says(tmp_path: Path) -> None:
    """A quarter of a labour-force survey: status, hours, a second job through a platform."""
    page = (ROOT / "docs" / "microdata.md").read_text(encoding="utf-8")
    written = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "map.yaml").write_text(written, encoding="utf-8")
    keys = "household,number,coefficient,region,area,condition,hours,pay,wave,sex,age,status,occupation,"
    keys += "income2,months2,platform"
    rows = [
        "1,1,10.5,n,a1,1,40,1000,2,1,30,1,9621,600,3,rides",
        "2,1,9.5,n,a2,1,99,-8,2,2,40,1,,0,,",
        "3,1,8,n,a2,2,,,2,2,70,,,,,",
    ]
    (tmp_path / "lfs.csv").write_text("\n".join([keys, *rows]) + "\n", encoding="utf-8")
    found = read_microdata(tmp_path / "map.yaml", tmp_path / "lfs.csv", book("PT"), tmp_path / "out")
    counts = found.document["counts"]
    assert (counts["read"], counts["left_out"], counts["quarantined"]) == (2, 1, 0)
    assert set(pay_of(found, "2-1").values()) == {None}
    second = [row for row in table(found, "engagements") if row["payer"] == "rides"]
    assert [row["month"].month for row in second] == [4, 5, 6]
    assert {row["gross_pay"] for row in second} == {Decimal("200.00")}
    assert found.document["class"] == "restricted"


# --- the examples -----------------------------------------------------------------------------------------------------

SILC = DATA / "microdata_eu_silc_ses" / "at_eusilc2013_synthetic_simpop.parquet"
CPS = DATA / "microdata_us_cps_taxcalc" / "us_cps_persons.parquet"


def drawn(source: Path, folder: Path, every: int) -> Path:
    """Every n-th row of a file: enough to try a mapping on."""
    table = pq.read_table(source)
    pq.write_table(table.take(list(range(0, table.num_rows, every))), folder / "some.parquet")
    return folder / "some.parquet"


@pytest.mark.parametrize("country", ["portugal", "china"])
def test_the_eu_silc_mapping_reads_the_synthetic_file_of_austria(tmp_path: Path, country: str) -> None:
    if not SILC.exists():
        pytest.skip("the synthetic EU-SILC file is not here")
    law = book({"portugal": "PT", "china": "CN"}[country])
    found = read_microdata(ROOT / "examples" / "microdata" / f"eu-silc-{country}.yaml", SILC, law, tmp_path / "out")
    counts = found.document["counts"]
    assert (counts["rows_in"], counts["left_out"], counts["quarantined"]) == (13_513, 3_076, 679)
    told = pq.read_table(SILC, columns=["py010g", "py050g", "rb050", "pl031", "rb030"]).to_pylist()
    works = [
        row for row in told if row["pl031"] and row["py010g"] is not None and max(row["py010g"], row["py050g"] or 0) > 0
    ]
    assert found.document["persons"] == len(works)
    assert found.document["stands_for"] == pytest.approx(sum(row["rb050"] for row in works))
    rate = Decimal(found.document["conversion"]["rate"])
    one = next(row for row in works if row["py010g"] > 0)
    year = (Decimal(repr(one["py010g"])) * rate).quantize(Decimal("0.01"))
    rows = pq.read_table(found.folder / "engagements", filters=[("worker", "=", one["rb030"])]).to_pylist()
    own = [row["gross_pay"] for row in rows if row["form"] == "employment" and row["month"].year == 2024]
    assert sum(own) == year


@pytest.mark.parametrize("country", ["portugal", "china"])
def test_the_labour_force_mapping_reads_the_current_population_survey(tmp_path: Path, country: str) -> None:
    if not CPS.exists():
        pytest.skip("the file of the Current Population Survey is not here")
    law = book({"portugal": "PT", "china": "CN"}[country])
    file = ROOT / "examples" / "microdata" / f"labour-force-survey-{country}.yaml"
    found = read_microdata(file, drawn(CPS, tmp_path, 40), law, tmp_path / "out")
    assert found.document["counts"]["quarantined"] == 0
    assert found.document["class"] == "public-use"
    both = {row["worker"] for row in table(found, "engagements") if row["form"] == "services"} & {
        row["worker"] for row in table(found, "engagements") if row["form"] == "employment"
    }
    assert both, "nobody has two jobs"


def test_unknown_is_not_absence(tmp_path: Path) -> None:
    """An empty cell says that something is not there; a mapping's `unknown` says that nobody knows."""
    column = {"column": "own", "values": {"1": "yes"}}
    people = [{**PEOPLE[0], "own": "1"}, {**PEOPLE[1], "own": ""}]
    found = read(tmp_path, mapping(facts__own_account_activity=column), people)
    held = prepare(found.folder, book("PT"), tmp_path / "checked", class_="synthetic")
    told = pq.read_table(held.folder / "workers.parquet")["self_employed_scope.own_account_activity"].to_pylist()
    assert told == [1, None]
    never = read(tmp_path / "not", mapping(), people)
    held = prepare(never.folder, book("PT"), tmp_path / "not" / "checked", class_="synthetic")
    assert "self_employed_scope.own_account_activity" not in pq.read_table(held.folder / "workers.parquet").column_names
