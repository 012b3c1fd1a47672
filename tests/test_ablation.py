"""What is switched off has no effect, to the bit: channels, events, members, names and orders.

Trajectories are compared, not only exits: everything that a member has of its own in every month.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.rules.status import ACTIVE, OUT
from sim.scenario.compiling.interventions import CUTS, Do, do_exit, do_stay
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from tests.strategies import (
    PARTS,
    STATUSES,
    documents,
    events_without,
    scenarios,
    seeds,
    without_parts,
)
from tests.traces import OF_MEMBERS, Trace, ensemble_trace

FEW = {"most_members": 6, "most_months": 20, "most_events": 8}
EVENTFUL = FEW | {"least_events": 3}
OFF = dict.fromkeys(CHANNELS, 0.0)
EVERYTHING = frozenset(CUTS)
EXAMPLES = settings(max_examples=40)
Stated = dict[str, Any]


def assert_same(left: Trace, right: Trace, names: Iterable[str], until: int | None = None) -> None:
    """These quantities equal, to the bit, in all months or in those before ``until``."""
    for name in names:
        one, other = left.states[name][:, :until], right.states[name][:, :until]
        assert np.array_equal(one, other), name


def assert_same_members(
    left: Trace, these: list[int], right: Trace, those: list[int] | None = None
) -> None:
    """All that some members have of their own, to the bit."""
    one, other = left.of(these), right.of(these if those is None else those)
    for name in OF_MEMBERS:
        assert np.array_equal(one[name], other[name]), name


def everything(trace: Trace) -> list[str]:
    return [name for name in trace.states if name != "happened"]


def without_conditions(stated: Stated) -> Stated:
    """No event waits for what others do."""
    for told in stated["events"].values():
        told.pop("when", None)
    return stated


def switched_off(stated: Stated) -> Stated:
    """All channels at 0, in the record and after it."""
    stated["channels"] = dict(OFF)
    stated.setdefault("present", {})["channels"] = {}
    return stated


def off_at_present(stated: Stated) -> Stated:
    """All channels at 0 from the first free month on; the record keeps them."""
    stated.setdefault("present", {})["channels"] = dict(OFF)
    return stated


# --- no channel, no domino ------------------------------------------------------------------------


def assert_nobody_feels(told: Scenario, seed: int, these: list[int], at: int, cut: frozenset[str]):
    """Whoever leaves or stays, the others do the same; and leaving is not staying."""
    names, differs = list(told.members), False
    for i, name in enumerate(names):
        leaves = ensemble_trace(told, seed, these, do_exit(name, cut=cut), at)
        stays = ensemble_trace(told, seed, these, do_stay(name, cut=cut), at)
        others = [j for j in range(len(names)) if j != i]
        assert_same_members(leaves, others, stays)
        assert_same(leaves, stays, ["capacity", "weather", "policy"])
        differs |= not np.array_equal(leaves.status[:, :, i], stays.status[:, :, i])
    assert differs == (stays.status[:, at - 1] != OUT).any()


@st.composite
def branches(draw: st.DrawFn, told: Scenario) -> int:
    """A month in which arms can part."""
    trace = ensemble_trace(told, 0, [0])
    return draw(st.integers(trace.last_recorded + 1, trace.status.shape[1] - 1))


@EXAMPLES
@given(st.data())
def test_with_all_channels_off_nobody_feels_an_exit(chosen: st.DataObject) -> None:
    told = Scenario.model_validate(
        off_at_present(without_conditions(chosen.draw(documents(**FEW))))
    )
    at = chosen.draw(branches(told))
    assert_nobody_feels(told, chosen.draw(seeds), [0, 1], at, frozenset())


@EXAMPLES
@given(st.data())
def test_with_everything_cut_nobody_feels_an_exit(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**FEW))
    at = chosen.draw(branches(told))
    assert_nobody_feels(told, chosen.draw(seeds), [0, 1], at, EVERYTHING)


@pytest.mark.parametrize("name", ["armenia-2025", "kazakhstan-freezes"])
@pytest.mark.parametrize("rule", ["logit", "threshold", "quantal"])
def test_no_channel_no_domino_in_the_shipped_scenarios(name: str, rule: str) -> None:
    told = load(name).change({"decision": rule})
    off = told.change({f"present.channels.{channel}": 0.0 for channel in CHANNELS})
    at = ensemble_trace(told, 1, [0]).last_recorded + 1
    assert_nobody_feels(off, 1, list(range(20)), at, frozenset())
    assert_nobody_feels(told, 1, list(range(20)), at, EVERYTHING)


# --- one channel alone ----------------------------------------------------------------------------


def no_influence(stated: Stated) -> Stated:
    stated["influence"] = {}
    return stated


def no_parameter(name: str) -> Callable[[Stated], Stated]:
    def change(stated: Stated) -> Stated:
        stated["parameters"][name] = 0.0
        stated.get("present", {}).get("parameters", {}).pop(name, None)
        return stated

    return change


def no_crises_and_pledges(stated: Stated) -> Stated:
    stated["events"] = events_without(stated, "pledge")
    return no_parameter("crisis_external")(no_parameter("crisis_regime")(stated))


def nobody_moves(stated: Stated) -> Stated:
    """All are in, and stay: no step in the record, now, or later."""
    for rate in ("rate_out", "crisis_external", "crisis_regime"):
        stated = no_parameter(rate)(stated)
    for member in stated["members"].values():
        member["status"] = "ACTIVE"
    for member in stated.get("present", {}).get("members", {}).values():
        member.pop("status", None)
    stated["events"] = events_without(stated, "status")
    return stated


HARMLESS: list[tuple[str, Callable[[Stated], Stated], tuple[str, ...]]] = [
    ("reputation", no_influence, ()),
    ("reputation", no_parameter("watch"), ()),
    ("reputation", no_parameter("salience"), ()),
    ("reputation", no_crises_and_pledges, ()),
    ("alignment", no_influence, ()),
    ("alignment", no_parameter("peer_share"), ()),
    ("precedent", no_influence, ()),
    ("precedent", no_parameter("learning"), ()),
    ("precedent", no_parameter("w_fear"), ("expected_cost",)),
    ("club", no_parameter("w_club"), ()),
    ("club", nobody_moves, ()),
    ("dilution", nobody_moves, ()),
    ("discipline", no_parameter("backing"), ()),
    ("discipline", no_parameter("w_fear"), ("expected_cost",)),
]
"""A channel, what takes its hold away, and the quantities that it may still move."""


@pytest.mark.parametrize(("channel", "disarm", "moved"), HARMLESS)
@settings(max_examples=20)
@given(chosen=st.data())
def test_a_channel_moves_nothing_that_it_cannot_reach(
    channel: str,
    disarm: Callable[[Stated], Stated],
    moved: tuple[str, ...],
    chosen: st.DataObject,
) -> None:
    stated = disarm(chosen.draw(documents(**FEW)))
    stated.setdefault("present", {}).setdefault("channels", {}).pop(channel, None)
    if moved:  # what it moves could be a condition of an event
        stated = without_conditions(stated)
    stated["channels"][channel] = 2.5
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    stated["channels"][channel] = 0.0
    off = Scenario.model_validate(stated)
    left, right = ensemble_trace(told, seed, [0, 1]), ensemble_trace(off, seed, [0, 1])
    assert_same(left, right, [name for name in left.states if name not in moved])


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_moves_something(channel: str) -> None:
    told = load("channels-doubled").change({"parameters.rate_out": 0.5, "parameters.backlash": 1.0})
    off = told.change({f"present.channels.{channel}": 0.0})
    left, right = ensemble_trace(told, 1, range(20)), ensemble_trace(off, 1, range(20))
    assert any(not np.array_equal(left.states[name], right.states[name]) for name in left.states)


def first_departure(trace: Trace) -> int:
    """The first month in which anyone is not wholly in, at its end or at the end of the last."""
    away = (trace.status != ACTIVE).any(axis=(0, 2))
    return int(np.argmax(away)) if away.any() else len(away)


def first_answer(told: Scenario, trace: Trace) -> int:
    """The first free month with a step outwards, the first month with a punishment seen."""
    moved = trace.moved.any(axis=(0, 2))
    moved[: trace.last_recorded + 1] = False
    punishing = [name for name, event in told.events.items() if event.punishment]
    seen = [list(told.events).index(name) for name in punishing]
    moved |= (trace.happened[:, :, seen] > 0).any(axis=(0, 2))
    return int(np.argmax(moved)) if moved.any() else len(moved)


def no_crises(stated: Stated) -> Stated:
    return no_parameter("crisis_external")(no_parameter("crisis_regime")(stated))


@pytest.mark.parametrize("channel", ["precedent", "club", "dilution"])
@settings(max_examples=40)
@given(chosen=st.data())
def test_a_channel_waits_for_a_first_case(channel: str, chosen: st.DataObject) -> None:
    stated = no_crises(chosen.draw(documents(**FEW)))
    stated.setdefault("present", {}).setdefault("channels", {}).pop(channel, None)
    stated["channels"][channel] = 3.0
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    stated["channels"][channel] = 0.0
    left = ensemble_trace(told, seed, [0])
    right = ensemble_trace(Scenario.model_validate(stated), seed, [0])
    first = first_answer(told, left) if channel == "precedent" else first_departure(left)
    assert_same(left, right, left.states, until=first)


@EXAMPLES
@given(st.data())
def test_who_heeds_nobody_learns_nothing_from_others(chosen: st.DataObject) -> None:
    stated = switched_off(without_conditions(chosen.draw(documents(**FEW))))
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    deaf = [i for i, name in enumerate(told.members) if not told.influence.get(name)]
    assume(deaf)
    stated["channels"] |= {"reputation": 3.0, "alignment": 3.0, "precedent": 3.0}
    heard = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    assert_same_members(heard, deaf, ensemble_trace(told, seed, [0, 1]))


# --- one member more ------------------------------------------------------------------------------


def inserted(block: Stated, name: str, value: Any, place: int) -> Stated:
    """A block with one entry more, at this place."""
    entries = list(block.items())
    entries.insert(place, (name, value))
    return dict(entries)


@st.composite
def newcomers(draw: st.DrawFn, stated: Stated, status: str | None = None) -> tuple[Stated, int]:
    """The scenario with one member more, anywhere, who heeds others; and its place."""
    place = draw(st.integers(0, len(stated["members"])))
    one = copy.deepcopy(draw(st.sampled_from(list(stated["members"].values()))))
    one["status"] = status or draw(st.sampled_from(STATUSES))
    grown = copy.deepcopy(stated)
    grown["members"] = inserted(stated["members"], "newcomer", one, place)
    grown["influence"]["newcomer"] = dict.fromkeys(stated["members"], 0.7)
    return grown, place


def beside(told: Scenario, place: int) -> list[int]:
    """The places of all but one."""
    return [i for i in range(len(told.members)) if i != place]


@EXAMPLES
@given(st.data())
def test_a_newcomer_takes_nobodys_luck_and_without_channels_moves_nobody(
    chosen: st.DataObject,
) -> None:
    stated = switched_off(without_conditions(chosen.draw(documents(**FEW))))
    grown, place = chosen.draw(newcomers(stated))
    for heeding in stated["members"]:
        grown["influence"].setdefault(heeding, {})["newcomer"] = 1.0
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    more = Scenario.model_validate(grown)
    before, after = ensemble_trace(told, seed, [0, 1]), ensemble_trace(more, seed, [0, 1])
    others = beside(more, place)
    assert np.array_equal(before.luck, after.luck[:, others])
    assert_same_members(before, list(range(len(told.members))), after, others)
    assert_same(before, after, ["capacity", "weather", "policy", "happened"])


@EXAMPLES
@given(st.data())
def test_one_who_is_out_for_good_and_unheeded_moves_nobody(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**FEW))
    stated["charter"]["return_allowed"] = False
    stated.get("present", {}).get("charter", {}).pop("return_allowed", None)
    grown, place = chosen.draw(newcomers(stated, status="OUT"))
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    more = Scenario.model_validate(grown)
    before, after = ensemble_trace(told, seed, [0, 1]), ensemble_trace(more, seed, [0, 1])
    assert (after.status[:, :, place] == OUT).all()
    assert_same_members(before, list(range(len(told.members))), after, beside(more, place))
    assert_same(before, after, ["capacity", "weather", "policy", "happened"])


@EXAMPLES
@given(st.data())
def test_without_channels_the_order_of_members_is_nothing(chosen: st.DataObject) -> None:
    stated = switched_off(without_conditions(chosen.draw(documents(**FEW))))
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    names = list(stated["members"])
    turned = chosen.draw(st.permutations(names))
    stated["members"] = {name: stated["members"][name] for name in turned}
    left = ensemble_trace(told, seed, [0, 1])
    right = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    assert_same_members(
        left, [names.index(name) for name in turned], right, list(range(len(names)))
    )


@EXAMPLES
@given(st.data())
def test_another_name_is_another_luck_and_no_one_elses(chosen: st.DataObject) -> None:
    stated = switched_off(without_conditions(chosen.draw(documents(**FEW))))
    stated |= {"events": {}, "present": {}}
    stated["parameters"]["alignment_noise"] = 0.1
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    first = next(iter(stated["members"]))
    stated["members"] = {
        "renamed" if name == first else name: member for name, member in stated["members"].items()
    }
    stated["influence"] = {}
    renamed = Scenario.model_validate(stated)
    left, right = ensemble_trace(told, seed, [0, 1]), ensemble_trace(renamed, seed, [0, 1])
    assert_same_members(left, list(range(1, len(told.members))), right)
    assert not np.array_equal(left.luck[:, 0], right.luck[:, 0])


# --- events ---------------------------------------------------------------------------------------


def weightless(told: Stated) -> Stated:
    """An event without weight; a policy and a status have none to lose."""
    return without_parts(told, "policy", "status") | {"weight": 0.0}


def chanceless(told: Stated) -> Stated:
    """An event without a chance."""
    chance = told.get("chance", {"once": 1.0})
    return told | {"chance": chance | {"once" if "once" in chance else "each_month": 0.0}}


def sizeless(told: Stated) -> Stated:
    """An event all parts of which have a size, and that 0."""
    rest = without_parts(told, "policy", "status", "punishment")
    for shock in rest.get("shocks", {}).values():
        shock.update(dict.fromkeys(shock, 0.0))
    if "pledge" in rest:
        rest["pledge"]["size"] = 0.0
    return rest


@pytest.mark.parametrize("empty", [weightless, chanceless, sizeless])
@settings(max_examples=50)
@given(chosen=st.data())
def test_an_event_without_effect_changes_nothing_wherever_it_stands(
    empty: Callable[[Stated], Stated], chosen: st.DataObject
) -> None:
    stated = chosen.draw(documents(**EVENTFUL))
    idle = empty(copy.deepcopy(chosen.draw(st.sampled_from(list(stated["events"].values())))))
    if "chance" in idle and idle.get("month", "9999") <= stated["now"]:
        idle = without_parts(idle, "status")  # the record is certain
    assume(set(PARTS) & set(idle))
    place = chosen.draw(st.integers(0, len(stated["events"])))
    more = stated | {"events": inserted(stated["events"], "idle", idle, place)}
    told, with_idle = Scenario.model_validate(stated), Scenario.model_validate(more)
    seed = chosen.draw(seeds)
    left, right = ensemble_trace(told, seed, [0, 1]), ensemble_trace(with_idle, seed, [0, 1])
    assert_same(left, right, everything(left))
    assert np.array_equal(left.happened, np.delete(right.happened, place, axis=2))


def renamed_events(stated: Stated, rename: Callable[[str, Stated], bool]) -> Stated:
    """The scenario with some of its events under another name."""
    events = {
        f"renamed-{k}" if rename(name, told) else name: told
        for k, (name, told) in enumerate(stated["events"].items())
    }
    return stated | {"events": events}


@EXAMPLES
@given(st.data())
def test_the_name_of_a_certain_event_is_nothing(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**FEW))
    other = renamed_events(stated, lambda name, told: "chance" not in told)
    seed = chosen.draw(seeds)
    left = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    right = ensemble_trace(Scenario.model_validate(other), seed, [0, 1])
    assert_same(left, right, left.states)


@EXAMPLES
@given(chosen=st.data())
def test_the_name_of_an_event_by_chance_is_its_own_luck_alone(chosen: st.DataObject) -> None:
    stated = switched_off(without_conditions(chosen.draw(documents(**FEW))))
    first = next(iter(stated["members"]))
    by_chance = {
        "title": "shakes the first member",
        "shocks": {first: {"threat": 0.3, "alignment": -0.3}},
        "chance": {"each_month": 0.5, "times": 9},
    }
    stated["events"] |= {"shaking": by_chance}
    stated.get("present", {}).get("members", {}).pop(first, None)
    other = renamed_events(stated, lambda name, told: name == "shaking")
    seed = chosen.draw(seeds)
    left = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    right = ensemble_trace(Scenario.model_validate(other), seed, [0, 1])
    assert_same_members(left, list(range(1, len(stated["members"]))), right)
    assert_same(left, right, ["capacity", "weather", "policy"])
    assert np.array_equal(left.happened[:, :, :-1], right.happened[:, :, :-1])


def test_an_event_by_chance_under_another_name_happens_in_other_runs() -> None:
    shaking = {"title": "shakes", "shocks": {"others": {"pull": 0.2}}, "chance": {"once": 0.5}}
    told = load("armenia-2025").change({"events.shaking": shaking})
    other = load("armenia-2025").change({"events.renamed": shaking})
    left, right = ensemble_trace(told, 1, range(40)), ensemble_trace(other, 1, range(40))
    happened = left.happened[:, -1, -1], right.happened[:, -1, -1]
    assert not np.array_equal(*happened)
    assert all(8 < runs_with_it.sum() < 32 for runs_with_it in happened)
    same = happened[0] == happened[1]
    assert np.array_equal(left.status[same], right.status[same])


@EXAMPLES
@given(st.data())
def test_the_order_of_events_of_different_months_is_nothing(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**EVENTFUL))
    one_a_month = {
        told["month"]: name for name, told in stated["events"].items() if "month" in told
    }
    assume(len(one_a_month) > 1)
    stated["events"] = {name: stated["events"][name] for name in one_a_month.values()}
    for told in stated["events"].values():  # what fades or comes again meets other months
        told.pop("half_life", None)
        told.pop("chance", None)
    turned = chosen.draw(st.permutations(list(stated["events"])))
    other = stated | {"events": {name: stated["events"][name] for name in turned}}
    seed = chosen.draw(seeds)
    left = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    right = ensemble_trace(Scenario.model_validate(other), seed, [0, 1])
    assert_same(left, right, everything(left))


@EXAMPLES
@given(st.data())
def test_to_leave_an_event_out_is_the_scenario_without_it(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**EVENTFUL))
    now = stated.get("branch_at", stated["now"])
    to_come = [name for name, told in stated["events"].items() if told.get("month", "9999") > now]
    assume(to_come)
    name = chosen.draw(st.sampled_from(to_come))
    rest = {other: told for other, told in stated["events"].items() if other != name}
    seed = chosen.draw(seeds)
    left_out = Do(without=frozenset({name}))
    left = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1], left_out)
    right = ensemble_trace(Scenario.model_validate(stated | {"events": rest}), seed, [0, 1])
    assert_same(left, right, everything(left))
