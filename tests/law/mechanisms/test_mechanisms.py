"""Mechanisms: every one of them reads, goes onto the laws that it says, and computes its published examples."""

from __future__ import annotations

from functools import cache

import pytest

from amparo.analysis.displacement import DISPLACE, KEEP
from amparo.analysis.grafts import Graft, graft, grafts
from amparo.analysis.mechanisms import MechanismError, find_mechanism, mechanisms, topics_on
from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.errors import NameNotFound
from amparo.rules.kinds import read_date
from amparo.rules.lint import check_law

PAIRS = [(name, host) for name, one in mechanisms().items() for host in ("PT", "CN") if one.goes_onto(host)]


@cache
def onto(name: str, host: str) -> tuple[Graft, ...]:
    return grafts(find_mechanism(name), book(host))


@cache
def findings(host: str) -> frozenset[str]:
    return frozenset(str(finding) for finding in check_law(book(host)))


def test_the_list_holds_what_was_asked_for() -> None:
    """Eight of the two countries, each onto the other one; six of other countries, each onto both."""
    origins = [one.origin for one in mechanisms().values()]
    assert (origins.count("PT"), origins.count("CN")) == (4, 4)
    assert sorted(set(origins) - {"PT", "CN"}) == ["CO", "FR", "IN", "MX", "MY", "SG"]
    assert len(PAIRS) == 4 + 4 + 2 * 6


@pytest.mark.parametrize(("name", "host"), PAIRS)
def test_a_grafted_law_has_no_new_fault_and_leaves_the_hosts_provisions_alone(name: str, host: str) -> None:
    before = book(host)
    for one in onto(name, host):
        assert [str(finding) for finding in check_law(one.after) if str(finding) not in findings(host)] == []
        assert all(one.after.nodes[key] is node for key, node in before.nodes.items())
        assert one.added
        switches = {key for key in one.added if key.endswith(f"_beside_{one.mechanism.topic}")}
        assert bool(switches) == (one.existing == DISPLACE)
        assert all(key.partition(".")[0] not in before.topics for key in one.added if key not in switches)
        for key, inputs in before.inputs.items():
            now = [{name: before_switch(read, one) for name, read in names.items()} for names in one.after.inputs[key]]
            assert now == list(inputs), key


def before_switch(key: str, one: Graft) -> str:
    """What was read where a switch stands now, or a sum in proportion."""
    if key.endswith(".sum_that_stays"):
        return str(one.after.inputs[key][0]["told"])
    return key.removesuffix(f"_beside_{one.mechanism.topic}")


@pytest.mark.parametrize(("name", "host"), PAIRS)
def test_a_graft_that_keeps_existing_schemes_changes_nothing_that_the_host_reads(name: str, host: str) -> None:
    before, after = book(host), grafts(find_mechanism(name), book(host), existing=KEEP)[0].after
    assert all(after.inputs[key] == inputs for key, inputs in before.inputs.items())


@pytest.mark.parametrize("name", sorted(mechanisms()))
def test_what_is_said_of_a_mechanism_is_said_in_three_languages(name: str) -> None:
    one = mechanisms()[name]
    labels = [one.name, one.payer, one.collector, one.right, *one.institutions, *one.adapted, *one.cannot_move]
    labels += [*one.missing, *(port.label for port in one.ports)]
    assert [fault for label in labels for fault in label.faults()] == []


@pytest.mark.parametrize(("name", "host"), PAIRS)
def test_a_port_is_bound_to_a_provision_of_its_kind_and_level(name: str, host: str) -> None:
    after = onto(name, host)[0].after
    for port in find_mechanism(name).ports:
        given = after.nodes[port.hosts[host]]
        assert given.kind.name == port.kind, port.name


def test_taken_provisions_are_the_origins_own_words() -> None:
    """The Portuguese rate by dependence on the Chinese law is read from the same source, and so the same function."""
    rule = onto("contracting-entity", "CN")[0].after.rule("contracting_entity_rate")
    origin = book("PT").rule("contracting_entity.contracting_entity_rate")
    assert rule.versions[0].source is origin.versions[-1].source


