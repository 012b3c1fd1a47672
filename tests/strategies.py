"""Hypothesis strategies that make up whole scenarios and what is done to them.

The scenarios are lively: rates are high and months few, so that in a handful of runs crises come,
members leave and return and the patron answers. Numbers are hundredths; thresholds of conditions
lie beside that grid, so that no condition hangs on the last bit of a sum.

The parts of a scenario are functions that draw, and what they draw from is made once: a strategy
made anew for each part would cost more than all that is drawn from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from hypothesis import strategies as st

from sim.scenario.document.months import later, ordinal
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.document.schema import Document
from sim.scenario.scenario import Scenario

STATUSES = ("ACTIVE", "FROZEN", "NOTICE", "OUT")
LEVELS = ("threat", "regime_risk", "dependence", "presence", "pull")
OFF_THE_GRID = 0.00317

LIVELY: dict[str, tuple[float, float, tuple[float, ...]]] = {
    "w_inertia": (-3, 3, (-40, 40, 800)),
    "w_security": (0, 4, (0, 30)),
    "w_insurance": (0, 4, (0, 30)),
    "w_ties": (0, 3, (0, 30)),
    "w_fear": (0, 5, (0, 30)),
    "w_club": (0, 5, (0, 30)),
    "w_alignment": (0, 4, (0, 30)),
    "w_pull": (0, 4, (0, 30)),
    "rate_out": (0.2, 1, (0, 1)),
    "freeze_share": (0.2, 0.9, (0, 1)),
    "rate_finish": (0.2, 1, (0, 1)),
    "rate_back": (0, 0.4, (0, 1)),
    "rate_return": (0, 0.5, (0, 1)),
    "crisis_external": (0.2, 1, (0, 1)),
    "crisis_regime": (0.2, 1, (0, 1)),
    "honour_external": (-2, 3, (-50, 50)),
    "honour_regime": (-2, 3, (-50, 50)),
    "honour_capacity": (0, 4, (-5, 30)),
    "honour_alignment": (0, 3, (-5, 30)),
    "reluctance": (0, 1, (0, 1)),
    "salience": (0, 6, (0, 1000)),
    "watch": (0, 1, (0, 1)),
    "cross_type": (0, 1, (0, 1)),
    "prior_strength": (0.5, 10, (0.1, 1000)),
    "memory_months": (1, 60, (1, 1e6)),
    "reversion": (0, 0.5, (0, 1)),
    "trust_to_alignment": (0, 2, (0, 20)),
    "pull_to_alignment": (0, 2, (0, 20)),
    "peer_share": (0, 0.8, (0, 0.99)),
    "alignment_noise": (0, 0.2, (0, 1)),
    "cap_reversion": (0, 0.5, (0, 1)),
    "cap_noise": (0, 0.1, (0, 1)),
    "attention": (0, 1, (0, 1)),
    "cheap": (0, 1, (0, 3)),
    "costly": (0, 1, (0, 3)),
    "backing": (0, 1, (0, 3)),
    "backlash": (0, 0.5, (0, 2)),
    "erosion": (0, 0.4, (0, 1)),
    "concession": (0, 5, (0, 1000)),
    "warmth": (0, 0.5, (0, 2)),
    "cost": (0, 0.3, (0, 1)),
    "learning": (0, 1, (0, 1)),
    "wait_fate": (0, 1, (0, 1)),
    "shock_sd": (0, 2, (0, 20)),
    "shock_half_life": (0.5, 24, (0.1, 1e4)),
    "frailty_sd": (0, 2, (0, 10)),
    "threshold_mean": (-3, 3, (-40, 40)),
    "threshold_sd": (0, 2, (0, 20)),
    "threshold_gap": (0, 2, (0, 20)),
    "precision": (0, 3, (0, 30)),
}
"""By parameter: a lively range, and values at the edge of what is allowed, or far out."""


Draw = st.DrawFn


@cache
def hundredths(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of two decimals from low to high."""
    return st.integers(round(low * 100), round(high * 100)).map(lambda n: n / 100)


