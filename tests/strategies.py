"""Hypothesis strategies that make up whole scenarios and what is done to them.

The scenarios are lively: rates are high and months few, so that in a handful of runs crises come,
members leave and return and the patron answers. Numbers are hundredths; thresholds of conditions
lie beside that grid, so that no condition hangs on the last bit of a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from hypothesis import strategies as st

from sim.scenario.months import later, ordinal
from sim.scenario.parameters import CHANNELS
from sim.scenario.scenario import Scenario
from sim.scenario.schema import Document

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
    "peer_speed": (0, 0.5, (0, 1)),
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
    "threshold_mean": (-3, 3, (-40, 40)),
    "threshold_sd": (0, 2, (0, 20)),
    "threshold_gap": (0, 2, (0, 20)),
    "precision": (0, 3, (0, 30)),
}
"""By parameter: a lively range, and values at the edge of what is allowed, or far out."""


def hundredths(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of two decimals from low to high."""
    return st.integers(round(low * 100), round(high * 100)).map(lambda n: n / 100)


def parameter(name: str) -> st.SearchStrategy[float]:
    """A value of a parameter: nine in ten lively, else at an edge."""
    low, high, edges = LIVELY[name]
    lively = hundredths(low, high)
    return st.one_of(*[lively] * 9, st.sampled_from(edges))


shares = hundredths(0, 1)
trusts = hundredths(0.01, 0.99) | st.sampled_from([0.001, 0.999])
alignments = hundredths(-1, 1)
strengths = st.sampled_from([1.0, 1.0, 0.0]) | hundredths(0.1, 4)
multipliers = hundredths(0, 8) | st.just(1000.0)
notices = st.integers(0, 8)
statuses = st.sampled_from(STATUSES)
parameters = st.fixed_dictionaries({name: parameter(name) for name in LIVELY})
some_parameters = st.lists(st.sampled_from(sorted(LIVELY)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: parameter(name) for name in names})
)
channels = st.fixed_dictionaries({}, optional=dict.fromkeys(CHANNELS, strengths))


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

    def months(self, first: int, last: int) -> st.SearchStrategy[str]:
        return st.integers(first, last).map(self.month)

    def member(self) -> st.SearchStrategy[str]:
        return st.sampled_from(self.members)

    def some(self, at_least: int = 1, at_most: int = 3) -> st.SearchStrategy[list[str]]:
        most = min(at_most, len(self.members))
        return st.lists(self.member(), min_size=at_least, max_size=most, unique=True)

    def policy(self) -> dict[str, st.SearchStrategy[float]]:
        return {
            "coerce": hundredths(0, self.most_coercion),
            "concede": hundredths(0, 1 - self.most_coercion),
        }


# Members, poles, who heeds whom


