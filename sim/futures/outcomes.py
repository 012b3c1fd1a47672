"""The registry of all numbers that a scenario can be asked for.

``--outcome``, sweeps, tipping points, plots and pages use only these names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.futures.arms import TwoArms, exit_arm, stay_arm
from sim.futures.experiment import Do, Futures, do_exit, do_stay
from sim.futures.measures import BASE, at_risk, exit_counts, exits, exposure, others, yearly_rate
from sim.refusal import unknown
from sim.rules.status import STATUSES
from sim.scenario.compiling.world import NOT_YET
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Each, Estimate, influences


@dataclass(frozen=True)
class Outcome:
    """A number that a scenario can be asked for.

    Attributes
    ----------
    name : str
        Name, with its argument: ``p_out.ID``.
    label : str
        Words for an axis, ``{}`` for the argument.
    unit : str
        ``probability``, ``exits``, ``month``, ``per member-year``, ``ratio``.
    arms : callable
        The arms that it needs, by the argument.
    each : callable, optional
        The number run by run, from futures that have these arms; None where these runs do not
        have it, and no callable where it is no mean over runs (a median).
    measured : callable, optional
        The number, where it is no plain share or mean of those of the runs; none where it is not
        asked.
    of_leaver : bool
        Whether it is about the first exit of its argument: not asked of who is out already.
    """

    name: str
    label: str
    unit: str
    arms: Callable[[str], Mapping[str, Do]]
    each: Callable[[Futures, str], Each | None] | None
    measured: Callable[[Futures, str], Estimate] | None = None
    of_leaver: bool = False

    @property
    def is_mean(self) -> bool:
        """Whether it is a share of runs or a mean over them, so that differences can be paired."""
        return self.measured is None

    def measure(self, futures: Futures, argument: str) -> Estimate:
        """The number with its interval, from futures that have its arms."""
        if self.measured is not None:
            return self.measured(futures, argument)
        each = self.run_by_run(futures, argument)
        return each.estimate() if each is not None else Estimate(None)

    def run_by_run(self, futures: Futures, argument: str) -> Each | None:
        """The number of each run, where it can be had."""
        return self.each(futures, argument) if self.each is not None else None

    def told(self, argument: str) -> str:
        """Its words, with those of its argument."""
        words = self.label.format(argument)
        return words.replace("exits", "exit") if argument == "1" else words


def _base(_: str) -> dict[str, Do]:
    return {BASE: Do()}


def _pair(member: str) -> dict[str, Do]:
    return {exit_arm(member): do_exit(member), stay_arm(member): do_stay(member)}


def _status(status: str) -> Callable[[Futures, str], Each]:
    def each(futures: Futures, member: str) -> Each:
        last = futures.arms[BASE].last[:, futures.index(member)]
        return Each(last == STATUSES.index(status))

    return each


def _ever_out(futures: Futures, member: str) -> Each:
    """Of the runs in which it can first exit."""
    i = futures.index(member)
    rows = np.flatnonzero(at_risk(futures, BASE)[:, i])
    return Each(exits(futures, BASE)[rows, i], rows)


def _first_step(futures: Futures, member: str) -> Each:
    """Of the runs in which it can take its first step outwards."""
    first = futures.arms[BASE].first_step[:, futures.index(member)]
    rows = np.flatnonzero((first == NOT_YET) | (first >= futures.at))
    return Each(first[rows] >= futures.at, rows)


def _at_least(futures: Futures, count: str) -> Each:
    return Each(exit_counts(futures, BASE) >= int(count))


def _exits(futures: Futures, _: str) -> Each:
    return Each(exit_counts(futures, BASE))


def _median_exit(futures: Futures, member: str) -> Estimate:
    """Month by which half of all runs have seen the first exit, counted from ``now``."""
    first = np.sort(futures.arms[BASE].first_exit[:, futures.index(member)])
    out = first[first >= 0]
    half = math.ceil(futures.runs / 2)
    return Estimate(float(out[half - 1] - futures.last_recorded) if len(out) >= half else None)


def _implied(futures: Futures, _: str) -> Estimate:
    return yearly_rate(*exposure(futures, BASE))


def _each_implied(futures: Futures, _: str) -> Each | None:
    return _rate_of_each(*exposure(futures, BASE))


def _implied_others(futures: Futures, member: str) -> Estimate:
    return yearly_rate(*_exposure_of_others(futures, member))


def _each_implied_others(futures: Futures, member: str) -> Each | None:
    return _rate_of_each(*_exposure_of_others(futures, member))


def _exposure_of_others(
    futures: Futures, member: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    exited, months = exposure(futures, BASE)
    among = others(futures, member)
    return exited[:, among], months[:, among]


def _rate_of_each(exited: NDArray[np.int64], months: NDArray[np.int64]) -> Each | None:
    if not months.any():
        return None
    return Each(12 * influences(exited.sum(axis=1), months.sum(axis=1)))


def _another(futures: Futures, member: str) -> Each:
    return TwoArms.of_exit(futures, member).another(exit_arm(member))


def _effect(futures: Futures, member: str) -> Each:
    return TwoArms.of_exit(futures, member).further()


def _hazard_ratio(futures: Futures, member: str) -> Estimate:
    return TwoArms.of_exit(futures, member).hazard_ratio()


def _each_hazard_ratio(futures: Futures, member: str) -> Each | None:
    return TwoArms.of_exit(futures, member).each_hazard_ratio()


_ALL = (
    Outcome("p_out.ID", "P({} is out at the end)", "probability", _base, _status("OUT")),
    Outcome(
        "p_ever_out.ID",
        "P({} has left by the end)",
        "probability",
        _base,
        _ever_out,
        of_leaver=True,
    ),
    Outcome(
        "p_notice.ID", "P({} is under notice at the end)", "probability", _base, _status("NOTICE")
    ),
    Outcome("p_frozen.ID", "P({} is frozen at the end)", "probability", _base, _status("FROZEN")),
    Outcome(
        "p_step.ID",
        "P({} freezes, gives notice or leaves by the end)",
        "probability",
        _base,
        _first_step,
    ),
    Outcome("p_active.ID", "P({} is active at the end)", "probability", _base, _status("ACTIVE")),
    Outcome(
        "median_exit.ID",
        "Median months to the exit of {}",
        "months",
        _base,
        None,
        _median_exit,
        of_leaver=True,
    ),
    Outcome("p_at_least.K", "P(at least {} exits)", "probability", _base, _at_least),
    Outcome("mean_exits", "Mean number of exits", "exits", _base, _exits),
    Outcome(
        "implied_rate", "Exits per member-year", "per member-year", _base, _each_implied, _implied
    ),
    Outcome(
        "implied_rate_others.ID",
        "Exits per member-year of all but {}",
        "per member-year",
        _base,
        _each_implied_others,
        _implied_others,
    ),
    Outcome(
        "p_another_5y.ID",
        "P(another exit within five years of the exit of {})",
        "probability",
        _pair,
        _another,
        of_leaver=True,
    ),
    Outcome(
        "effect.ID", "Domino effect of {}: further exits", "exits", _pair, _effect, of_leaver=True
    ),
    Outcome(
        "hazard_ratio.ID",
        "Hazard ratio after the exit of {}",
        "ratio",
        _pair,
        _each_hazard_ratio,
        _hazard_ratio,
        of_leaver=True,
    ),
)
OUTCOMES: dict[str, Outcome] = {outcome.name.split(".")[0]: outcome for outcome in _ALL}


@dataclass(frozen=True)
class Asked:
    """One outcome with its argument, checked against a scenario."""

    name: str
    outcome: Outcome
    argument: str

    @property
    def arms(self) -> Mapping[str, Do]:
        """The arms that it needs."""
        return self.outcome.arms(self.argument)

    def measure(self, futures: Futures) -> Estimate:
        """The number."""
        return self.outcome.measure(futures, self.argument)

    def each(self, futures: Futures) -> Each | None:
        """The number run by run, where it can be had."""
        return self.outcome.run_by_run(futures, self.argument)


def names_for(scenario: Scenario) -> list[str]:
    """Every outcome that a scenario can be asked for."""
    names = []
    for head, outcome in OUTCOMES.items():
        if outcome.name.endswith(".ID"):
            names += [f"{head}.{member}" for member in scenario.members]
        elif outcome.name.endswith(".K"):
            names += [f"{head}.{k}" for k in range(1, len(scenario.members) + 1)]
        else:
            names.append(head)
    return names


def asked(name: str, scenario: Scenario) -> Asked:
    """The outcome of that name.

    Raises
    ------
    Refusal
        With the nearest name where there is none.
    """
    known = names_for(scenario)
    if name not in known:
        raise unknown("outcome", name, known, field="outcome")
    head, _, argument = name.partition(".")
    return Asked(name, OUTCOMES[head], argument)


def arms_of(questions: Iterable[Asked]) -> dict[str, Do]:
    """All arms that some outcomes need, each once."""
    return {name: do for question in questions for name, do in question.arms.items()}
