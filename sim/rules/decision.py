"""The decision: what staying is worth, in named terms, and the ladder of statuses.

The value of staying is a sum of terms in logit units, kept for every decision, so that a run can
say why. The choice itself is a discrete-time hazard with a logistic pressure (Cox 1972; Allison
1982).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.jit import rule
from sim.rules.elementary import exp, logistic, share
from sim.rules.status import ACTIVE, FROZEN, NOTICE, OUT, absence

if TYPE_CHECKING:
    from sim.jit import Codes, Floats

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
    "frailty",
)


@rule
def protection_term(weight: float, exposure: float, trust: float) -> float:
    """Security, and insurance at home, in logit units: from -weight to weight.

        weight · exposure (2 trust - 1)

    Parameters
    ----------
    weight : float >= 0
        w_security, or w_insurance.
    exposure : float in [0, 1]
        Threat, or regime_risk.
    trust : float in (0, 1)
        Trust in help of the same type.

    Assumption: exposure makes a trusted protector dear and a distrusted one a grievance; peace
    lowers both.
    """
    return weight * exposure * (2.0 * trust - 1.0)


@rule
def ties_term(w_ties: float, dependence: float) -> float:
    """What leaving would cost in trade, transfers and energy, punished or not, in logit units.

        w_ties · dependence

    Assumption: linear in dependence, ``w_ties`` >= 0.
    """
    return w_ties * dependence


@rule
def fear_term(
    w_fear: float, expected_cost: float, dependence: float, presence: float, reach: float
) -> float:
    """Expected punishment, in logit units.

        w_fear · m · (dependence + presence)/2 · reach

    Parameters
    ----------
    w_fear : float >= 0
        Weight, in logit units.
    expected_cost : float in [0, 1]
        m, the punishment that it expects for leaving.
    dependence : float in [0, 1]
        Economic ties to the patron, as felt.
    presence : float in [0, 1]
        The patron's troops and bases on the soil.
    reach : float >= 0
        How hard a leaver would be hit.

    Assumption: a member fears what it believes about a leaver's fate, as far as the patron has
    hold of it and can strike.
    """
    return w_fear * expected_cost * (dependence + presence) / 2.0 * reach


@rule
def absent_share(member: int, weight: Floats, status: Codes, joined: Codes) -> float:
    """Share of the others' weight that is missing from the club, in [0, 1].

        Σ_{j≠i} weight_j absence_j / Σ_{j≠i} weight_j, over members that are or were in

    Parameters
    ----------
    member : int
        Index of the one that stays.
    weight : float array (members,), >= 0
        Shares in the club.
    status : uint8 array (members,)
        Statuses, as seen.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Definition: 0 where the others have no weight.
    """
    missing = 0.0
    total = 0.0
    for j in range(len(status)):
        if j != member and joined[j]:
            missing += weight[j] * absence(status[j])
            total += weight[j]
    return missing / total if total > 0.0 else 0.0


@rule
def club_term(channel: float, w_club: float, absent: float) -> float:
    """What the club loses in worth with fewer in it, in logit units, at most 0.

        -channel · w_club · absent

    Parameters
    ----------
    channel : float >= 0
        Strength of the channel ``club``.
    w_club : float >= 0
        Weight, in logit units.
    absent : float in [0, 1]
        ``absent_share``.

    Source: clubs of a best size (Buchanan 1965). Assumption: linear, and worth grows with size.
    """
    return -(channel * w_club * absent)


@rule
def alignment_term(w_alignment: float, alignment: float) -> float:
    """Preference for the patron's side, in logit units: from -w_alignment to w_alignment.

        w_alignment · x

    Assumption: linear in alignment, ``w_alignment`` >= 0.
    """
    return w_alignment * alignment


@rule
def pull_term(w_pull: float, pull: float) -> float:
    """The strongest outside offer, as felt against membership, in logit units, at most 0.

        -w_pull · pull

    Assumption: linear in pull, ``w_pull`` >= 0.
    """
    return -(w_pull * pull)


@rule
def value_of_staying(
    inertia: float,
    security: float,
    insurance: float,
    ties: float,
    fear: float,
    club: float,
    alignment: float,
    pull: float,
    weather: float,
    frailty: float,
) -> float:
    """What staying is worth, in logit units: the sum of the terms, in the order of ``TERMS``.

    Parameters
    ----------
    inertia : float
        Value of staying as such.
    security : float
        ``protection_term`` of threat.
    insurance : float
        ``protection_term`` of regime_risk.
    ties : float
        ``ties_term``.
    fear : float
        ``fear_term``.
    club : float
        ``club_term``.
    alignment : float
        ``alignment_term``.
    pull : float
        ``pull_term``.
    weather : float
        F, the disturbance that all members share.
    frailty : float
        R, how firm or shaky the alliance is in this run.

    Assumption: reasons add up; none is a precondition of another.
    """
    own = inertia + security + insurance + ties + fear
    return own + club + alignment + pull + weather + frailty


@rule
def pressure(value: float) -> float:
    """The share of the highest rate at which a member moves outwards, in (0, 1].

        h = E(-U)

    Source: the logistic hazard in discrete time (Cox 1972; Allison 1982).
    """
    return logistic(-value)


@rule
def outward_probability(
    rate_per_month: float, multiplier: float, pressure_outwards: float
) -> float:
    """Chance of a step outwards this month.

        rate · multiplier · h

    Parameters
    ----------
    rate_per_month : float in [0, 1]
        Highest rate of the step.
    multiplier : float >= 0
        That of a decision date; 1 in other months.
    pressure_outwards : float in [0, 1]
        h.

    Assumption: where leaving is on the table the rate is a multiple of the usual one.
    """
    return share(rate_per_month * multiplier * pressure_outwards)


@rule
def back_probability(rate_per_month: float, pressure_outwards: float) -> float:
    """Chance of a step back this month.

        rate (1 - h)

    Assumption: what keeps a member from leaving brings it back.
    """
    return share(rate_per_month * (1.0 - pressure_outwards))


@rule
def steps_back(probability: float, u: float) -> bool:
    """Whether a step back is taken: the upper end of the draw, so that pressure never helps it.

    Definition: u >= 1 - probability, for a draw ``u`` in [0, 1).
    """
    return u >= 1.0 - probability


@rule
def status_from_active(u: float, outwards: float, freeze_share: float) -> int:
    """The status that an active member chooses: a small draw gives notice, a middling one freezes.

    Parameters
    ----------
    u : float in [0, 1)
        Draw.
    outwards : float in [0, 1]
        Chance of a step outwards this month.
    freeze_share : float in [0, 1]
        Share of freezes among these steps.

    Definition: NOTICE below outwards (1 - freeze_share), else FROZEN below outwards: more pressure
    never makes the same draw shallower.
    """
    if u < outwards * (1.0 - freeze_share):
        return NOTICE
    return FROZEN if u < outwards else ACTIVE


@rule
def status_from_frozen(u: float, outwards: float, back: float) -> int:
    """The status that a frozen member chooses: notice, full part, or on with the freeze.

    Parameters
    ----------
    u : float in [0, 1)
        Draw.
    outwards : float in [0, 1]
        Chance of a step outwards this month.
    back : float in [0, 1]
        Chance of a step back this month.

    Definition: outwards is tried first.
    """
    if u < outwards:
        return NOTICE
    return ACTIVE if steps_back(back, u) else FROZEN


@rule
def status_from_notice(u: float, back: float, month: int, exit_due: int) -> int:
    """The status under notice: back, tried first; else out when the notice has run.

    Parameters
    ----------
    u : float in [0, 1)
        Draw.
    back : float in [0, 1]
        Chance of a step back this month.
    month : int
        Months from the start of the scenario.
    exit_due : int
        Month in which the notice has run, from the start of the scenario.

    Definition: out in the first month >= ``exit_due``, both counted from the start.
    """
    if steps_back(back, u):
        return ACTIVE
    return OUT if month >= exit_due else NOTICE


@rule
def status_from_out(u: float, back: float) -> int:
    """The status of a member that is out: a return, or none.

    Definition: the upper end of the draw returns.
    """
    return ACTIVE if steps_back(back, u) else OUT


# --- other rules of decision ----------------------------------------------------------------------

LOGIT, THRESHOLD, QUANTAL = 0, 1, 2
DECISIONS = ("logit", "threshold", "quantal")

NO_BAR = -1.0e9
"""A bar below every value of staying: the record has said nothing yet."""


@rule
def threshold_of(threshold_mean: float, threshold_sd: float, noise: float) -> float:
    """A member's threshold, in logit units; any number, one draw a run.

        θ = threshold_mean + threshold_sd ε

    Parameters
    ----------
    threshold_mean : float
        Mean over members, in logit units.
    threshold_sd : float >= 0
        Spread over members, in logit units.
    noise : float
        Noise of mean 0 and variance 1.

    Source: thresholds that differ between actors (Granovetter 1978; Watts 2002). Assumption: the
    spread of their values.
    """
    return threshold_mean + threshold_sd * noise


@rule
def second_bar(threshold: float, threshold_gap: float, recorded: float) -> float:
    """The bar in FROZEN, NOTICE and OUT, in logit units; any number.

        max(θ + threshold_gap, recorded)

    Parameters
    ----------
    threshold : float
        θ, the bar of the first step, in logit units.
    threshold_gap : float >= 0
        How much higher the second is, in logit units.
    recorded : float
        The least that the record demands, in logit units.

    Assumption: to finish takes more than to begin, by a gap >= 0; ``recorded`` is the least that
    the record demands.
    """
    return max(threshold + threshold_gap, recorded)


@rule
def pressure_over(bar: float, value: float) -> float:
    """Pressure outwards, all or nothing: 1 where the value of leaving exceeds the bar, else 0.

        1 if -U > bar, else 0

    Source: Granovetter (1978). ``bar`` and ``value`` in logit units.
    """
    return 1.0 if -value > bar else 0.0


@rule
def raised_bar(bar: float, value: float) -> float:
    """The bar of a member that could have moved and did not, in logit units: at least -U.

        max(bar, -U)

    Definition: with any lower bar it would have moved.
    """
    return max(bar, -value)


@rule
def lowered_bar(bar: float, value: float) -> float:
    """The bar of a member that did move, in logit units: at most -U.

        min(bar, -U)

    Definition: with any higher bar it would not have moved.
    """
    return min(bar, -value)


@rule
def freezing_value(value: float, inertia: float) -> float:
    """Value of freezing, in logit units, where staying is worth 0 and leaving -U.

        -(w_inertia + (U - w_inertia)/2)

    Assumption: a freeze breaks with habit wholly and with all else by half.
    """
    return -(inertia + (value - inertia) / 2.0)


@rule
def quantal_pressure(precision: float, value: float, inertia: float, freezes: int) -> float:
    """Share of leaving and freezing together in a quantal response.

        1 - s_stay,  s ∝ exp(precision · value), of staying 0, freezing, leaving -U

    Parameters
    ----------
    precision : float >= 0
        At 0 all options are alike, without bound the best is taken.
    value : float
        U, the value of staying, in logit units.
    inertia : float
        w_inertia, in logit units.
    freezes : int
        1 where the charter allows a freeze, else 0.

    Source: McKelvey & Palfrey (1995).
    """
    leaving = exp(precision * -value)
    freezing = exp(precision * freezing_value(value, inertia)) if freezes else 0.0
    return (freezing + leaving) / (1.0 + freezing + leaving)


@rule
def quantal_freeze_share(precision: float, value: float, inertia: float, freezes: int) -> float:
    """Share of freezing among the moves outwards in a quantal response.

        s_freeze / (s_freeze + s_leave) = E(precision (freezing + U)),  s as in ``quantal_pressure``

    Parameters
    ----------
    precision : float >= 0
        At 0 all options are alike, without bound the best is taken.
    value : float
        U, the value of staying, in logit units.
    inertia : float
        w_inertia, in logit units.
    freezes : int
        1 where the charter allows a freeze, else 0.

    Source: McKelvey & Palfrey (1995).
    """
    gain = freezing_value(value, inertia) + value  # a difference: both may be beyond exp's range
    return logistic(precision * gain) if freezes else 0.0


@rule
def precise_pressure(precision: float, value: float) -> float:
    """Pressure outwards in a quantal response between two options, in (0, 1].

        E(-precision · U)

    Source: McKelvey & Palfrey (1995). It holds in FROZEN, NOTICE and OUT, where freezing is none.
    """
    return logistic(-(precision * value))