def parameter(name: str) -> st.SearchStrategy[float]:
    """A value of a parameter: nine in ten lively, else at an edge."""
    low, high, edges = LIVELY[name]
    first, last = round(low * 100), round(high * 100)
    beyond = max(len(edges), (last - first) // 9)
    return st.integers(first, last + beyond).map(
        lambda n: n / 100 if n <= last else edges[n % len(edges)]
    )


shares = hundredths(0, 1)
trusts = hundredths(0.01, 0.99) | st.sampled_from([0.001, 0.999])
alignments = hundredths(-1, 1)
strengths = st.sampled_from([1.0, 1.0, 0.0]) | hundredths(0.1, 4)
multipliers = hundredths(0, 8) | st.just(1000.0)
sizes = hundredths(0, 3) | st.just(100.0)
half_lives = hundredths(0.5, 12) | st.sampled_from((0.1, 1200.0))
notices = st.integers(0, 8)
flags = st.booleans()
parameters = st.fixed_dictionaries({name: parameter(name) for name in LIVELY})
some_parameters = st.lists(st.sampled_from(sorted(LIVELY)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: parameter(name) for name in names})
)
channels = st.fixed_dictionaries({}, optional=dict.fromkeys(CHANNELS, strengths))
change = st.integers(-60, 59).map(lambda n: (n + (n >= 0)) / 100)
capacity_shock = st.fixed_dictionaries({"capacity": change})
member_shock = st.dictionaries(
    st.sampled_from(("alignment", *LEVELS)), change, min_size=1, max_size=3
) | st.fixed_dictionaries({"alignment": st.sampled_from((-2.0, 2.0)), "pull": change})
pole = st.fixed_dictionaries({}, optional={"exclusivity": shares})
statuses = st.sampled_from(STATUSES)