@st.composite
def member(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    stated = draw(
        st.fixed_dictionaries(
            {
                "alignment": alignments,
                "trust": st.fixed_dictionaries({"external": trusts, "regime": trusts}),
                **dict.fromkeys(LEVELS[:-1], shares),
                "weight": shares,
                "expected_cost": shares,
                "status": st.sampled_from(("ACTIVE",) * 6 + STATUSES[1:]),
            }
        )
    )
    if frame.poles and draw(st.booleans()):
        poles = draw(st.lists(st.sampled_from(frame.poles), min_size=1, unique=True))
        return stated | {"offers": {pole: draw(shares) for pole in poles}}
    return stated | {"pull": draw(shares)}


@st.composite
def influences(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    for heeding in frame.members:
        others = [name for name in frame.members if name != heeding]
        heeded = draw(st.lists(st.sampled_from(others), unique=True)) if others else []
        if heeded:
            stated[heeding] = {name: draw(hundredths(0.1, 1)) for name in heeded}
    return stated


# Events


@st.composite
def conditions(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    """A condition that has some chance to hold."""
    kinds = draw(
        st.sets(st.sampled_from(("exit_of", "status_of", "quantities")), min_size=1, max_size=2)
    )
    stated: dict[str, Any] = {}
    if "exit_of" in kinds:
        stated["exit_of"] = draw(frame.member())
    if "status_of" in kinds:
        stated["status_of"] = {name: draw(statuses) for name in draw(frame.some(at_most=2))}
    if "quantities" in kinds:
        stated["quantities"] = draw(st.lists(thresholds(frame), min_size=1, max_size=2))
    return stated


@st.composite
def thresholds(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    if draw(st.integers(0, 3)) == 0:
        stated: dict[str, Any] = {"of": "patron", "quantity": "capacity"}
    else:
        names = ("alignment", "trust.external", "trust.regime", "expected_cost", *LEVELS)
        stated = {"of": draw(frame.member()), "quantity": draw(st.sampled_from(names))}
    low = -1.0 if stated["quantity"] == "alignment" else 0.0
    bar = draw(hundredths(low, 0.9)) + OFF_THE_GRID
    sides = draw(st.sampled_from(("above", "below", "both")))
    if sides != "below":
        stated["above"] = bar
    if sides != "above":
        stated["below"] = bar + (0.4 if sides == "both" else 0.0)
    return stated


@st.composite
def shocks(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    names = draw(
        st.lists(
            st.sampled_from([*frame.members[:4], "others", "patron"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    return {name: draw(capacity_shock if name == "patron" else member_shock) for name in names}


change = hundredths(-0.6, 0.6).filter(bool)
capacity_shock = st.fixed_dictionaries({"capacity": change})
member_shock = st.dictionaries(
    st.sampled_from(("alignment", *LEVELS)), change, min_size=1, max_size=3
) | st.fixed_dictionaries({"alignment": st.sampled_from((-2.0, 2.0)), "pull": change})


@st.composite
def effects(draw: st.DrawFn, frame: Frame, *, only: str | None = None) -> dict[str, Any]:
    """The parts of an event, at least one, and what goes with them."""
    parts = ("shocks", "pledge", "punishment", "policy", "status")
    chosen = {only} if only else draw(st.sets(st.sampled_from(parts), min_size=1, max_size=3))
    stated: dict[str, Any] = {}
    if "pledge" in chosen:
        stated["pledge"] = {
            "member": draw(frame.member()),
            "kind": draw(st.sampled_from(("external", "regime"))),
            "kept": draw(st.booleans()),
            "size": draw(hundredths(0, 3) | st.just(100.0)),
        }
    if "shocks" in chosen:
        stated |= draw(shock_part(frame))
    if "punishment" in chosen:
        stated["punishment"] = {"member": draw(frame.member()), "fate": draw(shares)}
    if "policy" in chosen:
        stated["policy"] = draw(policies(frame))
    if "status" in chosen:
        stated["status"] = {name: draw(statuses) for name in draw(frame.some(at_most=2))}
    if chosen & {"pledge", "shocks", "punishment"} and draw(st.integers(0, 2)) == 0:
        stated["weight"] = draw(shares)
    return stated


@st.composite
def shock_part(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    stated: dict[str, Any] = {"shocks": draw(shocks(frame))}
    touched = {quantity for shock in stated["shocks"].values() for quantity in shock}
    if touched != {"alignment"} and draw(st.booleans()):
        stated["half_life"] = draw(hundredths(0.5, 12) | st.sampled_from((0.1, 1200.0)))
    if "alignment" in touched:
        stated["lasting"] = draw(st.booleans())
    return stated


@st.composite
def policies(draw: st.DrawFn, frame: Frame) -> dict[str, float]:
    names = draw(st.sets(st.sampled_from(("coerce", "concede")), min_size=1))
    return {name: draw(frame.policy()[name]) for name in sorted(names)}


@st.composite
def timings(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    """When an event may happen: dated, conditional, by chance; in the past or to come."""
    stated: dict[str, Any] = {}
    dated = draw(st.sampled_from(("past", "to come", "without a month")))
    first = frame.first_free
    if dated != "without a month":
        span = (0, frame.now) if dated == "past" else (frame.now + 1, frame.end)
        first = draw(st.integers(*span))
        if dated == "to come" and draw(st.booleans()):
            first = frame.busy
        stated["month"] = frame.month(first)
    by_chance = draw(st.sampled_from(("certain", "once", "each_month")))
    if by_chance == "once":
        stated["chance"] = {"once": draw(hundredths(0.2, 1) | st.just(0.0))}
    if by_chance == "each_month":
        stated["chance"] = {"each_month": draw(hundredths(0.1, 1))}
        if draw(st.booleans()):
            stated["chance"]["times"] = draw(st.integers(1, 5))
        if draw(st.integers(0, 2)) == 0:
            stated["chance"]["until"] = draw(frame.months(first, frame.end))
    if draw(st.integers(0, 2)) == 0 or (dated == "without a month" and by_chance == "certain"):
        stated["when"] = draw(conditions(frame))
    return stated


@st.composite
def pinned(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    """A status of the record, alone or with more of the story."""
    stated = draw(effects(frame)) | draw(effects(frame, only="status"))
    return stated | {"month": draw(frame.months(0, frame.now))}


@st.composite
def events(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    if draw(st.integers(0, 4)) == 0:
        stated = draw(pinned(frame))
    else:
        stated = draw(timings(frame)) | draw(effects(frame))
        in_record = "month" in stated and stated["month"] <= frame.month(frame.now)
        if in_record and ("chance" in stated or "when" in stated):
            stated.pop("status", None)
            if not {"pledge", "shocks", "punishment", "policy"} & set(stated):
                stated |= draw(shock_part(frame))
    stated["title"] = "made up"
    if draw(st.integers(0, 3)) == 0:
        stated["record"] = draw(st.sampled_from(("outside", "inside")))
    if stated.get("record") != "outside" and {"pledge", "punishment", "policy", "status"} & set(
        stated
    ):
        stated["keep"] = draw(st.booleans())
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


@st.composite
def presents(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    of_member = st.fixed_dictionaries(
        {},
        optional={
            "alignment": alignments,
            "trust": st.fixed_dictionaries({}, optional={"external": trusts, "regime": trusts}),
            **dict.fromkeys(LEVELS, shares),
            "expected_cost": shares,
            "status": statuses,
        },
    )
    charter = {"notice_months": notices} | dict.fromkeys(
        ("freeze_allowed", "return_allowed"), st.booleans()
    )
    return {
        "members": {name: draw(of_member) for name in draw(frame.some(at_least=0))},
        "patron": draw(st.fixed_dictionaries({}, optional={"capacity": shares, **frame.policy()})),
        "charter": draw(st.fixed_dictionaries({}, optional=charter)),
        "channels": draw(channels),
        "parameters": draw(some_parameters),
    }


# Whole scenarios


@st.composite
def frames(
    draw: st.DrawFn, most_members: int, most_months: int, least_events: int, most_events: int
) -> Frame:
    now = draw(st.integers(0, min(10, most_months - 1)))
    free = draw(st.integers(1, min(18, most_months - now)))
    branches = draw(st.integers(0, 3)) == 0
    counts = [
        draw(st.integers(least, most))
        for least, most in ((2, most_members), (0, 3), (least_events, most_events))
    ]
    named = iter(draw(ids(sum(counts))))
    members, poles, told = (list(islice(named, count)) for count in counts)
    return Frame(
        members=members,
        poles=poles,
        events=told,
        start=later("1990-01", draw(st.integers(0, 480))),
        now=now,
        end=now + free,
        branch=draw(st.integers(0, now)) if branches else None,
        busy=draw(st.integers(now + 1, now + free)),
        most_coercion=draw(st.sampled_from((0.5, 0.3, 0.8, 0.0, 1.0))),
    )


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    most_members: int = 12,
    most_months: int = 28,
    least_events: int = 0,
    most_events: int = 12,
) -> dict[str, Any]:
    """A whole scenario as its file would state it: a plain dict that the schema accepts."""
    frame = draw(frames(most_members, most_months, least_events, most_events))
    dates = draw(st.sets(frame.months(1, frame.end) | st.just(frame.month(frame.busy)), max_size=3))
    stated: dict[str, Any] = {
        "title": "made up",
        "start": frame.start,
        "now": frame.month(frame.now),
        "end": frame.month(frame.end),
        "decision": draw(st.sampled_from(("logit", "threshold", "quantal"))),
        "charter": {
            "notice_months": draw(notices),
            "freeze_allowed": draw(st.sampled_from((True, True, False))),
            "return_allowed": draw(st.sampled_from((True, True, False))),
            "decision_dates": {
                month: {"multiplier": draw(multipliers), "renewal": draw(st.booleans())}
                for month in sorted(dates)
            },
        },
        "patron": {"capacity": draw(shares)}
        | {name: draw(size) for name, size in frame.policy().items()},
        "members": {name: draw(member(frame)) for name in frame.members},
        "poles": {name: draw(pole) for name in frame.poles},
        "influence": draw(influences(frame)),
        "channels": draw(channels),
        "parameters": draw(parameters),
        "events": {name: draw(events(frame)) for name in frame.events},
    }
    if frame.branch is not None:
        stated["branch_at"] = frame.month(frame.branch)
    if draw(st.booleans()):
        stated["present"] = draw(presents(frame))
    return stated


holds = st.sampled_from(("OUT", "today", "from exit", *STATUSES))
pole = st.fixed_dictionaries({}, optional={"exclusivity": shares})
seeds = st.integers(0, 2**63 - 1) | st.integers(0, 3)
runs = st.integers(0, 100_000)


def scenarios(**limits: int) -> st.SearchStrategy[Scenario]:
    """Whole scenarios, checked: as a program that uses them gets them."""
    return documents(**limits).map(Scenario.model_validate)


@st.composite
def interventions(draw: st.DrawFn, scenario: Document) -> dict[str, Any]:
    """What is done to a run: members held, events left out, channels cut, from a month on."""
    zero = ordinal(scenario.start)
    first_free = ordinal(scenario.branch_at or scenario.now) - zero + 1
    end = ordinal(scenario.end) - zero if scenario.end else ordinal(scenario.now) - zero + 120
    held = draw(st.lists(st.sampled_from(list(scenario.members)), max_size=3, unique=True))
    dropped = (
        draw(st.sets(st.sampled_from(list(scenario.events)), max_size=3))
        if scenario.events
        else set()
    )
    later_on = st.integers(first_free, end) | st.just(first_free)
    return {
        "hold": {name: draw(holds) for name in held},
        "without": dropped,
        "cut": draw(st.sets(st.sampled_from((*CHANNELS, "conditions")))),
        "at": draw(st.none() | later_on),
    }
