"""Working out the rows of each level for many workers: machine code like the kernels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.machine import Machine, compiled

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNT: Final = """
def count(N):
    for w in range(0, N):
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
"""

_FILL: Final = """
def fill(N):
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
                        g = g + 1
                    t_m[t] = rm
                    t_payer[t] = p
                    t_g[t] = rg
                    t_ty[t] = rty
                    t_coff[t] = c
                    t = t + 1
                c_m[c] = rm
                c_t[c] = t - 1
                c_g[c] = t_g[t - 1]
                c_ty[c] = t_ty[t - 1]
                c = c + 1
            while s < off_s[w + 1] and month_of(s_first[s]) == m:
                s_m[s] = rm
                s = s + 1
    if N > 0:
        m_coff[off_m[N]] = off_c[N]
        m_toff[off_m[N]] = off_t[N]
        m_goff[off_m[N]] = off_g[N]
        m_soff[off_m[N]] = off_s[N]
        y_tyoff[off_y[N]] = off_ty[N]
        t_coff[off_t[N]] = off_c[N]
"""


@cache
def layout_functions() -> Callable[[str, int, dict[str, Any]], None]:
    """A caller of `count` and `fill` with arrays by name."""
    code: Machine = compiled("layout", {"count": _COUNT, "fill": _FILL}, lambda name: "int64")

    def run(name: str, workers: int, arrays: dict[str, Any]) -> None:
        code.call(name, workers, arrays.__getitem__, lambda number: 0)

    return run
