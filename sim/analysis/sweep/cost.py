"""What a sweep will cost: points, futures and time, told before it is started."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from sim.futures.experiment import Do, play
from sim.futures.measures import BASE
from sim.futures.outcomes import arms_of, asked
from sim.scenario.scenario import Scenario
from sim.sweeps.planning import Plan

TRIED = 200
"""Runs that are timed on this machine."""


@dataclass(frozen=True)
class Cost:
    """A sweep in numbers."""

    points: int
    runs: int
    futures: int
    """Futures that each point needs: a counterfactual needs two."""
    seconds: float
    """A guess, from some runs on this machine."""

    @property
    def total(self) -> int:
        """Runs of all points and futures."""
        return self.points * self.runs * self.futures


def cost_of(plan: Plan, seconds_a_run: float) -> Cost:
    """The cost of a sweep, where one run takes so long."""
    questions = [asked(name, plan.scenario) for name in plan.task.outcomes]
    number = len(arms_of(questions))
    points, runs = plan.task.design.size, plan.task.runs
    spread = max(1, min(os.cpu_count() or 1, points))
    return Cost(points, runs, number, points * runs * number * seconds_a_run / spread)


def seconds_a_run(scenario: Scenario, *, seed: int = 1) -> float:
    """How long a run takes in one thread here, the record and what surrounds it included."""
    began = time.perf_counter()
    play(scenario, {BASE: Do()}, runs=TRIED, seed=seed, threads=1)
    return (time.perf_counter() - began) / TRIED
