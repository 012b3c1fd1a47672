"""Maps of the alliance: probabilities and states by month, and arrows of who topples whom.

Drawn as filled lines from outlines that come with the product: a map asks no other host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sim import words
from sim.analysis.domino.result import MatrixResult
from sim.analysis.forecast.result import ForecastResult
from sim.answer import Answer
from sim.plots.shared.palette import PROBABILITY, Theme, mixed, scale_colour
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import Part, Sheet
from sim.words.domino.matrix import resolved_links

if TYPE_CHECKING:
    from pandas import DataFrame
from sim.plots.shared.arrows import MapArrow
from sim.plots.shared.base_map import PATTERNS, Shade, codes_of, map_of


def can_be_drawn(answer: Answer) -> bool:
    """Whether the outline of at least one member is known."""
    return bool(codes_of(answer))


def probability_map(
    answer: Answer[ForecastResult],
    month: str,
    *,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
    top: float | None = None,
) -> Part:
    """P(out in a month) of each member, hatched where another status is the likeliest one.

    Parameters
    ----------
    answer : Answer of ForecastResult
        The forecast.
    month : str
        YYYY-MM, recorded or free.
    patron : str, optional
        Its country code.
    theme : str
        ``light`` or ``dark``.
    width : int
        Pixels that it is drawn for.
    top : float in (0, 1], optional
        Probability of the darkest colour; by default one that suits all months.
    """
    sheet = Sheet.of(answer, theme, width)
    status = answer.tables["status"]
    out = status[status["status"] == "OUT"]
    top = top or round_top(max(0.02, float(out["value"].max())))
    now = out[out["month"] == month].set_index("member")["value"]
    likeliest = _likeliest(status, month)
    shades = {
        member: Shade(
            fill=scale_colour(PROBABILITY, min(1.0, now[member] / top)),
            label=words.percent(now[member]),
            hover=f"out in {words.percent(now[member])} of runs in {words.month(month)}"
            f"<br>most often {likeliest[member].lower()}",
            status=likeliest[member] if likeliest[member] in ("FROZEN", "NOTICE") else "ACTIVE",
        )
        for member in sheet.labels
    }
    return map_of(sheet, theme, shades, patron, scale=top)


def status_map(
    answer: Answer[ForecastResult],
    month: str,
    *,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """The likeliest status of each member in a month, by word, pattern and colour.

    Parameters
    ----------
    answer : Answer of ForecastResult
        The forecast.
    month : str
        YYYY-MM, recorded or free.
    patron, theme, width
        As of ``probability_map``.
    """
    sheet = Sheet.of(answer, theme, width)
    status = answer.tables["status"]
    rows = status[status["month"] == month].set_index(["member", "status"])["value"]
    likeliest = _likeliest(status, month)

    def hover(member: str) -> str:
        shares = (f"{name.lower()} {words.percent(rows[member, name])}" for name in PATTERNS)
        return f"{words.month(month)}<br>{'<br>'.join(shares)}"

    shades = {
        member: _of_status(sheet.theme, likeliest[member], hover(member)) for member in sheet.labels
    }
    return map_of(sheet, theme, shades, patron)


def run_map(
    answer: Answer,
    statuses: Mapping[str, str],
    *,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """The status of each member in one run.

    Parameters
    ----------
    answer : Answer
        Says who the members are.
    statuses : mapping of str to str
        ``ACTIVE``, ``FROZEN``, ``NOTICE`` or ``OUT`` by id of the member.
    patron, theme, width
        As of ``probability_map``.
    """
    sheet = Sheet.of(answer, theme, width)
    shades = {member: _of_status(sheet.theme, statuses[member], "") for member in sheet.labels}
    return map_of(sheet, theme, shades, patron)


def matrix_map(
    answer: Answer[MatrixResult],
    *,
    leaver: str | None = None,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """Who topples whom: an arrow for each change of a chance that is resolved.

    Parameters
    ----------
    answer : Answer of MatrixResult
        The matrix.
    leaver : str, optional
        Id of the member whose exit is shown; by default those of all.
    patron : str, optional
        Its country code.
    theme : str
        ``light`` or ``dark``.
    width : int
        Pixels that it is drawn for.
    """
    sheet = Sheet.of(answer, theme, width)
    arrows = [
        MapArrow(
            link.leaver,
            link.other,
            link.change.value,
            f"<b>{sheet.labels[link.other]}</b> if <b>{sheet.labels[link.leaver]}</b> "
            f"leaves:<br>{words.points(link.change.value)} points "
            f"({words.points(link.change.low)} to {words.points(link.change.high)})",
        )
        for link in resolved_links(answer)
        if leaver in (None, link.leaver)
    ]
    plain = mixed(sheet.theme.ground, sheet.theme.ink, 0.1)
    gains = {arrow.other: words.points(arrow.value) for arrow in arrows} if leaver else {}
    shades = {member: Shade(plain, gains.get(member, ""), "") for member in sheet.labels}
    return map_of(sheet, theme, shades, patron, arrows=arrows)


def _likeliest(status: DataFrame, month: str) -> dict[str, str]:
    rows = status[status["month"] == month]
    best = rows.loc[rows.groupby("member", sort=False)["value"].idxmax()]
    return dict(zip(best["member"].astype(str), best["status"].astype(str), strict=True))


def _of_status(theme: Theme, status: str, hover: str) -> Shade:
    fills = {
        "ACTIVE": mixed(theme.ground, theme.ink, 0.1),
        "FROZEN": scale_colour(PROBABILITY, 0.25),
        "NOTICE": scale_colour(PROBABILITY, 0.5),
        "OUT": scale_colour(PROBABILITY, 0.85),
    }
    return Shade(fills[status], status.lower(), hover or status.lower(), status)


MAPS: dict[str, Callable[..., Part]] = {"probability": probability_map, "status": status_map}
"""Maps of a forecast by what their colours mean."""
