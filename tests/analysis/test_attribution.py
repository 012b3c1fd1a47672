"""Attribution: parts that sum up, nothing where nothing is carried, and faults told beforehand."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import stats

from sim import words
from sim.analysis.attribution.attribution import attribute
from sim.analysis.attribution.by_channel import channel_game, has_conditions
from sim.analysis.attribution.by_event import recorded_events, without
from sim.analysis.attribution.result import AttributionResult
from sim.analysis.domino.cause import cause_of
from sim.analysis.domino.effect import domino_effect
from sim.answer import Answer
from sim.futures.experiment import play
from sim.plots import FIGURES, PHONE, WIDE, drawing
from sim.refusal import Refusal
from sim.scenario.compiling.interventions import Do
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate
from sim.words.attribution import shares, tree

BASELINE = load("armenia-2025")
MEMBERS = BASELINE.member_ids
FEW = 120
NOTHING = Estimate(0.0, 0.0, 0.0)

FOLLOWS: dict[str, Any] = {
    "title": "Kazakhstan freezes once Armenia is out",
    "when": {"exit_of": "armenia"},
    "status": {"kazakhstan": "FROZEN"},
}
WARNING: dict[str, Any] = {
    "title": "A pledge to Armenia is broken",
    "month": "2026-03",
    "pledge": {"member": "armenia", "kind": "external", "kept": False, "size": 3},
    "shocks": {"others": {"dependence": -0.6}},
}
CONDITIONAL = BASELINE.change({"events.follows": FOLLOWS})
EVENTFUL = BASELINE.change({"events.warning": WARNING})
SHORT = BASELINE.change(
    {f"events.{name}": None for name in list(BASELINE.events)[4:] if name != "freeze-2024"}
)
"""A record of four events and the pinned freeze."""


@cache
def asked(which: str) -> Answer[AttributionResult]:
    """Answers that several tests look at."""
    of, by, scenario = {
        "channels": ("kazakhstan", "channels", BASELINE),
        "conditions": ("armenia", "channels", CONDITIONAL),
        "event": ("warning", "channels", EVENTFUL),
        "members": (None, "members", BASELINE),
        "events": ("kazakhstan", "events", SHORT),
        "many events": ("kazakhstan", "events", BASELINE),
    }[which]
    return attribute(scenario, of, by=by, runs=20 if which == "many events" else FEW)


WAYS = ("channels", "conditions", "event", "members", "events", "many events")


@pytest.mark.parametrize("which", WAYS)
def test_the_parts_sum_to_the_total(which: str) -> None:
    result = asked(which).result
    parts = getattr(result, result.by)
    assert parts
    assert sum(part.value for part in parts.values()) == pytest.approx(
        result.total.value, abs=1e-12
    )
    assert json.dumps(asked(which).numbers, allow_nan=False)


@pytest.mark.parametrize("which", WAYS)
def test_every_interval_holds_its_value(which: str) -> None:
    table = asked(which).tables["parts"]
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_the_total_is_the_effect_of_the_same_pairs() -> None:
    effect = domino_effect(BASELINE, "kazakhstan", runs=FEW).result.effect
    assert asked("channels").result.total == effect
    effect = domino_effect(EVENTFUL, "warning", runs=FEW).result.effect
    assert asked("event").result.total == effect
    effect = domino_effect(SHORT, "kazakhstan", runs=FEW).result.effect
    assert asked("events").result.all == effect


@pytest.mark.parametrize("member", MEMBERS)
def test_with_all_channels_cut_an_exit_moves_nobody(member: str) -> None:
    parts = (*CHANNELS, "conditional_events")
    game = channel_game(cause_of(CONDITIONAL, member), parts, seed=1)
    none, everything = game([0, 127], 0, 500)
    assert (none == 0).all()
    assert (everything != 0).any()


def test_channels_are_the_six_and_conditional_events_where_there_are_any() -> None:
    assert tuple(asked("channels").result.channels) == CHANNELS
    assert tuple(asked("conditions").result.channels) == (*CHANNELS, "conditional_events")
    assert tuple(asked("event").result.channels) == (*CHANNELS, "direct")
    assert has_conditions(CONDITIONAL)
    assert not has_conditions(BASELINE)


def test_a_condition_on_the_exit_is_what_conditional_events_carry() -> None:
    still = CONDITIONAL.change({f"present.channels.{name}": 0 for name in CHANNELS})
    result = attribute(still, "armenia", runs=40).result
    channels = dict(result.channels)
    carried = channels.pop("conditional_events").known()
    assert carried.value == result.total.known().value > 0
    assert all(part == NOTHING for part in channels.values())


def test_what_an_event_does_itself_is_direct() -> None:
    """An event that only shocks the others needs no channel."""
    change = {f"present.channels.{name}": 0 for name in CHANNELS}
    result = attribute(EVENTFUL.change(change), "warning", runs=60).result
    assert result.channels["direct"] == result.total
    assert result.total.known().value > 0


def test_a_channel_that_is_off_carries_nothing() -> None:
    off = BASELINE.change({"present.channels.club": 0})
    channels = attribute(off, "kazakhstan", runs=60).result.channels
    assert channels["club"] == NOTHING
    assert channels["alignment"].value != 0


# --- members --------------------------------------------------------------------------------------


def test_members_share_out_the_chance_that_several_leave() -> None:
    result = asked("members").result
    assert tuple(result.members) == MEMBERS
    assert result.none == NOTHING
    row = next(row for row in result.contagion if row.k == 2)
    assert result.total.value == pytest.approx(row.free, abs=1e-12)
    assert result.of is None


def test_with_everyone_needed_all_carry_alike() -> None:
    """All channels off, notice at once, pressure without end: every member leaves."""
    change: dict[str, Any] = {f"present.channels.{name}": 0 for name in CHANNELS}
    change |= {"present.parameters.w_inertia": -40, "present.parameters.rate_out": 1}
    change |= {"present.parameters.rate_finish": 1, "present.charter.notice_months": 0}
    members = attribute(BASELINE.change(change), by="members", k=5, runs=20).result.members
    assert [part.value for part in members.values()] == pytest.approx([0.2] * 5)


# --- events of the record -------------------------------------------------------------------------


def test_only_dated_events_of_the_record_that_do_something_are_parts() -> None:
    of_the_record = recorded_events(cause_of(EVENTFUL, "armenia"))
    assert "article4-2022" in of_the_record
    assert "freeze-2024" not in of_the_record  # a pinned status and nothing else
    assert "warning" not in of_the_record  # after now
    assert "almaty-2022" not in recorded_events(cause_of(BASELINE, "article2-2021"))


def test_an_event_taken_out_leaves_its_pinned_status() -> None:
    pinned = {**BASELINE.events["freeze-2024"].model_dump(exclude_none=True)}
    both = BASELINE.change(
        {"events.freeze-2024": pinned | {"shocks": {"armenia": {"alignment": -0.5}}}}
    )
    bare = without(both, ["freeze-2024", "article4-2022"])
    assert "article4-2022" not in bare.events
    assert bare.events["freeze-2024"].status == {"armenia": "FROZEN"}
    assert not bare.events["freeze-2024"].shocks
    assert (
        bare.events["freeze-2024"]
        == BASELINE.change({"events.freeze-2024.shocks": None}).events["freeze-2024"]
    )


def test_taking_out_is_the_same_as_never_having_stated() -> None:
    bare = without(SHORT, [next(iter(SHORT.events))])
    stated = SHORT.change({f"events.{next(iter(SHORT.events))}": None})
    assert bare == stated
    played = [play(s, {"base": Do()}, runs=50).arms["base"] for s in (bare, stated)]
    assert np.array_equal(played[0].first_exit, played[1].first_exit)


def test_few_events_are_shared_out_exactly_and_many_by_drawn_orders() -> None:
    few, many = asked("events").result, asked("many events").result
    assert few.orders is None
    assert many.orders == 20
    assert len(many.events) > 30
    assert len(few.events) == 4


def test_an_event_without_size_carries_nothing() -> None:
    name = next(iter(SHORT.events))
    weightless = SHORT.change({f"events.{name}.weight": 0})
    result = attribute(weightless, "kazakhstan", by="events", runs=50).result
    assert result.events[name] == NOTHING


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"of": "armenai"}, "did you mean armenia"),
        ({"of": None}, "of: the effect of what"),
        ({"of": "armenia", "by": "channel"}, "did you mean channels"),
        ({"by": "members", "k": 6}, "k: out of range; found 6; allowed 1 to 5"),
        ({"of": "armenia", "k": 0}, "k: out of range; found 0"),
        ({"of": "velvet-2018", "by": "events"}, "no dated event"),
    ],
)
def test_what_cannot_be_asked_is_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        attribute(BASELINE, runs=10, **options)


def test_a_member_that_is_out_has_no_exit_to_share_out() -> None:
    out = BASELINE.change({"present.members.armenia.status": "OUT"})
    with pytest.raises(Refusal, match="armenia is already out"):
        attribute(out, "armenia", runs=10)


def test_an_event_that_names_every_member_leaves_nobody_to_count() -> None:
    shocks = {member: {"alignment": -0.1} for member in MEMBERS}
    stated = BASELINE.change({"events.all": {"title": "All", "month": "2026-01", "shocks": shocks}})
    with pytest.raises(Refusal, match="names every member"):
        attribute(stated, "all", runs=10)


def test_an_event_at_the_beginning_of_the_record_has_no_branch() -> None:
    first = BASELINE.change({"events.velvet-2018.month": BASELINE.start})
    with pytest.raises(Refusal, match="beginning of the record"):
        attribute(first, "velvet-2018", runs=10)


# --- words and pictures ---------------------------------------------------------------------------


@pytest.mark.parametrize("which", WAYS)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_figure_builds_and_is_one_that_plotly_takes(which: str, width: int) -> None:
    answer = asked(which)
    for figure in answer.figures:
        for theme in ("light", "dark"):
            made = FIGURES[figure](answer, theme=theme, width=width)
            go.Figure(json.loads(made.to_json()))  # validated, unlike the one that was made


@pytest.mark.parametrize("which", WAYS)
def test_it_is_told_in_sentences(which: str) -> None:
    answer = asked(which)
    figures = [word(f, answer) for f in answer.figures for word in (words.sentence, words.reading)]
    for line in (*words.lines(answer)[:-1], *figures):
        assert line[0].isupper() or line[0] == "“"
        assert line.endswith(".")
        assert not {"nan", "None"} & set(line.replace("(", " ").replace("%", " ").split())
    assert words.headline(answer).count("conditional on") == 1
    heads, rows = words.rows(answer)
    assert {len(row) for row in rows} == {len(heads)}
    assert rows[-1][0] == "together"


def test_the_other_way_is_seen_without_colour() -> None:
    answer = asked("channels")
    rows = [
        {"part": "club", "label": "club", "value": 0.3, "low": 0.2, "high": 0.4},
        {"part": "dilution", "label": "dilution", "value": -0.2, "low": -0.3, "high": -0.1},
        {"part": "discipline", "label": "discipline", "value": 0.1, "low": -0.1, "high": 0.3},
    ]
    table = answer.tables["parts"].iloc[:0]
    signed = replace(answer, tables=answer.tables | {"parts": table.from_records(rows)})
    adds, takes, untold, _ = drawing("attribution", signed)["data"]
    ground = drawing("attribution", signed)["layout"]["paper_bgcolor"]
    assert "pattern" in takes["marker"]
    assert "pattern" not in adds["marker"]
    assert untold["marker"]["color"] == ground != adds["marker"]["color"]
    assert shares.shares_sentence(signed).endswith("dilution the other way.")


def test_titles_of_events_stay_text() -> None:
    answer = asked("many events")
    hostile = answer.tables["parts"].assign(label="<script>x</script> %{y}")
    made = FIGURES["attribution"](replace(answer, tables=answer.tables | {"parts": hostile}))
    assert "<script" not in made.to_json()


def test_events_are_told_with_the_largest_share_first() -> None:
    sizes = [abs(part.value) for part in shares.parts(asked("many events"))]
    assert all(one >= other for one, other in pairwise(sizes))


def scenario_with(**channels: float) -> Scenario:
    return BASELINE.change({f"present.channels.{name}": v for name, v in channels.items()})


def test_where_nothing_moves_that_is_said() -> None:
    answer = attribute(scenario_with(**dict.fromkeys(CHANNELS, 0.0)), "kazakhstan", runs=50)
    assert "no part is told from 0" in words.headline(answer)
    assert "change nothing in any run" in shares.unresolved(answer)
    assert tree.toppled(answer).startswith("In no run")


@pytest.mark.parametrize("which", ["channels", "many events"])
def test_parts_resolved_at_once_are_those_of_holm(which: str) -> None:
    """The smallest of n p-values counts n times, the next n - 1 times, and so on."""
    answer = asked(which)
    table, found = answer.tables["parts"], answer.result.simultaneous
    orders = answer.result.orders
    law = stats.norm if orders is None else stats.t(orders // 2 - 1)
    sizes = {}
    for row in table.to_dict("records"):
        half = row["high"] - row["value"]
        sizes[row["part"]] = abs(row["value"]) / half * law.ppf(0.975) if half else 0.0
    sure: list[str] = []
    for rank, part in enumerate(sorted(sizes, key=lambda part: -sizes[part])):
        if sizes[part] <= law.ppf(1 - 0.025 / (len(table) - rank)):
            break
        sure.append(part)
    assert set(found.resolved) == set(sure)
    assert (found.correction, found.parts) == ("holm", len(table))
    alone = {row["part"] for row in resolved_alone(answer)}
    assert set(sure) <= alone
    assert f"corrected for all {len(table)} at once (Holm)" in " ".join(words.lines(answer))


def resolved_alone(answer: Answer) -> list[dict[str, Any]]:
    rows = answer.tables["parts"].to_dict("records")
    return [row for row in rows if row["low"] > 0 or row["high"] < 0]
