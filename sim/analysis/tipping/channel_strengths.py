"""How strong which channel must be for a domino.

Each channel alone, and all together, are set from the first free month on; 1 is the rule as
written, 0 exactly off. All strengths share their luck.

A domino is assumed to be: one further exit for every two (``DOMINO``). The level is a convention;
at 1 exits would replace themselves, and a chain would go on by itself. P(another exit within five
years) is no measure of it: a strong channel may raise that chance as much where nobody leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.analysis.shared.probe import Probe
from sim.futures.experiment import Do, Futures
from sim.futures.outcomes import Asked, asked
from sim.scenario.document.parameters import CHANNELS
from sim.statistics.crossing import Scan, scan
from sim.statistics.estimates import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

ALL = "all"
DOMINO = 0.5
"""Further exits that an exit must bring on average to be called a domino; a convention."""
MOST_TIMES = 16.0
"""The strongest channel that is tried; no schema bounds it, and it is far beyond any stated one."""
HALVINGS = (16, 8, 4, 2, 1)


def strengths_found(
    probe: Probe, of: str, question: Asked, level: float, up_to: float
) -> tuple[dict[str, Scan], DataFrame, Futures]:
    """The crossings of each channel and of all, with what was tried.

    Parameters
    ----------
    probe : Probe
        Plays the scenario.
    of : str
        Id of the member that leaves.
    question : Asked
        What crosses the level.
    level : float
        What it crosses.
    up_to : float
        The strongest channel that is tried; 1 is the rule as written.

    Returns
    -------
    dict, DataFrame, Futures
        Scans by channel; table (channel, strength, value, low, high, another, scanned), where
        ``another`` is P(another exit within five years); some futures.
    """
    grid = strengths_tried(up_to)
    probe.expected = (len(CHANNELS) + 1) * len(grid) + 2 * 18
    played = _Played(probe, of, question)
    scans = {name: scan(played.of_channel(name), grid, level) for name in (ALL, *CHANNELS)}
    return scans, _table(scans, played), played.last


def strengths_tried(up_to: float) -> list[float]:
    """Off, as written, and doublings up to the strongest."""
    return sorted({0.0, *(up_to / part for part in HALVINGS), *([1.0] if up_to > 1 else [])})


class _Played:
    """The outcome at strengths; equal scenarios are played once."""

    def __init__(self, probe: Probe, of: str, question: Asked) -> None:
        self.probe, self.question = probe, question
        self.another = asked(f"p_another_5y.{of}", probe.scenario)
        self.arms: Mapping[str, Do] = {**question.arms, **self.another.arms}
        self.known: dict[str, tuple[Estimate, Estimate]] = {}
        self.another_at: dict[tuple[str, float], Estimate] = {}
        self.last: Futures

    def of_channel(self, name: str) -> Any:
        """The outcome by the strength of one channel, or of all."""
        chosen = CHANNELS if name == ALL else (name,)

        def measure(strength: float) -> Estimate:
            changes = {f"present.channels.{each}": strength for each in chosen}
            own, self.another_at[name, strength] = self._at(changes)
            return own

        return measure

    def _at(self, changes: Mapping[str, float]) -> tuple[Estimate, Estimate]:
        stated = {path: self._stated(path) for path in changes}
        key = str(sorted((p, v) for p, v in changes.items() if v != stated[p]))
        if key not in self.known:
            self.last = self.probe.play(changes, self.arms)
            self.known[key] = self.question.measure(self.last), self.another.measure(self.last)
        return self.known[key]

    def _stated(self, path: str) -> float:
        """The strength that holds from now on, where nothing changes it."""
        scenario = self.probe.scenario
        now = scenario.settable(path).value
        if now is None:
            now = scenario.settable(path.removeprefix("present.")).value
        return 1.0 if now is None else now


def _table(scans: Mapping[str, Scan], played: _Played) -> DataFrame:
    from pandas import DataFrame

    rows = [
        {
            "channel": name,
            "strength": strength,
            **estimate.as_json(),
            "another": played.another_at[name, strength].value,
            "scanned": strength in found.grid,
        }
        for name, found in scans.items()
        for strength, estimate in found.tried
    ]
    return DataFrame(rows)
