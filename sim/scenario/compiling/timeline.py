"""From the events of a scenario to the arrays that the engines read."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.draws import identity
from sim.rules import beliefs
from sim.rules.elementary import monthly_factor
from sim.rules.events import weighted
from sim.rules.status import STATUSES
from sim.scenario.compiling import world as w
from sim.scenario.document.events import LEVELS, Event, Shock, Threshold
from sim.scenario.document.months import between
from sim.scenario.document.schema import OTHERS, PATRON, Document
from sim.scenario.document.timespan import last_month, last_recorded


def is_dropped(scenario: Document, event: Event) -> bool:
    """Whether an earlier branch drops an entry of the record: inside, later, not kept."""
    if scenario.branch_at is None or event.month is None or event.keep or not event.is_inside:
        return False
    return scenario.branch_at < event.month <= scenario.now


class _Tables:
    """Flat tables of effects, fading slots and conditions, filled event by event."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.effects: list[tuple[int, int, int, float, float, int, int]] = []
        self.slots: dict[tuple[str, int, int], tuple[int, float]] = {}
        self.conditions: list[tuple[int, int, int, float, int]] = []

    def add(
        self, kind: int, actor: int, what: int, size: float, weight: float, slot: int, flag: int
    ) -> None:
        self.effects.append((kind, actor, what, size, weight, slot, flag))

    def add_event(self, event_id: str, event: Event) -> None:
        weight = event.weight.value
        if event.pledge is not None:
            pledge = event.pledge
            size = float(weighted(pledge.size.value, weight))
            kind = beliefs.KINDS.index(pledge.kind)
            self.add(w.PLEDGE, self.names.index(pledge.member), kind, size, 1.0, -1, pledge.kept)
        named = event.names()
        for target, shock in event.shocks.items():
            everyone = [name for name in self.names if name not in named]
            for name in everyone if target == OTHERS else [target]:
                self.add_shock(event_id, event, name, shock)
        if event.punishment is not None:
            seen = event.punishment
            member = self.names.index(seen.member)
            self.add(w.PUNISHMENT, member, 0, seen.fate.value, weight, -1, 0)
        for share, value in enumerate(_shares(event)):
            if value is not None:
                self.add(w.POLICY, 0, share, value, 1.0, -1, 0)
        for name, status in event.status.items():
            self.add(w.STATUS, self.names.index(name), STATUSES.index(status), 1.0, 1.0, -1, 0)
        self.add_conditions(event)

    def add_shock(self, event_id: str, event: Event, target: str, shock: Shock) -> None:
        actor = len(self.names) if target == PATRON else self.names.index(target)
        if shock.alignment is not None:
            size = float(weighted(shock.alignment.value, event.weight.value))
            self.add(w.LEAN, actor, 0, size, 1.0, -1, event.lasting)
        for column, level in enumerate(LEVELS):
            change = getattr(shock, level)
            if change is not None:
                self.add_level(event_id, event, actor, column, change.value)
        if shock.capacity is not None:
            self.add_level(event_id, event, actor, w.CAPACITY_TARGET, shock.capacity.value)

    def add_level(
        self, event_id: str, event: Event, actor: int, column: int, change: float
    ) -> None:
        slot = -1
        if event.half_life is not None:
            factor = float(monthly_factor(event.half_life.value))
            key = (event_id, actor, column)
            slot = self.slots.setdefault(key, (len(self.slots), factor))[0]
        size = float(weighted(change, event.weight.value))
        self.add(w.SHOCK, actor, column, size, 1.0, slot, 0)

    def add_conditions(self, event: Event) -> None:
        when = event.when
        if when is None:
            return
        out = STATUSES.index("OUT")
        if when.exit_of is not None:
            self.conditions.append((self.names.index(when.exit_of), w.STATUS_IS, out, 0.0, 0))
        for name, status in when.status_of.items():
            code = STATUSES.index(status)
            self.conditions.append((self.names.index(name), w.STATUS_IS, code, 0.0, 0))
        for threshold in when.quantities:
            self.add_threshold(threshold)

    def add_threshold(self, threshold: Threshold) -> None:
        fixed = {
            "alignment": w.ALIGNMENT,
            "trust.external": w.TRUST_EXTERNAL,
            "trust.regime": w.TRUST_REGIME,
            "expected_cost": w.EXPECTED_COST,
            "capacity": w.CAPACITY,
        }
        on = fixed.get(threshold.quantity, w.LEVEL)
        level = LEVELS.index(threshold.quantity) if on == w.LEVEL else 0
        member = 0 if threshold.of == PATRON else self.names.index(threshold.of)
        for value, above in ((threshold.above, 1), (threshold.below, 0)):
            if value is not None:
                self.conditions.append((member, on, level, value, above))


