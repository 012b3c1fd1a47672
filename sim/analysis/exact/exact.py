"""The held-still variant both ways: its exact probabilities, and what the runs say of them.

It checks the arithmetic of the runs from outside, for a simpler question than the forecast's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.exact.chain import HELD, chain_of, check
from sim.analysis.exact.monte_carlo import beside_monte_carlo
from sim.analysis.exact.result import (
    ExactAndRuns,
    ExactResult,
    LargestDistance,
    StatusesAtEnd,
)
from sim.answer import Answer, Inputs
from sim.pool import Progress
from sim.rules.status import STATUSES
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

ALLOWED = 4.0
"""Standard errors up to which both are said to agree."""


def exact(
    scenario: Scenario,
    *,
    runs: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[ExactResult]:
    """The held-still variant of a scenario as a Markov chain, and as so many runs.

    Parameters
    ----------
    scenario : Scenario
        Of at most six members, with the logistic rule of decision.
    runs, seed, threads, progress
        As of ``simulate``.

    Returns
    -------
    Answer
        The probability of each status by month and member, exactly and as a share of the runs;
        how far apart they are; what was held still, at which value.

    Raises
    ------
    Refusal
        A scenario that is no such chain.
    """
    check(scenario)
    both = beside_monte_carlo(scenario, runs=runs, seed=seed, threads=threads, progress=progress)
    held = held_table(scenario)
    largest = largest_distance(both)
    compared = comparisons(both)
    result = ExactResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        seed=seed,
        runs=runs,
        now=scenario.last_recorded,
        end=scenario.last_month,
        members={member: _at_the_end(both, member) for member in scenario.members},
        largest_z=largest,
        comparisons=compared,
        expected_largest_z=expected_largest(compared),
        allowed_z=ALLOWED,
        agrees=is_allowed(largest),
        held_still=_held(held),
        events_left_out=left_out(scenario),
    )
    tables = {"exact": both, "held": held, "members": _members(scenario)}
    return Answer("exact", Inputs.of(scenario, seed, runs), result, tables, ("exact",))


def largest_distance(both: DataFrame) -> LargestDistance:
    """Where the share of runs lies furthest from its probability."""
    row = both.iloc[int(both["z"].abs().to_numpy().argmax())]
    return LargestDistance(
        float(row["z"]), str(row["month"]), str(row["member"]), str(row["status"])
    )


def is_allowed(largest: LargestDistance) -> bool:
    """Whether both answers agree, where they lie furthest apart."""
    return abs(largest.value) <= ALLOWED


def comparisons(both: DataFrame) -> int:
    """How many probabilities leave something to chance."""
    return int(((both["exact"] > 0) & (both["exact"] < 1)).sum())


def expected_largest(comparisons: int) -> float:
    """Median of the largest of so many independent distances, in standard errors.

    Φ(-z) = (1 - 2^(-1/k)) / 2

    Those of one answer are not independent, of which less is expected.
    """
    from scipy.special import ndtri

    return float(-ndtri((1 - 0.5 ** (1 / comparisons)) / 2)) if comparisons else 0.0


def left_out(scenario: Scenario) -> list[str]:
    """Events that may happen after ``now``, and cannot in the held-still variant."""
    now = scenario.last_recorded
    return [name for name, event in scenario.events.items() if not event.month or event.month > now]


def _at_the_end(both: DataFrame, member: str) -> StatusesAtEnd:
    """Each status of a member in the last month: exactly, and as a share of the runs."""
    last = both[(both["month"] == both["month"].iloc[-1]) & (both["member"] == member)]
    rows = last.set_index("status")[["exact", "value", "low", "high", "z"]]
    found = {
        f"p_{status.lower()}": ExactAndRuns(*(float(v) for v in rows.loc[status]))
        for status in STATUSES
    }
    return StatusesAtEnd(**found)


def held_table(scenario: Scenario) -> DataFrame:
    """What is held still, at which value: member (the patron's id among them), quantity, value."""
    from pandas import DataFrame

    from sim.scenario.document.schema import PATRON

    chain, _ = chain_of(scenario)
    rows = [
        (member, quantity, float(chain.values[quantity][i]))
        for i, member in enumerate(scenario.members)
        for quantity in HELD
    ]
    rows.append((PATRON, "capacity", chain.capacity))
    return DataFrame(rows, columns=["member", "quantity", "value"])


def _held(table: DataFrame) -> dict[str, dict[str, float]]:
    return {
        str(member): dict(zip(rows["quantity"], rows["value"], strict=True))
        for member, rows in table.groupby("member", sort=False)
    }


def _members(scenario: Scenario) -> DataFrame:
    """The members: member, label, iso3, status when the future begins."""
    from pandas import DataFrame

    _, first = chain_of(scenario)
    return DataFrame(
        {
            "member": list(scenario.members),
            "label": [scenario.label(member) for member in scenario.members],
            "iso3": [member.iso3 for member in scenario.members.values()],
            "status": [STATUSES[status] for status in first],
        }
    )
