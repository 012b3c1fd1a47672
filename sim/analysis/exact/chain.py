"""An exact answer beside the Monte Carlo: the held-still variant as a Markov chain.

With everything but the statuses held at its value at ``now``, the joint statuses of N members are
a Markov chain of 4^N states, club, dilution and discipline at work. Its distribution is computed
here without the rules of the engines, by NumPy alone, so that it can test them.

What is held is what the noise-free replay of the record ends with, or ``present:`` states: a shock
that is fading at ``now`` stays as large as it is then. No event happens after ``now``, no crisis,
no reaction of the patron; a notice ends after one month. Dates of decision stay as they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.futures.experiment import Do, Futures, play, replayed
from sim.futures.measures import BASE
from sim.refusal import Refusal
from sim.rules.status import STATUSES
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.compiling.world import World
from sim.scenario.document.schema import PATRON
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_MEMBERS = 6
HELD = (
    "alignment",
    "expected_cost",
    "trust.external",
    "trust.regime",
    "threat",
    "regime_risk",
    "dependence",
    "presence",
    "pull",
)
ABSENCE = np.array([0.0, 0.25, 0.5, 1.0])
DEFIANCE = np.array([0.0, 0.5, 1.0, 0.5])

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """The chain of the joint statuses.

    Attributes
    ----------
    states : int (states, members)
        The status of each member in each state.
    world : World
        Rates, weights and channels.
    values : dict
        What is held still: arrays by member, and the patron's capacity.
    joined : bool (members,)
        Members that are or were in when the future begins.
    """

    states: NDArray[np.int64]
    world: World
    values: dict[str, Floats]
    capacity: float
    joined: NDArray[np.bool_]

    def pressures(self) -> Floats:
        """Pressure outwards on each member in each state, (states, members)."""
        p, channels, w = self.world.parameters, self.world.channels, self.world.members.weight
        v, n = self.values, len(w)
        # A member that was out from the start counts from the state on in which it is in.
        counted = self.joined | (self.states != 3)
        h = np.zeros(self.states.shape)
        for i in range(n):
            others = np.arange(n) != i
            weight = np.where(counted & others, w, 0.0)
            total = weight.sum(axis=1)
            safe = np.where(total > 0, total, 1.0)
            absent = (weight * ABSENCE[self.states]).sum(axis=1) / safe
            loyal = (weight * (self.states == 0) * (1 + v["alignment"]) / 2).sum(axis=1) / safe
            defiance = (np.where(counted & others, 1.0, 0.0) * DEFIANCE[self.states]).sum(axis=1)
            reach = (
                p.cheap
                + p.costly * self.capacity / (1 + channels.dilution * defiance)
                + channels.discipline * p.backing * loyal
            )
            value = (
                p.w_inertia
                + p.w_security * v["threat"][i] * (2 * v["trust.external"][i] - 1)
                + p.w_insurance * v["regime_risk"][i] * (2 * v["trust.regime"][i] - 1)
                + p.w_ties * v["dependence"][i]
                + p.w_fear
                * v["expected_cost"][i]
                * (v["dependence"][i] + v["presence"][i])
                / 2
                * reach
                - channels.club * p.w_club * absent
                + p.w_alignment * v["alignment"][i]
                - p.w_pull * v["pull"][i]
            )
            h[:, i] = 1 / (1 + np.exp(value))
        return h

    def steps(self, h: Floats, multiplier: float, renewal: bool) -> Floats:
        """P(next status | state) of each member.

        Parameters
        ----------
        h : float64 (states, members) in [0, 1]
            Pressure outwards.
        multiplier : float
            Of the rates outwards, on a date of decision; else 1.
        renewal : bool
            Whether who goes is out at once, without notice.

        Returns
        -------
        float64 (states, members, 4)
        """
        p = self.world.parameters
        found = np.zeros((*self.states.shape, 4))
        out = np.minimum(p.rate_out * multiplier * h, 1)
        finish = np.minimum(p.rate_finish * multiplier * h, 1)
        back = np.minimum(p.rate_back * (1 - h), 1)
        back_in = np.minimum(p.rate_return * (1 - h), 1)
        to_notice = 3 if renewal else 2
        active, frozen, notice, gone = (self.states == status for status in range(4))
        steps = (
            (active, to_notice, out * (1 - p.freeze_share)),
            (active, 1, out * p.freeze_share),
            (active, 0, 1 - out),
            (frozen, to_notice, finish),
            (frozen, 0, np.minimum(back, 1 - finish)),
            (frozen, 1, 1 - finish - np.minimum(back, 1 - finish)),
            (notice, 0, back),
            (notice, 3, 1 - back),
            (gone, 0, back_in),
            (gone, 3, 1 - back_in),
        )
        for where, target, chance in steps:
            found[..., target] += np.where(where, chance, 0.0)
        return found

    def transition(self, h: Floats, multiplier: float, renewal: bool) -> Floats:
        """P(next joint status | joint status): within a month members move independently.

        Parameters
        ----------
        h, multiplier, renewal
            As of ``steps``.

        Returns
        -------
        float64 (states, states)
            Rows sum to 1.
        """
        steps = self.steps(h, multiplier, renewal)
        joint = steps[:, 0]
        for i in range(1, self.states.shape[1]):
            joint = (joint[:, :, None] * steps[:, i][:, None, :]).reshape(len(joint), -1)
        return joint

    def marginals(self, distribution: Floats) -> Floats:
        """P(status) of each member, (members, 4), of a distribution over the states."""
        n = self.states.shape[1]
        joint = distribution.reshape((4,) * n)
        return np.stack([joint.sum(axis=tuple(a for a in range(n) if a != i)) for i in range(n)])


def check(scenario: Scenario) -> None:
    """Refuse a scenario that the chain cannot answer, before anything is computed.

    Raises
    ------
    Refusal
        More members than the chain can hold, a rule of decision that is not logistic, or a bloc
        with cohesion.
    """
    if len(scenario.members) > MOST_MEMBERS:
        message = f"the joint statuses of all members of {scenario.name} are too many"
        found, allowed = f"{len(scenario.members)} members", f"up to {MOST_MEMBERS}"
        raise Refusal(message, field="exact", found=found, allowed=allowed)
    if scenario.decision != "logit":
        message = f"{scenario.name} has another rule of decision than the chain"
        found, allowed = f"decision={scenario.decision}", "decision=logit"
        raise Refusal(message, field="exact", found=found, allowed=allowed)
    for name, bloc in scenario.blocs.items():
        if bloc.cohesion.value > 0:
            message = (
                f"members of {scenario.name} may act as one, and in the chain each moves alone"
            )
            found = f"blocs.{name}.cohesion={bloc.cohesion.value:g}"
            allowed = f"blocs.{name}.cohesion=0"
            raise Refusal(message, field="exact", found=found, allowed=allowed)


def chain_of(scenario: Scenario) -> tuple[Chain, NDArray[np.int64]]:
    """The chain of a scenario, and the statuses in which it starts.

    Raises
    ------
    Refusal
        As of ``check``.
    """
    check(scenario)
    compiled = compile_scenario(scenario)
    held = {**replayed(scenario), **compiled.stated}
    values = {name: np.array([held[m, name] for m in scenario.members]) for name in HELD}
    played = play(scenario, {BASE: Do()}, runs=1, still=True, record=frozenset([BASE]))
    first = played.today[0].astype(np.int64)
    states = np.array(list(product(range(4), repeat=len(scenario.members))), np.int64)
    capacity = held[PATRON, "capacity"]
    return Chain(states, compiled.future, values, capacity, _joined(played, first)), first


def _joined(played: Futures, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Members that were in in some recorded month, or are when the future begins."""
    tally = played.arms[BASE].tally
    assert tally is not None
    was_in = tally.status[: played.at, :, :3].any(axis=(0, 2))
    joined: NDArray[np.bool_] = was_in | (first != 3)
    return joined


def exact_statuses(scenario: Scenario) -> DataFrame:
    """P(status) by month and member in the held-still variant: month, member, status, value."""
    from pandas import DataFrame

    from sim.scenario.document.months import later

    chain, first = chain_of(scenario)
    calendar, h = chain.world.calendar, chain.pressures()
    distribution = np.zeros(len(chain.states))
    distribution[int("".join(map(str, first)), 4)] = 1.0
    months = range(calendar.last_recorded + 1, calendar.last + 1)
    kinds = [(float(calendar.multiplier[m]), bool(calendar.renewal[m])) for m in months]
    usual_kind = Counter(kinds).most_common(1)[0][0]
    usual = chain.transition(h, *usual_kind)  # of six members 134 MB: the others are not kept
    rows = []
    for month, kind in zip(months, kinds, strict=True):
        distribution = distribution @ (usual if kind == usual_kind else chain.transition(h, *kind))
        for member, shares in zip(scenario.members, chain.marginals(distribution), strict=True):
            for status, value in zip(STATUSES, shares, strict=True):
                # The last bits depend on the machine.
                rows.append((later(scenario.start, month), member, status, round(float(value), 14)))
    return DataFrame(rows, columns=["month", "member", "status", "value"])
