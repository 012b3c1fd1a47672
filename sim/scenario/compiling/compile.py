"""Compiling: from a validated scenario to Worlds of arrays, one for the record, one for after."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.draws import identity
from sim.rules import alignment as alignment_rules
from sim.rules import beliefs, decision, frailty
from sim.rules import weather as weather_rules
from sim.rules.elementary import monthly_factor
from sim.rules.events import weighted
from sim.rules.status import STATUSES, UNHELD
from sim.scenario.compiling import world as w
from sim.scenario.compiling.timeline import events_of
from sim.scenario.document.events import LEVELS
from sim.scenario.document.months import between
from sim.scenario.document.schema import PATRON, Document, Member
from sim.scenario.document.timespan import last_month, last_recorded


class Compiled(NamedTuple):
    """A scenario as arrays."""

    record: w.World
    """Holds up to the last recorded month."""
    future: w.World
    """Holds from the first free month on."""
    stated: dict[tuple[str, str], float]
    """``present:`` as (actor, quantity) -> value at the last recorded month."""
    status: w.Codes
    """``present:`` statuses, UNHELD where the recorded one stays."""
    policy: w.Floats
    """``present:`` policy, negative where the replayed one stays."""


def pull_of(scenario: Document, member: Member) -> float:
    """The strongest outside offer as felt against membership."""
    if member.offers is None:
        return member.pull.value if member.pull is not None else 0.0
    felt = (
        weighted(offer.value, scenario.poles[pole].exclusivity.value)
        for pole, offer in member.offers.items()
    )
    return max(felt, default=0.0)


def compile_scenario(scenario: Document) -> Compiled:
    """The Worlds of a scenario."""
    record = _world(scenario)
    present = scenario.present
    stated: dict[tuple[str, str], float] = {}
    status = np.full(len(scenario.members), UNHELD, np.uint8)
    for i, name in enumerate(scenario.members):
        if name not in present.members:
            continue
        block = present.members[name]
        for quantity in ("alignment", "expected_cost", *LEVELS):
            value = getattr(block, quantity)
            if value is not None:
                stated[name, quantity] = value.value
        for kind in beliefs.KINDS:
            value = getattr(block.trust, kind)
            if value is not None:
                stated[name, f"trust.{kind}"] = value.value
        if block.status is not None:
            status[i] = STATUSES.index(block.status)
    if present.patron.capacity is not None:
        stated[PATRON, "capacity"] = present.patron.capacity.value
    shares = (present.patron.coerce, present.patron.concede)
    policy = np.array([-1.0 if share is None else share.value for share in shares])
    return Compiled(record, _future(scenario, record), stated, status, policy)


def _world(scenario: Document) -> w.World:
    values = {name: q.value for name, q in scenario.parameters}
    channels = {name: q.value for name, q in scenario.channels}
    return _with_rules(
        w.World(
            parameters=w.ParameterValues(**values),
            derived=w.Derived(*[0.0] * len(w.Derived._fields)),
            channels=w.ChannelStrengths(**channels),
            cut=w.Cut(0, 0, 0, 0, 0),
            calendar=_calendar(scenario),
            members=_members(scenario),
            blocs=_blocs(scenario),
            events=events_of(scenario),
            patron=identity(PATRON),
            policy=np.array([scenario.patron.coerce.value, scenario.patron.concede.value]),
            decision=decision.DECISIONS.index(scenario.decision),
            expected=0,
        ),
        scenario.charter.freeze_allowed,
        scenario.charter.return_allowed,
    )


def _with_rules(world: w.World, freeze_allowed: bool, return_allowed: bool) -> w.World:
    p = world.parameters
    if not freeze_allowed:
        p = p._replace(freeze_share=0.0)
    if not return_allowed:
        p = p._replace(rate_return=0.0)
    persistence = monthly_factor(p.shock_half_life)
    derived = w.Derived(
        memory_factor=float(monthly_factor(p.memory_months)),
        peer_gain=float(alignment_rules.peer_gain(world.channels.alignment, p.peer_share)),
        frailty_centre=float(frailty.frailty_centre(p.frailty_sd)),
        weather_persistence=float(persistence),
        weather_innovation=float(weather_rules.innovation_sd(p.shock_sd, persistence)),
    )
    calendar = world.calendar._replace(freezes=int(freeze_allowed))
    return world._replace(parameters=p, derived=derived, calendar=calendar)


def _future(scenario: Document, record: w.World) -> w.World:
    present = scenario.present
    values = {name: q.value for name, q in scenario.parameters}
    values |= {name: q.value for name, q in present.parameters.items()}
    channels = {name: q.value for name, q in scenario.channels}
    channels |= {name: q.value for name, q in present.channels.items()}
    charter, now = scenario.charter, present.charter
    notice = now.notice_months or charter.notice_months
    world = record._replace(
        parameters=w.ParameterValues(**values),
        channels=w.ChannelStrengths(**channels),
        calendar=record.calendar._replace(notice_months=int(notice.value)),
    )
    freeze = charter.freeze_allowed if now.freeze_allowed is None else now.freeze_allowed
    back = charter.return_allowed if now.return_allowed is None else now.return_allowed
    return _with_rules(world, freeze, back)


def _calendar(scenario: Document) -> w.Calendar:
    last = between(scenario.start, last_month(scenario))
    multiplier = np.ones(last + 1)
    renewal = np.zeros(last + 1, np.uint8)
    for month, date in scenario.charter.decision_dates.items():
        index = between(scenario.start, month)
        multiplier[index] = date.multiplier.value
        renewal[index] = date.renewal
    return w.Calendar(
        last_recorded=between(scenario.start, last_recorded(scenario)),
        last=last,
        notice_months=int(scenario.charter.notice_months.value),
        multiplier=multiplier,
        renewal=renewal,
        freezes=int(scenario.charter.freeze_allowed),
    )


def _members(scenario: Document) -> w.Members:
    names, members = list(scenario.members), list(scenario.members.values())
    strength = scenario.parameters.prior_strength.value
    trust = np.array([[getattr(m.trust, kind).value for kind in beliefs.KINDS] for m in members])
    levels = np.zeros((len(members) + 1, len(LEVELS)))
    for i, member in enumerate(members):
        for column, level in enumerate(LEVELS[:-1]):
            levels[i, column] = getattr(member, level).value
        levels[i, w.PULL] = pull_of(scenario, member)
    levels[-1, w.CAPACITY_TARGET] = scenario.patron.capacity.value
    influence = np.zeros((len(members), len(members)))
    for who, heeded in scenario.influence.items():
        for whom, weight in heeded.items():
            influence[names.index(who), names.index(whom)] = weight.value
    return w.Members(
        identity=np.array([identity(name) for name in names], np.int64),
        weight=np.array([m.weight.value for m in members]),
        influence=influence,
        trust=trust,
        kept=np.array(
            [[float(beliefs.count_for_trust(t, strength)) for t in row] for row in trust]
        ),
        broken=np.array(
            [[float(beliefs.broken_for_trust(t, strength)) for t in row] for row in trust]
        ),
        alignment=np.array([m.alignment.value for m in members]),
        expected_cost=np.array([m.expected_cost.value for m in members]),
        levels=levels,
        status=np.array([STATUSES.index(m.status) for m in members], np.uint8),
        hold=np.full(len(members), UNHELD, np.uint8),
        bloc=np.array([_bloc_of(scenario, name) for name in names], np.int64),
    )


def _bloc_of(scenario: Document, member: str) -> int:
    """The place of a member's bloc among the blocs."""
    places = (place for place, bloc in enumerate(scenario.blocs.values()) if member in bloc.members)
    return next(places, w.ALONE)


