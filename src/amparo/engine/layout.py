"""Working out the rows of each level for many workers: machine code like the kernels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.machine import Machine, compiled

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNT: Final = """
def count(N):
    off_y[0] = 0
    off_q[0] = 0
    off_m[0] = 0
    off_ty[0] = 0
    off_g[0] = 0
    off_t[0] = 0
    for z in range(0, 8):
        most[z] = 1
    for w in range(0, N):
        ys = last[w] // 12 - first[w] // 12 + 1
        qs = last[w] // 3 - first[w] // 3 + 1
        ms = last[w] - first[w] + 1
        off_y[w + 1] = off_y[w] + ys
        off_q[w + 1] = off_q[w] + qs
        off_m[w + 1] = off_m[w] + ms
        ty = 0
        g = 0
        t = 0
        begin = off_c[w]
        for c in range(begin, off_c[w + 1]):
            m = c_month[c]
            p = c_payer[c]
            if c > begin and c_month[c - 1] == m and c_payer[c - 1] == p:
                continue
            t = t + 1
            gr = group[p]
            new_g = 1
            new_ty = 1
            z = c - 1
            while z >= begin and c_month[z] // 12 == m // 12:
                if group[c_payer[z]] == gr:
                    new_ty = 0
                    if c_month[z] == m:
                        new_g = 0
                    break
                z = z - 1
            ty = ty + new_ty
            g = g + new_g
        off_ty[w + 1] = off_ty[w] + ty
        off_g[w + 1] = off_g[w] + g
        off_t[w + 1] = off_t[w] + t
        most[0] = max(most[0], ys)
        most[1] = max(most[1], qs)
        most[2] = max(most[2], ms)
        most[3] = max(most[3], ty)
        most[4] = max(most[4], g)
        most[5] = max(most[5], t)
        most[6] = max(most[6], off_c[w + 1] - begin)
        most[7] = max(most[7], off_s[w + 1] - off_s[w])
"""

_FILL: Final = """
def fill(N):
    wrong[0] = 0
    for w in range(0, N):
        m0 = off_m[w]
        y0 = off_y[w]
        ty = off_ty[w]
        g = off_g[w]
        t = off_t[w]
        c = off_c[w]
        s = off_s[w]
        for m in range(first[w], last[w] + 1):
            rm = m0 + m - first[w]
            ry = y0 + m // 12 - first[w] // 12
            if m == first[w] or m % 12 == 0:
                y_tyoff[ry] = ty
            m_coff[rm] = c
            m_toff[rm] = t
            m_goff[rm] = g
            while s < off_s[w + 1] and month_by_number(s_first[s]) < m:
                s_m[s] = m0
                s_w[s] = w
                s_i[s] = 0
                s = s + 1
            m_soff[rm] = s
            g_begin = g
            t_begin = t
            while c < off_c[w + 1] and c_month[c] == m:
                p = c_payer[c]
                if t == t_begin or t_payer[t - 1] != p:
                    gr = group[p]
                    rty = -1
                    for z in range(y_tyoff[ry], ty):
                        if ty_group[z] == gr:
                            rty = z
                            break
                    if rty < 0:
                        rty = ty
                        ty_y[ty] = ry
                        ty_group[ty] = gr
                        ty_w[ty] = w
                        ty_i[ty] = ry - y0
                        ty = ty + 1
                    rg = -1
                    for z in range(g_begin, g):
                        if g_group[z] == gr:
                            rg = z
                            break
                    if rg < 0:
                        rg = g
                        g_m[g] = rm
                        g_group[g] = gr
                        g_ty[g] = rty
                        g_w[g] = w
                        g_i[g] = m - first[w]
                        g = g + 1
                    t_m[t] = rm
                    t_payer[t] = p
                    t_g[t] = rg
                    t_ty[t] = rty
                    t_coff[t] = c
                    t_w[t] = w
                    t_i[t] = m - first[w]
                    t = t + 1
                c_m[c] = rm
                c_t[c] = t - 1
                c_g[c] = t_g[t - 1]
                c_ty[c] = t_ty[t - 1]
                c_w[c] = w
                c_i[c] = m - first[w]
                c = c + 1
            while s < off_s[w + 1] and month_by_number(s_first[s]) == m:
                s_m[s] = rm
                s_w[s] = w
                s_i[s] = m - first[w]
                s = s + 1
        while s < off_s[w + 1]:
            s_m[s] = m0
            s_w[s] = w
            s_i[s] = 0
            s = s + 1
        if c < off_c[w + 1]:
            wrong[0] = w + 1
            break
    m_coff[off_m[N]] = off_c[N]
    m_toff[off_m[N]] = off_t[N]
    m_goff[off_m[N]] = off_g[N]
    m_soff[off_m[N]] = off_s[N]
    y_tyoff[off_y[N]] = off_ty[N]
    t_coff[off_t[N]] = off_c[N]
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
    "count": _COUNT,
    "fill": _FILL,
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
