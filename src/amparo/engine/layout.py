"""Working out the rows of each level for many workers: machine code like the kernels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.machine import Machine, compiled

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS: Final = """
def rows(N):
    wrong[0] = 0
    off_y[0] = 0
    off_q[0] = 0
    off_m[0] = 0
    off_ty[0] = 0
    off_g[0] = 0
    off_t[0] = 0
    ty = 0
    g = 0
    t = 0
    for w in range(0, N):
        begin = first[w]
        end = last[w]
        off_y[w + 1] = off_y[w] + end // 12 - begin // 12 + 1
        off_q[w + 1] = off_q[w] + end // 3 - begin // 3 + 1
        off_m[w + 1] = off_m[w] + end - begin + 1
        before = -1
        payer = -1
        year = -1
        g_begin = g
        ty_begin = ty
        for c in range(off_c[w], off_c[w + 1]):
            m = c_month[c]
            p = c_payer[c]
            if m != before:
                if m < before or m < begin or m > end:
                    wrong[0] = w + 1
                if m // 12 != year:
                    year = m // 12
                    ty_begin = ty
                g_begin = g
            if m != before or p != payer:
                gr = group[p]
                rty = ty
                for z in range(ty_begin, ty):
                    if ty_group[z] == gr:
                        rty = z
                        break
                if rty == ty:
                    ty_group[ty] = gr
                    ty_w[ty] = w
                    ty_i[ty] = year - begin // 12
                    ty = ty + 1
                rg = g
                for z in range(g_begin, g):
                    if g_group[z] == gr:
                        rg = z
                        break
                if rg == g:
                    g_group[g] = gr
                    g_ty[g] = rty
                    g_w[g] = w
                    g_i[g] = m - begin
                    g = g + 1
                t_payer[t] = p
                t_g[t] = rg
                t_ty[t] = rty
                t_coff[t] = c
                t_w[t] = w
                t_i[t] = m - begin
                t = t + 1
            c_t[c] = t - 1
            c_g[c] = t_g[t - 1]
            c_ty[c] = t_ty[t - 1]
            c_w[c] = w
            c_i[c] = m - begin
            before = m
            payer = p
        off_ty[w + 1] = ty
        off_g[w + 1] = g
        off_t[w + 1] = t
    t_coff[t] = off_c[N]
"""

_SPELLS: Final = """
def spells(N):
    for w in range(0, N):
        for s in range(off_s[w], off_s[w + 1]):
            m = month_by_number(s_first[s])
            s_w[s] = w
            s_i[s] = m - first[w] if m >= first[w] and m <= last[w] else 0
"""

_MONTHS: Final = """
def months(N):
    for w in range(0, N):
        ty = off_ty[w]
        g = off_g[w]
        t = off_t[w]
        c = off_c[w]
        s = off_s[w]
        for i in range(0, off_y[w + 1] - off_y[w]):
            while ty < off_ty[w + 1] and ty_i[ty] < i:
                ty = ty + 1
            y_tyoff[off_y[w] + i] = ty
        for i in range(0, off_m[w + 1] - off_m[w]):
            while c < off_c[w + 1] and c_i[c] < i:
                c = c + 1
            while t < off_t[w + 1] and t_i[t] < i:
                t = t + 1
            while g < off_g[w + 1] and g_i[g] < i:
                g = g + 1
            while s < off_s[w + 1] and month_by_number(s_first[s]) < first[w] + i:
                s = s + 1
            m_coff[off_m[w] + i] = c
            m_toff[off_m[w] + i] = t
            m_goff[off_m[w] + i] = g
            m_soff[off_m[w] + i] = s
    m_coff[off_m[N]] = off_c[N]
    m_toff[off_m[N]] = off_t[N]
    m_goff[off_m[N]] = off_g[N]
    m_soff[off_m[N]] = off_s[N]
    y_tyoff[off_y[N]] = off_ty[N]
"""

# Whether a table of ties speaks of each tie in turn.
_TIES_ALIKE: Final = """
def ties_alike(N):
    for w in range(0, N):
        if told[w + 1] != off_t[w + 1]:
            same[0] = 0
            break
    if same[0] != 0:
        other = 0
        for t in lanes(0, off_t[N]):
            other = other | (1 if payer[t] != t_payer[t] or period[t] != first[t_w[t]] + t_i[t] else 0)
        if other != 0:
            same[0] = 0
"""

# Of a dated table (rows of worker w: told[w] to told[w + 1]) the row that speaks of each row of the level, or -1.
_PERIODS: Final = """
def periods(N):
    for w in range(0, N):
        begin = off[w] - first[w] // unit[0]
        for z in range(told[w], told[w + 1]):
            r = begin + period[z] // told_unit[0]
            if r >= off[w] and r < off[w + 1]:
                at[r] = z
    for r in range(0, off[N]):
        if at[r] != r:
            same[0] = 0
"""

_TIES: Final = """
def ties(N):
    for w in range(0, N):
        for z in range(told[w], told[w + 1]):
            rm = off_m[w] + period[z] - first[w]
            if rm >= off_m[w] and rm < off_m[w + 1]:
                for t in range(m_toff[rm], m_toff[rm + 1]):
                    if t_payer[t] == payer[z]:
                        at[t] = z
                        break
    for t in range(0, off_t[N]):
        if at[t] != t:
            same[0] = 0
"""

_TIE_GROUPS: Final = """
def tie_groups(N):
    for w in range(0, N):
        for z in range(told[w], told[w + 1]):
            rm = off_m[w] + period[z] - first[w]
            if rm >= off_m[w] and rm < off_m[w + 1]:
                for t in range(m_toff[rm], m_toff[rm + 1]):
                    if t_payer[t] == payer[z]:
                        at[t_g[t]] = z
                        break
"""

_TIE_YEARS: Final = """
def tie_years(N):
    for w in range(0, N):
        for z in range(told[w], told[w + 1]):
            ry = off_y[w] + period[z] - first[w] // 12
            if ry >= off_y[w] and ry < off_y[w + 1]:
                for t in range(y_tyoff[ry], y_tyoff[ry + 1]):
                    if ty_group[t] == group[payer[z]]:
                        at[t] = z
                        break
    for t in range(0, off_ty[N]):
        if at[t] != t:
            same[0] = 0
"""

_SOURCES: Final = {
    "rows": _ROWS,
    "spells": _SPELLS,
    "months": _MONTHS,
    "ties_alike": _TIES_ALIKE,
    "periods": _PERIODS,
    "ties": _TIES,
    "tie_groups": _TIE_GROUPS,
    "tie_years": _TIE_YEARS,
}


@cache
def layout_functions() -> Callable[[str, int, dict[str, Any]], None]:
    """A caller of the functions above with 32-bit arrays by name."""
    code: Machine = compiled("layout", _SOURCES, lambda name: "int32")

    def run(name: str, workers: int, arrays: dict[str, Any]) -> None:
        code.call(name, workers, arrays.__getitem__, lambda number: 0)

    return run
