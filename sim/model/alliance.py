"""An alliance of Mesa agents, month by month."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from sim import draws
from sim.model.agenda import Agenda
from sim.model.member import MemberAgent
from sim.model.patron import PatronAgent
from sim.model.public import Happening, Public
from sim.rules import beliefs, decision, frailty
from sim.rules import weather as weather_rules
from sim.rules.elementary import occurs
from sim.rules.status import STATUSES
from sim.scenario.compiling import world as w
from sim.scenario.compiling.compile import Compiled, compile_scenario, noise_free
from sim.scenario.compiling.interventions import Do, intervene
from sim.scenario.compiling.present import shift_of
from sim.scenario.document.events import LEVELS
from sim.scenario.document.months import later
from sim.scenario.document.schema import PATRON
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario


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
        self.frailty = self._frailty()
        self.joint: dict[int, float] = {}
        self.names = tuple(self.alliance.members)
        self.patron = PatronAgent(self, float(self.world.members.levels[-1, w.CAPACITY_TARGET]))
        self.members = [MemberAgent(self, index, name) for index, name in enumerate(self.names)]
        self.agenda = Agenda(self)
        self.do = do or Do()
        self.at = self.world.calendar.last_recorded + 1 if at is None else at
        self.record: list[Happening] = []
        self.at_branch = self.now_public = self.look()
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

    def tell_move(self, member: MemberAgent, before: int) -> None:
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

    def _frailty(self) -> float:
        """How firm or shaky the alliance is in this run."""
        stream = draws.luck(self.key, self.world.patron)
        return float(
            frailty.frailty(
                self.world.parameters.frailty_sd,
                self.world.derived.frailty_centre,
                draws.noise(stream, 0, draws.FRAILTY),
            )
        )

    # what everyone sees

    @property
    def joined(self) -> np.ndarray:
        """1 for each member that is or was in, else 0."""
        return np.array([member.joined for member in self.members], np.uint8)

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
        self.agenda.part()

    def enter(self) -> None:
        """From the record to the future: ``present:`` shifts the run, later rules hold."""
        stated = self.compiled.stated
        replayed = self._noise_free_values() if stated else {}
        shift = shift_of(self.compiled, self.names, replayed)
        self.world = self.compiled.future
        for member in self.members:
            member.enter(shift)
        self.patron.enter(shift)

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

    # the phases

    def events(self) -> None:
        """Phase 1: what the world does, in file order, conditions as at the month's beginning."""
        for member in self.members:
            member.moved = False
        self.agenda.play()
        for member in self.members:
            member.feel()
        self.patron.feel()

    def spread_case(self, victim: MemberAgent, kind: int, kept: bool, size: float) -> None:
        """A pledge kept or broken: the victim learns, and everyone who heeds it.

        Parameters
        ----------
        victim : MemberAgent
            Whose case it is.
        kind : int
            ``EXTERNAL`` or ``REGIME``.
        kept : bool
            Whether the pledge was kept.
        size : float >= 0
            Observed crises.
        """
        own = beliefs.first_hand_evidence(size, self.world.parameters.salience)
        for member in self.members:
            if member is victim:
                member.learn(kind, kept, own)
            else:
                member.observe(victim, kind, kept, own)

    def weather(self) -> None:
        """Phase 2: the patron's capacity, and the disturbance that all members share."""
        self.patron.spend()
        derived = self.world.derived
        luck = draws.noise(self.patron.luck, self.month, draws.WEATHER)
        self.disturbance = weather_rules.next_weather(
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

    def couple(self) -> None:
        """Which blocs decide as one this month, and on which draw."""
        self.joint = {}
        blocs = self.world.blocs
        for place, (who, cohesion) in enumerate(zip(blocs.identity, blocs.cohesion, strict=True)):
            stream = draws.luck(self.key, int(who))
            if occurs(float(cohesion), draws.uniform(stream, self.month, draws.COHESION)):
                self.joint[place] = draws.uniform(stream, self.month, draws.JOINT)

    def decide(self) -> None:
        """Phase 6: every member weighs staying, and may take a step."""
        self.now_public = self.look()
        self.couple()
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
