"""How well the model did, in words: where it is no better than something simple, first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.hindcast.result import Comparison, Forecaster, Hindcast, Score

YARDSTICKS = {
    "log_skill": "log skill",
    "auc": "AUC",
    "auc_within": "AUC within a window",
    "who_skill": "who, given how many",
    "auc_episodes": "AUC of episodes",
    "slope": "slope of reliability",
    "crps_skill": "CRPS skill of counts",
    "brier_skill": "Brier skill",
}
FORECASTERS = {
    "model": "the model",
    "pooled": "rate of all other bodies",
    "by_type": "rate of its type",
    "own_record": "own record alone",
    "raw_logistic": "regression on the indicators",
    "centred_logistic": "regression on centred indicators and own record",
    "nothing": "nobody ever moves",
    "flipped": "signs turned round",
    "permuted": "dealt out anew over all rows",
    "permuted_within": "dealt out anew within windows",
}
TITLES = {
    "left_out": "Each body forecast from all others",
    "forward": "Each decade forecast from what was over before it",
    "seen_only": "Only steps that were seen in a source",
    "without_conflict_party": "Without the indicator of wars next door",
    "new": "Bodies that the model was not fitted to",
}


def headline(comparison: Comparison) -> str:
    """Whether the model beats what is simple, and by how much."""
    level = [
        FORECASTERS[other.name]
        for other in comparison.baselines
        if other.beyond is not None and other.beyond.low <= 0.0
    ]
    skill = comparison.model.scores["log_skill"]
    said = (
        f"log skill {told(skill)} over the rate of all other bodies, in {comparison.windows:,} "
        f"windows of {bodies(comparison.bodies)} with {comparison.distinct} first steps"
    )
    if skill.low <= 0.0:
        return f"No skill can be told from luck: {said}."
    if level:
        return f"Better than chance, but not surely than {' or than '.join(level)}: {said}."
    counts = comparison.model.scores.get("crps_skill")
    if counts is not None and counts.low <= 0.0:
        return (
            f"Better than every simple forecaster beside it at who steps: {said}. Not surely "
            f"better at how many step than how often each number came elsewhere: {told(counts)}."
        )
    return f"Better than every simple forecaster beside it: {said}."


def bodies(number: int) -> str:
    """So many bodies."""
    return "1 body" if number == 1 else f"{number} bodies"


def lines(hindcast: Hindcast) -> Iterator[str]:
    """A heading and a sentence for each comparison."""
    for comparison in hindcast.comparisons:
        yield f"{TITLES[comparison.title]}. {headline(comparison)}"


def told(score: Score, digits: int = 3) -> str:
    """A number with its interval."""
    value, low, high = (f"{number:.{digits}f}" for number in (score.value, score.low, score.high))
    return f"{value} ({low} to {high})"


def rows(comparison: Comparison) -> tuple[list[str], list[list[str]]]:
    """Heads and rows: every forecaster by every yardstick."""
    heads = ["", *YARDSTICKS.values(), "the model beyond it, log skill"]
    every = (comparison.model, *comparison.baselines, *comparison.wrong)
    return heads, [[FORECASTERS[one.name], *cells(one)] for one in every]


def cells(forecaster: Forecaster) -> list[str]:
    """The scores of one forecaster, blank where a yardstick does not apply."""
    found: Mapping[str, Score] = forecaster.scores
    said = [told(found[name], 2) if name in found else "" for name in YARDSTICKS]
    return [*said, told(forecaster.beyond) if forecaster.beyond else ""]


def table(comparison: Comparison) -> tuple[list[str], list[list[str]]]:
    """The same with fewer yardsticks, narrow enough for a terminal."""
    shown = ("log_skill", "auc_within", "slope", "crps_skill")
    every = (comparison.model, *comparison.baselines, *comparison.wrong)
    heads = ["", *(YARDSTICKS[name] for name in shown), "model beyond it"]
    return heads, [
        [
            FORECASTERS[one.name],
            *(told(one.scores[name], 2) if name in one.scores else "" for name in shown),
            told(one.beyond) if one.beyond else "",
        ]
        for one in every
    ]
