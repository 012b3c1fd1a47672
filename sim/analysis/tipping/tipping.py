"""Tipping: the values at which an outcome crosses a level.

Of one path (``vary`` of one), of two (``vary`` of two, a phase diagram), of the strength of each
channel (``of``), of each member's trust, alignment and pull at now (``distances``); and beside
them the one change within the stated ranges that moves an outcome most (``change``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.analysis.forecast.forecast import members_table
from sim.analysis.shared.probe import Probe
from sim.analysis.tipping.asked import asked_of
from sim.analysis.tipping.channel_strengths import strengths_found
from sim.analysis.tipping.distances import distances_found
from sim.analysis.tipping.findings import LevelCrossing, LevelScan, RangeEnd
from sim.analysis.tipping.options import Vary, asked_for, checked
from sim.analysis.tipping.result import TippingChannels, TippingPhases, TippingResult, TippingValue
from sim.analysis.tipping.single_change import largest_change
from sim.answer import Answer, Inputs
from sim.futures.experiment import Futures
from sim.futures.outcomes import Asked, asked
from sim.pool import Progress
from sim.scenario.scenario import Scenario
from sim.statistics.crossing import Scan, scan
from sim.statistics.estimates import Estimate
from sim.sweeps.designs import Axis, Design
from sim.sweeps.varying import design_of

if TYPE_CHECKING:
    from pandas import DataFrame

BISECTIONS = 18
"""Values that a crossing and both ends of its interval take, about."""
FIGURES = {
    "value": ("tip_curve",),
    "phases": ("tip_phases",),
    "channels": ("tip_channels",),
    "distances": ("tip_distances",),
    "change": ("tip_change",),
}
"""What is asked, and the figures that show the answer."""


def tip(
    scenario: Scenario,
    vary: Vary = (),
    *,
    of: str | None = None,
    distances: bool = False,
    change: bool = False,
    outcome: str | None = None,
    level: float | None = None,
    up_to: float | None = None,
    runs: int = 2_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[TippingResult]:
    """Find what tips an outcome over a level; exactly one of four things is asked.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    vary : texts, rows or a mapping
        One path and its range: the values at which the outcome crosses the level. Two: the phase
        diagram over both.
    of : str, optional
        Id of a member: how strong each channel must be for its exit to be a domino.
    distances : bool
        Of each member: how far its trust, alignment and pull at now are from where it leaves in
        one half of the runs.
    change : bool
        Which number of the scenario, moved within its stated range, moves the outcome most.
    outcome, level : str, float, optional
        What crosses what; defaults ``p_at_least.1`` (``effect.ID`` with ``of``, ``p_at_least.2``
        with ``change``) and 0.5.
    up_to : float, optional
        The strongest channel that is tried, with ``of``; default 16.
    runs, seed, threads, progress
        As of ``simulate``; ``runs`` of each value that is tried.

    Returns
    -------
    Answer
        Question ``tip``; ``ask`` of its result says which of these it answers.

    Raises
    ------
    Refusal
        Where what is asked cannot be.
    """
    options = checked(scenario, vary, of, distances, change, outcome, level, up_to)
    ask = asked_for(options)
    probe = Probe(scenario, runs, seed, threads, progress, expected=2)
    result, tables, played = _found(probe, ask, options)
    probe.finish()
    tables |= {"members": members_table(played)}
    return Answer("tip", Inputs.of(scenario, seed, runs, **options), result, tables, FIGURES[ask])


type Found[Result] = tuple[Result, dict[str, DataFrame], Futures]
"""A result, tables, and some futures that were played."""


def _found(probe: Probe, ask: str, options: Mapping[str, Any]) -> Found[TippingResult]:
    if ask == "distances":
        return distances_found(probe, options["level"])
    if ask == "change":
        return largest_change(probe, options["outcome"])
    question = asked(options["outcome"], probe.scenario)
    if ask == "channels":
        return _channels(probe, options, question)
    return (_value if ask == "value" else _phases)(probe, options, question)


# --- one path -------------------------------------------------------------------------------------


def _design(scenario: Scenario, options: Mapping[str, Any]) -> Design:
    wanted = {path: (low, high, count) for path, low, high, count in options["vary"]}
    return design_of(scenario, wanted, kind="grid", points=None, runs=1, seed=1)


def _value(probe: Probe, options: Mapping[str, Any], question: Asked) -> Found[TippingValue]:
    """The crossings of one path."""
    design = _design(probe.scenario, options)
    (axis,) = design.axes
    probe.expected = design.size + BISECTIONS
    played: list[Futures] = []

    def measure(value: float) -> Estimate:
        stated = int(value) if axis.whole else float(value)
        played[:] = [probe.play({axis.path: stated}, question.arms)]
        return question.measure(played[0])

    grid = [float(design.point(k)[0]) for k in range(design.size)]
    found = scan(measure, grid, options["level"], whole=axis.whole)
    table = _frame([_row(axis, question, *tried, found) for tried in found.tried])
    result = TippingValue(
        **asked_of(probe),
        **vars(level_scan(found)),
        ask="value",
        outcome=question.name,
        level=options["level"],
        path=axis.path,
    )
    return result, {"data": table}, played[0]


def _row(
    axis: Axis, question: Asked, value: float, estimate: Estimate, found: Scan
) -> dict[str, Any]:
    on_grid = value in found.grid
    return {
        "k": found.grid.index(value) if on_grid else -1,
        axis.path: value,
        "outcome": question.name,
        **estimate.as_json(),
        "scanned": on_grid,
    }


def level_scan(found: Scan) -> LevelScan:
    """What a scan found: each crossing, and the outcome at both ends of the range."""
    ends = ((end, found.at(end).known()) for end in (found.grid[0], found.grid[-1]))
    return LevelScan(
        crossings=[
            LevelCrossing(each.value, each.low, each.high, each.rising, each.is_resolved)
            for each in found.crossings
        ],
        side=found.side,
        monotone=found.is_monotone,
        ends=[RangeEnd(at, outcome.value, outcome.low, outcome.high) for at, outcome in ends],
    )


def _frame(rows: list[dict[str, Any]]) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(rows)


# --- two paths ------------------------------------------------------------------------------------


def _phases(probe: Probe, options: Mapping[str, Any], question: Asked) -> Found[TippingPhases]:
    """The side of the level on a grid over two paths."""
    design = _design(probe.scenario, options)
    probe.expected = design.size
    rows = []
    for k in range(design.size):
        point = dict(zip(design.paths, design.point(k), strict=True))
        played = probe.play(point, question.arms)
        estimate = question.measure(played)
        rows.append({"k": k, **point, "outcome": question.name, **estimate.as_json()})
    table = _frame(rows)
    table["side"] = (table["low"] > options["level"]).astype(int) - (
        table["high"] < options["level"]
    )
    result = TippingPhases(
        **asked_of(probe),
        ask="phases",
        outcome=question.name,
        level=options["level"],
        paths=list(design.paths),
        points=design.size,
        above=int((table["side"] == 1).sum()),
        below=int((table["side"] == -1).sum()),
        undecided=int((table["side"] == 0).sum()),
    )
    return result, {"data": table}, played


# --- the channels ---------------------------------------------------------------------------------


def _channels(probe: Probe, options: Mapping[str, Any], question: Asked) -> Found[TippingChannels]:
    """How strong each channel must be."""
    scans, table, played = strengths_found(
        probe, options["of"], question, options["level"], options["up_to"]
    )
    result = TippingChannels(
        **asked_of(probe),
        ask="channels",
        outcome=question.name,
        level=options["level"],
        of=options["of"],
        label=probe.scenario.label(options["of"]),
        up_to=options["up_to"],
        channels={name: level_scan(found) for name, found in scans.items()},
    )
    return result, {"strengths": table}, played