def _blocs(scenario: Document) -> w.Blocs:
    return w.Blocs(
        identity=np.array([identity(name) for name in scenario.blocs], np.int64),
        cohesion=np.array([bloc.cohesion.value for bloc in scenario.blocs.values()], np.float64),
    )


def noise_free(world: w.World) -> w.World:
    """The same world with every noise at 0 and chance replaced by its mean."""
    quiet = world.parameters._replace(
        alignment_noise=0.0, cap_noise=0.0, frailty_sd=0.0, shock_sd=0.0
    )
    still = world.derived._replace(frailty_centre=0.0, weather_innovation=0.0)
    return world._replace(parameters=quiet, derived=still, expected=1)


STILL = (
    "alignment_noise",
    "attention",
    "backlash",
    "cap_noise",
    "cap_reversion",
    "concession",
    "cost",
    "crisis_external",
    "crisis_regime",
    "erosion",
    "frailty_sd",
    "learning",
    "reversion",
    "shock_sd",
    "warmth",
)
"""Parameters that are 0 in the held-still variant: all speeds, noises, crises and reactions."""


def held_still(compiled: Compiled) -> Compiled:
    """The held-still variant: after the noise-free record only statuses move.

    Trust, alignment, capacity, the shared disturbance, expected cost and all levels keep the
    values that they have when the future begins; no event happens; a notice runs for one month.
    What is left is a Markov chain of the joint statuses.
    """
    record, future = noise_free(compiled.record), compiled.future
    still = future.parameters._replace(**dict.fromkeys(STILL, 0.0))
    events = future.events._replace(
        happens=np.zeros_like(future.events.happens),
        slot_factor=np.ones_like(future.events.slot_factor),
    )
    return compiled._replace(
        record=record._replace(calendar=record.calendar._replace(notice_months=1)),
        future=future._replace(
            parameters=still,
            derived=future.derived._replace(
                memory_factor=1.0,
                frailty_centre=0.0,
                weather_persistence=1.0,
                weather_innovation=0.0,
            ),
            calendar=future.calendar._replace(notice_months=1),
            events=events,
        ),
    )
