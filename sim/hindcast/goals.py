"""What the model was to reach before anybody looked, and whether it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chisquare

from sim.hindcast.result import Comparison, Score


@dataclass(frozen=True)
class Goal:
    """One aim: what, how much, what was found, and whether that is enough."""

    what: str
    aim: str
    found: str
    is_met: bool


AIMS = (
    ("log_skill", "log skill", 0.08, 0.03),
    ("auc", "AUC", 0.72, None),
    ("auc_within", "AUC within a window", 0.67, None),
    ("who_skill", "who steps, given how many: log skill", 0.10, None),
    ("auc_episodes", "who steps, given how many: AUC", 0.70, None),
    ("crps_skill", "CRPS skill of the number of steps", 0.18, 0.08),
)
"""Yardstick, name, least value, least lower bound."""
SLOPE = (0.8, 1.2)
BEYOND = {
    "own_record": "log skill beyond own record alone",
    "centred_logistic": "log skill beyond the regression on centred indicators and own record",
}
WRONG = {
    "flipped": "log skill with signs turned round",
    "permuted": "log skill dealt out anew over all rows",
    "permuted_within": "log skill dealt out anew within windows",
}
MOST_WRONG = 0.02


def goals(comparison: Comparison) -> Iterator[Goal]:
    """Every aim in order."""
    scores = comparison.model.scores
    for name, what, least, low in AIMS:
        met = scores[name].value >= least and (low is None or scores[name].low > low)
        aim = f"at least {least:g}" + ("" if low is None else f", lower bound above {low:g}")
        yield Goal(what, aim, told(scores[name]), met)
    inside = SLOPE[0] <= scores["slope"].value <= SLOPE[1]
    yield Goal(
        "slope of reliability", f"{SLOPE[0]:g} to {SLOPE[1]:g}", told(scores["slope"]), inside
    )
    for one in comparison.baselines:
        if one.name in BEYOND and one.beyond:
            yield Goal(
                BEYOND[one.name], "lower bound above 0", told(one.beyond), one.beyond.low > 0
            )
    for one in comparison.wrong:
        score = one.scores["log_skill"]
        yield Goal(WRONG[one.name], f"below {MOST_WRONG:g}", told(score), score.value < MOST_WRONG)


def told(score: Score) -> str:
    """A number with its interval, three digits."""
    return f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"


def fifths(ranks: Sequence[int], most: int, bins: int = 5) -> list[int]:
    """How many ranks lie in each of so many equal parts of 0 to ``most``."""
    return [int(n) for n in np.bincount(np.array(ranks) * bins // (most + 1), minlength=bins)]


def uniform(counts: Sequence[int]) -> float:
    """How likely counts at least as uneven are where every part is alike."""
    return float(chisquare(counts).pvalue)
