"""The tables of docs/validation.md: how well the model does, what was fitted, what was tried."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from tables import table

from sim.hindcast import goals, stored
from sim.hindcast.front import hindcast
from sim.hindcast.one_body import case
from sim.hindcast.reading import panel_of
from sim.hindcast.result import Comparison, Hindcast
from sim.hindcast.windows import YEARS
from sim.plots.hindcast.reliability import reliability, skills
from sim.record import read
from sim.seeding.fitted import MEANINGS, NAMES
from sim.seeding.history import bodies as bodies_of
from sim.words.hindcast import one_body, scores

HERE = Path(__file__).resolve().parent


@cache
def found() -> Hindcast:
    """The hindcast, once."""
    return hindcast()


def comparison(title: str) -> Comparison:
    """One of its comparisons."""
    return next(one for one in found().comparisons if one.title == title)


def first_line() -> str:
    """What the document begins with."""
    return f"**{scores.headline(comparison('left_out'))}**"


def aims() -> str:
    """What was to be reached, and what was."""
    rows = [
        (one.what, one.aim, one.found, "yes" if one.is_met else "**no**")
        for one in goals.goals(comparison("left_out"))
    ]
    return table(("yardstick", "aim", "found", "reached"), rows)


def scored(title: str) -> str:
    """Every forecaster by every yardstick."""
    one = comparison(title)
    said = (
        f"{scores.bodies(one.bodies)}, {one.windows:,} windows of five years that begin in every "
        f"year, {one.rows:,} members in them; {one.distinct} first steps, each seen at up to five "
        "phases."
    )
    return f"{said}\n\n{table(*scores.rows(one))}"


def counts() -> str:
    """The CRPS skill over independent members at the rate of all other bodies."""
    one = comparison("left_out")
    pooled = next(other for other in one.baselines if other.name == "pooled")
    ours, theirs = (found.scores["crps_skill"].value for found in (one.model, pooled))
    beyond = 1.0 - (1.0 - ours) / (1.0 - theirs)
    return (
        "Over independent members at the rate of all other bodies the skill in the number of steps "
        f"is {beyond:.3f}."
    )


def pictures() -> str:
    """The two figures, drawn anew."""
    one = comparison("left_out")
    for name, figure in (("reliability", reliability(one)), ("skills", skills(one))):
        (HERE / f"{name}.png").write_bytes(figure.to_image(format="png", scale=2))
    rows = [
        (f"{b.said:.1%}", f"{b.happened:.1%}", f"{b.low:.1%} to {b.high:.1%}", f"{b.weight:.0f}")
        for b in one.bins
    ]
    heads = ("said, mean", "happened", "95% if members were independent", "members")
    return (
        "![What was said against what happened](reliability.png)\n\n"
        f"{table(heads, rows)}\n\n![Log skill of every forecaster](skills.png)"
    )


def bodies() -> str:
    """How each body was told from the others."""
    rows = [
        (
            one.organisation,
            f"{one.rows:,}",
            f"{one.steps / 5:.1f}",
            f"{one.expected / 5:.1f}",
            f"{one.log_skill:.2f}",
            "" if one.auc_within is None else f"{one.auc_within:.2f}",
            f"{one.crps / 5:.1f}",
            f"{one.climate / 5:.1f}",
        )
        for one in comparison("left_out").by_body
    ]
    heads = (
        "body",
        "members in windows",
        "steps a phase",
        "expected",
        "log skill",
        "AUC within",
        "CRPS of counts",
        "of other bodies' counts",
    )
    return table(heads, rows)


def fitted() -> str:
    """The posterior of the whole record."""
    known = stored.diagnoses()
    rows = [
        (
            f"`{row.name}`",
            MEANINGS[str(row.name)],
            f"{row.mean:.2f}",
            f"{row.low:.2f} to {row.high:.2f}",
            f"{row.rhat:.3f}",
            f"{row.effective:.0f}",
        )
        for row in known[known["fold"] == "all"].itertuples(index=False)
    ]
    heads = ("", "meaning", "mean", "95%", "split R-hat", "independent draws")
    worst, fewest = known["rhat"].max(), known["effective"].min()
    said = (
        f"Of all {known['fold'].nunique()} fits the worst split R-hat is {worst:.2f}, the fewest "
        f"independent draws are {fewest:.0f}."
    )
    return f"{table(heads, rows)}\n\n{said}"


def checked() -> str:
    """Rank histograms of the simulation-based calibration."""
    file = stored.folder() / stored.CHECK
    ranks = pd.read_csv(file)
    rows = []
    for name in NAMES:
        mine = ranks[ranks["name"] == name]
        counts = goals.fifths(mine["rank"].tolist(), int(mine["of"].max()))
        rows.append((f"`{name}`", *map(str, counts), f"{goals.uniform(counts):.3f}"))
    heads = ("", *(f"fifth {i + 1}" for i in range(5)), "p of uniform")
    return f"{ranks['history'].nunique()} made-up histories.\n\n{table(heads, rows)}"


def engine() -> str:
    """The engine and the surrogate on the same windows, at one point a fold."""
    both = pd.read_csv(stored.folder() / stored.ENGINE)
    both["base"] = both["left"].mean()
    left = both["left"].to_numpy(dtype=bool)
    apart = (both["engine"] - both["surrogate"]).abs()
    losses = {
        name: float(-np.log(np.where(left, p, 1.0 - p)).sum())
        for name, p in ((name, both[name].clip(1e-6)) for name in ("engine", "surrogate", "base"))
    }
    skills = {name: 1.0 - losses[name] / losses["base"] for name in ("engine", "surrogate")}
    factor = both["engine"].mean() / both["surrogate"].mean()
    return (
        f"{both.groupby(['organisation', 'year']).ngroups} windows of one phase, drawn by lot, "
        f"{len(both):,} members, {left.sum()} of whom took a step. The mean chance is "
        f"{both['engine'].mean():.2%} by the engine and {both['surrogate'].mean():.2%} by the "
        f"surrogate, {factor:.2f} times as much; members' chances lie {apart.mean():.4f} apart in "
        f"the mean and {apart.max():.3f} at most. Log skill over their own mean rate: "
        f"{skills['engine']:.3f} by the engine, {skills['surrogate']:.3f} by the surrogate."
    )


CSTO_YEARS = (1995, 2007, 2012, 2018, 2020, 2022)
RENEWAL, RENEWALS = 1995, (1.0, 12.0, 60.0)
"""The window that holds the renewal of April 1999, and factors on the rates in that month."""


def csto() -> str:
    """The CSTO against itself: each window forecast from all other bodies."""
    record, posterior = read(), stored.posterior()
    panel, body = panel_of(record), bodies_of(record)["CSTO"]
    names = dict(zip(record.countries["iso3"], record.countries["country"], strict=True))
    cases = [case(panel, body, posterior, year) for year in CSTO_YEARS]
    parts = [f"**{one_body.failures(cases, names)}**"]
    heads = ("", "the model", "rate of all other bodies", "its own past rate", "happened")
    for one in cases:
        end = one.year + YEARS - 1
        parts += [f"{one.year} to {end}:", table(heads, one_body.rows(one, names))]
    renewed = [case(panel, body, posterior, RENEWAL, renewal=factor) for factor in RENEWALS]
    rows = [
        (
            "none" if factor == 1.0 else f"{factor:g} times the rates in April 1999",
            f"{one.several['without_either']:.1%}",
            f"{one.several['without_cohesion']:.1%}",
            f"{one.several['model']:.1%}",
        )
        for factor, one in zip(RENEWALS, renewed, strict=True)
    ]
    heads = ("date of renewal", "neither frailty nor cohesion", "frailty alone", "both")
    return "\n\n".join(
        [*parts, "Chance of at least three first steps in 1995-99; three came:", table(heads, rows)]
    )


def variants() -> str:
    """Every variant that was tried, in order."""
    with (HERE / "variants.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            (one["variant"], one["log_skill"], one["looked_at"], one["used"])
            for one in csv.DictReader(lines)
        ]
    return table(("variant", "log skill", "what was looked at", "used"), rows)


BLOCKS = {
    "validation-first": first_line,
    "validation-aims": aims,
    "validation-left-out": lambda: scored("left_out"),
    "validation-forward": lambda: scored("forward"),
    "validation-seen-only": lambda: scored("seen_only"),
    "validation-conflict-party": lambda: scored("without_conflict_party"),
    "validation-counts": counts,
    "validation-pictures": pictures,
    "validation-bodies": bodies,
    "validation-fitted": fitted,
    "validation-checked": checked,
    "validation-engine": engine,
    "validation-csto": csto,
    "validation-variants": variants,
}
"""Name of a block, and what makes it."""
