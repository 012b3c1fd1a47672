"""The parameters of the rules and the strengths of the channels: default, range, unit, meaning.

All are judgement unless a source stands. The range is the uniform prior of ``--uncertain``.
"""

from __future__ import annotations

from sim.scenario.document.quantity import Block, Quantity, assumed, fixed, number

LOGIT, MONTH, PER_MONTH, ALIGN = "logit", "months", "per month", "alignment"
COUNTS, SHARE = "pseudo-counts", "share"
_CATALOGUE = "range of the catalogue of mechanisms, judgement"


class Parameters(Block):
    """Parameters of the rules."""

    w_inertia: Quantity = assumed(2.5, 2, 4, unit=LOGIT)
    """Value of staying as such; carries the base rate of exit."""
    w_security: Quantity = assumed(2.0, 1, 3, at_least=0, unit=LOGIT)
    """Weight of protection against armed attack."""
    w_insurance: Quantity = assumed(2.0, 0.5, 3, at_least=0, unit=LOGIT)
    """Weight of protection against a crisis at home."""
    w_ties: Quantity = assumed(1.5, 0.5, 2.5, at_least=0, unit=LOGIT)
    """Weight of economic ties to the patron."""
    w_fear: Quantity = assumed(3.0, 1, 5, at_least=0, unit=LOGIT)
    """Weight of expected punishment."""
    w_club: Quantity = assumed(0.6, 0, 1.5, at_least=0, unit=LOGIT)
    """What the club loses in value when all others are absent."""
    w_alignment: Quantity = assumed(1.5, 0.5, 2.5, at_least=0, unit=LOGIT)
    """Weight of alignment with the patron."""
    w_pull: Quantity = assumed(1.5, 0.5, 2.5, at_least=0, unit=LOGIT)
    """Weight of the strongest outside offer."""
    rate_out: Quantity = assumed(0.05, 0.03, 0.07, at_least=0, at_most=1, unit=PER_MONTH)
    """Highest rate at which an active member moves outwards."""
    freeze_share: Quantity = assumed(
        0.75,
        0.6,
        0.85,
        at_least=0,
        at_most=1,
        unit=SHARE,
        note="two to six freezes for one direct exit, judgement",
    )
    """Share of first moves that are a freeze, not a notice."""
    rate_finish: Quantity = assumed(0.03, 0.01, 0.06, at_least=0, at_most=1, unit=PER_MONTH)
    """Highest rate at which a frozen member gives notice."""
    rate_back: Quantity = assumed(
        0.003,
        0.001,
        0.007,
        at_least=0,
        at_most=1,
        unit=PER_MONTH,
        note="1 to 8 per cent a year from frozen to active, judgement",
    )
    """Highest rate at which a frozen member, or one under notice, comes back."""
    rate_return: Quantity = assumed(0.002, 0.0005, 0.004, at_least=0, at_most=1, unit=PER_MONTH)
    """Highest rate at which a member that is out returns."""

    crisis_external: Quantity = fixed(0.012, at_least=0, at_most=1, unit=PER_MONTH)
    """Rate of armed attack at full threat."""
    crisis_regime: Quantity = assumed(
        0.006,
        0.001,
        0.007,
        at_least=0,
        at_most=1,
        unit=PER_MONTH,
        note="1 to 8 per cent a year, judgement",
    )
    """Rate of a crisis at home at full regime risk."""
    honour_external: Quantity = fixed(-1.5, unit=LOGIT)
    """Readiness to honour a request against an attack (record of the CSTO: 0 of 3)."""
    honour_regime: Quantity = fixed(0.5, unit=LOGIT)
    """Readiness to honour a request in a crisis at home (record of the CSTO: 1 of 2)."""
    honour_capacity: Quantity = fixed(2.0, unit=LOGIT)
    """How capacity helps to honour a request."""
    honour_alignment: Quantity = fixed(1.0, unit=LOGIT)
    """How the asker's alignment helps to have a request honoured."""
    reluctance: Quantity = fixed(0.7, at_least=0, at_most=1)
    """How much distrust keeps a member from asking."""
    salience: Quantity = assumed(3.0, 2, 5, at_least=0, unit=COUNTS)
    """What a member learns from a case of its own."""
    watch: Quantity = assumed(0.3, 0.05, 0.5, at_least=0, at_most=1, note=_CATALOGUE)
    """Weight of another's case beside one's own."""
    cross_type: Quantity = assumed(0.2, 0.05, 0.4, at_least=0, at_most=1, note=_CATALOGUE)
    """Weight of a case for the other type of pledge."""
    prior_strength: Quantity = assumed(5.0, 4, 8, at_least=0.1, unit=COUNTS, note=_CATALOGUE)
    """Firmness of the trust at the start: kept + broken."""
    memory_months: Quantity = assumed(96, 36, 120, at_least=1, unit=MONTH, note=_CATALOGUE)
    """Half-life of what was learnt."""

    reversion: Quantity = assumed(0.04, 0.02, 0.08, at_least=0, at_most=1, unit=PER_MONTH)
    """Speed at which alignment returns to its target."""
    trust_to_alignment: Quantity = assumed(1.0, 0.3, 1.5, at_least=0)
    """How far lost trust moves the target of alignment."""
    pull_to_alignment: Quantity = assumed(0.5, 0, 1, at_least=0)
    """How far a grown offer moves the target of alignment."""
    peer_share: Quantity = assumed(
        0.17,
        0,
        0.67,
        at_least=0,
        at_most=0.99,
        unit=SHARE,
        note="the catalogue of mechanisms starts at 0.02 a quarter and goes up to 0.08: that over a"
        " reversion of 0.04 a month",
    )
    """How far the target of alignment follows the peers, at full attention."""
    alignment_noise: Quantity = fixed(0.03, at_least=0, unit="alignment a month")
    """Monthly noise of alignment, standard deviation."""

    cap_reversion: Quantity = fixed(0.05, at_least=0, at_most=1, unit=PER_MONTH)
    """Speed at which the patron's capacity returns to its target."""
    cap_noise: Quantity = fixed(0.02, at_least=0, unit="capacity a month")
    """Monthly noise of capacity, standard deviation."""
    attention: Quantity = fixed(0.08, at_least=0, at_most=1, unit=PER_MONTH)
    """Chance that the patron answers a frozen member, or one under notice, in a quiet month."""
    cheap: Quantity = assumed(0.5, 0.3, 0.7, at_least=0)
    """Punishment that needs no capacity: bans, prices, threats."""
    costly: Quantity = assumed(0.5, 0.2, 0.8, at_least=0)
    """Punishment that needs capacity: troops, large transfers."""
    backing: Quantity = assumed(0.3, 0, 0.6, at_least=0)
    """What peers add to a punishment when all others are loyal."""
    backlash: Quantity = assumed(0.1, 0, 0.2, at_least=0, at_most=2, unit=ALIGN)
    """Alignment that coercion costs the patron."""
    erosion: Quantity = assumed(0.03, 0, 0.06, at_least=0, at_most=1, note=_CATALOGUE)
    """Share of dependence that one act of coercion wears out."""
    concession: Quantity = assumed(1.5, 0, 3, at_least=0, unit=COUNTS)
    """Trust that a concession earns."""
    warmth: Quantity = fixed(0.08, at_least=0, at_most=2, unit=ALIGN)
    """Alignment that a concession earns."""
    cost: Quantity = fixed(0.05, at_least=0, at_most=1, unit="capacity")
    """Capacity that one act of coercion uses up."""
    learning: Quantity = assumed(0.4, 0.05, 0.4, at_least=0, at_most=1, note=_CATALOGUE)
    """How fast a leaver's fate changes the expected cost of leaving."""
    wait_fate: Quantity = fixed(0.1, at_least=0, at_most=1)
    """How a leaver fares that the patron lets be."""
    shock_sd: Quantity = assumed(0.3, 0, 0.8, at_least=0, unit=LOGIT)
    """Standing deviation of the disturbance that all members share."""
    shock_half_life: Quantity = fixed(12, at_least=0.1, unit=MONTH)
    """Half-life of the shared disturbance."""
    frailty_sd: Quantity = assumed(0.0, 0, 1.8, at_least=0, at_most=10, unit=LOGIT)
    """How much alliances differ in firmness from one run to the next, standard deviation; drawn at
    the start, so that ``present`` does not move it."""
    threshold_mean: Quantity = fixed(-1.15, unit=LOGIT)
    """Mean threshold of ``decision: threshold``; gives the base rate of the logit rule."""
    threshold_sd: Quantity = fixed(1.8, at_least=0, unit=LOGIT)
    """Spread of the thresholds of ``decision: threshold``."""
    threshold_gap: Quantity = fixed(1.0, at_least=0, unit=LOGIT)
    """How much higher the bar is beyond the first step, with ``decision: threshold``."""
    precision: Quantity = fixed(1.4, at_least=0)
    """How sharply ``decision: quantal`` prefers the better option."""


class Channels(Block):
    """Strength of each channel: 1 as stated, 0 exactly off."""

    reputation: Quantity = number(1.0, at_least=0)
    """Pledges kept or broken towards others are seen."""
    alignment: Quantity = number(1.0, at_least=0)
    """Peers and leavers draw alignment along."""
    club: Quantity = number(1.0, at_least=0)
    """The club is worth less with fewer in it."""
    dilution: Quantity = number(1.0, at_least=0)
    """The patron is spread thin over several defiant members."""
    precedent: Quantity = number(1.0, at_least=0)
    """A leaver's fate teaches the others."""
    discipline: Quantity = number(1.0, at_least=0)
    """Loyal peers join the patron's punishment."""


CHANNELS: tuple[str, ...] = tuple(Channels.model_fields)