def test_values_of_a_day_hold_and_law_before_its_time_is_refused() -> None:
    """Singapore's operator pays 3.5 % in 2025 and 7 % in 2026; before 2025 there is no such law."""
    mechanism = find_mechanism("tiered-earnings")

    def rate(day: str) -> object:
        topic = topics_on(mechanism, read_date(day))[-1]
        return topic.parameters["operator_rate"].series[""][0].value

    assert (rate("2025-12-31"), rate("2026-01-01")) == (35_000, 70_000)
    with pytest.raises(MechanismError, match=r"was not in force in SG on 2024-12-31.*Cure: --as-on 2026-07-01"):
        topics_on(mechanism, read_date("2024-12-31"))


def test_an_unknown_mechanism_names_the_nearest() -> None:
    with pytest.raises(MechanismError, match=r"Did you mean per-order-injury"):
        find_mechanism("per-order-injuries")


# --- published examples and thresholds --------------------------------------------------------------------------------


def value(name: str, rule: str, given: dict[str, str], host: str = "PT", on: str = "2026-03-31") -> object:
    return evaluate_rule(onto(name, host)[0].after, rule, given, on=on).value


def test_singapore_motorcycle_example_of_the_fund() -> None:
    """CPF (ask.gov.sg): 4,000 on a motorcycle is 2,600 net; from 2029 operator 17 % = 442, worker 20 % = 520."""
    after = graft(find_mechanism("tiered-earnings"), book("PT"), "ppp", as_on=read_date("2029-01-01")).after
    given = {"independent_platform_pay": "4000.00", "vehicle": "motorcycle"}
    assert evaluate_rule(after, "net_earnings_by_vehicle", given, on="2026-03-31").value == 260_000
    paid = {"net_earnings_of_tie": "2600.00", "in_contributing_cohort": "yes", "birth_date": "2000-01-01"}
    assert evaluate_rule(after, "tier_operator_part", paid, on="2026-03-31").value == 44_200
    assert evaluate_rule(after, "tier_worker_part", paid, on="2026-03-31").value == 52_000


def test_singapore_car_example_of_the_fund() -> None:
    """ask.gov.sg: 3,000 by car is 1,200 net; 1,000 by bicycle is 800."""
    car = {"independent_platform_pay": "3000.00", "vehicle": "four_wheels"}
    bicycle = {"independent_platform_pay": "1000.00", "vehicle": "bicycle_or_foot"}
    assert value("tiered-earnings", "net_earnings_by_vehicle", car) == 120_000
    assert value("tiered-earnings", "net_earnings_by_vehicle", bicycle) == 80_000


@pytest.mark.parametrize(
    ("net", "operator", "least", "most"),
    [
        ("14.56", 0, 0, 0),  # 50 x 1602 / 5500 = 14.5636: the tier itself still pays nothing
        ("14.57", 102, 0, 0),  # 7 % of 14.57 = 1.0199
        ("145.64", 1019, 0, 0),  # 500 x 1602 / 5500 = 145.636: up to here the operator alone (10.1948)
        ("145.65", 1020, 0, 1893),  # the phase is not known: between nothing and 13 % of 145.65 = 18.9345
        ("218.46", 1529, 2840, 2840),  # 750 x 1602 / 5500 = 218.4545 -> 218.45; 13 % of 218.46 = 28.3998
    ],
)
def test_singapore_tiers_in_euros_at_each_threshold_and_one_cent_above(
    net: str, operator: int, least: int, most: int
) -> None:
    """Rates of 2026: operator 7 %, worker 13 %; tiers by the same share of the average wage."""
    given = {"net_earnings_of_tie": net, "in_contributing_cohort": "yes", "birth_date": "2000-01-01"}
    assert value("tiered-earnings", "tier_operator_part", given) == operator
    worker = value("tiered-earnings", "tier_worker_part", given)
    ends = (worker.low, worker.high) if isinstance(worker, Unknown) else (worker, worker)
    assert ends == (least, most)


def test_singapore_above_the_first_age_band_the_law_is_not_known() -> None:
    given = {"net_earnings_of_tie": "1000.00", "in_contributing_cohort": "yes", "birth_date": "1980-01-01"}
    found = value("tiered-earnings", "tier_operator_part", given)
    assert isinstance(found, Unknown)
    assert (found.low, found.high) == (0, 17_000)


