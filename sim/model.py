"""The readable engine: an alliance of Mesa agents, month by month, and the storyteller.

Members and the patron act; the same rules as the compiled engine, the same luck, the same bits.
A month is the list ``AllianceModel.PHASES``; in each phase all decide from the state before it,
then all commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from sim import draws
from sim.rules import alignment, beliefs, crisis, decision, patron, present
from sim.rules import events as happenings
from sim.rules import weather as skies
from sim.rules.elementary import occurs
from sim.rules.status import (
    ACTIVE,
    FROZEN,
    HOLD_FROM_EXIT,
    NOTICE,
    OUT,
    STATUSES,
    UNHELD,
    begun_notice,
    held_status,
    is_free,
    is_outward,
    is_stopped,
)
from sim.scenario import world as w
from sim.scenario.compile import Compiled, compile_scenario, noise_free
from sim.scenario.events import LEVELS
from sim.scenario.interventions import Do, intervene
from sim.scenario.loading import load
from sim.scenario.months import later
from sim.scenario.present import shift_of
from sim.scenario.scenario import Scenario
from sim.scenario.schema import PATRON


@dataclass(frozen=True)
class Public:
    """What everyone can see of the members at one moment; arrays by member."""

    status: np.ndarray
    joined: np.ndarray
    alignment: np.ndarray
    baseline: np.ndarray


@dataclass(frozen=True)
class Happening:
    """One thing that happened in a month, for the story: what, to whom, and its numbers."""

    month: str
    kind: str
    actor: str
    detail: dict[str, Any]


class Patron(mesa.Agent):
    """The patron: it spends capacity, follows a policy, and answers moves."""

    model: AllianceModel

    def __init__(self, model: AllianceModel, target: float) -> None:
        super().__init__(model)
        self.luck = draws.luck(model.key, model.world.patron)
        self.capacity = target
        self.lasting_target = target
        self.target = target
        self.fading: dict[int, float] = {}
        self.policy = [float(share) for share in model.world.policy]

    def feel(self) -> None:
        """Its target of capacity from lasting and fading parts."""
        fading = sum_in_order(self.fading)
        self.target = happenings.level(self.lasting_target, fading)

    def spend(self) -> None:
        """Phase 2: capacity follows its target."""
        p, month = self.model.world.parameters, self.model.month
        luck = draws.noise(self.luck, month, draws.CAPACITY)
        self.capacity = skies.next_capacity(
            self.capacity, self.target, p.cap_reversion, p.cap_noise, luck
        )

    def honours(self, asker: Member, kind: int, own: int, everyone: int) -> bool:
        """Whether it honours a request of this month."""
        world = self.model.world
        p = world.parameters
        chance = crisis.honour_probability(
            p.honour_external if kind == beliefs.EXTERNAL else p.honour_regime,
            p.honour_capacity,
            self.capacity,
            p.honour_alignment,
            asker.alignment,
            world.channels.dilution,
            crisis.competing_requests(own, everyone, world.cut.dilution),
        )
        u = draws.uniform(asker.luck, self.model.month, draws.HONOUR + kind)
        return bool(occurs(chance, u))

    def answers(self, member: Member, seen: Public) -> int | None:
        """How it answers a member this month, or not at all."""
        p, month = self.model.world.parameters, self.model.month
        chance = patron.reaction_probability(
            member.moved,
            member.status,
            p.attention,
            self.model.world.channels.dilution,
            patron.others_defiance(member.index, seen.status, seen.joined),
        )
        if not occurs(chance, draws.uniform(member.luck, month, draws.REACTION)):
            return None
        u = draws.uniform(member.luck, month, draws.POLICY)
        return int(patron.reaction(u, self.policy[0], self.policy[1]))

    def pay(self) -> None:
        """One act of coercion uses up capacity."""
        world = self.model.world
        dilution = 0.0 if world.cut.dilution else world.channels.dilution
        self.capacity = patron.spent(self.capacity, dilution, world.parameters.cost)


class Member(mesa.Agent):
    """A member of the alliance: it trusts, aligns, weighs staying, and may take a step."""

    model: AllianceModel

    def __init__(self, model: AllianceModel, index: int, name: str) -> None:
        super().__init__(model)
        members = model.world.members
        self.index, self.name = index, name
        self.luck = draws.luck(model.key, int(members.identity[index]))
        self.alignment = float(members.alignment[index])
        self.baseline = self.alignment
        self.kept = [float(count) for count in members.kept[index]]
        self.broken = [float(count) for count in members.broken[index]]
        self.expected_cost = float(members.expected_cost[index])
        self.lasting = [float(level) for level in members.levels[index]]
        self.level = list(self.lasting)
        self.fading: list[dict[int, float]] = [{} for _ in LEVELS]
        self.pull_start = self.lasting[w.PULL]
        self.status = int(members.status[index])
        self.joined = self.status != OUT
        self.exit_due = model.world.calendar.notice_months
        self.moved = False
        self.stopped = False
        self.first_exit = w.NOT_YET
        p = model.world.parameters
        luck = draws.noise(self.luck, 0, draws.THRESHOLD)
        self.bar = float(decision.threshold_of(p.threshold_mean, p.threshold_sd, luck))
        self.second_bar = decision.NO_BAR
        self.terms: tuple[float, ...] = ()
        self.value = 0.0
        self.pressure = 0.0
        self.asks = [False, False]
        self.planned_alignment = self.alignment
        self.planned_status = self.status
        self.reaction: int | None = None
        self.fate: float | None = None

    # what it believes

    def trust(self, kind: int) -> float:
        """Its trust in the patron's help of one kind."""
        return float(beliefs.trust(self.kept[kind], self.broken[kind]))

    @property
    def mean_trust(self) -> float:
        """One trust from two, by what it has to fear this month."""
        return self._weighted_by_fear(self.trust(beliefs.EXTERNAL), self.trust(beliefs.REGIME))

    def _weighted_by_fear(self, external: float, regime: float) -> float:
        threat, risk = self.level[w.THREAT], self.level[w.REGIME_RISK]
        return float(beliefs.mean_trust(external, regime, threat, risk))

    def learn(self, kind: int, kept: bool, evidence: float) -> None:
        """A case of a kind counts for that kind, and a little for the other."""
        counts = self.kept if kept else self.broken
        counts[kind] += evidence
        counts[1 - kind] += beliefs.other_type(evidence, self.model.world.parameters.cross_type)

    def observe(self, victim: Member, kind: int, kept: bool, evidence: float) -> None:
        """Another's case counts as far as this member heeds the victim."""
        world = self.model.world
        seen = beliefs.observed_evidence(
            evidence,
            world.parameters.watch,
            float(world.members.influence[self.index, victim.index]),
            world.channels.reputation,
        )
        self.learn(kind, kept, seen)

    def learn_fate(self, leaver: int, fate: float, weight: float) -> None:
        """What a leaver's fate, seen in the record, teaches about the cost of leaving."""
        world = self.model.world
        attention = patron.attention_to(
            self.index, leaver, world.members.influence, world.channels.precedent
        )
        lesson = patron.lesson(attention, fate, self.expected_cost)
        learning = happenings.weighted(world.parameters.learning, weight)
        self.expected_cost = patron.learnt_cost(self.expected_cost, learning, lesson)

    def feel(self) -> None:
        """Its quantities from their lasting and fading parts."""
        for q, lasting in enumerate(self.lasting):
            self.level[q] = happenings.level(lasting, sum_in_order(self.fading[q]))

    def take_status(self, status: int) -> None:
        """It takes a status; its clock and its place in the club follow."""
        if status == self.status:  # a running notice keeps its clock
            return
        calendar, month = self.model.world.calendar, self.model.month
        new = status
        if self.model.is_free:  # the record is taken as it is
            new = int(begun_notice(status, calendar.notice_months, int(calendar.renewal[month])))
        if new == self.status:
            return
        if is_stopped(self.hold, self.status, new):
            self.stopped = True
            return
        if new == NOTICE:
            self.exit_due = month + calendar.notice_months
        self.settle(new)

    def settle(self, new: int) -> None:
        """It stands where it stands; a step outwards will be answered, a step back calms."""
        if new != self.status:
            self.moved = bool(is_outward(self.status, new))
        self.joined = self.joined or new != OUT
        self.status = new

    # phase 3

    def plan_crises(self) -> None:
        """Whether it falls into a crisis of each kind, and asks for help."""
        self.asks = [self.status != OUT and self._asks(kind) for kind in range(2)]

    def _asks(self, kind: int) -> bool:
        p, month = self.model.world.parameters, self.model.month
        external = kind == beliefs.EXTERNAL
        rate = p.crisis_external if external else p.crisis_regime
        exposure = self.level[w.THREAT if external else w.REGIME_RISK]
        strikes = crisis.crisis_probability(rate, exposure)
        if not occurs(strikes, draws.uniform(self.luck, month, draws.CRISIS + kind)):
            return False
        asks = crisis.ask_probability(p.reluctance, self.trust(kind))
        asked = bool(occurs(asks, draws.uniform(self.luck, month, draws.ASK + kind)))
        if not asked:
            self.model.tell("crisis unasked", self.name, pledge=beliefs.KINDS[kind])
        return asked

    # phases 4 and 5

    def remember(self) -> None:
        """Phase 4: what it learnt fades."""
        world = self.model.world
        factor = world.derived.memory_factor
        for counts, first in ((self.kept, world.members.kept), (self.broken, world.members.broken)):
            for kind in range(2):
                first_count = float(first[self.index, kind])
                counts[kind] = beliefs.remembered(counts[kind], first_count, factor)

    def plan_alignment(self) -> None:
        """Phase 5: where its alignment goes, from what it sees."""
        world, seen = self.model.world, self.model.seen("alignment")
        p = world.parameters
        trust_start = self._weighted_by_fear(*(float(t) for t in world.members.trust[self.index]))
        target = alignment.alignment_target(
            self.baseline,
            p.trust_to_alignment,
            self.mean_trust,
            trust_start,
            p.pull_to_alignment,
            self.level[w.PULL],
            self.pull_start,
        )
        drift = alignment.peer_drift(
            self.index,
            world.members.influence,
            seen.alignment,
            seen.baseline,
            seen.status,
            seen.joined,
        )
        self.planned_alignment = alignment.next_alignment(
            self.alignment,
            target,
            p.reversion,
            world.channels.alignment,
            p.peer_speed,
            drift,
            p.alignment_noise,
            draws.noise(self.luck, self.model.month, draws.ALIGNMENT),
        )

    def commit_alignment(self) -> None:
        """It takes the planned alignment."""
        self.alignment = self.planned_alignment

    # phase 6

    @property
    def hold(self) -> int:
        """The status at which an intervention holds it, if any."""
        return int(self.model.world.members.hold[self.index])

    @property
    def is_free(self) -> bool:
        """Whether it takes its own steps."""
        return bool(is_free(self.hold, self.stopped))

    def reach(self) -> float:
        """How hard it would be hit if it left."""
        world = self.model.world
        p, channels = world.parameters, world.channels
        spread, peers = self.model.seen("dilution"), self.model.seen("discipline")
        return float(
            patron.reach(
                p.cheap,
                p.costly,
                self.model.patron.capacity,
                channels.dilution,
                patron.others_defiance(self.index, spread.status, spread.joined),
                channels.discipline,
                p.backing,
                patron.loyal_share(
                    self.index, world.members.weight, peers.status, peers.alignment, peers.joined
                ),
            )
        )

    def weigh(self) -> float:
        """What staying is worth to it; the terms are kept for the story."""
        world, seen, level = self.model.world, self.model.seen("club"), self.level
        p = world.parameters
        absent = decision.absent_share(self.index, world.members.weight, seen.status, seen.joined)
        self.terms = (
            p.w_inertia,
            decision.protection_term(p.w_security, level[w.THREAT], self.trust(beliefs.EXTERNAL)),
            decision.protection_term(
                p.w_insurance, level[w.REGIME_RISK], self.trust(beliefs.REGIME)
            ),
            decision.ties_term(p.w_ties, level[w.DEPENDENCE]),
            decision.fear_term(
                p.w_fear, self.expected_cost, level[w.DEPENDENCE], level[w.PRESENCE], self.reach()
            ),
            decision.club_term(world.channels.club, p.w_club, absent),
            decision.alignment_term(p.w_alignment, self.alignment),
            decision.pull_term(p.w_pull, level[w.PULL]),
            self.model.disturbance,
        )
        return float(decision.value_of_staying(*self.terms))

    def plan_status(self) -> None:
        """It weighs staying, and chooses its status."""
        self.value = self.weigh()
        self.pressure = float(self._pressure())
        if self.is_free:
            self.planned_status = int(self._choice())
        elif self.hold == HOLD_FROM_EXIT:
            self.planned_status = self.status
        else:
            at_branch = int(self.model.at_branch.status[self.index])
            self.planned_status = int(held_status(self.hold, at_branch))

    def _pressure(self) -> float:
        """The pressure outwards by the scenario's rule of decision."""
        world, p = self.model.world, self.model.world.parameters
        if world.decision == decision.THRESHOLD:
            bar = self.bar
            if self.status != ACTIVE:
                bar = decision.second_bar(bar, p.threshold_gap, self.second_bar)
            return decision.pressure_over(bar, self.value)
        if world.decision == decision.QUANTAL:
            if self.status == ACTIVE:
                freezes = world.calendar.freezes
                return decision.quantal_pressure(p.precision, self.value, p.w_inertia, freezes)
            return decision.precise_pressure(p.precision, self.value)
        return decision.pressure(self.value)

    def _freeze_share(self) -> float:
        world, p = self.model.world, self.model.world.parameters
        if world.decision == decision.QUANTAL:
            freezes = world.calendar.freezes
            return decision.quantal_freeze_share(p.precision, self.value, p.w_inertia, freezes)
        return float(p.freeze_share)

    def heed_record(self) -> None:
        """What a recorded month says of its threshold: it could have moved and did not; it did."""
        world, month = self.model.world, self.model.month
        p, multiplier = world.parameters, float(world.calendar.multiplier[month])
        value = self.weigh()
        u = draws.uniform(self.luck, month, draws.DECISION)
        if self.moved:
            self.bar = decision.lowered_bar(self.bar, value)
        elif self.status == ACTIVE:
            if occurs(decision.outward_probability(p.rate_out, multiplier, 1.0), u):
                self.bar = decision.raised_bar(self.bar, value)
        elif self.status == FROZEN and occurs(
            decision.outward_probability(p.rate_finish, multiplier, 1.0), u
        ):
            self.second_bar = decision.raised_bar(self.second_bar, value)

    def _choice(self) -> int:
        world, month, h = self.model.world, self.model.month, self.pressure
        p = world.parameters
        u = draws.uniform(self.luck, month, draws.DECISION)
        multiplier = float(world.calendar.multiplier[month])
        if self.status == ACTIVE:
            outwards = decision.outward_probability(p.rate_out, multiplier, h)
            return decision.status_from_active(u, outwards, self._freeze_share())
        if self.status == FROZEN:
            outwards = decision.outward_probability(p.rate_finish, multiplier, h)
            back = decision.back_probability(p.rate_back, h)
            return decision.status_from_frozen(u, outwards, back)
        if self.status == NOTICE:
            back = decision.back_probability(p.rate_back, h)
            return decision.status_from_notice(u, back, month, self.exit_due)
        return decision.status_from_out(u, decision.back_probability(p.rate_return, h))

    def commit_status(self) -> None:
        """It takes the chosen status, or the one at which it is held."""
        before = self.status
        if self.is_free:
            self.take_status(self.planned_status)
        else:
            self.settle(self.planned_status)
        if self.status != before:
            self.model.tell_move(self, before)
        if self.status == OUT and self.first_exit == w.NOT_YET:
            self.first_exit = self.model.month

    # phase 7

    def plan_reaction(self) -> None:
        """How the patron answers it, and how it fares if that answers a move."""
        self.reaction = self.fate = None
        if self.moved or self.status in (FROZEN, NOTICE):
            self.reaction = self.model.patron.answers(self, self.model.seen("dilution"))
        if self.reaction is not None and self.moved:
            wait_fate = self.model.world.parameters.wait_fate
            self.fate = float(patron.fate(self.reaction, self.reach(), wait_fate))

    def endure(self) -> None:
        """What the patron's answer does to it."""
        p = self.model.world.parameters
        if self.reaction == patron.COERCE:
            self.alignment = patron.embittered(self.alignment, p.backlash)
            felt = self.level[w.DEPENDENCE]
            lasting = patron.eroded(self.lasting[w.DEPENDENCE], p.erosion, felt)
            self.lasting[w.DEPENDENCE] = lasting
            fading = sum_in_order(self.fading[w.DEPENDENCE])
            self.level[w.DEPENDENCE] = happenings.level(lasting, fading)
            self.model.patron.pay()
        elif self.reaction == patron.CONCEDE:
            self.alignment = patron.warmed(self.alignment, p.warmth)
            self.kept = [float(patron.conceded(count, p.concession)) for count in self.kept]
        if self.reaction is not None:
            self.model.tell(patron.REACTIONS[self.reaction], self.name, fate=self.fate)

    def learn_lessons(self, fates: np.ndarray, answered: np.ndarray) -> None:
        """What this month's answered moves teach it about the cost of leaving."""
        world = self.model.world
        learnt = patron.lessons(
            self.index,
            self.expected_cost,
            fates,
            answered,
            world.members.influence,
            world.channels.precedent,
        )
        learning = world.parameters.learning
        self.expected_cost = patron.learnt_cost(self.expected_cost, learning, learnt)


