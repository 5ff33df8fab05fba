"""The arithmetic of the kernels: the helpers of the law on machine integers, plain and on bounds.

Each function does what its namesake in rules/helpers.py and rules/bounds.py does; the certificate compares them. They
are written in the part of Python that lower.py turns into machine code: integers, and arrays marked by their type.
"""

# mypy: ignore-errors
from __future__ import annotations

from typing import Any

int64 = int32 = int16 = int8 = uint8 = Any  # marks an argument as an array of this element type

NA = -(2**63)
SCALE = 1_000_000
FIRST_MONTH, LAST_MONTH = 1850 * 12, 2151 * 12 - 1
FIRST_DAY, LAST_DAY = -43_829, 66_108
CONSTANTS = {
    "NA": NA,
    "SCALE": SCALE,
    "FIRST_MONTH": FIRST_MONTH,
    "LAST_MONTH": LAST_MONTH,
    "FIRST_DAY": FIRST_DAY,
    "LAST_DAY": LAST_DAY,
}


def divide(n, d, mode):
    if d <= 0:
        return 0
    size = -n if n < 0 else n
    if mode == 1:
        r = (2 * size + d) // (2 * d)
    elif mode == 2:
        r = (size + d - 1) // d
    else:
        r = size // d
    return -r if n < 0 else r


def quotient(n, d):
    """n // d for n >= 0 and d >= 4096, by an estimate that is put right.

    n, d and n / d as doubles are each off by 2^-53 of themselves at most; n / d is below 2^51, so that the estimate is
    off by less than one before it is cut to a whole number, and by one at most after.
    """
    q = estimate(n, d)  # noqa: F821  (n / d as a double, cut to a whole number: known to lower.py)
    r = n - q * d
    return q - 1 if r < 0 else (q + 1 if r >= d else q)


def any_quotient(n, d):
    """n // d for n >= 0 and d > 0: the estimate, the estimate of what it leaves, and one step where that is off.

    The first leaves less than d * 2^12, positive or negative (n is below 2^62, as in divide); of that the second is off
    by one at most.
    """
    q = estimate(n, d)  # noqa: F821
    q = q + estimate(n - q * d, d)  # noqa: F821
    r = n - q * d
    return q - 1 if r < 0 else (q + 1 if r >= d else q)


