"""The forecast: every status by member and month, cascades, and how uncertain that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.forecast.result import BaseRates, ExitCounts, ForecastResult, MemberForecast
from sim.analysis.shared.base_rates import is_stress, references
from sim.answer import Answer, Inputs
from sim.futures.experiment import Do, Futures, play
from sim.futures.measures import BASE, exit_counts, exposure, yearly_rate
from sim.futures.outcomes import asked
from sim.futures.tables import (
    cascade_table,
    exits_table,
    order_table,
    paths_table,
    runs_table,
    status_table,
    terms_table,
)
from sim.pool import Progress
from sim.rules.status import ACTIVE, STATUSES
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import mean

if TYPE_CHECKING:
    from pandas import DataFrame

FIGURES = ("forecast", "cascade", "order", "paths", "terms", "timeline")


def simulate(
    scenario: Scenario,
    *,
    runs: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    uncertain: int = 0,
    rules: bool = False,
) -> Answer[ForecastResult]:
    """The forecast of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    runs, seed : int
        Size of the ensemble, and its luck.
    threads : int, optional
        Default: one for each processor.
    progress : callable, optional
        Called with (runs done, runs in all).
    uncertain : int
        Number of points of a Latin hypercube over the stated ranges, each of ``runs`` runs with
        the same luck; 0 for none.
    rules : bool
        Also by the other rules of decision, on the same luck: the table ``rules``.

    Returns
    -------
    Answer of ForecastResult
        Probabilities at the stated values with Monte Carlo intervals; apart from them, with
        ``uncertain``, the 5-95% span over the points.
    """
    from sim.analysis.shared.by_rule import OTHERS, forecast_by_rule, stage

    total = runs * (1 + uncertain + OTHERS * rules)
    ensemble = play(
        scenario,
        {BASE: Do()},
        runs=runs,
        seed=seed,
        threads=threads,
        progress=stage(progress, 0, total),
        record=frozenset([BASE]),
    )
    result = _result(ensemble)
    tables = {
        "status": status_table(ensemble),
        "exits": exits_table(ensemble),
        "cascade": cascade_table(ensemble),
        "order": order_table(ensemble),
        "paths": paths_table(ensemble),
        "terms": terms_table(ensemble),
        "events": events_table(scenario),
        "members": members_table(ensemble),
        "base_rates": base_rates_table(ensemble),
        "runs": runs_table(ensemble),
    }
    if uncertain:
        from sim.analysis.shared.prior import spread

        tables["spread"], over_ranges = spread(
            scenario,
            uncertain,
            runs=runs,
            seed=seed,
            threads=threads,
            progress=stage(progress, runs, total),
        )
        result = replace(result, uncertain=over_ranges)
    if rules:
        tables["rules"], beside = forecast_by_rule(
            ensemble, threads=threads, progress=stage(progress, runs * (1 + uncertain), total)
        )
        result = replace(result, rules=beside)
    inputs = Inputs.of(scenario, seed, runs, uncertain=uncertain or None, rules=rules or None)
    return Answer("run", inputs, result, tables, FIGURES)


def _result(ensemble: Futures) -> ForecastResult:
    scenario = ensemble.scenario
    return ForecastResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        seed=ensemble.seed,
        runs=ensemble.runs,
        now=scenario.last_recorded,
        end=scenario.last_month,
        members={member: _of_member(ensemble, member) for member in ensemble.members},
        exits=_exit_counts(ensemble),
        base_rate=_base_rates(ensemble),
    )


def _of_member(ensemble: Futures, member: str) -> MemberForecast:
    scenario = ensemble.scenario
    estimates = {
        name: asked(f"{name}.{member}", scenario).measure(ensemble)
        for name in ("p_out", "p_ever_out", "p_notice", "p_frozen", "p_active")
    }
    months = asked(f"median_exit.{member}", scenario).measure(ensemble).value
    later = None if months is None else ensemble.last_recorded + int(months)
    return MemberForecast(**estimates, median_exit=None if later is None else ensemble.month(later))


def _exit_counts(ensemble: Futures) -> ExitCounts:
    counts = exit_counts(ensemble, BASE)
    sizes = np.bincount(counts, minlength=len(ensemble.members) + 1)
    return ExitCounts(
        mean=mean(counts),
        distribution=[int(size) / ensemble.runs for size in sizes],
        at_least=[int(sizes[k:].sum()) / ensemble.runs for k in range(len(sizes))],
    )


def _base_rates(ensemble: Futures) -> BaseRates:
    implied = yearly_rate(*exposure(ensemble, BASE))
    return BaseRates(
        implied=implied,
        implied_active=yearly_rate(*_of_active(ensemble)),
        references=list(references("rate")),
        stress=is_stress(implied.value),
    )


def _of_active(ensemble: Futures) -> tuple[Any, Any]:
    """Exits and months at risk of the members that are active when the future begins."""
    exited, months = exposure(ensemble, BASE)
    active = ensemble.today == ACTIVE
    return exited * active, months * active


def members_table(ensemble: Futures) -> DataFrame:
    """The members: member, label, iso3, status when the future begins (most frequent)."""
    from pandas import DataFrame

    scenario = ensemble.scenario
    counts = [np.bincount(column, minlength=len(STATUSES)) for column in ensemble.today.T]
    return DataFrame(
        {
            "member": list(ensemble.members),
            "label": [scenario.label(member) for member in ensemble.members],
            "iso3": [scenario.members[member].iso3 for member in ensemble.members],
            "status": [STATUSES[int(count.argmax())] for count in counts],
        }
    )


def events_table(scenario: Scenario) -> DataFrame:
    """The record and what may come: id, month, title, record, weight, source, kinds, members."""
    from pandas import DataFrame

    rows = []
    for name, event in scenario.events.items():
        parts = ("pledge", "shocks", "punishment", "policy", "status")
        rows.append(
            {
                "id": name,
                "month": event.month,
                "title": event.title,
                "record": "inside" if event.is_inside else "outside",
                "weight": event.weight.value,
                "source": event.source,
                "kinds": ", ".join(part for part in parts if getattr(event, part)),
                "members": ", ".join(sorted(event.names())),
            }
        )
    columns = ["id", "month", "title", "record", "weight", "source", "kinds", "members"]
    return DataFrame(rows, columns=columns)


def base_rates_table(ensemble: Futures) -> DataFrame:
    """Exits per member-year: implied by the forecast, and the references."""
    from pandas import DataFrame

    def implied() -> Iterator[dict[str, Any]]:
        of_all = yearly_rate(*exposure(ensemble, BASE))
        of_active = yearly_rate(*_of_active(ensemble))
        for name, label, rate in (
            ("implied", "this forecast, all members", of_all),
            ("implied_active", "this forecast, members active now", of_active),
        ):
            yield {"name": name, "label": label, **rate.as_json(), "source": "this forecast"}

    known = [
        {
            key: reference.as_json()[key]
            for key in ("name", "label", "value", "low", "high", "source")
        }
        for reference in references("rate")
    ]
    return DataFrame([*implied(), *known])
