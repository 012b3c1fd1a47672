"""An oracle: the whole model of one run, written a second time in plain Python.

It shares nothing with the engines but the schema of a scenario and the draws. It follows the
description of the model word by word and cares for being read, not for speed; ``math.exp`` stands
where the engines use their own exponential, so that agreement is up to rounding, not to the bit.

Months are counted from the scenario's start. All sums over members run in index order.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.draws import (
    ALIGNMENT,
    ASK,
    CAPACITY,
    COHESION,
    CRISIS,
    DECISION,
    EVENT,
    FRAILTY,
    HONOUR,
    JOINT,
    POLICY,
    REACTION,
    THRESHOLD,
    WEATHER,
    identity,
    luck,
    noise,
    run_key,
    uniform,
)
from sim.scenario.document.events import Event
from sim.scenario.document.schema import Document

STATUSES = ("ACTIVE", "FROZEN", "NOTICE", "OUT")
ACTIVE, FROZEN, NOTICE, OUT = range(4)
ABSENCE = (0.0, 0.25, 0.5, 1.0)
DEFIANCE = (0.0, 0.5, 1.0, 0.5)
DRIFT = (0.0, 0.25, 0.5, 0.5)
"""What a peer's alignment seems to be below what it is, by its status."""

KINDS = ("external", "regime")
LEVELS = ("threat", "regime_risk", "dependence", "presence", "pull")
TERMS = (
    "inertia",
    "security",
    "insurance",
    "ties",
    "fear",
    "club",
    "alignment",
    "pull",
    "weather",
    "frailty",
)
PATRON = -1
"""Index of the patron where members have theirs."""


def clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(max(value, low), high)


def logistic(value: float) -> float:
    if value >= 0:
        return 1.0 / (1.0 + math.exp(-value))
    return math.exp(value) / (1.0 + math.exp(value))


def monthly(half_life: float) -> float:
    """What is left after one month."""
    return math.exp(-math.log(2.0) / half_life)


def ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def values(block: Any) -> dict[str, Any]:
    """The plain values of a block's fields, those not stated left out."""
    named = {name: getattr(block, name) for name in type(block).model_fields}
    return {name: getattr(v, "value", v) for name, v in named.items() if v is not None}


@dataclass
class State:
    """What changes. Lists go by member; ``kept`` and ``broken`` by member and kind."""

    status: list[int]
    exit_due: list[int]
    joined: list[bool]
    alignment: list[float]
    baseline: list[float]
    kept: list[list[float]]
    broken: list[list[float]]
    expected_cost: list[float]
    lasting: dict[str, list[float]]
    level: dict[str, list[float]]
    capacity: float
    target_lasting: float
    target: float
    coerce: float
    concede: float
    pull_start: list[float]
    weather: float = 0.0
    bar: list[float] = field(default_factory=list)
    """Thresholds; and what the record demands of the second bar, nothing if it is silent."""
    second_bar: list[float] = field(default_factory=list)
    fading: dict[tuple[str, int, str], float] = field(default_factory=dict)
    happened: dict[str, float] = field(default_factory=dict)
    moved: list[bool] = field(default_factory=list)

    def trust(self, i: int, kind: int) -> float:
        return self.kept[i][kind] / (self.kept[i][kind] + self.broken[i][kind])

    def refresh(self) -> None:
        """Feel the levels and the target of capacity anew: lasting and fading parts together."""
        total = {quantity: list(parts) for quantity, parts in self.lasting.items()}
        target = self.target_lasting
        for (_, actor, quantity), amount in self.fading.items():
            if actor == PATRON:
                target += amount
            else:
                total[quantity][actor] += amount
        self.level = {q: [clip(v) for v in parts] for q, parts in total.items()}
        self.target = clip(target)


@dataclass(frozen=True)
class Timed:
    """An event with its months worked out: it may happen from ``first`` to ``last``."""

    id: str
    event: Event
    first: int
    last: int
    chance: float
    times: int
    each_month: bool
    stream: int


@dataclass
class Trajectory:
    """One run. Arrays go by month from the start, then by member; ``terms`` by free month."""

    last_recorded: int
    status: np.ndarray
    alignment: np.ndarray
    baseline: np.ndarray
    trust_external: np.ndarray
    trust_regime: np.ndarray
    expected_cost: np.ndarray
    threat: np.ndarray
    regime_risk: np.ndarray
    dependence: np.ndarray
    presence: np.ndarray
    pull: np.ndarray
    capacity: np.ndarray
    weather: np.ndarray
    frailty: float
    terms: np.ndarray
    """Free months, members, ten terms in the order of ``TERMS``."""
    first_exit: np.ndarray
    """By member: month of the first exit, -1 if none, -2 if out before the first free month."""
    first_step: np.ndarray
    """By member: month of the first step outwards of its own or of an event, -1 if none, -2 if it
    was not ACTIVE when the future began."""
    acts: list[tuple[Any, ...]]
    """What happened: (month, what, who or which, ...)."""
    closest: float
    """How close a member ever was to its threshold: below rounding, two engines may disagree."""


