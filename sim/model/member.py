"""A member as an agent: it weighs staying, may take a step, and bears the answer."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim.model.believer import Believer
from sim.model.public import sum_in_order
from sim.rules import alignment as alignment_rules
from sim.rules import beliefs, decision, patron, present
from sim.rules import events as event_rules
from sim.rules.elementary import occurs
from sim.rules.status import (
    ACTIVE,
    FROZEN,
    HOLD_FROM_EXIT,
    NOTICE,
    OUT,
    UNHELD,
    begun_notice,
    held_status,
    is_free,
    is_outward,
    is_stopped,
)
from sim.scenario.compiling import world as w
from sim.scenario.document.events import LEVELS


class MemberAgent(Believer):
    """A member of the alliance: it trusts, aligns, weighs staying, and may take a step."""

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
        if self.status == ACTIVE and self.first_step == w.NOT_YET:
            self.first_step = month
        if new == NOTICE:
            self.exit_due = month + calendar.notice_months
        self.settle(new)

    def settle(self, new: int) -> None:
        """It stands where it stands; a step outwards will be answered, a step back calms."""
        if new != self.status:
            self.moved = bool(is_outward(self.status, new))
        self.joined = self.joined or new != OUT
        self.status = new

    def enter(self, shift: w.Shift) -> None:
        """From the record to the future: ``present:`` moves it; who is out is noted."""
        i, calendar = self.index, self.model.world.calendar
        x = float(shift.alignment[i])
        self.alignment = alignment_rules.shifted_alignment(self.alignment, x)
        self.baseline = alignment_rules.shifted_alignment(self.baseline, x)
        cost = float(shift.expected_cost[i])
        self.expected_cost = present.moved_share(self.expected_cost, cost)
        pull = float(shift.levels[i, w.PULL])
        self.pull_start = present.moved_share(self.pull_start, pull)
        for kind in range(2):
            if shift.trust[i, kind] != 0.0:
                kept, broken = self.kept[kind], self.broken[kind]
                trust = present.moved_trust(kept, broken, float(shift.trust[i, kind]))
                firm = present.firmness(kept, broken)
                self.kept[kind] = beliefs.count_for_trust(trust, firm)
                self.broken[kind] = beliefs.broken_for_trust(trust, firm)
        if shift.status[i] != UNHELD:
            notice = calendar.notice_months
            self.status = int(begun_notice(int(shift.status[i]), notice, 0))
            self.exit_due = calendar.last_recorded + notice
            self.joined = self.joined or self.status != OUT
        self.first_exit = w.WAS_OUT if self.status == OUT else w.NOT_YET
        self.first_step = w.NOT_YET if self.status == ACTIVE else w.WAS_AWAY
        for q in range(len(LEVELS)):
            self.lasting[q] = present.moved_share(self.lasting[q], float(shift.levels[i, q]))
        self.feel()

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
            self.model.frailty,
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

    def _draw(self) -> float:
        """The draw of its decision: its own, or in a joint act that of its bloc."""
        bloc = int(self.model.world.members.bloc[self.index])
        if bloc in self.model.joint:
            return self.model.joint[bloc]
        return draws.uniform(self.luck, self.model.month, draws.DECISION)

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
        u = self._draw()
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
        u = self._draw()
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
            self.level[w.DEPENDENCE] = event_rules.level(lasting, fading)
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
            self.model.joined,
            world.channels.precedent,
        )
        learning = world.parameters.learning
        self.expected_cost = patron.learnt_cost(self.expected_cost, learning, learnt)