def _shares(event: Event) -> Iterable[float | None]:
    for share in (event.policy.coerce, event.policy.concede) if event.policy else ():
        yield None if share is None else share.value


def events_of(scenario: Document) -> w.Events:
    """The events of a scenario, with what each does and when."""
    names = list(scenario.members)
    events = list(scenario.events.items())
    tables = _Tables(names)
    first_effect, first_condition = [0], [0]
    for event_id, event in events:
        tables.add_event(event_id, event)
        first_effect.append(len(tables.effects))
        first_condition.append(len(tables.conditions))
    chances = [_chance(event) for _, event in events]
    effects = list(zip(*tables.effects, strict=True)) or [()] * 7
    conditions = list(zip(*tables.conditions, strict=True)) or [()] * 5
    slots = [(actor, column, factor) for (_, actor, column), (_, factor) in tables.slots.items()]
    agenda_first, agenda = agenda_of(scenario)
    return w.Events(
        identity=np.array([identity(name) for name, _ in events], np.int64),
        happens=np.array([not is_dropped(scenario, event) for _, event in events], np.uint8),
        chance=np.array([kind for kind, _, _ in chances], np.uint8),
        probability=np.array([p for _, p, _ in chances], np.float64),
        times=np.array([times for _, _, times in chances], np.float64),
        first_effect=np.array(first_effect, np.int64),
        first_condition=np.array(first_condition, np.int64),
        agenda_first=agenda_first,
        agenda=agenda,
        kind=np.array(effects[0], np.uint8),
        actor=np.array(effects[1], np.int64),
        what=np.array(effects[2], np.int64),
        size=np.array(effects[3], np.float64),
        weight=np.array(effects[4], np.float64),
        slot=np.array(effects[5], np.int64),
        lasting=np.array(effects[6], np.uint8),
        slot_actor=np.array([actor for actor, _, _ in slots], np.int64),
        slot_level=np.array([column for _, column, _ in slots], np.int64),
        slot_factor=np.array([factor for _, _, factor in slots], np.float64),
        condition_of=np.array(conditions[0], np.int64),
        condition_on=np.array(conditions[1], np.uint8),
        condition_level=np.array(conditions[2], np.int64),
        condition_value=np.array(conditions[3], np.float64),
        condition_above=np.array(conditions[4], np.uint8),
    )


def _chance(event: Event) -> tuple[int, float, float]:
    chance = event.chance
    if chance is None:
        return w.CERTAIN, 1.0, 1.0
    if chance.once is not None:
        return w.ONCE, chance.once.value, 1.0
    assert chance.each_month is not None
    return w.EACH_MONTH, chance.each_month.value, float(chance.times)


def agenda_of(scenario: Document) -> tuple[w.Ints, w.Ints]:
    """Events that may act in each month, in file order."""
    end = between(scenario.start, last_month(scenario))
    free = between(scenario.start, last_recorded(scenario)) + 1
    months: list[list[int]] = [[] for _ in range(end + 1)]
    for number, event in enumerate(scenario.events.values()):
        first = free if event.month is None else between(scenario.start, event.month)
        last = first if event.month is not None else end
        if event.chance is not None and event.chance.each_month is not None:
            last = (
                end if event.chance.until is None else between(scenario.start, event.chance.until)
            )
        for month in range(first, last + 1):
            months[month].append(number)
    starts = np.cumsum([0] + [len(month) for month in months])
    flat = [number for month in months for number in month]
    return np.array(starts, np.int64), np.array(flat, np.int64)
