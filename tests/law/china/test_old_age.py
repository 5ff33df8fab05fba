"""Employees' pension: official determination sheets to the fen, the divisor table, thresholds, histories, claims.

The sheets were transcribed in the repository liubigfatty/pension-calculator (cases/<place>/<file>.json, T1 in the law
notes); each is named by its file. Where a figure of a sheet does not follow from what it shows, the test says so; where
the months of birth and claim do not give the divisor the sheet used (hainan/2 and -real, shanghai/5, chongqing/6 of a
special trade, jiangmen, zhongshan), they are moved so that they do.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.china.claims import Claim, claimed, dossier, months_of

from amparo.engine import evaluate_rule
from amparo.engine.certify import compare, outputs_of
from amparo.engine.kernel import Kernel
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_date

Value = Callable[..., Any]


def fen(text: str) -> int:
    return int(Fraction(text) * 100)


def pension(when: str, place: str, birth: str, sex: str, **told: str) -> Claim:
    """What a claim in this month gives on the figures of a sheet."""
    facts: dict[str, Any] = {
        "claim_place_decided": "yes",
        "decided_claim_place": place,
        "birth_date": birth,
        "sex": sex,
        "hukou_place": place,
        "woman_on_55_track": "no",
    }
    return claimed((when, when), **facts | told)


# --- official determination sheets ----------------------------------------------------------------------------------

EARLY = {"decided_before_publication": "yes"}  # paid provisionally on last year's base, as the sheet shows


def paid(months: int, index: str, account: str, **more: str) -> dict[str, str]:
    return {
        "pension_months_before_records": str(months),
        "average_index_determined": index,
        "account_balance_at_claim": account,
    } | more


SHEETS: dict[str, tuple[tuple[str, str, str, str], dict[str, str], dict[str, str]]] = {
    "beijing/6": (
        ("2026-03", "beijing", "1966-03-10", "male"),
        paid(393, "1.1629", "230220.29", deemed_months="145", paid_months_before_accounts="60"),
        {"basic_part": "5841.52", "account_part": "1656.26", "transitional_part": "2156.11", "total": "9653.89"},
    ),
    "beijing/7": (  # basic 5290.17 on the sheet; 12049 x 3.4328 / 2 x 25.58 % is 5290.1751
        ("2026-03", "beijing", "1976-03-10", "female"),
        paid(307, "2.4328", "491415.27", paid_months_before_accounts="15"),
        {"account_part": "2520.08", "transitional_part": "366.41"},
    ),
    "shanghai/4": (
        ("2023-10", "shanghai", "1963-10-10", "male"),
        paid(286, "3.0118", "382153"),
        {"basic_part": "5823.60", "account_part": "2749.30", "transitional_part": "0", "total": "8572.90"},
    ),
    "shanghai/6": (
        ("2026-02", "shanghai", "1976-02-10", "female"),
        EARLY | paid(287, "1.5231", "307242"),
        {"basic_part": "3751.1", "account_part": "1575.6", "transitional_part": "0", "total": "5326.7"},
    ),
    "shanghai/1": (  # years before 1993 give 194.06 on the sheet, not computable from 1 year 5 months
        ("2023-04", "shanghai", "1963-04-10", "male"),
        EARLY | paid(301, "1.4038", "153165", deemed_months="17", notional_account_total="60173"),
        {"basic_part": "3629.4", "account_part": "1101.9"},
    ),
    "shanghai/5": (  # 32 years 8 months; the same remark
        ("2023-12", "shanghai", "1963-12-10", "male"),
        paid(372, "1.3569", "242221", deemed_months="20", notional_account_total="61584"),
        {"basic_part": "4689.6", "account_part": "1742.6"},
    ),
    "shanghai/3": (
        ("2025-04", "shanghai", "1965-04-10", "male"),
        EARLY | paid(313, "0.8717", "87362", deemed_months="122"),
        {"basic_part": "4175", "account_part": "628.5"},
    ),
    "shanghai/2": (
        ("2026-01", "shanghai", "1966-01-10", "male"),
        EARLY | paid(316, "1.8776", "414359", deemed_months="53", notional_account_total="33716"),
        {"basic_part": "5500.7", "account_part": "2981"},
    ),
    "guangdong/jiangmen": (
        ("2024-05", "jiangmen", "1974-05-10", "female"),
        EARLY | paid(213, "0.452", "55389.69"),
        {"basic_part": "965.73", "account_part": "284.05", "place_allowance": "168", "total": "1417.78"},
    ),
    "guangdong/zhongshan-woman-2026": (
        ("2026-04", "zhongshan", "1976-04-10", "female"),
        paid(327, "0.4665", "83319.35"),
        {"basic_part": "1609.02", "account_part": "427.28", "place_allowance": "208", "total": "2244.30"},
    ),
    "guangdong/zhongshan": (  # basic 1127.31 on the sheet, 1127.32 from four digits of the index
        ("2025-04", "zhongshan", "1970-03-10", "female"),
        EARLY | paid(208, "0.5241", "66720.85"),
        {"account_part": "393.63", "place_allowance": "168"},
    ),
    "guangdong/2 (Dongguan)": (
        ("2026-01", "dongguan", "1966-01-10", "male"),
        paid(213, "0.4783", "51738.87"),
        {"basic_part": "1074.61", "account_part": "372.22"},
    ),
    "guangdong/1 (Shaoguan)": (
        ("2026-01", "guangdong", "1966-01-10", "male"),
        paid(328, "1.1061", "71733.80"),
        {"basic_part": "2732.40", "account_part": "516.07"},
    ),
    "guangdong/huizhou": (  # 272.01 above the old method: 9307 x 4.41845 x 1.2 % - 113.46 - 108 (2025: in full)
        ("2025-10", "huizhou", "1965-10-10", "male"),
        EARLY | paid(326, "0.5938", "84112.74", deemed_months="9", transitional_by_old_method="113.46"),
        {"basic_part": "2057.13", "place_allowance": "208"},
    ),
    "guangdong/shenzhen-man-2025": (  # 361.93 by the new method less 253.13 and 64 leaves 44.80
        ("2025-06", "shenzhen", "1964-03-10", "male"),
        EARLY
        | paid(134, "0.3803", "33425.18", deemed_months="65", transitional_index="0.498")
        | {"transitional_by_old_method": "253.13"},
        {"basic_part": "1279.66", "transitional_part": "297.93", "place_allowance": "164"},
    ),
    "guangdong/5 (Shenzhen 2023)": (
        ("2023-05", "shenzhen", "1963-05-10", "male"),
        paid(416, "1.0433", "136735.33"),
        {"basic_part": "3823.29", "account_part": "983.71"},  # 136735.33 / 139 = 983.71; the transcript has 983.85
    ),
    "jiangsu/1": (  # old method 479.83; new one 1323.39 for 14.83 years, 40 % of the difference in 2024
        ("2024-03", "jiangsu", "1964-03-10", "male"),
        EARLY | paid(517, "0.3246", "67874.03"),
        {"basic_part": "2457.64", "account_part": "488.30"},
    ),
    "jiangsu/2": (
        ("2024-04", "jiangsu", "1974-04-10", "female"),
        EARLY | paid(328, "0.8566", "156346.02"),
        {"basic_part": "2185.42", "account_part": "801.77", "total": "2987.19"},
    ),
    "jiangsu/4": (
        ("2024-04", "jiangsu", "1964-04-10", "male"),
        EARLY | paid(418, "0.7046", "74972.90"),
        {"basic_part": "2557.07", "account_part": "539.37"},
    ),
    "jiangsu/7": (  # transitional 520.22 on the sheet, 520.16 from four digits of its index
        ("2026-06", "jiangsu", "1971-05-10", "male"),
        paid(364, "1.1623", "251981.62", deemed_months="55", transitional_index="1.0606"),
        {"basic_part": "3366.18", "account_part": "1486.62"},
    ),
    "sichuan/1": (
        ("2024-03", "sichuan", "1974-03-10", "female"),
        EARLY | paid(208, "0.84", "91147.87", holds_one_child_certificate="yes"),
        {"basic_part": "1288.08", "account_part": "467.42", "one_child_addition": "117.61", "total": "1873.11"},
    ),
    "sichuan/3": (
        ("2025-10", "sichuan", "1965-09-10", "male"),
        EARLY
        | paid(265, "0.613", "72117.51", deemed_months="32", paid_months_before_accounts="46")
        | {"holds_one_child_certificate": "yes"},
        {
            "basic_part": "1660.94",
            "account_part": "521.08",
            "transitional_part": "567.07",
            "one_child_addition": "126.24",
            "total": "2875.33",
        },
    ),
    "sichuan (man of November 1965, provinces/sichuan.js)": (
        ("2025-12", "sichuan", "1965-11-10", "male"),
        paid(387, "0.872", "111640.05", deemed_months="130", paid_months_before_accounts="27")
        | {"holds_one_child_certificate": "yes"},
        {
            "basic_part": "3412.12",
            "account_part": "806.65",
            "transitional_part": "1346.79",
            "one_child_addition": "317.88",
            "total": "5883.44",
        },
    ),
    "sichuan/chengdu-woman-2007-2026": (
        ("2026-05", "chengdu", "1976-05-10", "female"),
        paid(232, "1.11", "340196.44", holds_one_child_certificate="yes"),
        {"basic_part": "1725.67", "account_part": "1744.60", "one_child_addition": "181.56", "total": "3651.83"},
    ),
    "sichuan/chengdu-woman-2026": (  # 60 yuan for the childless and 38.30 for five months of 1995 are not held
        ("2026-05", "chengdu", "1976-05-10", "female"),
        paid(311, "0.685", "85217.90"),
        {"basic_part": "1847.90", "account_part": "437.01"},
    ),
    "sichuan/2": (
        ("2025-01", "sichuan", "1970-01-10", "female"),
        EARLY
        | paid(391, "0.964", "149649.55", deemed_months="55", paid_months_before_accounts="42")
        | {"holds_one_child_certificate": "yes", "woman_on_55_track": "yes"},
        {
            "basic_part": "3037.24",
            "account_part": "880.29",
            "transitional_part": "858.31",
            "one_child_addition": "298.16",
            "total": "5074.00",
        },
    ),
    "sichuan/5": (  # of 2020: 490 months as exact twelfths
        ("2020-08", "sichuan", "1960-08-10", "male"),
        paid(326, "0.7", "52139.03", deemed_months="164", paid_months_before_accounts="30"),
        {"basic_part": "2443.81", "account_part": "375.10", "transitional_part": "1257.82", "total": "4076.73"},
    ),
    "sichuan/7": (
        ("2023-08", "sichuan", "1973-08-10", "female"),
        EARLY | paid(336, "0.853", "98437.06", paid_months_before_accounts="4", holds_one_child_certificate="yes"),
        {
            "basic_part": "2029.18",
            "account_part": "504.81",
            "transitional_part": "31.09",
            "one_child_addition": "186.82",
            "total": "2751.90",
        },
    ),
    "sichuan/4 (of June 2024, provinces/sichuan.js)": (
        ("2024-06", "sichuan", "1974-06-10", "female"),
        paid(382, "0.935", "150397.22", paid_months_before_accounts="40", holds_one_child_certificate="yes"),
        {
            "basic_part": "2562.50",
            "account_part": "771.27",
            "transitional_part": "348.51",
            "one_child_addition": "247.64",
            "total": "3929.92",
        },
    ),
    "guangdong/6 (Shenzhen 2025)": (  # old method 13717.61 x 0.118; 2887.15 on the sheet includes 100 and 37 x 4
        ("2025-04", "shenzhen", "1965-04-10", "male"),
        paid(315, "1.3842", "283370.02", deemed_months="136", paid_months_before_accounts="28")
        | {"transitional_index": "1.5049", "transitional_by_old_method": "1618.68"}
        | {"local_supplement_months": "409", "local_supplement_months_before_1992": "118"},
        {
            "basic_part": "5059.61",
            "transitional_part": "2639.15",  # 2887.15 - 248
            "place_allowance": "248",
            "local_supplementary_pension": "1102.52",
        },
    ),
    "guangdong/shenzhen-woman": (
        ("2025-10", "shenzhen", "1975-10-10", "female"),
        paid(360, "0.7183", "163426.28", local_supplement_months="68"),
        {
            "basic_part": "2910.71",
            "account_part": "838.08",
            "place_allowance": "220",
            "local_supplementary_pension": "95.30",
        },
    ),
    "jiangsu/3": (
        ("2024-01", "nanjing", "1974-01-10", "female"),
        EARLY | paid(304, "1.2762", "190912.85"),
        {"basic_part": "2483.29", "account_part": "979.04", "total": "3462.33"},
    ),
    "jiangsu/5": (
        ("2025-09", "nanjing", "1965-09-10", "male"),
        paid(439, "0.6248", "88329.74"),
        {"basic_part": "2650.16"},
    ),
    "hainan/2": (
        ("2025-01", "hainan", "1970-01-10", "female"),
        EARLY
        | paid(377, "2.1464", "335883.78", deemed_months="65", paid_months_before_accounts="48")
        | {"woman_on_55_track": "yes"},
        {"basic_part": "4711.60", "account_part": "1975.79", "transitional_part": "2300.81"},
    ),
    "hainan/3": (
        ("2025-11", "hainan", "1965-11-10", "male"),
        paid(359, "0.7703", "94318.99", deemed_months="76", paid_months_before_accounts="36"),
        {"basic_part": "2627.26", "account_part": "678.55", "transitional_part": "824.14", "total": "4129.95"},
    ),
    "hebei/7": (
        ("2025-12", "hebei", "1975-12-10", "female"),
        paid(269, "0.6667", "52077.55", paid_months_before_accounts="22"),
        {"basic_part": "1384.46", "account_part": "267.06", "transitional_part": "117.53", "total": "1769.05"},
    ),
    "hebei/9": (
        ("2025-06", "hebei", "1965-06-10", "male"),
        EARLY | paid(440, "0.7240", "85279.69", paid_months_before_accounts="98"),
        {"basic_part": "2296.43", "account_part": "613.52", "transitional_part": "558.65", "total": "3468.60"},
    ),
    "hunan/1": (
        ("2026-03", "hunan", "1966-03-10", "male"),
        paid(278, "1.0324", "85298.25", deemed_months="98"),
        {"basic_part": "2449.58", "account_part": "613.66", "transitional_part": "843.66", "total": "3906.90"},
    ),
    "hunan/2": (
        ("2023-12", "hunan", "1973-12-10", "female"),
        paid(345, "0.7371", "81514.04", deemed_months="28"),
        {"basic_part": "2002.18", "account_part": "418.02", "transitional_part": "165.60", "total": "2585.80"},
    ),
    "hunan/5": (
        ("2023-09", "hunan", "1973-09-10", "female"),
        EARLY | paid(329, "0.6834", "72580.47", deemed_months="16"),
        {"basic_part": "1725.86", "account_part": "372.21", "transitional_part": "84.27", "total": "2182.34"},
    ),
    "anhui/1": (
        ("2024-06", "anhui", "1964-06-10", "male"),
        EARLY | paid(150, "1.5692", "49861.54", deemed_months="170"),
        {"basic_part": "2636.89", "account_part": "358.72", "transitional_part": "2227.02", "total": "5222.63"},
    ),
    "anhui/2": (
        ("2024-10", "anhui", "1964-10-10", "male"),
        EARLY | paid(382, "1.3494", "268627.94", deemed_months="111"),
        {"basic_part": "3711.78", "account_part": "1932.58", "transitional_part": "1254.24", "total": "6898.60"},
    ),
    "anhui/4": (
        ("2025-12", "anhui", "1975-09-10", "female"),
        paid(360, "0.7754", "118004.42", deemed_months="38"),
        {"basic_part": "2357.44", "account_part": "608.90", "transitional_part": "258.02", "total": "3224.36"},
    ),
    "shandong/2": (
        ("2025-10", "shandong", "1975-10-10", "female"),
        paid(305, "0.7510", "101002.18"),
        {"basic_part": "1742.81", "account_part": "517.96", "transitional_part": "0", "total": "2260.77"},
    ),
    "shandong/6": (  # the fen of the account: 111694.39 / 195 = 572.79
        ("2024-05", "shandong", "1974-05-10", "female"),
        EARLY | paid(364, "0.8560", "111694.39", paid_months_before_accounts="88"),
        {"basic_part": "2101.96", "account_part": "572.79", "transitional_part": "609.15", "total": "3283.90"},
    ),
    "shandong/7": (
        ("2024-02", "shandong", "1969-02-10", "female"),
        EARLY | paid(416, "1.6002", "233006.44", paid_months_before_accounts="102", woman_on_55_track="yes"),
        {"basic_part": "3366.16", "account_part": "1370.63", "transitional_part": "1320.51", "total": "6057.30"},
    ),
    "tianjin/9": (
        ("2025-04", "tianjin", "1965-04-10", "male"),
        EARLY | paid(287, "0.79", "103735.84", deemed_months="113", transitional_index="0.81"),
        {"basic_part": "2753.94", "account_part": "746.30", "transitional_part": "704.42"},
    ),
    "tianjin/10": (
        ("2026-03", "tianjin", "1966-03-10", "male"),
        paid(241, "1.17", "173043.36", deemed_months="125", transitional_index="1.14"),
        {"basic_part": "3116.32", "account_part": "1244.92", "transitional_part": "1118.63", "total": "5479.87"},
    ),
    "tianjin/7": (
        ("2023-11", "tianjin", "1973-11-10", "female"),
        paid(311, "0.82", "122686.43", deemed_months="52"),
        {"basic_part": "2481.88", "account_part": "629.16", "transitional_part": "320.12", "total": "3431.16"},
    ),
    "zhejiang/9": (
        ("2026-06", "zhejiang", "1976-06-10", "female"),
        paid(233, "1.1222", "149442.32"),
        {"basic_part": "1737.75", "account_part": "766.37", "place_allowance": "695.38", "total": "3199.50"},
    ),
    "zhejiang/7": (
        ("2025-02", "zhejiang", "1965-02-10", "male"),
        EARLY
        | paid(343, "0.7219", "96678.71", deemed_months="171", paid_months_before_accounts="24")
        | {"transitional_index": "0.9307"},
        {"basic_part": "3064.27", "transitional_part": "1759.51", "place_allowance": "722.76"},
    ),
    "zhejiang/8": (
        ("2026-02", "zhejiang", "1975-09-10", "female"),
        paid(232, "0.8794", "78149.09", deemed_months="144", transitional_index="1.279"),
        {
            "basic_part": "2482.74",
            "account_part": "405.13",
            "transitional_part": "1812.02",
            "place_allowance": "712.65",
            "total": "5412.60",
        },
    ),
    "guangxi/nanning-2025-02": (
        ("2025-02", "guangxi", "1975-02-10", "female"),
        EARLY | paid(356, "0.7603", "97150.21", paid_months_before_accounts="12"),
        {"basic_part": "1788.1", "account_part": "498.2", "transitional_part": "72.9", "total": "2359.2"},
    ),
    "guangxi/guilin-2026-05": (
        ("2026-05", "guangxi", "1971-05-10", "female"),
        paid(259, "0.8827", "97201.56", deemed_months="122", paid_months_before_accounts="13"),
        {"basic_part": "2087.1", "account_part": "571.8", "transitional_part": "970.9", "total": "3629.8"},
    ),
    "guangxi/liuzhou-2022": (
        ("2022-12", "guangxi", "1962-12-10", "male"),
        paid(372, "0.7715", "67182.54", deemed_months="135", paid_months_before_accounts="54"),
        {"basic_part": "2410.8", "account_part": "483.4", "transitional_part": "1095.9", "total": "3990.1"},
    ),
    "guizhou/2": (
        ("2025-10", "guizhou", "1965-10-10", "male"),
        paid(395, "0.6824", "79111.16", deemed_months="98", paid_months_before_accounts="61")
        | {"holds_one_child_certificate": "yes"},
        {"basic_part": "2531.09", "transitional_part": "927.17"},
    ),
    "gansu/2": (  # a special trade: 28 years 7 months paid and 8 deemed
        ("2024-07", "gansu", "1969-07-10", "male"),
        EARLY | paid(343, "2.2157", "288368.65", deemed_months="96"),
        {"basic_part": "4328.21", "account_part": "1696.29", "transitional_part": "1565.31", "total": "7589.81"},
    ),
    "gansu/1": (
        ("2026-01", "gansu", "1965-10-10", "male"),
        paid(277, "2.5955", "314079.50", deemed_months="173"),
        {"basic_part": "5222.01", "account_part": "2287.54", "transitional_part": "3478.92", "total": "10988.47"},
    ),
    "jiangxi/1": (
        ("2024-08", "jiangxi", "1974-08-10", "female"),
        EARLY | paid(347, "0.564", "66801.75", deemed_months="19"),
        {"basic_part": "1609.23", "account_part": "342.57", "transitional_part": "78.32", "total": "2030.12"},
    ),
    "jiangxi/2": (
        ("2025-05", "jiangxi", "1970-05-10", "female"),
        EARLY | paid(180, "0.694", "57924.42", deemed_months="74", woman_on_55_track="yes"),
        {"basic_part": "1239.91", "account_part": "340.73", "transitional_part": "384.78", "total": "1965.42"},
    ),
    "shaanxi/2": (
        ("2025-08", "shaanxi", "1975-05-10", "female"),
        EARLY | paid(392, "0.773", "141481.48"),
        {"basic_part": "2237.66", "account_part": "730.04", "transitional_part": "0", "total": "2967.70"},
    ),
    "shaanxi/3": (
        ("2025-11", "shaanxi", "1975-11-10", "female"),
        paid(350, "0.583", "97593.95"),
        {"basic_part": "1819.36", "account_part": "500.48", "transitional_part": "0", "total": "2319.84"},
    ),
    "neimenggu/2": (  # an index below one counts as one in the transitional part
        ("2025-09", "inner_mongolia", "1965-09-10", "male"),
        paid(357, "0.6111", "93577.20", deemed_months="136"),
        {"basic_part": "2706.81", "transitional_part": "1112.34"},
    ),
    "ningxia/1": (  # total 4480.29
        ("2024-04", "ningxia", "1964-04-10", "male"),
        EARLY | paid(400, "0.7392", "95751.34", deemed_months="91", paid_months_before_accounts="60"),
        {"basic_part": "2830.00", "account_part": "688.86", "transitional_part": "961.43", "total": "4480.29"},
    ),
    "chongqing/6": (
        ("2025-10", "chongqing", "1970-10-10", "male"),
        paid(361, "0.5719", "92743.50", deemed_months="70", holds_one_child_certificate="yes"),
        {
            "basic_part": "2326.05",
            "account_part": "545.55",
            "transitional_part": "528.89",
            "one_child_addition": "102.01",
            "total": "3502.50",
        },
    ),
    "hainan-2025-02-real": (
        ("2025-01", "hainan", "1965-01-10", "male"),
        EARLY | paid(374, "1.8444", "223786.86", deemed_months="129", paid_months_before_accounts="48"),
        {"basic_part": "4847.21", "account_part": "1609.98", "transitional_part": "3096.84", "total": "9554.03"},
    ),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_an_official_sheet_comes_out_to_the_fen(sheet: str) -> None:
    (when, place, birth, sex), told, printed = SHEETS[sheet]
    found = pension(when, place, birth, sex, **told)
    names = {"total": "old_age_pension"}
    shown = {name: fen(found.at(names.get(name, name), when)) for name in printed}
    assert shown == {name: fen(text) for name, text in printed.items()}


def test_chongqing_sheet_of_2025() -> None:
    """chongqing/2: 2653.45 + 617.19 + 1182.68 make the 4453.32 of the sheet, and 3 % for one child 133.60."""
    told = paid(490, "0.627", "85790.01", holds_one_child_certificate="yes") | EARLY
    found = pension("2024-12", "chongqing", "1964-12-10", "male", **told)
    assert fen(found.at("basic_part", "2024-12")) == 265345
    assert fen(found.at("account_part", "2024-12")) == 61719
    # 13 years before the accounts are among the 490 months: (7988 + 7988 x 0.627) / 2 x 13 x 1.4 % = 1182.68
    again = pension("2024-12", "chongqing", "1964-12-10", "male", **told | {"paid_months_before_accounts": "156"})
    assert fen(again.at("transitional_part", "2024-12")) == 118268
    assert fen(again.at("one_child_addition", "2024-12")) == 13360


# --- the published formula ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "index", "years", "printed"),
    [("6500", "0.6", 15, "780"), ("6500", "1", 15, "975"), ("7359", "0.6", 15, "883.08")],
)
def test_published_basic_parts(base: str, index: str, years: int, printed: str) -> None:
    """photoint.net 577958 (6500) and jiusongjiankang.com 4629576 (7359), PN-01, PN-02, PN-07 of the examples."""
    told = {
        "benefit_base_that_applies": base,
        "weight_of_benefit_base": "10000",
        "index_in_ten_thousandths": str(int(Fraction(index) * 10000)),
        "parts_of_service": str(years * 30000),
    }
    found = evaluate_rule(book("CN"), "basic_part", told, on="2024-01-01", place="jiangsu")
    assert found.value == fen(printed)


def test_published_account_part() -> None:
    """wenxuejuzibashi.cn 14459 (PN-12): 61056 over 139 months."""
    told = {"account_balance": "61056", "divisor_in_tenths": "1390"}
    assert evaluate_rule(book("CN"), "account_part", told, on="2024-01-01", place="jiangsu").value == 43925


@pytest.mark.parametrize(
    ("years", "months", "tenths"),
    [
        *[(45, 1, 2157), (50, 1, 1946), (50, 3, 1938), (50, 5, 1929), (55, 1, 1695), (55, 3, 1685)],
        *[(60, 1, 1384), (60, 2, 1378), (60, 3, 1373), (60, 4, 1367), (50, 6, 1925)],  # from sheets (T1)
        *[(40, 0, 2330), (47, 0, 2080), (50, 0, 1950), (55, 0, 1700), (60, 0, 1390), (63, 0, 1170), (70, 0, 560)],
        *[(39, 11, 2330), (70, 1, 560), (75, 0, 560)],  # the ends hold
        (69, 11, 568),  # 65 - 9 x 11 / 12 = 56.75
    ],
)
def test_months_of_the_account_by_age(value: Value, years: int, months: int, tenths: int) -> None:
    born = 2025 * 12 + 5 - years * 12 - months
    birth = f"{born // 12}-{born % 12 + 1:02d}-28"
    assert value("age_at_claim", "2025-06-01", birth_date=birth) == max(480, min(years * 12 + months, 840))
    assert value("divisor_in_tenths", "2025-06-01", birth_date=birth) == tenths


RULES = {"beijing": "two", "sichuan": "two", "hainan": "four", "shanghai": "shanghai", "jiangsu": "", "chongqing": ""}


def years_of(place: str, months: int) -> Fraction:
    """Years as each place writes them, worked out apart from the rules."""
    match RULES[place]:
        case "two":
            return Fraction((2 * 100 * months + 12) // 24, 100)
        case "four":
            return Fraction((2 * 10000 * months + 12) // 24, 10000)
        case "shanghai":
            return months // 12 + months % 12 * Fraction("0.083")
    return Fraction(months, 12)


@settings(max_examples=60, deadline=None)
@given(
    place=st.sampled_from(sorted(RULES)),
    months=st.integers(1, 560),
    index=st.integers(300, 3000),
)
def test_basic_part_against_exact_fractions(place: str, months: int, index: int) -> None:
    told = paid(months, f"{index / 1000:.3f}", "1")
    found = pension("2025-06", place, "1965-02-10", "male", **told)
    base = {"beijing": 12049, "sichuan": 8462, "hainan": 8188, "shanghai": 12434, "jiangsu": 8917, "chongqing": 8240}
    exact = base[place] * (1 + Fraction(index, 1000)) / 2 * years_of(place, months)  # in fen: x 100 x 1 %
    to_the_jiao = -(-int(exact) // 10) * 10  # cut to the fen, then up
    expected = to_the_jiao if place == "shanghai" else int(exact + Fraction(1, 2))
    assert fen(found.at("basic_part", "2025-06")) == expected


@settings(max_examples=40, deadline=None)
@given(index=st.integers(3000, 9000), months=st.integers(180, 480))
def test_low_index_in_guangdong_but_not_in_shenzhen(index: int, months: int) -> None:
    """Below 0.6 the base counts by index over 0.6 (four digits); from 0.6 on, and in Shenzhen, in full."""
    told = paid(months, f"0.{index:04d}", "1")
    exact = {}
    for place, base in (("zhuhai", 9493), ("shenzhen", 11293)):
        weight = Fraction((2 * index * 10000 // 6000 + 1) // 2 if index < 6000 else 10000, 10000)
        if place == "shenzhen":
            weight = Fraction(1)
        exact[place] = base * (weight + Fraction(index, 10000)) / 2 * Fraction(months, 12)
        found = pension("2025-06", place, "1965-02-10", "male", **told)
        assert fen(found.at("basic_part", "2025-06")) == int(exact[place] + Fraction(1, 2))


def test_the_edge_of_the_low_index(value: Value) -> None:
    def weight(index: str) -> Any:
        return value("weight_of_benefit_base", "2025-06-01", "guangdong", average_index=index)

    assert [weight(i) for i in ("0.5999", "0.6", "0.6001", "0.3")] == [9998, 10000, 10000, 5000]


# --- conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "qualified"), [("179", "no"), ("180", "yes")])
def test_fifteen_years(months: str, qualified: str) -> None:
    found = pension("2026-03", "beijing", "1965-12-10", "male", **paid(int(months), "1", "100"))
    assert found.at("old_age_qualified", "2026-03") == qualified
    assert found.at("months_still_to_pay", "2026-03") == ("1" if months == "179" else "0")
    assert found.at("account_refund_qualified", "2026-03") == ("yes" if months == "179" else "no")


def test_deemed_months_count_towards_the_years() -> None:
    found = pension("2026-03", "beijing", "1965-12-10", "male", **paid(120, "1", "100", deemed_months="60"))
    assert found.at("contribution_months", "2026-03") == "180"
    assert found.at("old_age_qualified", "2026-03") == "yes"


@pytest.mark.parametrize(
    ("birth", "when", "age", "statutory"),
    [  # RA-06: a man of December 1965 reaches the age in March 2026, at sixty by choice from December 2025
        ("1965-12-10", "2025-11", "no", "no"),
        ("1965-12-10", "2025-12", "yes", "no"),
        ("1965-12-10", "2026-02", "yes", "no"),
        ("1965-12-10", "2026-03", "yes", "yes"),
        ("1964-12-31", "2024-12", "yes", "yes"),  # before the raising
        ("1964-12-31", "2024-11", "no", "no"),
        ("1976-09-10", "2036-08", "no", "no"),  # 63 in September 2039, sixty in September 2036
        ("1976-09-10", "2036-09", "yes", "no"),
        ("1976-09-10", "2039-09", "yes", "yes"),
    ],
)
def test_the_age_by_choice_and_by_statute(birth: str, when: str, age: str, statutory: str) -> None:
    found = pension(when, "beijing", birth, "male", **paid(300, "1", "100"))
    assert found.at("pension_age_reached", when) == age
    assert found.at("statutory_age_reached", when) == statutory


@pytest.mark.parametrize(
    ("birth", "when", "needed"),
    [  # born September 1970: statutory 61 years 6 months in March 2032; from September 2030 by choice
        ("1970-09-10", "2030-09", "186"),
        ("1970-09-10", "2031-01", "192"),
        ("1970-09-10", "2032-03", "198"),
        ("1970-09-10", "2034-03", "198"),  # deferral keeps the years of the statutory age
        ("1965-01-10", "2029-12", "180"),
    ],
)
def test_minimum_years_by_the_year_of_the_claim(birth: str, when: str, needed: str) -> None:
    found = pension(when, "beijing", birth, "male", **paid(300, "1", "100"))
    assert found.at("months_needed_if_claimed", when) == needed


def test_a_pensioner_does_not_qualify_again() -> None:
    found = pension("2026-03", "beijing", "1960-01-10", "male", **paid(300, "1", "100", draws_old_age_pension="yes"))
    assert found.at("old_age_qualified", "2026-03") == "no"
    assert found.at("old_age_pension", "2026-03") != "0.00"  # the amount does not depend on the conditions


def test_untold_track_of_a_woman_leaves_the_age_open() -> None:
    told: dict[str, Any] = paid(300, "1", "100") | {"sex": "female", "birth_date": "1974-01-10"}
    found = claimed(("2024-06", "2024-06"), claim_place_decided="yes", decided_claim_place="beijing", **told)
    assert found.at("pension_age_reached", "2024-06") == "?"
    assert found.at("basic_part", "2024-06") != "?"


# --- bases ----------------------------------------------------------------------------------------------------------


def test_provisional_on_last_years_base() -> None:
    def base(when: str, place: str, **told: str) -> str:
        found = pension(when, place, "1965-02-10", "male", **paid(300, "1", "100"), **told)
        return found.at("benefit_base_that_applies", when)

    assert base("2025-03", "beijing") == "12049.00"  # 2025, after recalculation
    assert base("2025-03", "beijing", decided_before_publication="yes") == "11883.00"
    assert base("2026-03", "beijing") == "12049.00"  # 2026 is not published
    assert base("2026-03", "shanghai") == "12577.00"
    assert base("2026-03", "shanghai", decided_before_publication="yes") == "12434.00"
    assert base("2025-03", "chengdu") == "8462.00"  # of the province
    assert base("2025-03", "shenzhen") == "11293.00"  # its own
    assert base("2025-03", "qinghai") == "?"


# --- the record and the average -------------------------------------------------------------------------------------


def test_index_of_recorded_months_and_of_those_before() -> None:
    """24 months at 0.8 before; 12 at 8254 / 8254 = 1 and 12 recorded at 0.6: (19.2 + 12 + 7.2) / 48 = 0.8."""
    index = months_of("2024-01", "2024-12", "0.6")
    found = claimed(
        ("2024-01", "2025-12"),
        month_on_record="yes",
        recorded_pension_base="8254",
        recorded_pension_place="jiangsu",
        recorded_pension_index=index,
        pension_months_before_records="24",
        average_index_before_records="0.8",
        hukou_place="jiangsu",
        birth_date="1966-01-01",
        sex="male",
    )
    assert found.at("pension_months", "2025-12") == "48"
    assert found.at("pension_claim_place", "2025-12") == "jiangsu"
    assert found.at("average_index", "2025-12") == "80%"


def test_gaps_thin_the_index_in_beijing_only() -> None:
    """Twelve months at index 1, then twelve without: 1 in Jiangsu, 12 / 24 = 0.5 in Beijing (Order 183)."""
    for place, average in (("jiangsu", "100%"), ("beijing", "50%")):
        found = claimed(
            ("2023-01", "2024-12"),
            month_on_record="yes",
            recorded_pension_base=months_of("2023-01", "2023-12", "8000"),
            recorded_pension_index="1",
            recorded_pension_place=place,
            claim_place_decided="yes",
            decided_claim_place=place,
        )
        assert found.at("pension_months", "2024-12") == "12"
        assert found.at("average_index", "2024-12") == average


def test_the_place_of_the_claim() -> None:
    """Ten years at a place other than the household registration: 119 months do not suffice, 120 do (66号 art. 6)."""
    told: dict[str, Any] = {
        "month_on_record": "yes",
        "recorded_pension_base": "8000",
        "recorded_pension_index": "1",
        "recorded_pension_place": "jiangsu",
        "hukou_place": "henan",
    }
    found = claimed(("2015-01", "2024-12"), **told)
    assert found.at("pension_claim_place", "2024-11") == "henan"
    assert found.at("pension_claim_place", "2024-12") == "jiangsu"
    moved = told | {"recorded_pension_place": months_of("2015-01", "2024-11", "jiangsu") | {"2024-12": "hainan"}}
    assert claimed(("2015-01", "2024-12"), **moved).at("pension_claim_place", "2024-12") == "henan"


def test_contributions_before_the_country_book_begins_count() -> None:
    found = claimed(
        ("1990-01", "2025-12"),
        month_on_record="yes",
        recorded_pension_base="1000",
        recorded_pension_index="0.6",
        recorded_pension_place="sichuan",
    )
    assert found.at("pension_months", "2025-12") == "432"
    assert found.at("index_sum", "2025-12") == str(432 * 60000)


def test_months_of_the_run_count_where_nothing_is_on_record() -> None:
    """A flexible worker in Jiangsu on 8254 pays index 1 in each month of 2025; one month on record has no payment."""
    found = claimed(
        ("2025-01", "2025-12"),
        joins_flexible_pension="yes",
        chosen_pension_base="8254",
        participation_place="jiangsu",
        hukou_place="jiangsu",
        residence_place="jiangsu",
        month_on_record={"2025-06": "yes"},
    )
    assert found.at("pension_base_of_month", "2025-05") == "8254.00"
    assert found.at("pension_base_of_month", "2025-06") == "0.00"
    assert found.at("pension_months", "2025-12") == "11"
    assert found.at("average_index", "2025-12") == "100%"
    assert found.at("contributes_as_flexible_worker", "2025-05") == "yes"
    assert found.at("contributes_as_flexible_worker", "2025-06") == "no"


def test_without_knowing_the_past_the_months_are_a_lower_bound() -> None:
    found = claimed(
        ("2025-01", "2025-12"),
        nothing_before=False,
        month_on_record="yes",
        recorded_pension_base="8000",
        recorded_pension_index="1",
        recorded_pension_place="jiangsu",
    )
    value = found.run.column("insurance_record.pension_months")[-1]
    assert isinstance(value, Unknown)
    assert value.low == 12


# --- the account ----------------------------------------------------------------------------------------------------


def test_interest_of_the_account() -> None:
    """8 % of 5000 is 400 a month. By hand: 2023: credits 4800.00, months x credits 31200.00, interest
    31200 x 3.97 % / 12 = 103.22; end 4903.22. 2024: 4903.22 x 2.62 % = 128.46 (128.464), 31200 x 2.62 % / 12 = 68.12;
    end 4903.22 + 4800 + 196.58 = 9899.80. Claim in March 2025 (1.50 %): 9899.80 x 1.5 % x 3 / 12 = 37.12 (37.124),
    credits 1200, months x credits 400 x (3 + 2 + 1) = 2400 -> 3.00; balance 11139.92."""
    found = claimed(
        ("2023-01", "2025-12"), month_on_record="yes", recorded_pension_base="5000", recorded_pension_place="beijing"
    )
    ends = [found.run.column("pension_account.account_at_year_end")[n] for n in (0, 1)]
    assert ends == [490322, 989980]
    assert found.at("account_balance", "2025-03") == "11139.92"
    assert found.at("account_balance", "2024-12") == "9899.80"


def test_a_stated_balance_stands_in_for_the_past() -> None:
    """100000 at the end of 2023, nothing paid since: 100000 x 1.0262 = 102620; x 1.0150 = 104159.30."""
    found = claimed(("2024-01", "2025-12"), account_balance_stated={2024: "100000"}, nothing_before=False)
    assert found.at("account_balance", "2025-12") == "104159.30"


def test_the_balance_before_the_first_year_told() -> None:
    """Told with the months it rests on; not told, the account of those months is unknown and not nothing."""
    before: dict[str, Any] = {"pension_months_before_records": "120", "average_index_before_records": "1"}
    told = claimed(("2024-03", "2025-12"), account_balance_before_records="100000", **before)
    assert told.at("account_balance", "2024-12") == "102620.00"  # 2.62 % for the whole year
    assert told.at("account_balance", "2025-12") == "104159.30"
    assert claimed(("2024-03", "2025-12"), **before).at("account_balance", "2025-12") == "?"
    assert claimed(("2024-03", "2025-12")).at("account_balance", "2025-12") == "0.00"


def test_an_untold_index_of_earlier_months_leaves_the_average_open() -> None:
    told: dict[str, Any] = {"claim_place_decided": "yes", "decided_claim_place": "jiangsu"}
    told |= {"pension_months_before_records": "120"}
    assert claimed(("2025-01", "2025-01"), **told).at("average_index", "2025-01") == "?"
    found = claimed(("2025-01", "2025-01"), average_index_before_records="0.75", **told)
    assert found.at("average_index", "2025-01") == "75%"


def test_interest_before_2016_is_not_known() -> None:
    found = claimed(
        ("2014-01", "2016-12"), month_on_record="yes", recorded_pension_base="5000", recorded_pension_place="beijing"
    )
    assert found.at("account_balance", "2016-12") == "?"
    stated = claimed(
        ("2014-01", "2016-12"),
        month_on_record="yes",
        recorded_pension_base=months_of("2014-01", "2015-12", "5000"),
        account_balance_stated={2016: "10000"},
    )
    assert stated.at("account_balance", "2016-12") == "10831.00"  # 8.31 %


# --- claims ---------------------------------------------------------------------------------------------------------

MAN = {
    "birth_date": "1965-12-10",
    "sex": "male",
    "claim_place_decided": "yes",
    "decided_claim_place": "jiangsu",
    "pension_months_before_records": "200",
    "average_index_determined": "1",
    "account_balance_at_claim": "61056",
}


def test_a_claim_is_paid_from_the_month_after() -> None:
    """8917 x 16.666... % = 1486.17 and 61056 / 137.3 = 444.69 (provisional base of 2025); April to June: three."""
    found = claimed(("2026-03", "2026-06"), [("2026-03-10", "2026-06-30")], contingency="old_age", **MAN)
    assert found["old_age_entitled"] == "yes"
    assert found.at("old_age_pension", "2026-03") == "1930.86"
    assert found["old_age_paid"] == "5792.58"


def test_spells_of_other_contingencies_get_no_pension() -> None:
    for contingency in ("sickness", "unemployment", "death", "invalidity", "birth"):
        found = claimed(("2026-03", "2026-06"), [("2026-03-10", "2026-06-30")], contingency=contingency, **MAN)
        assert (found["old_age_entitled"], found["old_age_paid"]) == ("no", "0.00")
        assert (found["account_refund_entitled"], found["account_refund_paid"]) == ("no", "0.00")


def test_the_account_in_one_sum_only_when_asked_for_and_short_of_years() -> None:
    short = MAN | {"pension_months_before_records": "100", "contingency": "old_age"}
    spells = [("2026-03-10", "2026-06-30")]
    asked = claimed(("2026-03", "2026-06"), spells, account_refund_chosen="yes", **short)
    assert (asked["account_refund_paid"], asked["old_age_paid"]) == ("61056.00", "0.00")
    silent = claimed(("2026-03", "2026-06"), spells, **short)
    assert (silent["account_refund_paid"], silent["old_age_paid"]) == ("0.00", "0.00")
    full = claimed(("2026-03", "2026-06"), spells, account_refund_chosen="yes", contingency="old_age", **MAN)
    assert full["account_refund_paid"] == "0.00"


# --- both ways of running -------------------------------------------------------------------------------------------


def test_the_kernel_agrees_on_long_histories() -> None:
    record: dict[str, Any] = {"month_on_record": "yes", "recorded_pension_place": "jiangsu", "hukou_place": "henan"}
    forty = dossier(
        ("1986-01", "2026-06"),
        [("2026-03-10", "2026-06-30")],
        contingency="old_age",
        recorded_pension_base="4321.09",
        recorded_pension_index="1.2345",
        account_balance_stated={2016: "54321.98"},
        birth_date="1965-12-10",
        sex="male",
        deemed_months="37",
        **record,
    )
    open_past = dossier(
        ("2016-01", "2026-06"),
        nothing_before=False,
        recorded_pension_base=months_of("2016-01", "2022-08", "7000"),
        birth_date="1971-02-28",
        sex="female",
        **record,
    )
    law = book("CN")
    mine = {"insurance_record", "pension_account", "old_age", "death_and_disability", "residents"}
    kernel = Kernel(law, [key for key in outputs_of(law) if key.split(".")[0] in mine])
    found = compare(law, kernel, [forty, open_past], lambda _: False)
    assert (found.differences, found.examples) == (0, [])
    assert found.values > 30_000


def test_a_base_published_in_november_is_not_known_in_june() -> None:
    """Beijing published the base of 2025 on 7 November (京人社发〔2025〕13号): before, that of 2024 is known."""
    law = book("CN")
    for day, base in (("2025-06-30", 1188300), ("2025-11-06", 1188300), ("2025-11-07", 1204900)):
        told = {"pension_is_provisional": "no"}
        known = law.as_known_on(read_date(day))
        assert evaluate_rule(known, "benefit_base_that_applies", told, on="2025-06-01", place="beijing").value == base