@pytest.mark.parametrize(("net", "reached"), [("919.99", 0), ("920.00", 1)])
def test_mexico_threshold_is_the_receiving_countrys_minimum_wage(net: str, reached: int) -> None:
    """Portugal 2026: 920 euros."""
    given = {"net_income_of_tie": net}
    assert value("income-threshold", "income_threshold.reaches_minimum_wage", given) == reached


def test_mexico_threshold_in_china_is_that_of_the_work_place() -> None:
    """Beijing 2,420 yuan on 31 May 2025."""
    after = onto("income-threshold", "CN")[0].after
    found = evaluate_rule(after, "minimum_wage_at_work_place", {}, on="2025-05-31", place="beijing").value
    assert found == 242_000


@pytest.mark.parametrize(
    ("vehicle", "net"), [("four_wheels", 64_000), ("motorcycle", 70_000), ("bicycle_or_foot", 88_000)]
)
def test_mexico_deemed_costs(vehicle: str, net: int) -> None:
    """El Economista: 36 % for four wheels, 30 % for two, 12 % for bicycle or none."""
    given = {"independent_platform_pay": "1000.00", "vehicle": vehicle}
    assert value("income-threshold", "net_income_by_vehicle", given) == net


def test_colombia_sixty_to_forty_on_forty_percent() -> None:
    """Of 1,000: base 400; health 12.5 % = 50, 30 and 20; pension 16 % = 64, 38.40 and 25.60."""
    base = {"split_base": "400.00"}
    given = {"platform_delivery": "yes", "independent_platform_pay": "1000.00"}
    assert value("platform-split", "split_base", given) == 40_000
    assert [value("platform-split", f"split_health_{who}", base) for who in ("platform", "worker")] == [3_000, 2_000]
    assert [value("platform-split", f"split_pension_{who}", base) for who in ("platform", "worker")] == [3_840, 2_560]


def test_india_the_cap_decides_though_the_rate_is_not_known() -> None:
    """Turnover 1,000, levy between 10 and 20. Paid out 100, cap 5: five. Paid out 800, cap 40: between 10 and 20."""
    low = value("turnover-levy", "turnover_levy", {"turnover_with_worker": "1000.00", "paid_out_in_year": "100.00"})
    assert low == 500
    high = value("turnover-levy", "turnover_levy", {"turnover_with_worker": "1000.00", "paid_out_in_year": "800.00"})
    assert isinstance(high, Unknown)
    assert (high.low, high.high) == (1_000, 2_000)


@pytest.mark.parametrize(("one", "all_", "reached"), [(89, 119, 0), (90, 90, 1), (60, 120, 1), (0, 119, 0)])
def test_india_days_with_one_or_with_several(one: int, all_: int, reached: int) -> None:
    given = {"most_days_with_one_aggregator": str(one), "days_with_all_aggregators": str(all_)}
    assert value("turnover-levy", "fund_days_reached", given) == reached


def test_malaysia_deducts_after_the_commission() -> None:
    """1,000 less 200 commission: 1.25 % of 800 is 10."""
    given = {"independent_platform_pay": "1000.00", "platform_fee": "200.00"}
    assert value("per-transaction-deduction", "transaction_deduction", given) == 1_000


def test_france_withholds_the_rate_of_services() -> None:
    """21.2 % of 1,000."""
    assert value("source-withholding", "withheld_at_source", {"independent_platform_pay": "1000.00"}) == 21_200


def test_portugals_quarterly_base_and_least_contribution_in_yuan() -> None:
    """Quarter of 30,000 yuan: 70 % / 3 = 7,000; at 21.4 % 1,498. No pay: 20 euros x 10342.50 / 1602 = 129.12 yuan."""
    given = {"own_account_last_quarter": "yes", "independent_work_in_month": "yes"}
    found = value("quarterly-minimum", "quarterly_contribution", {**given, "quarter_base": "7000.00"}, "CN")
    assert found == 149_800
    assert value("quarterly-minimum", "quarter_base", {"independent_pay_last_quarter": "30000.00"}, "CN") == 700_000
    assert value("quarterly-minimum", "quarterly_contribution", {**given, "quarter_base": "0.00"}, "CN") == 12_912