def divide_large(n, d, mode):
    """divide for an even constant d >= 4096, in a way that many rows can take at a time."""
    size = -n if n < 0 else n
    r = quotient(size + (d // 2 if mode == 1 else (d - 1 if mode == 2 else 0)), d)
    return -r if n < 0 else r


def month_by_number(day):
    z = day + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    y = yoe + era * 400
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    m = mp + 3 if mp < 10 else mp - 9
    if m <= 2:
        y = y + 1
    return y * 12 + m - 1


def first_day_by_number(month):
    y = month // 12
    m = month % 12 + 1
    if m <= 2:
        y = y - 1
    era = y // 400
    yoe = y - era * 400
    mp = m - 3 if m > 2 else m + 9
    doy = (153 * mp + 2) // 5
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    return era * 146097 + doe - 719468


def month_of(months: int32, day):
    """By the table of the days from 1850 to 2150."""
    if day < FIRST_DAY or day > LAST_DAY:
        return month_by_number(day)
    return months[day - FIRST_DAY]


def month_in_table(months: int32, day):
    """month_of for a day that is in the table; what is not (in a row that does not count) finds its end."""
    return months[min(max(day, FIRST_DAY), LAST_DAY) - FIRST_DAY]


def first_day_in_table(days: int32, month):
    return days[month - FIRST_MONTH]


def first_day(days: int32, month):
    if month < FIRST_MONTH or month > LAST_MONTH:
        return first_day_by_number(month)
    return days[month - FIRST_MONTH]


def last_day(days: int32, month):
    return first_day(days, month + 1) - 1


def month_number(month):
    return month % 12 + 1


def year_of(month):
    return month // 12


def full_years_between(months: int32, days: int32, a, b):
    ma = month_of(months, a)
    mb = month_of(months, b)
    da = a - first_day(days, ma)
    db = b - first_day(days, mb)
    years = mb // 12 - ma // 12
    if mb % 12 < ma % 12 or (mb % 12 == ma % 12 and db < da):
        years = years - 1
    return years if years > 0 else 0


def months_earlier(months: int32, days: int32, day, count):
    m = month_of(months, day)
    d = day - first_day(days, m)
    start = first_day(days, m - count)
    end = last_day(days, m - count)
    return start + d if start + d < end else end


def epoch_among(days: int64, count, day):
    lo = 0
    hi = count
    while lo < hi:
        mid = (lo + hi) // 2
        if days[mid] <= day:
            lo = mid + 1
        else:
            hi = mid
    return lo - 1 if lo > 0 else 0


def epoch_of(days: int64, count, of_month: int64, months: int32, day):
    """The epoch of a day: that of its month's first day, or one soon after."""
    if day < FIRST_DAY or day > LAST_DAY:
        return epoch_among(days, count, day)
    e = of_month[months[day - FIRST_DAY] - FIRST_MONTH]
    while e + 1 < count and days[e + 1] <= day:
        e = e + 1
    return e


def step_at(thresholds: int64, off, n, value):
    place = 0
    for i in range(0, n):
        if thresholds[off + i] <= value:
            place = i
    return place


def cell(tab: int64, off, dim: int64, k1, k2):
    a = k1 - dim[0]
    b = k2 - dim[2]
    if off < 0 or a < 0 or b < 0 or a >= dim[1] or b >= dim[3]:
        return NA
    return tab[off + a * dim[3] + b]


def tariff_amount(form, rate, amount, rounding, unit, base):
    if form == 2:
        return amount
    if form == 4:
        return 0
    charged = divide(base * rate, SCALE * unit, rounding) * unit
    return charged + amount if form == 3 else charged


# --- on bounds ---------------------------------------------------------------------------------------------------


def b_mul(al, ah, bl, bh):
    p = al * bl
    q = al * bh
    r = ah * bl
    s = ah * bh
    return min(p, q, r, s), max(p, q, r, s)


def b_percent(al, ah, rl, rh, mode):
    p = divide(al * rl, SCALE, mode)
    q = divide(al * rh, SCALE, mode)
    r = divide(ah * rl, SCALE, mode)
    s = divide(ah * rh, SCALE, mode)
    return min(p, q, r, s), max(p, q, r, s)


def b_mul_div(al, ah, bl, bh, cl, ch, mode):
    c = max(cl, 1)
    d = max(ch, 1)
    pl, ph = b_mul(al, ah, bl, bh)
    p = divide(pl, c, mode)
    q = divide(ph, c, mode)
    r = divide(pl, d, mode)
    s = divide(ph, d, mode)
    return min(p, q, r, s), max(p, q, r, s)


def b_share_of(al, ah, cl, ch, mode):
    return b_mul_div(al, ah, SCALE, SCALE, cl, ch, mode)


def b_round_to(al, ah, unit, mode):
    return divide(al, unit, mode) * unit, divide(ah, unit, mode) * unit


def b_lt(al, ah, bl, bh):
    if ah < bl:
        return 1, 1
    if al >= bh:
        return 0, 0
    return 0, 1


def b_le(al, ah, bl, bh):
    if ah <= bl:
        return 1, 1
    if al > bh:
        return 0, 0
    return 0, 1


def b_eq(al, ah, bl, bh):
    if al == ah and bl == bh and al == bl:
        return 1, 1
    if ah < bl or bh < al:
        return 0, 0
    return 0, 1


def b_ne(al, ah, bl, bh):
    lo, hi = b_eq(al, ah, bl, bh)
    return 1 - hi, 1 - lo


def b_exceeds(pl, ph, ol, oh, sl, sh):
    ml, mh = b_mul(ol, oh, sl, sh)
    return b_lt(ml, mh, pl * SCALE, ph * SCALE)


def b_reaches(pl, ph, ol, oh, sl, sh):
    ml, mh = b_mul(ol, oh, sl, sh)
    return b_le(ml, mh, pl * SCALE, ph * SCALE)


def b_month_number(ml, mh):
    if ml == mh:
        return ml % 12 + 1, ml % 12 + 1
    return 1, 12


def b_full_years(months: int32, days: int32, al, ah, bl, bh):
    p = full_years_between(months, days, al, bl)
    q = full_years_between(months, days, al, bh)
    r = full_years_between(months, days, ah, bl)
    s = full_years_between(months, days, ah, bh)
    return min(p, q, r, s), max(p, q, r, s)


def b_cell(tab: int64, off, dim: int64, k1l, k1h, k2l, k2h, low, high):
    """low and high of the cells in the box, and 2 where one of them is missing."""
    if off < 0 or k1l < dim[0] or k2l < dim[2] or k1h >= dim[0] + dim[1] or k2h >= dim[2] + dim[3]:
        return low, high, 2
    lo = 4611686018427387904
    hi = -4611686018427387904
    for a in range(k1l - dim[0], k1h - dim[0] + 1):
        for b in range(k2l - dim[2], k2h - dim[2] + 1):
            v = tab[off + a * dim[3] + b]
            if v == NA:
                return low, high, 2
            lo = min(lo, v)
            hi = max(hi, v)
    return lo, hi, 0


def b_step(thresholds: int64, values: int64, off, n, vl, vh, low, high):
    if off < 0:
        return low, high
    first = step_at(thresholds, off, n, vl)
    last = step_at(thresholds, off, n, vh)
    lo = values[off + first]
    hi = lo
    for i in range(first, last + 1):
        lo = min(lo, values[off + i])
        hi = max(hi, values[off + i])
    return lo, hi


def b_tariff(form, rate, amount, rounding, unit, bl, bh):
    if form == NA:
        return 0, 1000000000
    p = tariff_amount(form, rate, amount, rounding, unit, bl)
    q = tariff_amount(form, rate, amount, rounding, unit, bh)
    return min(p, q), max(p, q)


def b_open(form):
    if form == NA:
        return 0, 1
    if form == 4:
        return 0, 0
    return 1, 1


# --- with a flag for what the plain kernel cannot do --------------------------------------------------------------


def divide_checked(n, d, mode, wrong: uint8):
    by = max(d, 1)
    size = -n if n < 0 else n
    if d <= 0:
        wrong[0] = 1
    if mode == 1:
        r = any_quotient(size, by)
        r = r + (1 if 2 * (size - r * by) >= by else 0)
    else:
        r = any_quotient(size, by)
        r = r + (1 if mode == 2 and size - r * by > 0 else 0)
    return (-r if n < 0 else r) if d > 0 else 0


def known(value, bad: uint8, w):
    if value == NA:
        bad[w] = 1
        return 0
    return value


def step_value(thresholds: int64, values: int64, off, n, value, bad: uint8, w):
    if off < 0:
        bad[w] = 1
        return 0
    return values[off + step_at(thresholds, off, n, value)]


def tariff_checked(form, rate, amount, rounding, unit, base, bad: uint8, w):
    if form == NA:
        bad[w] = 1
        return 0
    return tariff_amount(form, rate, amount, rounding, unit, base)


def open_checked(form, bad: uint8, w):
    if form == NA:
        bad[w] = 1
        return 0
    return 0 if form == 4 else 1


def best_sum(values: int64, count, n):
    """Sum of the n largest of values[:count]; reorders them."""
    total = 0
    for i in range(0, min(n, count)):
        top = i
        for j in range(i + 1, count):
            if values[j] > values[top]:
                top = j
        held = values[i]
        values[i] = values[top]
        values[top] = held
        total = total + values[i]
    return total


# --- on columns: called, not written out at every use --------------------------------------------------------------


def spoil_uint8(bad: uint8, count):
    for i in lanes(0, count):  # noqa: F821
        bad[i] = 1
    return 0


def fill_int8(column: int8, begin, count, value):
    for i in lanes(0, count):  # noqa: F821
        column[begin + i] = value
    return 0


def copy_int8(column: int8, to, begin, count):
    for i in lanes(0, count):  # noqa: F821
        column[to + i] = column[begin + i]
    return 0


def fill_int32(column: int32, begin, count, value):
    for i in lanes(0, count):  # noqa: F821
        column[begin + i] = value
    return 0


def copy_int32(column: int32, to, begin, count):
    for i in lanes(0, count):  # noqa: F821
        column[to + i] = column[begin + i]
    return 0


def fill_int64(column: int64, begin, count, value):
    for i in lanes(0, count):  # noqa: F821
        column[begin + i] = value
    return 0


def copy_int64(column: int64, to, begin, count):
    for i in lanes(0, count):  # noqa: F821
        column[to + i] = column[begin + i]
    return 0
