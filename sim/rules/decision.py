"""The decision: what staying is worth, in named terms, and the ladder of statuses.

The value of staying is a sum of terms in logit units, kept for every decision, so that a run can
say why. The choice itself is a discrete-time hazard with a logistic pressure (Cox 1972; Allison
1982).
"""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import logistic, share
from sim.rules.status import ACTIVE, FROZEN, NOTICE, OUT, absence

TERMS = (
    "inertia",
    "security",
    "insurance",
    "ties",
    "fear",
    "club",
    "alignment",
    "pull",
    "weather",
)


@rule
def protection_term(weight, exposure, trust):
    """Security, and insurance at home: weight · exposure (2 trust - 1).

    Exposure makes a trusted protector dear and a distrusted one a grievance; peace lowers both.
    """
    return weight * exposure * (2.0 * trust - 1.0)


@rule
def ties_term(w_ties, dependence):
    """What leaving would cost in trade, transfers and energy, punished or not."""
    return w_ties * dependence


@rule
def fear_term(w_fear, expected_cost, dependence, presence, reach):
    """Expected punishment: w_fear · m · (dependence + presence)/2 · reach."""
    return w_fear * expected_cost * (dependence + presence) / 2.0 * reach


@rule
def absent_share(member, weight, status, joined):
    """Share of the others' weight that is missing from the club, in [0, 1].

        Σ_{j≠i} weight_j absence_j / Σ_{j≠i} weight_j, over members that are or were in
    """
    missing = 0.0
    total = 0.0
    for j in range(len(status)):
        if j != member and joined[j]:
            missing += weight[j] * absence(status[j])
            total += weight[j]
    return missing / total if total > 0.0 else 0.0


@rule
def club_term(channel, w_club, absent):
    """A club is worth less with fewer in it (Buchanan 1965)."""
    return -(channel * w_club * absent)


@rule
def alignment_term(w_alignment, alignment):
    """Preference for the patron's side."""
    return w_alignment * alignment


@rule
def pull_term(w_pull, pull):
    """The strongest outside offer, as felt against membership."""
    return -(w_pull * pull)


@rule
def value_of_staying(
    inertia, security, insurance, ties, fear, club, alignment, pull, weather
):
    """The sum of the terms, in logit units, in the order of ``TERMS``."""
    return inertia + security + insurance + ties + fear + club + alignment + pull + weather


@rule
def pressure(value):
    """The share of the highest rate at which a member moves outwards: E(-U), in (0, 1)."""
    return logistic(-value)


@rule
def outward_probability(rate_per_month, multiplier, pressure_outwards):
    """Chance of a step outwards this month; decision dates multiply it."""
    return share(rate_per_month * multiplier * pressure_outwards)


@rule
def back_probability(rate_per_month, pressure_outwards):
    """Chance of a step back this month: rate (1 - h)."""
    return share(rate_per_month * (1.0 - pressure_outwards))


@rule
def steps_back(probability, u):
    """Whether a step back is taken: the upper end of the draw, so that pressure never helps it."""
    return u >= 1.0 - probability


@rule
def status_from_active(u, outwards, freeze_share):
    """A small draw gives notice, a middling one freezes: more pressure is never shallower."""
    if u < outwards * (1.0 - freeze_share):
        return NOTICE
    return FROZEN if u < outwards else ACTIVE


@rule
def status_from_frozen(u, outwards, back):
    """On to notice, back to full part, or on with the freeze; outwards is tried first."""
    if u < outwards:
        return NOTICE
    return ACTIVE if steps_back(back, u) else FROZEN


@rule
def status_from_notice(u, back, month, exit_due):
    """Back, tried first; else out when the notice has run."""
    if steps_back(back, u):
        return ACTIVE
    return OUT if month >= exit_due else NOTICE


@rule
def status_from_out(u, back):
    """A return, or none."""
    return ACTIVE if steps_back(back, u) else OUT