def test_portugals_cessation_benefit_on_a_chinese_rider() -> None:
    """A year of pay 60,000: 70 % / 12 = 3,500, of which 65 % = 2,275; 12 months of 24 are 360 days, 11 are not."""
    assert (
        value("cessation-benefit", "benefit_on_losing_client", {"pay_of_reference_year": "60000.00"}, "CN") == 227_500
    )
    months = "own_account_months_of_24"
    assert value("cessation-benefit", "cessation_days_reached", {months: "12"}, "CN") == 1
    assert value("cessation-benefit", "cessation_days_reached", {months: "11"}, "CN") == 0


def test_portugals_presumption_needs_two_features() -> None:
    """Two of the six, whichever; one alone is not enough."""
    rest = {"platform_exercises_employer_powers": "no", "tools_of_platform": "no", "payer_kind": "platform"}
    features = ("pay_fixed_for_worker", "directed_by_rules", "controlled_in_work", "autonomy_restricted")

    def presumed(*which: str) -> object:
        told = {name: "yes" if name in which else "no" for name in features}
        return value("employment-presumption", "platform_presumption", {**rest, **told}, "CN")

    assert [presumed(), presumed("directed_by_rules")] == [0, 0]
    assert presumed("directed_by_rules", "autonomy_restricted") == 1


def test_chinese_records_tell_four_of_portugals_features() -> None:
    """Guiding case 237: the worker sets no price and is bound by rules, but chooses the time and is not controlled."""
    given = {"worker_sets_price": "no", "worker_bound_by_rules_and_algorithms": "yes"}
    given |= {"payer_controls_work_process": "no", "worker_chooses_time_and_workload": "yes"}
    rules = ("price_not_the_workers", "bound_by_platform_rules", "work_process_controlled", "time_not_the_workers")
    assert [value("employment-presumption", rule, given, "CN") for rule in rules] == [1, 1, 0, 0]


def test_chinas_subsidy_is_half_of_the_contribution_on_the_floor() -> None:
    """Beijing's floor 7,270 yuan x 1602 / 10342.50 = 1126.09 euros; 20 % = 225.22; half = 112.61."""
    given = {
        "pays_own_pension": "yes",
        "months_at_floor_of_last_six": "3",
        "platform_pay_of_tie": "1126.09",
    }
    given["participation.contributes_as_self_employed"] = given.pop("pays_own_pension")
    assert value("pension-subsidy", "platform_pension_subsidy", given) == 11_261
    assert value("pension-subsidy", "platform_pension_subsidy", {**given, "platform_pay_of_tie": "1126.08"}) == 0
    assert value("pension-subsidy", "platform_pension_subsidy", {**given, "months_at_floor_of_last_six": "2"}) == 0


def test_chinas_chosen_base_stays_within_floor_and_cap() -> None:
    """Mid-2026 Beijing 7,162 and 35,811 yuan: 1,109.36 and 5,546.94 euros; of the floor 20 % = 221.87, 8 % = 88.75."""
    given = {"joins_chosen_base": "yes", "may_choose_base": "yes"}

    def base(chosen: str) -> object:
        return value("chosen-base", "base_within_bounds", {**given, "chosen_monthly_base": chosen})

    assert [base("1000.00"), base("2000.00"), base("9000.00")] == [110_936, 200_000, 554_694]
    floor = {"base_within_bounds": "1109.36"}
    assert value("chosen-base", "chosen_base_contribution", floor) == 22_187
    assert value("chosen-base", "account_part_of_contribution", floor) == 8_875


def test_chinas_residents_subsidy_by_rung_in_euros() -> None:
    """Rungs 100 and 500 yuan are 15.49 and 77.45 euros; subsidies 30 and 60 yuan are 4.65 and 9.29."""

    def subsidy(rung: str) -> object:
        return value("residents-fallback", "fallback_subsidy", {"chosen_yearly_rung": rung}, on="2026-12-31")

    assert [subsidy("0"), subsidy("15.49"), subsidy("77.44"), subsidy("77.45")] == [0, 465, 465, 929]


def test_a_rule_of_the_host_is_still_found_by_its_short_name() -> None:
    """What a mechanism brings makes none of the names that the host's results use mean two things."""
    for name, host in PAIRS:
        after = onto(name, host)[0].after
        twice = []
        brought = [key.split(".") for key in onto(name, host)[0].added]
        for short in {short for topic, short in brought if not topic.startswith("gives_way_of_")}:
            try:
                after.find(short)
            except NameNotFound:
                twice.append(short)
        assert twice == [], (name, host)