def sum_in_order(parts: dict[int, float]) -> float:
    """The fading parts of a quantity, in the order of their slots."""
    total = 0.0
    for slot in sorted(parts):
        total += parts[slot]
    return total


class AllianceModel(mesa.Model):
    """An alliance from ``start`` to ``end`` as Mesa agents: one run, month by month.

    An ordinary Mesa model: ``step()`` plays one month; ``datacollector`` holds each month's
    statuses; ``mesa.batch_run`` works on it.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario, or the name or path of one.
    seed, run : int
        Which luck. Run k of a seed is run k of the compiled ensemble, bit for bit.
    do : Do, optional
        An intervention, in force from the month ``at`` on (months from ``start``; default the
        first free month).
    """

    PHASES = ("events", "weather", "crises", "memory", "align", "decide", "react")

    def __init__(
        self,
        scenario: Scenario | str = "armenia-2025",
        *,
        seed: int | None = 1,
        run: int = 0,
        do: Do | None = None,
        at: int | None = None,
        compiled: Compiled | None = None,
        expected: bool = False,
    ) -> None:
        super().__init__(rng=0)  # Mesa's own generators are never used: luck is counter-based
        self.alliance = load(scenario) if isinstance(scenario, str) else scenario
        self.compiled = compiled or compile_scenario(self.alliance)
        self.expected = expected
        self.world = noise_free(self.compiled.record) if expected else self.compiled.record
        self.key = draws.run_key(1 if seed is None else seed, run)
        self.month = -1
        self.disturbance = 0.0
        self.names = tuple(self.alliance.members)
        self.patron = Patron(self, float(self.world.members.levels[-1, w.CAPACITY_TARGET]))
        self.members = [Member(self, index, name) for index, name in enumerate(self.names)]
        self.happened = [0.0] * len(self.world.events.identity)
        self.holds: list[bool] = []
        self.do = do or Do()
        self.at = self.world.calendar.last_recorded + 1 if at is None else at
        self.record: list[Happening] = []
        self.at_branch = self.now_public = self.look()
        self.holds_at_branch: list[bool] = []
        self.datacollector = DataCollector(
            model_reporters={"month": lambda model: model.date, "out": lambda model: model.exits},
            agent_reporters={
                "name": lambda agent: getattr(agent, "name", PATRON),
                "status": lambda agent: (
                    STATUSES[agent.status] if hasattr(agent, "status") else None
                ),
                "alignment": lambda agent: getattr(agent, "alignment", None),
            },
        )

    # where and when

    @property
    def date(self) -> str:
        """The month last played, as on the calendar."""
        return later(self.alliance.start, self.month)

    @property
    def exits(self) -> int:
        """How many members have left since ``now``."""
        return sum(member.first_exit >= 0 for member in self.members)

    @property
    def is_free(self) -> bool:
        """Whether this month lies after the record."""
        return self.month > self.world.calendar.last_recorded

    def tell(self, kind: str, actor: str, **detail: Any) -> None:
        """Note what happened, for the story."""
        self.record.append(Happening(self.date, kind, actor, detail))

    def tell_move(self, member: Member, before: int) -> None:
        """Note a move with the terms that were weighed."""
        terms = dict(zip(decision.TERMS, (float(term) for term in member.terms), strict=True))
        self.tell(
            "move",
            member.name,
            before=STATUSES[before],
            after=STATUSES[member.status],
            pressure=member.pressure,
            terms=terms,
        )

    # what everyone sees

    def look(self) -> Public:
        """The members as everyone can see them now."""
        return Public(
            status=np.array([m.status for m in self.members], np.uint8),
            joined=np.array([m.joined for m in self.members], np.uint8),
            alignment=np.array([m.alignment for m in self.members], np.float64),
            baseline=np.array([m.baseline for m in self.members], np.float64),
        )

    def seen(self, channel: str) -> Public:
        """What is seen through a channel: the others as they are, or as at the branch if cut."""
        return self.at_branch if getattr(self.world.cut, channel) else self.now_public

    # the months

    def step(self) -> None:
        """Play one month."""
        self.month += 1
        if self.month == self.at and self.month > self.compiled.record.calendar.last_recorded:
            self.part()
        for phase in self.PHASES:
            getattr(self, phase)()
        if self.month == self.world.calendar.last_recorded and not self.expected:
            self.enter()
        self.datacollector.collect(self)
        if self.month >= self.world.calendar.last:
            self.running = False

    def play(self, last: int | None = None) -> AllianceModel:
        """Play on to a month (counted from the start), or to the end."""
        end = self.world.calendar.last if last is None else last
        while self.month < end:
            self.step()
        return self

    def part(self) -> None:
        """The arms part here: what is cut, or held as today, keeps what everyone saw."""
        self.at_branch = self.look()
        events = tuple(self.alliance.events)
        self.world = intervene(self.world, self.names, events, self.do)
        self.holds_at_branch = self.conditions()

    def enter(self) -> None:
        """From the record to the future: ``present:`` shifts the run, later rules hold."""
        stated = self.compiled.stated
        replayed = self._noise_free_values() if stated else {}
        shift = shift_of(self.compiled, self.names, replayed)
        self.world = self.compiled.future
        for member in self.members:
            self._enter_member(member, shift)
        target = float(shift.levels[-1, w.CAPACITY_TARGET])
        lasting = present.moved_share(self.patron.lasting_target, target)
        self.patron.lasting_target = lasting
        self.patron.capacity = present.moved_share(self.patron.capacity, shift.capacity)
        for share, stated_share in enumerate(shift.policy):
            if stated_share >= 0.0:
                self.patron.policy[share] = float(stated_share)
        self.patron.feel()

    def _noise_free_values(self) -> dict[tuple[str, str], float]:
        """The quantities of a twin without noise at the last recorded month."""
        twin = AllianceModel(self.alliance, compiled=self.compiled, expected=True)
        twin.play(self.world.calendar.last_recorded)
        return twin.values()

    def values(self) -> dict[tuple[str, str], float]:
        """(actor, quantity) -> value, as ``present:`` may state them."""
        values = {(PATRON, "capacity"): float(self.patron.capacity)}
        for member in self.members:
            values[member.name, "alignment"] = float(member.alignment)
            values[member.name, "expected_cost"] = float(member.expected_cost)
            for kind, word in enumerate(beliefs.KINDS):
                values[member.name, f"trust.{word}"] = member.trust(kind)
            for q, level in enumerate(LEVELS):
                values[member.name, level] = float(member.level[q])
        return values

    def _enter_member(self, member: Member, shift: w.Shift) -> None:
        i, calendar = member.index, self.world.calendar
        x = float(shift.alignment[i])
        member.alignment = alignment.shifted_alignment(member.alignment, x)
        member.baseline = alignment.shifted_alignment(member.baseline, x)
        cost = float(shift.expected_cost[i])
        member.expected_cost = present.moved_share(member.expected_cost, cost)
        pull = float(shift.levels[i, w.PULL])
        member.pull_start = present.moved_share(member.pull_start, pull)
        for kind in range(2):
            if shift.trust[i, kind] != 0.0:
                kept, broken = member.kept[kind], member.broken[kind]
                trust = present.moved_trust(kept, broken, float(shift.trust[i, kind]))
                firm = present.firmness(kept, broken)
                member.kept[kind] = beliefs.count_for_trust(trust, firm)
                member.broken[kind] = beliefs.broken_for_trust(trust, firm)
        if shift.status[i] != UNHELD:
            notice = calendar.notice_months
            member.status = int(begun_notice(int(shift.status[i]), notice, 0))
            member.exit_due = calendar.last_recorded + notice
            member.joined = member.joined or member.status != OUT
        member.first_exit = w.WAS_OUT if member.status == OUT else w.NOT_YET
        for q in range(len(LEVELS)):
            member.lasting[q] = present.moved_share(member.lasting[q], float(shift.levels[i, q]))
        member.feel()

    # phase 1

    def conditions(self) -> list[bool]:
        """Which conditions of events hold now."""
        e = self.world.events
        return [self._holds(c) for c in range(len(e.condition_of))]

    def _holds(self, c: int) -> bool:
        e = self.world.events
        member, on, level = self.members[e.condition_of[c]], e.condition_on[c], e.condition_level[c]
        if on == w.STATUS_IS:
            return bool(member.status == level)
        value = self._quantity(member, int(on), int(level))
        threshold = e.condition_value[c]
        return bool(value > threshold if e.condition_above[c] else value < threshold)

    def _quantity(self, member: Member, on: int, level: int) -> float:
        """What a condition looks at."""
        if on == w.ALIGNMENT:
            return member.alignment
        if on == w.TRUST_EXTERNAL:
            return member.trust(beliefs.EXTERNAL)
        if on == w.TRUST_REGIME:
            return member.trust(beliefs.REGIME)
        if on == w.EXPECTED_COST:
            return member.expected_cost
        return member.level[level] if on == w.LEVEL else self.patron.capacity

    def amount(self, event: int) -> float:
        """How much of an event happens now: 1 or 0; its mean where chance is off."""
        e = self.world.events
        holds = self.holds_at_branch if self.world.cut.conditions else self.holds
        conditions = range(e.first_condition[event], e.first_condition[event + 1])
        if not e.happens[event] or not all(holds[c] for c in conditions):
            return 0.0
        probability, times = float(e.probability[event]), float(e.times[event])
        if self.world.expected:
            return float(happenings.expected_amount(probability, times, self.happened[event]))
        if e.chance[event] != w.CERTAIN:
            when = 0 if e.chance[event] == w.ONCE else self.month
            stream = draws.luck(self.key, int(e.identity[event]))
            if not occurs(probability, draws.uniform(stream, when, draws.EVENT)):
                return 0.0
        return float(happenings.remaining(times, self.happened[event]))

    def events(self) -> None:
        """Phase 1: what the world does, in file order, conditions as at the month's beginning."""
        e = self.world.events
        for member in self.members:
            member.moved = False
        self.holds = self.conditions()
        for actor, column, slot in self._slots():
            parts = self._fading(actor, column)
            if slot in parts:
                parts[slot] = happenings.faded(parts[slot], float(e.slot_factor[slot]))
        for event in e.agenda[e.agenda_first[self.month] : e.agenda_first[self.month + 1]]:
            amount = self.amount(event)
            self.happened[event] += amount
            if amount > 0.0:
                self.tell("event", list(self.alliance.events)[event], amount=amount)
                for f in range(e.first_effect[event], e.first_effect[event + 1]):
                    self.act(f, amount)
        for member in self.members:
            member.feel()
        self.patron.feel()

    def _slots(self) -> list[tuple[int, int, int]]:
        e = self.world.events
        return [
            (int(a), int(c), s)
            for s, (a, c) in enumerate(zip(e.slot_actor, e.slot_level, strict=True))
        ]

    def _fading(self, actor: int, column: int) -> dict[int, float]:
        if actor == len(self.members):
            return self.patron.fading
        return self.members[actor].fading[column]

    def act(self, f: int, amount: float) -> None:
        """One effect of an event that happens."""
        e = self.world.events
        kind, actor, what = int(e.kind[f]), int(e.actor[f]), int(e.what[f])
        size = float(happenings.weighted(float(e.size[f]), amount))
        if kind == w.PLEDGE:
            self.spread_case(self.members[actor], what, bool(e.lasting[f]), size)
        elif kind == w.LEAN:
            member = self.members[actor]
            member.alignment = alignment.shifted_alignment(member.alignment, size)
            if e.lasting[f]:
                member.baseline = alignment.shifted_alignment(member.baseline, size)
        elif kind == w.SHOCK:
            self.shock(actor, what, size, int(e.slot[f]))
        elif kind == w.PUNISHMENT:
            weight = happenings.weighted(float(e.weight[f]), amount)
            for member in self.members:
                member.learn_fate(actor, float(e.size[f]), weight)
        elif kind == w.POLICY:
            before = self.patron.policy[what]
            after = happenings.policy_after(before, float(e.size[f]), amount)
            self.patron.policy[what] = float(after)
        elif amount >= 1.0 and self.members[actor].is_free:
            self.members[actor].take_status(what)

    def shock(self, actor: int, column: int, size: float, slot: int) -> None:
        """A change of a quantity, lasting or fading."""
        if slot >= 0:
            parts = self._fading(actor, column)
            parts[slot] = parts.get(slot, 0.0) + size
        elif actor == len(self.members):
            self.patron.lasting_target = happenings.shocked(self.patron.lasting_target, size)
        else:
            member = self.members[actor]
            member.lasting[column] = happenings.shocked(member.lasting[column], size)

    def spread_case(self, victim: Member, kind: int, kept: bool, size: float) -> None:
        """A pledge kept or broken: the victim learns, and everyone who heeds it."""
        own = beliefs.first_hand_evidence(size, self.world.parameters.salience)
        for member in self.members:
            if member is victim:
                member.learn(kind, kept, own)
            else:
                member.observe(victim, kind, kept, own)

    # phases 2 to 7

    def weather(self) -> None:
        """Phase 2: the patron's capacity, and the disturbance that all members share."""
        self.patron.spend()
        derived = self.world.derived
        luck = draws.noise(self.patron.luck, self.month, draws.WEATHER)
        self.disturbance = skies.next_weather(
            self.disturbance, derived.weather_persistence, derived.weather_innovation, luck
        )

    def crises(self) -> None:
        """Phase 3: crises, requests, and whether the patron honours them."""
        if not self.is_free:
            return
        for member in self.members:
            member.plan_crises()
        everyone = sum(sum(member.asks) for member in self.members)
        for member in self.members:
            for kind in range(2):
                if member.asks[kind]:
                    kept = self.patron.honours(member, kind, sum(member.asks), everyone)
                    self.tell("request", member.name, pledge=beliefs.KINDS[kind], kept=kept)
                    self.spread_case(member, kind, kept, 1.0)

    def memory(self) -> None:
        """Phase 4: what was learnt fades."""
        for member in self.members:
            member.remember()

    def align(self) -> None:
        """Phase 5: alignment follows trust, offers, and peers."""
        self.now_public = self.look()
        for member in self.members:
            member.plan_alignment()
        for member in self.members:
            member.commit_alignment()

    def decide(self) -> None:
        """Phase 6: every member weighs staying, and may take a step."""
        self.now_public = self.look()
        if not self.is_free:
            if self.world.decision == decision.THRESHOLD:
                for member in self.members:
                    member.heed_record()
            return
        for member in self.members:
            member.plan_status()
        for member in self.members:
            member.commit_status()

    def react(self) -> None:
        """Phase 7: the patron answers; all learn from the answered moves."""
        if not self.is_free:
            return
        self.now_public = self.look()
        for member in self.members:
            member.plan_reaction()
        answered = np.array([m.fate is not None for m in self.members], np.uint8)
        fates = np.array([m.fate or 0.0 for m in self.members], np.float64)
        for member in self.members:
            member.endure()
        if answered.any():
            for member in self.members:
                member.learn_lessons(fates, answered)
