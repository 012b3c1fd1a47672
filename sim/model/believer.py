"""What a member is, feels and believes: crises, memory, alignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim import draws
from sim.model.public import sum_in_order
from sim.rules import alignment as alignment_rules
from sim.rules import beliefs, crisis, decision, patron
from sim.rules import events as event_rules
from sim.rules import influence as influence_rules
from sim.rules.elementary import occurs
from sim.rules.status import OUT
from sim.scenario.compiling import world as w
from sim.scenario.document.events import LEVELS

if TYPE_CHECKING:
    from sim.model.alliance import AllianceModel


class Believer(mesa.Agent):
    """What a member is, feels and believes; phases 3 to 5."""

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
        self.first_step = w.NOT_YET
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
        """A case of a kind counts for that kind, and a little for the other.

        Parameters
        ----------
        kind : int
            ``EXTERNAL`` or ``REGIME``.
        kept : bool
            Whether the pledge was kept.
        evidence : float >= 0
            Pseudo-counts.
        """
        counts = self.kept if kept else self.broken
        counts[kind] += evidence
        counts[1 - kind] += beliefs.other_type(evidence, self.model.world.parameters.cross_type)

    def observe(self, victim: Believer, kind: int, kept: bool, evidence: float) -> None:
        """Another's case counts as far as this member heeds the victim.

        Parameters
        ----------
        victim : Believer
            Whose case it is.
        kind : int
            ``EXTERNAL`` or ``REGIME``.
        kept : bool
            Whether the pledge was kept.
        evidence : float >= 0
            Pseudo-counts that the victim learns.
        """
        world = self.model.world
        share = influence_rules.attention_share(
            self.index, victim.index, world.members.influence, self.model.joined
        )
        watch, reputation = world.parameters.watch, world.channels.reputation
        seen = beliefs.observed_evidence(evidence, watch, share, reputation)
        self.learn(kind, kept, seen)

    def learn_fate(self, leaver: int, fate: float, weight: float) -> None:
        """What a leaver's fate, seen in the record, teaches about the cost of leaving.

        Parameters
        ----------
        leaver : int
            Index of the one that was punished or let go.
        fate : float in [0, 1]
            How it fared.
        weight : float in [0, 1]
            How much of the event counts.
        """
        world = self.model.world
        attention = patron.attention_to(
            self.index,
            leaver,
            world.members.influence,
            self.model.joined,
            world.channels.precedent,
        )
        lesson = patron.lesson(attention, fate, self.expected_cost)
        learning = event_rules.weighted(world.parameters.learning, weight)
        self.expected_cost = patron.learnt_cost(self.expected_cost, learning, lesson)

    def feel(self) -> None:
        """Its quantities from their lasting and fading parts."""
        for q, lasting in enumerate(self.lasting):
            self.level[q] = event_rules.level(lasting, sum_in_order(self.fading[q]))

    # what happens to it

    def lean(self, size: float, *, lasting: bool) -> None:
        """Its alignment shifts; what lasts shifts its baseline as well."""
        self.alignment = alignment_rules.shifted_alignment(self.alignment, size)
        if lasting:
            self.baseline = alignment_rules.shifted_alignment(self.baseline, size)

    def be_shocked(self, column: int, size: float) -> None:
        """A quantity of it changes for good."""
        self.lasting[column] = event_rules.shocked(self.lasting[column], size)

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
        shifts = np.array(
            [
                alignment_rules.stance_shift(x, start, int(status))
                for x, start, status in zip(seen.alignment, seen.baseline, seen.status, strict=True)
            ],
            np.float64,
        )
        drift = alignment_rules.peer_drift(self.index, world.members.influence, shifts, seen.joined)
        target = alignment_rules.alignment_target(
            self.baseline,
            p.trust_to_alignment,
            self.mean_trust,
            trust_start,
            p.pull_to_alignment,
            self.level[w.PULL],
            self.pull_start,
            world.derived.peer_gain,
            drift,
        )
        self.planned_alignment = alignment_rules.next_alignment(
            self.alignment,
            target,
            p.reversion,
            p.alignment_noise,
            draws.noise(self.luck, self.model.month, draws.ALIGNMENT),
        )

    def commit_alignment(self) -> None:
        """It takes the planned alignment."""
        self.alignment = self.planned_alignment
