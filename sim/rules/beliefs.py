"""Trust: two Beta beliefs about the patron's help, fed by pledges kept or broken, and fading.

Trust of a type is the mean kept/(kept + broken) of a Beta belief, updated by conjugate counting
(Raiffa & Schlaifer 1961). Two types: against armed attack, and against a crisis at home; the
record of the CSTO differs between them (Kazakhstan 2022 against Armenia 2022).
"""

from __future__ import annotations

from sim.jit import rule

EXTERNAL, REGIME = 0, 1
KINDS = ("external", "regime")


@rule
def trust(kept: float, broken: float) -> float:
    """Expected chance that the patron helps: the mean of Beta(kept, broken), in (0, 1).

        kept / (kept + broken)

    ``kept`` and ``broken`` are pseudo-counts > 0.

    Source: Raiffa & Schlaifer (1961).
    """
    return kept / (kept + broken)


@rule
def mean_trust(external: float, regime: float, threat: float, regime_risk: float) -> float:
    """One trust from two, weighted by what the member has to fear; plain mean if it fears nothing.

        (threat · external + regime_risk · regime) / (threat + regime_risk)

    Parameters
    ----------
    external : float in (0, 1)
        Trust in help against attack.
    regime : float in (0, 1)
        Trust in help against a crisis at home.
    threat : float in [0, 1]
        Exposure to attack.
    regime_risk : float in [0, 1]
        Exposure to a crisis at home.

    Assumption: a member trusts the patron as far as it trusts it in what it fears.
    """
    fear = threat + regime_risk
    if fear > 0.0:
        return (threat * external + regime_risk * regime) / fear
    return (external + regime) / 2.0


@rule
def first_hand_evidence(size: float, salience: float) -> float:
    """Pseudo-counts that the victim of a case learns.

        size · salience

    ``size`` >= 0 in observed crises (1 is one seen at first hand), ``salience`` >= 0.

    Assumption: linear in size.
    """
    return size * salience


@rule
def other_type(amount: float, cross_type: float) -> float:
    """Pseudo-counts that a case adds to the other type of pledge.

        amount · cross_type

    Source: Jervis (1970) asks whether reputation is specific or general. Assumption: the answer is
    a constant share.
    """
    return amount * cross_type


@rule
def observed_evidence(amount: float, watch: float, influence: float, reputation: float) -> float:
    """Pseudo-counts that an observer draws from another's case.

        amount · watch · influence · reputation

    Parameters
    ----------
    amount : float >= 0
        Pseudo-counts that the victim itself learns.
    watch : float in [0, 1]
        Weight of another's case beside one's own.
    influence : float in [0, 1]
        w[observer, victim], ``attention_share``.
    reputation : float >= 0
        Strength of the channel.

    Source: reputation spreads among those who see themselves in the victim (Gibler 2008; doubted
    by Mercer 1996). Assumption: linear in influence.
    """
    return amount * watch * influence * reputation


@rule
def remembered(count: float, at_start: float, factor: float) -> float:
    """Pseudo-counts a month later: memory fades towards the first belief.

        at_start + (count - at_start) · factor

    Parameters
    ----------
    count : float > 0
        Pseudo-counts now.
    at_start : float > 0
        Those of the first belief.
    factor : float in [0, 1]
        What is left of the difference after a month.

    Assumption: what was learnt is forgotten with a half-life, whatever it was.
    """
    return at_start + (count - at_start) * factor


@rule
def count_for_trust(trust_value: float, strength: float) -> float:
    """Pseudo-counts of kept pledges that give this trust with ``strength`` = kept + broken > 0.

    Definition: trust · strength, the inverse of ``trust``.
    """
    return trust_value * strength


@rule
def broken_for_trust(trust_value: float, strength: float) -> float:
    """Pseudo-counts of broken pledges that give this trust with ``strength`` = kept + broken > 0.

    Definition: (1 - trust) · strength, the inverse of ``trust``.
    """
    return (1.0 - trust_value) * strength
