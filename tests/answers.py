"""Made-up answers for tests of words, pictures and pages: no scenario has these numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from sim.analysis.domino.result import AnotherExit, EffectResult, MatrixResult
from sim.analysis.forecast.result import BaseRates, ExitCounts, ForecastResult, MemberForecast
from sim.analysis.shared.result import Spread
from sim.answer import Answer, Inputs
from sim.rules.decision import TERMS
from sim.rules.status import STATUSES
from sim.scenario.document.months import between, later
from sim.statistics.estimates import Estimate

START, NOW, END = "2020-01", "2022-12", "2032-12"
MEMBERS = ("aland", "borea", "corvia", "dorne", "estmark")
TITLE = "A made-up alliance"
NUMBERS = dict.fromkeys(("value", "low", "high"), float)
RUN_FIGURES = ("forecast", "cascade", "order", "paths", "terms", "timeline")


NOTHING = Estimate(None)


def estimate(value: float, half: float = 0.01) -> Estimate:
    """A probability with an interval around it."""
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))


def first_exit(status: str, chance: float) -> Estimate:
    """The chance of a first exit; not asked of who is out already."""
    return NOTHING if status == "OUT" else estimate(chance)


def change(value: float, half: float = 0.01) -> Estimate:
    """A difference with an interval around it."""
    return Estimate(value, value - half, value + half)


def inputs(title: str = TITLE, **stated: Any) -> Inputs:
    """What a made-up answer says it rests on."""
    storm = "{title: A storm, month: 2023-01}"
    text = f"title: {title!r}\nasks: Who follows whom?\nevents:\n  storm: {storm}\n"
    given: dict[str, Any] = {
        "scenario": "made-up",
        "title": title,
        "scenario_text": text,
        "scenario_hash": hashlib.sha256(text.encode()).hexdigest(),
        "seed": 1,
        "runs": 10_000,
        "start": START,
        "now": NOW,
        "end": END,
        "as_of": "2023-02",
    }
    return Inputs(**(given | stated))


def months(first: str, last: str) -> list[str]:
    """All months from one to another."""
    return [later(first, k) for k in range(between(first, last) + 1)]


def members_table(labels: Sequence[str], statuses: dict[str, str]) -> pd.DataFrame:
    names = list(MEMBERS[: len(labels)])
    return pd.DataFrame(
        {
            "member": names,
            "label": list(labels),
            "iso3": [None] * len(names),
            "status": [statuses.get(name, "ACTIVE") for name in names],
        }
    )


def default_labels(number: int) -> list[str]:
    return [name.capitalize() for name in MEMBERS[:number]]


def run_answer(
    chances: Sequence[float] = (0.25, 0.004, 0.08, 0.07, 0.02),
    *,
    labels: Sequence[str] | None = None,
    statuses: dict[str, str] | None = None,
    events: Sequence[dict[str, Any]] | None = None,
    uncertain: bool = False,
    stress: bool = False,
    title: str = TITLE,
    seed: int = 7,
) -> Answer[ForecastResult]:
    """A forecast in which members leave by the end with these chances."""
    random = np.random.default_rng(seed)
    labels = default_labels(len(chances)) if labels is None else labels
    names = MEMBERS[: len(labels)]
    statuses = {"aland": "FROZEN"} if statuses is None else statuses
    at_least = _at_least(chances)
    tables = {
        "status": _status_table(names, chances, statuses),
        "exits": _exits_table(names, chances, statuses),
        "cascade": pd.DataFrame(
            [{"k": k, **estimate(value).as_json()} for k, value in enumerate(at_least)]
        ),
        "order": pd.DataFrame(
            [
                {
                    "position": k + 1,
                    "member": name,
                    **first_exit(statuses.get(name, ""), chance / (k + 1) ** 3).as_json(),
                }
                for k in range(len(names))
                for name, chance in zip(names, chances, strict=True)
            ]
        ).astype(NUMBERS),
        "paths": _paths_table(names, random),
        "terms": _terms_table(names, random),
        "events": events_table(default_events() if events is None else events),
        "members": members_table(labels, statuses),
        "base_rates": _base_rates_table(),
    }
    if uncertain:
        tables["spread"] = pd.DataFrame(
            [
                {
                    "outcome": "p_ever_out",
                    "member": name,
                    "low": chance / 4,
                    "median": chance,
                    "high": min(1.0, chance * 2),
                    "points": 40,
                }
                for name, chance in zip(names, chances, strict=True)
            ]
        )
    stated = inputs(title)
    result = ForecastResult(
        scenario=stated.scenario,
        scenario_hash=stated.scenario_hash,
        seed=stated.seed,
        runs=stated.runs,
        now=NOW,
        end=END,
        members={
            name: MemberForecast(
                p_out=estimate(chance * 0.9),
                p_ever_out=first_exit(statuses.get(name, ""), chance),
                p_notice=estimate(0.01),
                p_frozen=estimate(0.5 if statuses.get(name) == "FROZEN" else 0.03),
                p_active=estimate(0.5),
                median_exit="2030-05" if chance > 0.5 else None,
            )
            for name, chance in zip(names, chances, strict=True)
        },
        exits=ExitCounts(change(sum(chances)), _exactly(chances), at_least),
        base_rate=BaseRates(change(0.011, 0.001), change(0.011, 0.001), [], stress),
        uncertain=Spread(40, {}) if uncertain else None,
    )
    return Answer("run", stated, result, tables, RUN_FIGURES)


def _exactly(chances: Sequence[float]) -> list[float]:
    """P(exactly k) of independent events."""
    distribution = np.array([1.0])
    for chance in chances:
        distribution = np.convolve(distribution, [1 - chance, chance])
    return distribution.tolist()


def _at_least(chances: Sequence[float]) -> list[float]:
    """P(at least k) of independent events."""
    distribution = _exactly(chances)
    return [sum(distribution[k:]) for k in range(len(distribution))]


def _status_table(
    names: Sequence[str], chances: Sequence[float], statuses: dict[str, str]
) -> pd.DataFrame:
    rows = []
    for month in months(START, END):
        for name in names:
            recorded = statuses.get(name, "ACTIVE") if month >= "2022-03" else "ACTIVE"
            for status in STATUSES:
                value = float(status == recorded)
                rows.append(
                    {"month": month, "member": name, "status": status, **estimate(value).as_json()}
                )
    return pd.DataFrame(rows)


def _exits_table(
    names: Sequence[str], chances: Sequence[float], statuses: dict[str, str]
) -> pd.DataFrame:
    free = months(later(NOW, 1), END)
    return pd.DataFrame(
        [
            {
                "month": month,
                "member": name,
                **first_exit(statuses.get(name, ""), chance * (k + 1) / len(free)).as_json(),
            }
            for k, month in enumerate(free)
            for name, chance in zip(names, chances, strict=True)
        ]
    ).astype(NUMBERS)


def _paths_table(names: Sequence[str], random: np.random.Generator) -> pd.DataFrame:
    rows = []
    for quantity in ("trust", "alignment"):
        for name in names:
            walk = 0.4 + np.cumsum(random.normal(0, 0.01, len(months(START, END))))
            for month, middle in zip(months(START, END), walk, strict=True):
                spread = {
                    f"q{q:02d}": middle + d
                    for q, d in ((5, -0.2), (25, -0.1), (50, 0), (75, 0.1), (95, 0.2))
                }
                rows.append({"month": month, "member": name, "quantity": quantity, **spread})
    return pd.DataFrame(rows)


def _terms_table(names: Sequence[str], random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"month": month, "member": name, "term": term, "value": random.normal(0.3, 0.8)}
            for month in (later(NOW, 1), END)
            for name in names
            for term in TERMS
        ]
    )


def _base_rates_table() -> pd.DataFrame:
    nothing = float("nan")
    rows = [
        ("implied", "this forecast, all members", 0.011, 0.010, 0.012),
        ("slow", "slow clubs", 0.0004, nothing, nothing),
        ("range", "pacts", nothing, 0.002, 0.008),
        ("fast", "fast clubs", 0.02, 0.01, 0.04),
    ]
    columns = ["name", "label", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns).assign(source="made up")


def default_events() -> list[dict[str, Any]]:
    return [
        {"id": "storm", "month": "2021-05", "title": "A storm", "kinds": "shocks"},
        {"id": "help", "month": "2021-05", "title": "Help came", "kinds": "pledge, shocks",
         "record": "inside", "members": "borea"},
        {"id": "pause", "month": "2022-03", "title": "A pause", "kinds": "status",
         "record": "inside", "members": "aland", "weight": 0.5, "source": None},
        {"id": "perhaps", "month": None, "title": "It may come", "kinds": "shocks"},
    ]  # fmt: skip


def events_table(events: Sequence[dict[str, Any]]) -> pd.DataFrame:
    given = {"record": "outside", "weight": 1.0, "source": "made-up", "members": ""}
    columns = ["id", "month", "title", "record", "weight", "source", "kinds", "members"]
    return pd.DataFrame([given | event for event in events], columns=columns)


def effect_answer(
    changes: Sequence[Estimate] = (change(0.02), change(-0.015), change(0.001)),
    *,
    effect: Estimate | None = None,
    ratio: Estimate | None = None,
    kind: Literal["member", "event"] = "member",
    of: str = "aland",
    labels: Sequence[str] | None = None,
    left_out: int = 0,
    within: int = 60,
    title: str = TITLE,
) -> Answer[EffectResult]:
    """An effect with these differences for the other members."""
    labels = default_labels(len(changes) + 1) if labels is None else labels
    others = MEMBERS[1 : len(changes) + 1]
    arms = ("exit", "stay") if kind == "member" else ("with", "without")
    by_member = dict(zip(others, changes, strict=True))
    stated = inputs(title)
    soon = AnotherExit([0.07, 0.47], within, exit=estimate(0.083), stay=estimate(0.061))
    if kind == "event":
        soon = replace(soon, exit=None, stay=None, with_event=soon.exit, without_event=soon.stay)
    result = EffectResult(
        scenario=stated.scenario,
        scenario_hash=stated.scenario_hash,
        of=of,
        kind=kind,
        at=later(NOW, 1),
        now=NOW,
        end=END,
        effect=effect or change(sum(each.known().value for each in changes), 0.005),
        hazard_ratio=ratio,
        reproduction_number=change(0.01),
        p_another_5y=soon,
        by_member=by_member,
        pairs=stated.runs - left_out,
        left_out=left_out,
        runs=stated.runs,
        seed=stated.seed,
    )
    columns = ["member", "value", "low", "high", *arms]
    rows = [
        {"member": m, **c.as_json(), arms[0]: 0.1 + c.known().value, arms[1]: 0.1}
        for m, c in by_member.items()
    ]
    cascade = [
        {"arm": arm, "k": k, **estimate(0.3**k).as_json()}
        for arm in arms
        for k in range(len(others) + 1)
    ]
    tables = {
        "by_member": pd.DataFrame(rows, columns=columns),
        "cascade": pd.DataFrame(cascade),
        "members": members_table(labels, {}),
    }
    return Answer("effect", stated, result, tables, ("effect", "effect_cascade"))


def matrix_answer(
    size: int = 5, *, scale: float = 1.0, labels: Sequence[str] | None = None
) -> Answer[MatrixResult]:
    """A matrix with some changes that are resolved, and some that are not."""
    names = MEMBERS[:size]
    changes = [
        [
            NOTHING if i == j else change(scale * ((i + 2 * j) % 5 - 1) / 50)
            for j in range(len(names))
        ]
        for i in range(len(names))
    ]
    rows = [
        {"leaver": leaver, "other": other, **changes[i][j].as_json(), "exit": 0.2, "stay": 0.1}
        for i, leaver in enumerate(names)
        for j, other in enumerate(names)
        if i != j
    ]
    columns = ["leaver", "other", "value", "low", "high", "exit", "stay"]
    tables = {
        "matrix": pd.DataFrame(rows, columns=columns),
        "members": members_table(default_labels(size) if labels is None else labels, {}),
    }
    stated = inputs()
    result = MatrixResult(
        scenario=stated.scenario,
        scenario_hash=stated.scenario_hash,
        members=list(names),
        matrix=[[each.value for each in row] for row in changes],
        low=[[each.low for each in row] for row in changes],
        high=[[each.high for each in row] for row in changes],
        at=later(NOW, 1),
        end=END,
        runs=stated.runs,
        seed=stated.seed,
    )
    return Answer("matrix", stated, result, tables, ("matrix",))
