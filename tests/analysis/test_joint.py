"""The exit of several members at once: its arms, what it counts, what is beyond the sum."""

from __future__ import annotations

import numpy as np
import pytest

from sim import domino_effect, load, words
from sim.analysis.domino.joint import joint_effect
from sim.analysis.domino.result import JointResult
from sim.refusal import Refusal
from sim.scenario.document.parameters import CHANNELS

BASELINE = load("armenia-2025")
RUNS = 1_500
BOTH = ["armenia", "kazakhstan"]


@pytest.fixture(scope="module")
def found() -> JointResult:
    return joint_effect(BASELINE, BOTH, runs=RUNS).result


def test_beyond_is_the_joint_effect_less_each_alone(found: JointResult) -> None:
    alone = sum(each.value or 0.0 for each in found.alone.values())
    assert list(found.alone) == BOTH
    assert found.effect.value == pytest.approx(alone + (found.beyond.value or 0.0), abs=1e-12)
    assert found.beyond.low <= found.beyond.value <= found.beyond.high


def test_counted_are_the_members_outside_the_set_on_the_same_pairs(found: JointResult) -> None:
    assert sorted(found.by_member) == ["belarus", "kyrgyzstan", "tajikistan"]
    total = sum(each.value or 0.0 for each in found.by_member.values())
    assert found.effect.value == pytest.approx(total, abs=1e-12)
    assert found.pairs == RUNS
    assert found.left_out == 0


def test_the_joint_effect_is_more_than_that_of_the_heavier_alone(found: JointResult) -> None:
    assert found.effect.value > found.alone["kazakhstan"].value
    assert found.against_active is not None  # Armenia is frozen at now


def test_alone_means_that_the_rest_of_the_set_stays() -> None:
    alone = joint_effect(BASELINE, BOTH, runs=RUNS).result.alone["kazakhstan"]
    free = domino_effect(BASELINE, "kazakhstan", runs=RUNS).numbers["by_member"]
    others = sum(free[m]["value"] for m in ("belarus", "kyrgyzstan", "tajikistan"))
    assert alone.value == pytest.approx(others, abs=0.02)


def test_pairs_with_any_of_the_set_out_are_left_out_of_all_arms() -> None:
    late = joint_effect(BASELINE, BOTH, at="2033-01", runs=RUNS).result
    of_armenia = domino_effect(BASELINE, "armenia", at="2033-01", runs=RUNS).numbers
    assert late.left_out > of_armenia["left_out"] > 0
    assert late.pairs + late.left_out == RUNS


def test_with_all_channels_off_several_exits_move_nobody_in_any_pair() -> None:
    off = BASELINE.change({f"present.channels.{name}": 0.0 for name in CHANNELS})
    off = off.change({"parameters.frailty_sd": 1.0, "present.parameters.w_inertia": 1.0})
    off = off.change({"blocs.b": {"members": ["belarus", "kazakhstan"], "cohesion": 0.7}})
    answer = joint_effect(off, ["armenia", "kazakhstan", "tajikistan"], runs=RUNS)
    for estimate in (answer.result.effect, answer.result.beyond, *answer.result.alone.values()):
        assert estimate.as_json() == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert "Exactly as many other members leave" in words.headline(answer)
    assert (np.array([e.value for e in answer.result.by_member.values()]) == 0).all()


def test_the_order_of_the_set_is_nothing(found: JointResult) -> None:
    turned = joint_effect(BASELINE, BOTH[::-1], runs=RUNS).result
    assert turned.effect == found.effect
    assert turned.beyond == found.beyond
    assert turned.by_member == found.by_member


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (["armenia"], "too few members"),
        (["armenia", "armenia"], "a member named twice"),
        (["armenia", "kazakhstam"], "did you mean kazakhstan"),
        (["armenia", "invasion-2022"], "an event among members"),
        (list(BASELINE.members), "no other to count"),
    ],
)
def test_what_is_no_set_of_members_is_refused(of: list[str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        joint_effect(BASELINE, of, runs=10)


def test_one_that_is_out_already_is_refused() -> None:
    out = BASELINE.change({"present.members.belarus.status": "OUT"})
    with pytest.raises(Refusal, match="already out"):
        joint_effect(out, ["armenia", "belarus"], runs=10)


def test_it_is_told_in_words_and_rows() -> None:
    answer = joint_effect(BASELINE, BOTH, runs=RUNS)
    told = " ".join(words.lines(answer))
    assert "If Armenia and Kazakhstan both leave in September 2025" in told
    assert "Each alone, while the rest of them stay" in told
    heads, rows = words.rows(answer)
    assert [row[0] for row in rows] == [
        "together",
        "Armenia alone",
        "Kazakhstan alone",
        "beyond the sum",
    ]
    assert len(heads) == 3