def simulate(
    scenario: Document,
    seed: int,
    run: int,
    *,
    hold: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    cut: Collection[str] = (),
    at: int | None = None,
) -> Trajectory:
    """Play one run of a scenario, from its start to its end.

    Parameters
    ----------
    scenario : Document
        A validated scenario.
    seed, run : int
        Whose luck it is.
    hold : mapping of member ids to a status, ``"today"`` or ``"from exit"``
        Members held from month ``at`` on; ``"today"`` is their status in the month before. Who is
        held ``"from exit"`` is free until it would be out, and stays as it is from that month on.
    without : collection of event ids
        Events that do not happen from month ``at`` on; what they did before stays done.
    cut : collection of channel names, and ``"conditions"``
        Channels through which nobody sees anything new from month ``at`` on.
    at : int
        Month in which the arms part, counted from the start; the first free month if not given.
    """
    replay = Run(scenario, seed, run, noisy=False)
    replay.play(replay.last_recorded)
    played = Run(scenario, seed, run, hold=hold, without=without, cut=cut, at=at)
    played.anchor = replay.state
    played.play(played.end)
    return played.trajectory()


def noise_free(scenario: Document) -> State:
    """The state at the last recorded month when nothing is left to chance, before ``present``."""
    replay = Run(scenario, 0, 0, noisy=False)
    replay.play(replay.last_recorded)
    return replay.state


