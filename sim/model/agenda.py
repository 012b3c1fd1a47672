"""Phase 1 of the readable engine: what the world does, in file order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim import draws
from sim.rules import beliefs
from sim.rules import events as event_rules
from sim.rules.elementary import occurs
from sim.scenario.compiling import world as w

if TYPE_CHECKING:
    from sim.model.alliance import AllianceModel
    from sim.model.member import MemberAgent


class Agenda:
    """Plays the events of a scenario for a model, and remembers what has happened.

    Attributes
    ----------
    happened : list of float
        How often, or how much of it, each event has happened.
    holds, at_branch : list of bool
        Which conditions hold at the beginning of this month; and when the arms parted.
    """

    def __init__(self, model: AllianceModel) -> None:
        self.model = model
        self.names = tuple(model.alliance.events)
        self.happened = [0.0] * len(self.names)
        self.holds: list[bool] = []
        self.at_branch: list[bool] = []

    @property
    def events(self) -> w.Events:
        """The events as they are in force."""
        return self.model.world.events

    def part(self) -> None:
        """The arms part here: cut conditions stay as they are now."""
        self.at_branch = self.conditions()

    def conditions(self) -> list[bool]:
        """Which conditions of events hold now."""
        e = self.events
        return [self._holds(c) for c in range(len(e.condition_of))]

    def _holds(self, c: int) -> bool:
        e = self.events
        member, on = self.model.members[e.condition_of[c]], int(e.condition_on[c])
        level = int(e.condition_level[c])
        if on == w.STATUS_IS:
            return bool(member.status == level)
        value = self._quantity(member, on, level)
        threshold = e.condition_value[c]
        return bool(value > threshold if e.condition_above[c] else value < threshold)

    def _quantity(self, member: MemberAgent, on: int, level: int) -> float:
        """What a condition looks at."""
        if on == w.ALIGNMENT:
            return member.alignment
        if on == w.TRUST_EXTERNAL:
            return member.trust(beliefs.EXTERNAL)
        if on == w.TRUST_REGIME:
            return member.trust(beliefs.REGIME)
        if on == w.EXPECTED_COST:
            return member.expected_cost
        return member.level[level] if on == w.LEVEL else self.model.patron.capacity

    def amount(self, event: int) -> float:
        """How much of an event happens now: 1 or 0; its mean where chance is off."""
        e = self.events
        holds = self.at_branch if self.model.world.cut.conditions else self.holds
        conditions = range(e.first_condition[event], e.first_condition[event + 1])
        if not e.happens[event] or not all(holds[c] for c in conditions):
            return 0.0
        probability, times = float(e.probability[event]), float(e.times[event])
        if self.model.world.expected:
            return float(event_rules.expected_amount(probability, times, self.happened[event]))
        if e.chance[event] != w.CERTAIN:
            when = 0 if e.chance[event] == w.ONCE else self.model.month
            stream = draws.luck(self.model.key, int(e.identity[event]))
            if not occurs(probability, draws.uniform(stream, when, draws.EVENT)):
                return 0.0
        return float(event_rules.remaining(times, self.happened[event]))

    def play(self) -> None:
        """The events of this month in file order, conditions as at its beginning."""
        e, month = self.events, self.model.month
        self.holds = self.conditions()
        for actor, column, slot in self._slots():
            parts = self._fading(actor, column)
            if slot in parts:
                parts[slot] = event_rules.faded(parts[slot], float(e.slot_factor[slot]))
        for event in e.agenda[e.agenda_first[month] : e.agenda_first[month + 1]]:
            amount = self.amount(event)
            self.happened[event] += amount
            if amount > 0.0:
                self.model.tell("event", self.names[event], amount=amount)
                for f in range(e.first_effect[event], e.first_effect[event + 1]):
                    self.act(f, amount)

    def _slots(self) -> list[tuple[int, int, int]]:
        e = self.events
        return [
            (int(a), int(c), s)
            for s, (a, c) in enumerate(zip(e.slot_actor, e.slot_level, strict=True))
        ]

    def _fading(self, actor: int, column: int) -> dict[int, float]:
        if actor == len(self.model.members):
            return self.model.patron.fading
        return self.model.members[actor].fading[column]

    def act(self, f: int, amount: float) -> None:
        """One effect of an event that happens."""
        e = self.events
        kind, actor, what = int(e.kind[f]), int(e.actor[f]), int(e.what[f])
        size = float(event_rules.weighted(float(e.size[f]), amount))
        if kind == w.PLEDGE:
            self.model.spread_case(self.model.members[actor], what, bool(e.lasting[f]), size)
        elif kind == w.LEAN:
            self.model.members[actor].lean(size, lasting=bool(e.lasting[f]))
        elif kind == w.SHOCK:
            self._shock(actor, what, size, int(e.slot[f]))
        elif kind == w.PUNISHMENT:
            weight = event_rules.weighted(float(e.weight[f]), amount)
            for member in self.model.members:
                member.learn_fate(actor, float(e.size[f]), weight)
        elif kind == w.POLICY:
            self.model.patron.change_policy(what, float(e.size[f]), amount)
        elif amount >= 1.0 and self.model.members[actor].is_free:
            self.model.members[actor].take_status(what)

    def _shock(self, actor: int, column: int, size: float, slot: int) -> None:
        if slot >= 0:
            parts = self._fading(actor, column)
            parts[slot] = parts.get(slot, 0.0) + size
        elif actor == len(self.model.members):
            self.model.patron.be_shocked(size)
        else:
            self.model.members[actor].be_shocked(column, size)
