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
def trust(kept, broken):
    """Expected chance that the patron helps: the mean of Beta(kept, broken), in (0, 1)."""
    return kept / (kept + broken)


@rule
def mean_trust(external, regime, threat, regime_risk):
    """One trust from two, weighted by what the member has to fear; plain mean if it fears nothing.

        (threat · external + regime_risk · regime) / (threat + regime_risk)
    """
    fear = threat + regime_risk
    if fear > 0.0:
        return (threat * external + regime_risk * regime) / fear
    return (external + regime) / 2.0


@rule
def first_hand_evidence(size, salience):
    """Pseudo-counts that the victim of a case learns: size (1 = one observed crisis) · salience."""
    return size * salience


@rule
def other_type(amount, cross_type):
    """What a case says about the other type of pledge. Source of the idea: Jervis (1970), whether
    reputation is specific or general; the strength is an assumption.
    """
    return amount * cross_type


@rule
def observed_evidence(amount, watch, influence, reputation):
    """Pseudo-counts that an observer draws from another's case.

        amount · watch · influence · reputation

    ``amount`` is what the victim learns, ``influence`` W[observer, victim]. Reputation spreads
    among those who see themselves in the victim (Gibler 2008; doubted by Mercer 1996).
    Assumption: linear in influence.
    """
    return amount * watch * influence * reputation


@rule
def remembered(count, at_start, factor):
    """Memory fades towards the first belief: at_start + (count - at_start) · factor, a month."""
    return at_start + (count - at_start) * factor


@rule
def count_for_trust(trust_value, strength):
    """Pseudo-counts of kept pledges that give this trust with ``strength`` = kept + broken."""
    return trust_value * strength


@rule
def broken_for_trust(trust_value, strength):
    """Pseudo-counts of broken pledges that give this trust with ``strength`` = kept + broken."""
    return (1.0 - trust_value) * strength