class Run:
    """One run in the making."""

    def __init__(
        self,
        scenario: Document,
        seed: int,
        run: int,
        *,
        noisy: bool = True,
        hold: Mapping[str, str] | None = None,
        without: Collection[str] = (),
        cut: Collection[str] = (),
        at: int | None = None,
    ) -> None:
        self.scenario, self.noisy = scenario, noisy
        self.hold, self.cut = dict(hold or {}), frozenset(cut)
        self.without = frozenset(without)
        self.ids = list(scenario.members)
        self.members = range(len(self.ids))
        self.p = values(scenario.parameters)
        self.ch = values(scenario.channels)
        self.charter = values(scenario.charter)
        self._set_calendar(at)
        self._set_luck(seed, run)
        self._set_club()
        self.timed = [
            self._timed(name, event)
            for name, event in scenario.events.items()
            if not self._is_dropped(event)
        ]
        self.state = self._start()
        self.state.bar = [self._threshold(i) for i in self.members]
        self.state.second_bar = [-math.inf for _ in self.members]
        self.start = copy.deepcopy(self.state)
        self.branch: State | None = None
        self.branch_truth: dict[str, bool] = {}
        self.anchor: State | None = None
        self.stopped: set[int] = set()
        self.frailty = self._frailty()
        self.first_step: list[int] = []
        self.closest = math.inf
        self.rows: list[dict[str, Any]] = []
        self.terms: list[list[list[float]]] = []
        self.acts: list[tuple[Any, ...]] = []

    # What is given

    def _set_calendar(self, at: int | None) -> None:
        s = self.scenario
        self.zero = ordinal(s.start)
        self.last_recorded = self._index(s.branch_at or s.now)
        self.first_free = self.last_recorded + 1
        self.end = self._index(s.end) if s.end else self._index(s.now) + 120
        self.at = self.first_free if at is None else at
        if self.at < self.first_free:
            raise ValueError(f"the arms part in month {at}, before {self.first_free}")
        self.dates = {self._index(m): d for m, d in s.charter.decision_dates.items()}

    def _set_luck(self, seed: int, run: int) -> None:
        key = run_key(seed, run)
        self.streams = [luck(key, identity(name)) for name in self.ids]
        self.patron_stream = luck(key, identity("patron"))
        self.event_streams = {name: luck(key, identity(name)) for name in self.scenario.events}
        self.bloc_streams = {name: luck(key, identity(name)) for name in self.scenario.blocs}

    def _set_club(self) -> None:
        stated = self.scenario.influence
        self.weight = [m.weight.value for m in self.scenario.members.values()]
        self.influence = [[0.0 for _ in self.ids] for _ in self.ids]
        for i, heeding in enumerate(self.ids):
            for j, heeded in enumerate(self.ids):
                if i != j and heeded in stated.get(heeding, {}):
                    self.influence[i][j] = stated[heeding][heeded].value

    def _index(self, month: str) -> int:
        return ordinal(month) - self.zero

    def _is_dropped(self, event: Event) -> bool:
        """Whether an earlier branch tells anew what this entry of the record told."""
        if self.scenario.branch_at is None or event.month is None:
            return False
        in_between = self.scenario.branch_at < event.month <= self.scenario.now
        return in_between and event.is_inside and not event.keep

    def _timed(self, name: str, event: Event) -> Timed:
        chance, times, each_month = 1.0, 1, False
        first = self.first_free if event.month is None else self._index(event.month)
        last = self.end if event.month is None else first
        if event.chance is not None and event.chance.once is not None:
            chance = event.chance.once.value
        elif event.chance is not None and event.chance.each_month is not None:
            chance, times, each_month = event.chance.each_month.value, event.chance.times, True
            until = event.chance.until
            last = self.end if until is None else self._index(until)
        stream = self.event_streams[name]
        return Timed(name, event, first, last, chance, times, each_month, stream)

    def _start(self) -> State:
        stated = list(self.scenario.members.values())
        status = [STATUSES.index(m.status) for m in stated]
        trust = [(m.trust.external.value, m.trust.regime.value) for m in stated]
        firm = self.p["prior_strength"]
        levels = {q: [getattr(m, q).value for m in stated] for q in LEVELS[:-1]}
        levels["pull"] = [self._start_pull(m) for m in stated]
        patron = self.scenario.patron
        return State(
            status=status,
            exit_due=[self.charter["notice_months"] if s == NOTICE else -1 for s in status],
            joined=[s != OUT for s in status],
            alignment=[m.alignment.value for m in stated],
            baseline=[m.alignment.value for m in stated],
            kept=[[t * firm for t in both] for both in trust],
            broken=[[(1.0 - t) * firm for t in both] for both in trust],
            expected_cost=[m.expected_cost.value for m in stated],
            lasting=levels,
            level=copy.deepcopy(levels),
            capacity=patron.capacity.value,
            target_lasting=patron.capacity.value,
            target=patron.capacity.value,
            coerce=patron.coerce.value,
            concede=patron.concede.value,
            pull_start=list(levels["pull"]),
            moved=[False for _ in status],
        )

    def _threshold(self, i: int) -> float:
        shaken = float(noise(self.streams[i], 0, THRESHOLD))
        return self.p["threshold_mean"] + self.p["threshold_sd"] * shaken

    def _frailty(self) -> float:
        """How firm or shaky this alliance is; without noise nothing is, its mean included."""
        if not self.noisy or self.p["frailty_sd"] == 0.0:
            return 0.0
        y = math.sqrt(3.0) / 2.0 * self.p["frailty_sd"]
        shaken = float(noise(self.patron_stream, 0, FRAILTY))
        return self.p["frailty_sd"] * shaken + 4.0 * math.log(math.sinh(y) / y)

    def _heed(self, i: int, j: int, seen: State) -> float:
        """How much i heeds j: influence as stated, or its share where there is more than 1."""
        whole = sum(self.influence[i][k] for k in self.members if seen.joined[k])
        return self.influence[i][j] / max(1.0, whole)

    def _start_pull(self, member: Any) -> float:
        if member.pull is not None:
            return member.pull.value
        poles = self.scenario.poles
        return max(v.value * poles[pole].exclusivity.value for pole, v in member.offers.items())

    # Chance

    def _uniform(self, i: int, month: int, purpose: int) -> float:
        return float(uniform(self.streams[i], month, purpose))

    def _chance_of_a_step(self, i: int, month: int) -> float:
        """The luck of a decision: a member's own, or its bloc's in a month of a joint act."""
        for name, bloc in self.scenario.blocs.items():
            stream = self.bloc_streams[name]
            coupled = uniform(stream, month, COHESION) < bloc.cohesion.value
            if self.ids[i] in bloc.members and coupled:
                return float(uniform(stream, month, JOINT))
        return self._uniform(i, month, DECISION)

    def _noise(self, stream: int, month: int, purpose: int) -> float:
        return float(noise(stream, month, purpose)) if self.noisy else 0.0

    # One month after the other

    def play(self, last: int) -> None:
        """Play all months up to ``last``."""
        for month in range(last + 1):
            if month == self.first_free:
                self._adopt_present_rules()
            if month == self.at:
                self._part()
            self.state.moved = [False for _ in self.members]
            self.events(month)
            self.capacity_and_weather(month)
            if month >= self.first_free:
                self.crises(month)
            self.memory()
            self.alignment(month)
            if month >= self.first_free:
                self.decision(month)
                self.reaction(month)
            elif self.scenario.decision == "threshold":
                self.heed_record(month)
            if month == self.last_recorded and self.anchor is not None:
                self._shift_to_present(self.anchor)
            if month == self.last_recorded:
                self.first_step = [-1 if s == ACTIVE else -2 for s in self.state.status]
            self.rows.append(self._row())

    def _adopt_present_rules(self) -> None:
        present = self.scenario.present
        self.ch |= {name: v.value for name, v in present.channels.items()}
        self.p |= {name: v.value for name, v in present.parameters.items()}
        self.charter |= values(present.charter)

    def _part(self) -> None:
        """The arms part: what is cut or held is from now on as it is at this moment."""
        self.branch = copy.deepcopy(self.state)
        self.branch_truth = self._truth()
        for name in ("reputation", "precedent"):
            if name in self.cut:
                self.ch[name] = 0.0

    def _is_cut(self, channel: str) -> bool:
        return self.branch is not None and channel in self.cut

    def _seen(self, channel: str) -> State:
        """The others as they are, or through a cut channel as they stood at the branch."""
        return self.branch if self.branch is not None and channel in self.cut else self.state

    def _held(self, i: int) -> int | None:
        """The status in which a member is held, if it is."""
        if self.branch is None or self.ids[i] not in self.hold:
            return None
        held = self.hold[self.ids[i]]
        if held == "from exit":
            return self.state.status[i] if i in self.stopped else None
        return self.branch.status[i] if held == "today" else STATUSES.index(held)

    def _is_last_step(self, i: int, status: int) -> bool:
        """Whether this is the exit that a member is held from."""
        exits = status == OUT and self.state.status[i] != OUT
        return exits and self.branch is not None and self.hold.get(self.ids[i]) == "from exit"

    # Phase 1: events

    def events(self, month: int) -> None:
        truth = self.branch_truth if self._is_cut("conditions") else self._truth()
        for slot in self.state.fading:
            half_life = self.scenario.events[slot[0]].half_life
            assert half_life is not None
            self.state.fading[slot] *= monthly(half_life.value)
        for timed in self.timed:
            share = self._share(timed, month, truth.get(timed.id, True))
            if share > 0:
                self._happen(timed, month, share)
                self.acts.append((month, "event", timed.id))
        self.state.refresh()

    def _truth(self) -> dict[str, bool]:
        return {t.id: self._holds(t.event.when) for t in self.timed if t.event.when is not None}

    def _holds(self, when: Any) -> bool:
        status = {name: STATUSES[s] for name, s in zip(self.ids, self.state.status, strict=True)}
        if when.exit_of is not None and status[when.exit_of] != "OUT":
            return False
        if any(status[name] != wanted for name, wanted in when.status_of.items()):
            return False
        for threshold in when.quantities:
            value = self._quantity(threshold.of, threshold.quantity)
            if threshold.above is not None and not value > threshold.above:
                return False
            if threshold.below is not None and not value < threshold.below:
                return False
        return True

    def _quantity(self, of: str, quantity: str) -> float:
        if quantity == "capacity":
            return self.state.capacity
        i = self.ids.index(of)
        if quantity.startswith("trust."):
            return self.state.trust(i, KINDS.index(quantity.removeprefix("trust.")))
        if quantity in LEVELS:
            return self.state.level[quantity][i]
        return float(getattr(self.state, quantity)[i])

    def _share(self, timed: Timed, month: int, holds: bool) -> float:
        """How far an event happens: 1 or 0 in a run, without noise what is to be expected."""
        so_far = self.state.happened.get(timed.id, 0.0)
        left = min(1.0, timed.times - so_far)
        if not (timed.first <= month <= timed.last and holds and left > 0):
            return 0.0
        if self.branch is not None and timed.id in self.without:
            return 0.0
        if self.noisy:
            drawn = uniform(timed.stream, month if timed.each_month else 0, EVENT)
            share = 1.0 if drawn < timed.chance else 0.0
        else:
            share = timed.chance * left
        self.state.happened[timed.id] = so_far + share
        return share

    def _happen(self, timed: Timed, month: int, share: float) -> None:
        event, scale = timed.event, timed.event.weight.value * share
        if event.pledge is not None:
            size = event.pledge.size.value * scale * self.p["salience"]
            kind = KINDS.index(event.pledge.kind)
            self._learn_case(self.ids.index(event.pledge.member), kind, event.pledge.kept, size)
        for name, shock in event.shocks.items():
            for actor in self._shocked(event, name):
                for quantity, size in values(shock).items():
                    self._shock(timed, actor, quantity, size * scale)
        if event.punishment is not None:
            fate = event.punishment.fate.value
            self._learn_fates([(self.ids.index(event.punishment.member), fate, scale)])
        if event.policy is not None:
            for name, stated in values(event.policy).items():
                old = getattr(self.state, name)
                setattr(self.state, name, stated if share == 1.0 else old + share * (stated - old))
        for name, status in event.status.items():
            self._state_status(self.ids.index(name), STATUSES.index(status), month)

    def _shocked(self, event: Event, name: str) -> list[int]:
        if name == "patron":
            return [PATRON]
        if name == "others":
            return [i for i in self.members if self.ids[i] not in event.names()]
        return [self.ids.index(name)]

    def _shock(self, timed: Timed, actor: int, quantity: str, size: float) -> None:
        s = self.state
        if quantity == "alignment":
            s.alignment[actor] = clip(s.alignment[actor] + size, -1.0)
            if timed.event.lasting:
                s.baseline[actor] = clip(s.baseline[actor] + size, -1.0)
        elif timed.event.half_life is not None:
            slot = (timed.id, actor, quantity)
            s.fading[slot] = s.fading.get(slot, 0.0) + size
        elif actor == PATRON:
            s.target_lasting = clip(s.target_lasting + size)
        else:
            s.lasting[quantity][actor] = clip(s.lasting[quantity][actor] + size)

    def _state_status(self, i: int, status: int, month: int) -> None:
        """A status that an event states: the record, or a change after it."""
        if self._held(i) is not None or status == self.state.status[i]:
            return
        if month > self.last_recorded and status == NOTICE and self._notice_is_exit(month):
            status = OUT
        self._move(i, status, month)

    def _move(self, i: int, status: int, month: int) -> None:
        """A step from one status to another; to stand where one stands is none."""
        s = self.state
        if status == s.status[i]:
            return
        if self._is_last_step(i, status) and i not in self.stopped:
            self.stopped.add(i)
            return
        s.moved[i] = status > s.status[i]
        begins = month > self.last_recorded and s.status[i] == ACTIVE and self._held(i) is None
        if begins and self.first_step[i] == -1:
            self.first_step[i] = month
        self.acts.append((month, STATUSES[s.status[i]] + "-" + STATUSES[status], self.ids[i]))
        s.status[i] = status
        s.joined[i] = s.joined[i] or status != OUT
        if status == NOTICE:
            s.exit_due[i] = month + int(self.charter["notice_months"])

    def _notice_is_exit(self, month: int) -> bool:
        renewal = month in self.dates and self.dates[month].renewal
        return renewal or self.charter["notice_months"] == 0

    # Phase 2: capacity and weather

    def capacity_and_weather(self, month: int) -> None:
        s, p = self.state, self.p
        drift = p["cap_reversion"] * (s.target - s.capacity)
        shaken = p["cap_noise"] * self._noise(self.patron_stream, month, CAPACITY)
        s.capacity = clip(s.capacity + drift + shaken)
        kept = monthly(p["shock_half_life"])
        fresh = p["shock_sd"] * math.sqrt(1.0 - kept * kept)
        s.weather = kept * s.weather + fresh * self._noise(self.patron_stream, month, WEATHER)

    # Phase 3: crises

    def crises(self, month: int) -> None:
        s, p = self.state, self.p
        requests = [
            (i, kind) for i in self.members for kind in (0, 1) if self._asks(i, kind, month)
        ]
        cases = []
        for i, kind in requests:
            heard = [r for r in requests if r[0] == i] if self._is_cut("dilution") else requests
            ready = (
                p[f"honour_{KINDS[kind]}"]
                + p["honour_capacity"] * (s.capacity - 0.5)
                + p["honour_alignment"] * s.alignment[i]
                - self.ch["dilution"] * (len(heard) - 1)
            )
            kept = self._uniform(i, month, HONOUR + kind) < logistic(ready)
            cases.append((i, kind, kept))
        for i, kind, kept in cases:
            self.acts.append((month, "honoured" if kept else "refused", self.ids[i], KINDS[kind]))
            self._learn_case(i, kind, kept, p["salience"])

    def _asks(self, i: int, kind: int, month: int) -> bool:
        s, p = self.state, self.p
        exposure = s.level[("threat", "regime_risk")[kind]][i]
        crisis = min(p[f"crisis_{KINDS[kind]}"] * exposure, 1.0)
        if s.status[i] == OUT or not self._uniform(i, month, CRISIS + kind) < crisis:
            return False
        ask = 1.0 - p["reluctance"] * (1.0 - s.trust(i, kind))
        asks = self._uniform(i, month, ASK + kind) < ask
        self.acts.append((month, "asked" if asks else "silent", self.ids[i], KINDS[kind]))
        return asks

    def _learn_case(self, victim: int, kind: int, kept: bool, amount: float) -> None:
        """All learn from a request: the victim in full, the others by how far they heed it."""
        book = self.state.kept if kept else self.state.broken
        for j in self.members:
            heed = self.ch["reputation"] * self.p["watch"] * self._heed(j, victim, self.state)
            learnt = amount if j == victim else heed * amount
            book[j][kind] += learnt
            book[j][1 - kind] += self.p["cross_type"] * learnt

    # Phase 4: memory

    def memory(self) -> None:
        left = monthly(self.p["memory_months"])
        pairs = ((self.state.kept, self.start.kept), (self.state.broken, self.start.broken))
        for now, start in pairs:
            for i in self.members:
                now[i] = [b + left * (a - b) for a, b in zip(now[i], start[i], strict=True)]

    # Phase 5: alignment

    def alignment(self, month: int) -> None:
        s, p = self.state, self.p
        others = self._seen("alignment")
        moved = []
        for i in self.members:
            lost = self._mean_trust(s, i) - self._mean_trust(self.start, i)
            grown = s.level["pull"][i] - s.pull_start[i]
            target = s.baseline[i] + p["trust_to_alignment"] * lost - p["pull_to_alignment"] * grown
            share, strength = p["peer_share"], self.ch["alignment"]
            gain = strength * share / (1.0 - share + strength * share)
            for j in self.members:
                if j != i and others.joined[j]:
                    seems = others.alignment[j] - DRIFT[others.status[j]]
                    target += gain * self._heed(i, j, others) * (seems - others.baseline[j])
            change = p["reversion"] * (target - s.alignment[i]) + p[
                "alignment_noise"
            ] * self._noise(self.streams[i], month, ALIGNMENT)
            moved.append(clip(s.alignment[i] + change, -1.0))
        s.alignment = moved

    def _mean_trust(self, beliefs: State, i: int) -> float:
        """Both trusts in one, weighted by this month's threat and regime risk."""
        threat, risk = self.state.level["threat"][i], self.state.level["regime_risk"][i]
        if threat + risk == 0:
            threat = risk = 0.5
        weighted = threat * beliefs.trust(i, 0) + risk * beliefs.trust(i, 1)
        return weighted / (threat + risk)

    # Phase 6: decision

    def decision(self, month: int) -> None:
        terms = [self._terms(i) for i in self.members]
        self.terms.append(terms)
        steps = [self._step(i, month, sum(terms[i])) for i in self.members]
        for i, step in enumerate(steps):
            self._move(i, step, month)

    def _terms(self, i: int) -> list[float]:
        s, p = self.state, self.p
        level = {q: s.level[q][i] for q in LEVELS}
        lever = (level["dependence"] + level["presence"]) / 2
        return [
            p["w_inertia"],
            p["w_security"] * level["threat"] * (2 * s.trust(i, 0) - 1),
            p["w_insurance"] * level["regime_risk"] * (2 * s.trust(i, 1) - 1),
            p["w_ties"] * level["dependence"],
            p["w_fear"] * s.expected_cost[i] * lever * self._reach(i),
            -self.ch["club"] * p["w_club"] * self._absent_share(i),
            p["w_alignment"] * s.alignment[i],
            -p["w_pull"] * level["pull"],
            s.weather,
            self.frailty,
        ]

    def _reach(self, i: int) -> float:
        p = self.p
        troops = p["costly"] * self.state.capacity / self._spread(i)
        return p["cheap"] + troops + self.ch["discipline"] * p["backing"] * self._loyal_share(i)

    def _spread(self, i: int) -> float:
        """By how much the patron is spread thin when it deals with a member."""
        others = self._seen("dilution")
        defiant = sum(DEFIANCE[others.status[j]] for j in self._club(i, others))
        return 1.0 + self.ch["dilution"] * defiant

    def _club(self, i: int, seen: State) -> list[int]:
        return [j for j in self.members if j != i and seen.joined[j]]

    def _loyal_share(self, i: int) -> float:
        others = self._seen("discipline")
        loyalty = {
            j: (1 + others.alignment[j]) / 2 if others.status[j] == ACTIVE else 0.0
            for j in self._club(i, others)
        }
        return self._weighted(loyalty)

    def _absent_share(self, i: int) -> float:
        others = self._seen("club")
        return self._weighted({j: ABSENCE[others.status[j]] for j in self._club(i, others)})

    def _weighted(self, shares: Mapping[int, float]) -> float:
        whole = sum(self.weight[j] for j in shares)
        if whole == 0:
            return 0.0
        return sum(self.weight[j] * share for j, share in shares.items()) / whole

    def _step(self, i: int, month: int, worth: float) -> int:
        """The status that a member is in after its decision."""
        held = self._held(i)
        if held is not None:
            return held
        s, p, times = self.state, self.p, self._multiplier(month)
        h, freeze_share = self._pressure(i, worth)
        u = self._chance_of_a_step(i, month)
        notice = OUT if self._notice_is_exit(month) else NOTICE
        comes_back = u >= 1.0 - min(p["rate_back"] * (1 - h), 1.0)
        if s.status[i] == ACTIVE:
            outward = min(p["rate_out"] * times * h, 1.0)
            if u < outward * (1 - freeze_share):
                return notice
            return FROZEN if u < outward else ACTIVE
        if s.status[i] == FROZEN:
            if u < min(p["rate_finish"] * times * h, 1.0):
                return notice
            return ACTIVE if comes_back else FROZEN
        if s.status[i] == NOTICE:
            if comes_back:
                return ACTIVE
            return OUT if month >= s.exit_due[i] else NOTICE
        returns = p["rate_return"] * (1 - h) if self.charter["return_allowed"] else 0.0
        return ACTIVE if u >= 1.0 - min(returns, 1.0) else OUT

    def _multiplier(self, month: int) -> float:
        return self.dates[month].multiplier.value if month in self.dates else 1.0

    def _pressure(self, i: int, worth: float) -> tuple[float, float]:
        """How far the rates are exhausted, and the share of freezing in a first step."""
        p, rule, first = self.p, self.scenario.decision, self.state.status[i] == ACTIVE
        freeze_share = p["freeze_share"] if self.charter["freeze_allowed"] else 0.0
        if rule == "threshold":
            bar = self.state.bar[i]
            if not first:
                bar = max(bar + p["threshold_gap"], self.state.second_bar[i])
            self.closest = min(self.closest, abs(-worth - bar))
            return float(-worth > bar), freeze_share
        if rule == "quantal" and first:
            half = p["w_inertia"] + (worth - p["w_inertia"]) / 2
            options = [0.0, -worth] + [-half] * self.charter["freeze_allowed"]
            best = max(options)
            stay, leave, *freeze = (math.exp(p["precision"] * (v - best)) for v in options)
            outward = leave + sum(freeze)
            # Where neither way out has a chance, their split is no matter.
            return outward / (stay + outward), sum(freeze) / outward if outward else 0.0
        return logistic(-worth * (p["precision"] if rule == "quantal" else 1.0)), freeze_share

    def heed_record(self, month: int) -> None:
        """Thresholds must agree with the record: with who moved, and who could have and did not."""
        s, p, times = self.state, self.p, self._multiplier(month)
        for i in self.members:
            leaving = -sum(self._terms(i))
            u = self._chance_of_a_step(i, month)
            if s.moved[i]:
                s.bar[i] = min(s.bar[i], leaving)
            elif s.status[i] == ACTIVE and u < p["rate_out"] * times:
                s.bar[i] = max(s.bar[i], leaving)
            elif s.status[i] == FROZEN and u < p["rate_finish"] * times:
                s.second_bar[i] = max(s.second_bar[i], leaving)

    # Phase 7: the patron reacts

    def reaction(self, month: int) -> None:
        s, p = self.state, self.p
        reach = [clip(self._reach(i)) for i in self.members]
        felt = {i: s.level["dependence"][i] for i in self.members}
        fates = []
        for i in self.members:
            answer = self._answer(i, month)
            if answer is None:
                continue
            self.acts.append((month, answer, self.ids[i]))
            fate = {"coerce": reach[i], "concede": 0.0, "wait": p["wait_fate"]}[answer]
            if s.moved[i]:
                fates.append((i, fate, 1.0))
            if answer == "coerce":
                s.alignment[i] = clip(s.alignment[i] - p["backlash"], -1.0)
                worn = s.lasting["dependence"][i] - p["erosion"] * felt[i]
                s.lasting["dependence"][i] = clip(worn)
                cost = 0.0 if self._is_cut("dilution") else self.ch["dilution"] * p["cost"]
                s.capacity = clip(s.capacity - cost)
            if answer == "concede":
                s.alignment[i] = clip(s.alignment[i] + p["warmth"], -1.0)
                s.kept[i] = [a + p["concession"] for a in s.kept[i]]
        self._learn_fates(fates)
        s.refresh()

    def _answer(self, i: int, month: int) -> str | None:
        s = self.state
        if s.moved[i]:
            chance = 1.0
        elif s.status[i] in (FROZEN, NOTICE):
            chance = self.p["attention"]
        else:
            return None
        if not self._uniform(i, month, REACTION) < chance / self._spread(i):
            return None
        drawn = self._uniform(i, month, POLICY)
        if drawn < s.coerce:
            return "coerce"
        return "concede" if drawn < s.coerce + s.concede else "wait"

    def _learn_fates(self, fates: list[tuple[int, float, float]]) -> None:
        """All learn from how leavers fared: (leaver, fate, weight of the claim)."""
        learnt = []
        for j in self.members:
            old, change = self.state.expected_cost[j], 0.0
            for i, fate, weight in fates:
                heed = 1.0 if i == j else self.ch["precedent"] * self._heed(j, i, self.state)
                change += self.p["learning"] * weight * heed * (fate - old)
            learnt.append(clip(old + change))
        self.state.expected_cost = learnt

    # The present

    def _shift_to_present(self, anchor: State) -> None:
        """Shift this run by what the stated present differs from the noise-free replay."""
        s, present = self.state, self.scenario.present
        for name, stated in present.members.items():
            self._shift_member(self.ids.index(name), stated, anchor)
        patron = values(present.patron)
        if "capacity" in patron:
            shift = patron["capacity"] - anchor.capacity
            s.capacity = clip(s.capacity + shift)
            s.target_lasting = clip(s.target_lasting + shift)
        s.coerce = patron.get("coerce", s.coerce)
        s.concede = patron.get("concede", s.concede)
        s.refresh()

    def _shift_member(self, i: int, present: Any, anchor: State) -> None:
        s, stated = self.state, values(present)
        if "alignment" in stated:
            shift = stated["alignment"] - anchor.alignment[i]
            s.alignment[i] = clip(s.alignment[i] + shift, -1.0)
            s.baseline[i] = clip(s.baseline[i] + shift, -1.0)
        for kind_name, mean in values(present.trust).items():
            kind = KINDS.index(kind_name)
            firm = s.kept[i][kind] + s.broken[i][kind]
            shifted = clip(s.trust(i, kind) + mean - anchor.trust(i, kind), 0.001, 0.999)
            s.kept[i][kind], s.broken[i][kind] = shifted * firm, (1 - shifted) * firm
        for quantity in LEVELS:
            if quantity in stated:
                shift = stated[quantity] - anchor.level[quantity][i]
                s.lasting[quantity][i] = clip(s.lasting[quantity][i] + shift)
                if quantity == "pull":
                    s.pull_start[i] = clip(s.pull_start[i] + shift)
        if "expected_cost" in stated:
            shift = stated["expected_cost"] - anchor.expected_cost[i]
            s.expected_cost[i] = clip(s.expected_cost[i] + shift)
        if "status" in stated:
            # It stands under the charter of the present, even where that is a change.
            notice = (self.charter | values(self.scenario.present.charter))["notice_months"]
            status = STATUSES.index(stated["status"])
            status = OUT if status == NOTICE and notice == 0 else status
            self._move(i, status, self.last_recorded)
            s.exit_due[i] = self.last_recorded + int(notice)

    # What comes out

    def _row(self) -> dict[str, Any]:
        s = self.state
        return {
            "status": list(s.status),
            "alignment": list(s.alignment),
            "baseline": list(s.baseline),
            "trust_external": [s.trust(i, 0) for i in self.members],
            "trust_regime": [s.trust(i, 1) for i in self.members],
            "expected_cost": list(s.expected_cost),
            "capacity": s.capacity,
            "weather": s.weather,
        } | {q: list(s.level[q]) for q in LEVELS}

    def trajectory(self) -> Trajectory:
        """All months as arrays."""
        arrays = {name: np.array([row[name] for row in self.rows]) for name in self.rows[0]}
        return Trajectory(
            last_recorded=self.last_recorded,
            **arrays,
            frailty=self.frailty,
            terms=np.array(self.terms),
            first_exit=self._first_exits(arrays["status"]),
            first_step=np.array(self.first_step),
            acts=self.acts,
            closest=self.closest,
        )

    def _first_exits(self, status: np.ndarray) -> np.ndarray:
        found = []
        for i in self.members:
            months = [m for m in range(self.first_free, self.end + 1) if status[m, i] == OUT]
            was_out = status[self.last_recorded, i] == OUT
            found.append(-2 if was_out else months[0] if months else -1)
        return np.array(found)
