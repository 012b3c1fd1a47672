"""The patron as an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim import draws
from sim.model.public import Public, sum_in_order
from sim.rules import beliefs, crisis, patron, present
from sim.rules import events as event_rules
from sim.rules import weather as weather_rules
from sim.rules.elementary import occurs
from sim.scenario.compiling import world as w

if TYPE_CHECKING:
    from sim.model.alliance import AllianceModel
    from sim.model.member import MemberAgent


class PatronAgent(mesa.Agent):
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
        self.target = event_rules.level(self.lasting_target, fading)

    def be_shocked(self, size: float) -> None:
        """Its target of capacity changes for good."""
        self.lasting_target = event_rules.shocked(self.lasting_target, size)

    def change_policy(self, share: int, stated: float, amount: float) -> None:
        """A share of its policy is set, half-way where half an event happens.

        Parameters
        ----------
        share : int
            0 for coerce, 1 for concede.
        stated : float in [0, 1]
            What the event sets.
        amount : float in [0, 1]
            How much of the event happens.
        """
        self.policy[share] = float(event_rules.policy_after(self.policy[share], stated, amount))

    def enter(self, shift: w.Shift) -> None:
        """From the record to the future: ``present:`` moves its capacity and its policy."""
        target = float(shift.levels[-1, w.CAPACITY_TARGET])
        self.lasting_target = present.moved_share(self.lasting_target, target)
        self.capacity = present.moved_share(self.capacity, shift.capacity)
        for share, stated in enumerate(shift.policy):
            if stated >= 0.0:
                self.policy[share] = float(stated)
        self.feel()

    def spend(self) -> None:
        """Phase 2: capacity follows its target."""
        p, month = self.model.world.parameters, self.model.month
        luck = draws.noise(self.luck, month, draws.CAPACITY)
        self.capacity = weather_rules.next_capacity(
            self.capacity, self.target, p.cap_reversion, p.cap_noise, luck
        )

    def honours(self, asker: MemberAgent, kind: int, own: int, everyone: int) -> bool:
        """Whether it honours a request of this month.

        Parameters
        ----------
        asker : MemberAgent
            Who asks.
        kind : int
            ``EXTERNAL`` or ``REGIME``.
        own : int
            Requests of the asker this month.
        everyone : int
            Requests of all members this month.
        """
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

    def answers(self, member: MemberAgent, seen: Public) -> int | None:
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