@cache
def whole(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


@cache
def places(count: int, least: int, most: int) -> st.SearchStrategy[list[int]]:
    """Some of so many places, each once."""
    return st.lists(whole(0, count - 1), min_size=least, max_size=min(most, count), unique=True)


def one_of[T](draw: Draw, values: Sequence[T]) -> T:
    return values[draw(whole(0, len(values) - 1))]


def some_of[T](draw: Draw, values: Sequence[T], least: int = 1, most: int = 3) -> list[T]:
    return [values[k] for k in draw(places(len(values), least, most))] if values else []


def one_in(draw: Draw, count: int) -> bool:
    """True in one of so many cases."""
    return draw(whole(0, count - 1)) == 0


@cache
def ids(count: int) -> st.SearchStrategy[list[str]]:
    """Different ids in any order."""
    first = st.sampled_from("abdgkmqtz")
    rest = st.text("abkz019_-", max_size=6)
    return st.lists(
        st.builds(str.__add__, first, rest), min_size=count, max_size=count, unique=True
    )


@dataclass(frozen=True)
class Frame:
    """What the parts of one made-up scenario must agree on; months are counted from start."""

    members: list[str]
    poles: list[str]
    events: list[str]
    start: str
    now: int
    end: int
    branch: int | None
    busy: int
    """A free month in which more happens than in others."""
    most_coercion: float
    """Coercion stays at or below this and concession below the rest, so that any mix is valid."""

    @property
    def first_free(self) -> int:
        return (self.now if self.branch is None else self.branch) + 1

    def month(self, number: int) -> str:
        return later(self.start, number)

    def policy(self) -> dict[str, st.SearchStrategy[float]]:
        return {
            "coerce": hundredths(0, self.most_coercion),
            "concede": hundredths(0, 1 - self.most_coercion),
        }


# Members, poles, who heeds whom

STATED = st.fixed_dictionaries(
    {
        "alignment": alignments,
        "trust": st.fixed_dictionaries({"external": trusts, "regime": trusts}),
        **dict.fromkeys(LEVELS[:-1], shares),
        "weight": shares,
        "expected_cost": shares,
        "status": st.sampled_from(("ACTIVE",) * 6 + STATUSES[1:]),
    }
)


def member(draw: Draw, frame: Frame) -> dict[str, Any]:
    stated = draw(STATED)
    if frame.poles and draw(flags):
        poles = some_of(draw, frame.poles, most=len(frame.poles))
        return stated | {"offers": {pole: draw(shares) for pole in poles}}
    return stated | {"pull": draw(shares)}


def blocs(draw: Draw, frame: Frame) -> dict[str, Any]:
    """Up to two blocs of members, each with a chance to act as one."""
    if one_in(draw, 3) or len(frame.members) < 2:
        return {}
    first = some_of(draw, frame.members, 2, 3)
    rest = [name for name in frame.members if name not in first]
    found = {"bloc-a": {"members": first, "cohesion": draw(shares)}}
    if len(rest) > 1 and draw(flags):
        found["bloc-b"] = {"members": some_of(draw, rest, 2, 3), "cohesion": draw(shares)}
    return found


def influences(draw: Draw, frame: Frame) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    for heeding in frame.members:
        others = [name for name in frame.members if name != heeding]
        heeded = some_of(draw, others, 0, len(others))
        if heeded:
            stated[heeding] = {name: draw(hundredths(0.1, 1)) for name in heeded}
    return stated


# Events


def conditions(draw: Draw, frame: Frame) -> dict[str, Any]:
    """A condition that has some chance to hold."""
    kinds = some_of(draw, ("exit_of", "status_of", "quantities"), most=2)
    stated: dict[str, Any] = {}
    if "exit_of" in kinds:
        stated["exit_of"] = one_of(draw, frame.members)
    if "status_of" in kinds:
        stated["status_of"] = some_statuses(draw, frame)
    if "quantities" in kinds:
        stated["quantities"] = [threshold(draw, frame) for _ in range(draw(whole(1, 2)))]
    return stated


def some_statuses(draw: Draw, frame: Frame) -> dict[str, str]:
    return {name: draw(statuses) for name in some_of(draw, frame.members, most=2)}


def threshold(draw: Draw, frame: Frame) -> dict[str, Any]:
    if one_in(draw, 4):
        stated: dict[str, Any] = {"of": "patron", "quantity": "capacity"}
    else:
        names = ("alignment", "trust.external", "trust.regime", "expected_cost", *LEVELS)
        stated = {"of": one_of(draw, frame.members), "quantity": one_of(draw, names)}
    low = -1.0 if stated["quantity"] == "alignment" else 0.0
    bar = draw(hundredths(low, 0.9)) + OFF_THE_GRID
    sides = one_of(draw, ("above", "below", "both"))
    if sides != "below":
        stated["above"] = bar
    if sides != "above":
        stated["below"] = bar + (0.4 if sides == "both" else 0.0)
    return stated


def shocks(draw: Draw, frame: Frame) -> dict[str, Any]:
    names = some_of(draw, [*frame.members[:4], "others", "patron"])
    return {name: draw(capacity_shock if name == "patron" else member_shock) for name in names}


def effects(draw: Draw, frame: Frame, *, only: str | None = None) -> dict[str, Any]:
    """The parts of an event, at least one, and what goes with them."""
    parts = ("shocks", "pledge", "punishment", "policy", "status")
    chosen = {only} if only else set(some_of(draw, parts))
    stated: dict[str, Any] = {}
    if "pledge" in chosen:
        stated["pledge"] = {
            "member": one_of(draw, frame.members),
            "kind": one_of(draw, ("external", "regime")),
            "kept": draw(flags),
            "size": draw(sizes),
        }
    if "shocks" in chosen:
        stated |= shock_part(draw, frame)
    if "punishment" in chosen:
        stated["punishment"] = {"member": one_of(draw, frame.members), "fate": draw(shares)}
    if "policy" in chosen:
        stated["policy"] = policy(draw, frame)
    if "status" in chosen:
        stated["status"] = some_statuses(draw, frame)
    if chosen & {"pledge", "shocks", "punishment"} and one_in(draw, 3):
        stated["weight"] = draw(shares)
    return stated


def shock_part(draw: Draw, frame: Frame) -> dict[str, Any]:
    stated: dict[str, Any] = {"shocks": shocks(draw, frame)}
    touched = {quantity for shock in stated["shocks"].values() for quantity in shock}
    if touched != {"alignment"} and draw(flags):
        stated["half_life"] = draw(half_lives)
    if "alignment" in touched:
        stated["lasting"] = draw(flags)
    return stated


def policy(draw: Draw, frame: Frame) -> dict[str, float]:
    names = some_of(draw, ("coerce", "concede"))
    return {name: draw(frame.policy()[name]) for name in sorted(names)}


def timings(draw: Draw, frame: Frame) -> dict[str, Any]:
    """When an event may happen: dated, conditional, by chance; in the past or to come."""
    stated: dict[str, Any] = {}
    dated = one_of(draw, ("past", "to come", "without a month"))
    first = frame.first_free
    if dated != "without a month":
        span = (0, frame.now) if dated == "past" else (frame.now + 1, frame.end)
        first = draw(whole(*span))
        if dated == "to come" and draw(flags):
            first = frame.busy
        stated["month"] = frame.month(first)
    by_chance = one_of(draw, ("certain", "once", "each_month"))
    if by_chance == "once":
        stated["chance"] = {"once": 0.0 if one_in(draw, 3) else draw(hundredths(0.2, 1))}
    if by_chance == "each_month":
        stated["chance"] = {"each_month": draw(hundredths(0.1, 1))}
        if draw(flags):
            stated["chance"]["times"] = draw(whole(1, 5))
        if one_in(draw, 3):
            stated["chance"]["until"] = frame.month(draw(whole(first, frame.end)))
    if one_in(draw, 3) or (dated == "without a month" and by_chance == "certain"):
        stated["when"] = conditions(draw, frame)
    return stated


def pinned(draw: Draw, frame: Frame) -> dict[str, Any]:
    """A status of the record, alone or with more of the story."""
    stated = effects(draw, frame) | effects(draw, frame, only="status")
    return stated | {"month": frame.month(draw(whole(0, frame.now)))}


def event(draw: Draw, frame: Frame) -> dict[str, Any]:
    if one_in(draw, 5):
        stated = pinned(draw, frame)
    else:
        stated = timings(draw, frame) | effects(draw, frame)
        in_record = "month" in stated and stated["month"] <= frame.month(frame.now)
        if in_record and ("chance" in stated or "when" in stated):
            stated.pop("status", None)
            if not {"pledge", "shocks", "punishment", "policy"} & set(stated):
                stated |= shock_part(draw, frame)
    stated["title"] = "made up"
    if one_in(draw, 4):
        stated["record"] = one_of(draw, ("outside", "inside"))
    if stated.get("record") != "outside" and {"pledge", "punishment", "policy", "status"} & set(
        stated
    ):
        stated["keep"] = draw(flags)
    return stated


PARTS = ("pledge", "shocks", "punishment", "policy", "status")
SIZED = {"pledge", "shocks", "punishment"}
INSIDE = {"pledge", "punishment", "policy", "status"}


def without_parts(told: dict[str, Any], *parts: str) -> dict[str, Any]:
    """An event without some of its parts and without what went with them."""
    rest = {name: value for name, value in told.items() if name not in parts}
    if "shocks" not in rest:
        rest = {name: value for name, value in rest.items() if name not in ("half_life", "lasting")}
    if not SIZED & set(rest):
        rest.pop("weight", None)
    if rest.get("record") != "inside" and not INSIDE & set(rest):
        rest.pop("keep", None)
    return rest


def events_without(stated: dict[str, Any], *parts: str, after: str = "") -> dict[str, Any]:
    """A document's events without some parts, those without a month or later than ``after``.

    An event that has nothing left is gone.
    """
    rest = {
        name: without_parts(told, *parts) if told.get("month", "9999") > after else told
        for name, told in stated["events"].items()
    }
    return {name: told for name, told in rest.items() if set(PARTS) & set(told)}


# The present

NOW = st.fixed_dictionaries(
    {},
    optional={
        "alignment": alignments,
        "trust": st.fixed_dictionaries({}, optional={"external": trusts, "regime": trusts}),
        **dict.fromkeys(LEVELS, shares),
        "expected_cost": shares,
        "status": statuses,
    },
)
CHARTER = st.fixed_dictionaries(
    {}, optional={"notice_months": notices, "freeze_allowed": flags, "return_allowed": flags}
)


def present(draw: Draw, frame: Frame) -> dict[str, Any]:
    patron = {"capacity": shares, **frame.policy()}
    return {
        "members": {name: draw(NOW) for name in some_of(draw, frame.members, 0)},
        "patron": {name: draw(patron[name]) for name in some_of(draw, sorted(patron), 0)},
        "charter": draw(CHARTER),
        "channels": draw(channels),
        "parameters": draw(some_parameters),
    }


# Whole scenarios


def framed(
    draw: Draw, most_members: int, most_months: int, least_events: int, most_events: int
) -> Frame:
    now = draw(whole(0, min(10, most_months - 1)))
    free = draw(whole(1, min(18, most_months - now)))
    branches = one_in(draw, 4)
    counts = [
        draw(whole(least, most))
        for least, most in ((2, most_members), (0, 3), (least_events, most_events))
    ]
    named = iter(draw(ids(sum(counts))))
    members, poles, told = (list(islice(named, count)) for count in counts)
    return Frame(
        members=members,
        poles=poles,
        events=told,
        start=later("1990-01", draw(whole(0, 480))),
        now=now,
        end=now + free,
        branch=draw(whole(0, now)) if branches else None,
        busy=draw(whole(now + 1, now + free)),
        most_coercion=one_of(draw, (0.5, 0.3, 0.8, 0.0, 1.0)),
    )


@st.composite
def documents(
    draw: Draw,
    *,
    most_members: int = 12,
    most_months: int = 28,
    least_events: int = 0,
    most_events: int = 12,
) -> dict[str, Any]:
    """A whole scenario as its file would state it: a plain dict that the schema accepts."""
    frame = framed(draw, most_members, most_months, least_events, most_events)
    dates = some_of(draw, [*range(1, frame.end + 1), *[frame.busy] * frame.end], 0)
    stated: dict[str, Any] = {
        "title": "made up",
        "start": frame.start,
        "now": frame.month(frame.now),
        "end": frame.month(frame.end),
        "decision": one_of(draw, ("logit", "threshold", "quantal")),
        "charter": {
            "notice_months": draw(notices),
            "freeze_allowed": one_of(draw, (True, True, False)),
            "return_allowed": one_of(draw, (True, True, False)),
            "decision_dates": {
                frame.month(date): {"multiplier": draw(multipliers), "renewal": draw(flags)}
                for date in sorted(set(dates))
            },
        },
        "patron": {"capacity": draw(shares)}
        | {name: draw(size) for name, size in frame.policy().items()},
        "members": {name: member(draw, frame) for name in frame.members},
        "poles": {name: draw(pole) for name in frame.poles},
        "influence": influences(draw, frame),
        "blocs": blocs(draw, frame),
        "channels": draw(channels),
        "parameters": draw(parameters),
        "events": {name: event(draw, frame) for name in frame.events},
    }
    if frame.branch is not None:
        stated["branch_at"] = frame.month(frame.branch)
    if draw(flags):
        stated["present"] = present(draw, frame)
    return stated


holds = st.sampled_from(("OUT", "today", "from exit", *STATUSES))
seeds = st.integers(0, 2**63 - 1) | st.integers(0, 3)
runs = st.integers(0, 100_000)


def scenarios(**limits: int) -> st.SearchStrategy[Scenario]:
    """Whole scenarios, checked: as a program that uses them gets them."""
    return documents(**limits).map(Scenario.model_validate)


@st.composite
def interventions(draw: Draw, scenario: Document) -> dict[str, Any]:
    """What is done to a run: members held, events left out, channels cut, from a month on."""
    zero = ordinal(scenario.start)
    first_free = ordinal(scenario.branch_at or scenario.now) - zero + 1
    end = ordinal(scenario.end) - zero if scenario.end else ordinal(scenario.now) - zero + 120
    at = one_of(draw, ("from the first free month", "then", "from another month"))
    month = draw(whole(first_free, end)) if at == "from another month" else first_free
    cuts = (*CHANNELS, "conditions")
    return {
        "hold": {name: draw(holds) for name in some_of(draw, list(scenario.members), 0)},
        "without": set(some_of(draw, list(scenario.events), 0)),
        "cut": set(some_of(draw, cuts, 0, len(cuts))),
        "at": None if at == "from the first free month" else month,
    }
