"""The oracle against months worked out by hand: it must be right before it can judge."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.scenario.document.schema import Document
from tests.oracle import ACTIVE, FROZEN, LEVELS, NOTICE, OUT, TERMS, Run, noise_free, simulate
from tests.strategies import documents, interventions, runs, scenarios, seeds

SURE = 800.0
"""Logits beyond which a chance is exactly 0 or 1."""
STILL = {
    "alignment_noise": 0.0, "cap_noise": 0.0, "shock_sd": 0.0, "crisis_external": 0.0,
    "crisis_regime": 0.0, "attention": 0.0, "rate_out": 0.0, "rate_finish": 0.0,
    "rate_back": 0.0, "rate_return": 0.0, "reversion": 0.0, "peer_share": 0.0,
    "cap_reversion": 0.0, "backlash": 0.0, "erosion": 0.0, "concession": 0.0, "warmth": 0.0,
    "cost": 0.0, "learning": 0.0, "memory_months": 1e12,
}  # fmt: skip
LEAVING = {"w_inertia": -SURE, "rate_out": 1.0, "rate_finish": 1.0}


def member(**stated: Any) -> dict[str, Any]:
    usual = dict.fromkeys(("threat", "regime_risk", "dependence", "presence", "pull"), 0.0)
    return {
        "alignment": 0.0,
        "trust": {"external": 0.5, "regime": 0.5},
        "weight": 0.5,
        "expected_cost": 0.5,
        **usual,
        **stated,
    }


def document(free: int = 3, history: int = 1, **stated: Any) -> Document:
    """Two members who stand still, unless something else is stated; month 0 is January 2000."""
    parameters = STILL | stated.pop("parameters", {})
    usual: dict[str, Any] = {
        "title": "worked by hand",
        "start": "2000-01",
        "now": f"2000-{history:02d}",
        "end": f"2000-{history + free:02d}",
        "patron": {"capacity": 0.4, "coerce": 0.0, "concede": 0.0},
        "members": {"a": member(), "b": member()},
    }
    return Document.model_validate(usual | stated | {"parameters": parameters})


def event(month: int | None = None, **stated: Any) -> dict[str, Any]:
    dated = {} if month is None else {"month": f"2000-{month + 1:02d}"}
    return {"title": "made up"} | dated | stated


def test_capacity_goes_a_share_of_the_way_to_its_target() -> None:
    drain = event(0, shocks={"patron": {"capacity": -0.2}})
    played = simulate(document(events={"e": drain}, parameters={"cap_reversion": 0.5}), 1, 0)
    assert played.capacity == pytest.approx([0.3, 0.25, 0.225, 0.2125])
    drain["half_life"] = 1.0
    played = simulate(document(events={"e": drain}, parameters={"cap_reversion": 0.5}), 1, 0)
    assert played.capacity == pytest.approx([0.3, 0.3, 0.325, 0.35])


def test_a_fading_shock_is_felt_beside_the_lasting_part_and_clipped_with_it() -> None:
    told = {
        "fades": event(0, shocks={"a": {"threat": 0.4}}, half_life=1.0),
        "lasts": event(0, shocks={"a": {"threat": -0.05}, "others": {"pull": 0.1}}, weight=0.5),
    }
    played = simulate(
        document(events=told, members={"a": member(threat=0.9), "b": member(pull=0.2)}), 1, 0
    )
    assert played.threat[:, 0] == pytest.approx([1.0, 1.0, 0.975, 0.925])
    assert played.pull == pytest.approx(np.array([[0.0, 0.25]] * 4))


PLEDGE = {"pledge": {"member": "a", "kind": "external", "kept": False, "size": 2.0}}
HEEDED = {"salience": 3.0, "watch": 0.4, "cross_type": 0.5, "prior_strength": 4.0}


def test_a_broken_pledge_is_learnt_by_its_victim_and_by_who_heeds_it() -> None:
    told = document(
        events={"e": event(0, **PLEDGE)}, parameters=HEEDED, influence={"b": {"a": 0.5}}
    )
    played = simulate(told, 1, 0)
    assert played.trust_external[0] == pytest.approx([2 / (4 + 6), 2 / (4 + 1.2)])
    assert played.trust_regime[0] == pytest.approx([2 / (4 + 3), 2 / (4 + 0.6)])


def test_what_was_learnt_is_half_forgotten_after_the_half_life_of_memory() -> None:
    told = document(events={"e": event(0, **PLEDGE)}, parameters=HEEDED | {"memory_months": 1.0})
    played = simulate(told, 1, 0)
    assert played.trust_external[:2, 0] == pytest.approx([2 / (4 + 3), 2 / (4 + 1.5)])


def test_alignment_follows_lost_trust_grown_offers_and_peers() -> None:
    told = document(
        members={
            "a": member(alignment=0.2, threat=0.6, regime_risk=0.2, pull=0.1),
            "b": member(alignment=0.4, status="FROZEN"),
            "c": member(alignment=0.9, status="OUT"),
        },
        influence={"a": {"b": 0.5, "c": 1.0}},
        events={
            "pledge": event(0, **PLEDGE),
            "offer": event(0, shocks={"a": {"pull": 0.2}}),
            "turn": event(0, shocks={"b": {"alignment": 0.1}}),
        },
        parameters=HEEDED
        | {
            "reversion": 0.1,
            "trust_to_alignment": 2.0,
            "pull_to_alignment": 0.5,
            "peer_share": 0.3,
        },
    )
    trust = (0.6 * 2 / 10 + 0.2 * 2 / 7) / 0.8
    target = 0.2 + 2.0 * (trust - 0.5) - 0.5 * 0.2
    # c was never in: it takes no attention from b, of whom as much is heeded as is stated.
    target += 0.3 * 0.5 * ((0.5 - 0.25) - 0.4)
    played = simulate(told, 1, 0)
    assert played.alignment[0, 0] == pytest.approx(0.2 + 0.1 * (target - 0.2))
    assert played.alignment[0, 1] == pytest.approx(0.5 + 0.1 * (0.4 - 0.5))


def test_the_ten_terms_of_a_decision() -> None:
    told = document(
        members={
            "a": member(
                alignment=0.3, threat=0.5, regime_risk=0.4, dependence=0.8, presence=0.4, pull=0.6,
                expected_cost=0.7, trust={"external": 0.2, "regime": 0.9},
            ),
            "b": member(weight=0.3, status="FROZEN"),
            "c": member(weight=0.9, status="OUT"),
            "d": member(weight=0.1, alignment=0.6),
        },
        parameters={"cheap": 0.5, "costly": 0.6, "backing": 0.3, "w_club": 2.0, "w_inertia": 1.0},
        channels={"dilution": 2.0, "discipline": 0.5, "club": 3.0},
    )  # fmt: skip
    reach = 0.5 + 0.6 * 0.4 / (1 + 2.0 * 0.5) + 0.5 * 0.3 * (0.1 * 0.8) / 0.4
    expected = {
        "inertia": 1.0,
        "security": 2.0 * 0.5 * (2 * 0.2 - 1),
        "insurance": 2.0 * 0.4 * (2 * 0.9 - 1),
        "ties": 1.5 * 0.8,
        "fear": 3.0 * 0.7 * 0.6 * reach,
        "club": -3.0 * 2.0 * (0.3 * 0.25) / 0.4,
        "alignment": 1.5 * 0.3,
        "pull": -1.5 * 0.6,
        "weather": 0.0,
        "frailty": 0.0,
    }
    assert tuple(expected) == TERMS
    assert simulate(told, 1, 0).terms[0, 0] == pytest.approx(list(expected.values()))


@pytest.mark.parametrize(
    ("charter", "freeze_share", "path"),
    [
        ({"notice_months": 2}, 1.0, [FROZEN, NOTICE, NOTICE, OUT]),
        ({"notice_months": 2}, 0.0, [NOTICE, NOTICE, OUT, OUT]),
        ({"notice_months": 1, "freeze_allowed": False}, 1.0, [NOTICE, OUT, OUT, OUT]),
        ({"notice_months": 0}, 1.0, [FROZEN, OUT, OUT, OUT]),
        ({"decision_dates": {"2000-02": {"renewal": True}}}, 0.0, [OUT, OUT, OUT, OUT]),
        ({"decision_dates": {"2000-03": {"multiplier": 0.0}}}, 1.0, [FROZEN, FROZEN, NOTICE]),
        ({"decision_dates": {"2000-03": {"renewal": True}}}, 0.0, [NOTICE, NOTICE, NOTICE]),
    ],
)
def test_a_member_that_surely_leaves_goes_by_the_charter(
    charter: dict[str, Any], freeze_share: float, path: list[int]
) -> None:
    told = document(free=4, charter=charter, parameters=LEAVING | {"freeze_share": freeze_share})
    played = simulate(told, 1, 0)
    assert list(played.status[1 : 1 + len(path), 0]) == path
    if OUT in path:
        assert played.first_exit[0] == 1 + path.index(OUT)


def test_notice_leads_out_and_one_who_is_out_returns_if_it_may() -> None:
    staying = {"w_inertia": SURE, "rate_return": 1.0}
    members = {"a": member(status="NOTICE"), "b": member(status="OUT")}
    charter = {"notice_months": 2}
    played = simulate(document(members=members, charter=charter, parameters=staying), 1, 0)
    assert played.status.tolist() == [[2, 3], [2, 0], [3, 0], [0, 0]]
    assert played.first_exit.tolist() == [2, -2]
    charter["return_allowed"] = False
    played = simulate(document(members=members, charter=charter, parameters=staying), 1, 0)
    assert played.status[:, 1].tolist() == [OUT] * 4


def test_a_notice_given_again_keeps_its_clock() -> None:
    told = document(
        free=4,
        charter={"notice_months": 2, "decision_dates": {"2000-03": {"renewal": True}}},
        members={"a": member(status="NOTICE"), "b": member()},
        events={
            "first": event(0, status={"b": "NOTICE"}),
            "again": event(1, status={"a": "NOTICE", "b": "NOTICE"}),
            "renewed": event(2, status={"b": "NOTICE"}),
        },
    )
    played = simulate(told, 1, 0)
    assert played.status[:, 0].tolist() == [NOTICE, NOTICE, OUT, OUT, OUT]
    assert played.status[:, 1].tolist() == [NOTICE, NOTICE, OUT, OUT, OUT]


@pytest.mark.parametrize(("month", "becomes"), [(0, [NOTICE, OUT]), (1, [ACTIVE, OUT])])
@pytest.mark.parametrize("charter", [{"notice_months": 0}, {"decision_dates": {}}])
def test_the_record_may_know_a_notice_where_a_free_month_makes_it_an_exit(
    charter: dict[str, Any], month: int, becomes: list[int]
) -> None:
    if "decision_dates" in charter:
        renewed = {"renewal": True}
        charter = {"notice_months": 1, "decision_dates": {"2000-01": renewed, "2000-02": renewed}}
    told = document(charter=charter, events={"e": event(month, status={"a": "NOTICE"})})
    assert simulate(told, 1, 0).status[:2, 0].tolist() == becomes


def test_a_status_of_the_present_is_taken_under_the_charter_of_the_present() -> None:
    told = {
        "free": 4,
        "charter": {"notice_months": 9},
        "members": {"a": member(status="NOTICE"), "b": member()},
    }
    present = {"members": {"a": {"status": "NOTICE"}}, "charter": {"notice_months": 2}}
    assert simulate(document(**told, present=present), 1, 0).first_exit.tolist() == [2, -1]
    present["charter"]["notice_months"] = 0
    played = simulate(document(**told, present=present), 1, 0)
    assert played.status[0, 0] == OUT
    assert played.first_exit.tolist() == [-2, -1]


def test_the_last_step_of_a_month_says_whether_the_patron_answers() -> None:
    told = document(
        events={
            "out": event(1, status={"a": "OUT", "b": "FROZEN"}),
            "back": event(1, status={"b": "ACTIVE"}),
        },
        parameters={"learning": 0.5, "wait_fate": 0.1},
    )
    assert simulate(told, 1, 0).expected_cost[1] == pytest.approx([0.3, 0.5])


def test_coercion_answers_an_exit_and_its_fate_is_a_precedent() -> None:
    told = document(
        patron={"capacity": 0.4, "coerce": 1.0, "concede": 0.0},
        members={
            "a": member(alignment=0.3, dependence=0.8, expected_cost=0.6),
            "b": member(alignment=0.2),
        },
        influence={"b": {"a": 0.4}},
        events={"leaves": event(1, status={"a": "OUT"})},
        parameters={"cheap": 0.2, "costly": 0.5, "backing": 0.3, "backlash": 0.1, "erosion": 0.25,
                    "cost": 0.05, "learning": 0.5},
        channels={"precedent": 2.0, "dilution": 3.0},
    )  # fmt: skip
    fate = 0.2 + 0.5 * 0.4 + 0.3 * (1 + 0.2) / 2
    played = simulate(told, 1, 0)
    assert played.status[:, 0].tolist() == [ACTIVE, OUT, OUT, OUT]
    assert played.alignment[1, 0] == pytest.approx(0.2)
    assert played.dependence[1, 0] == pytest.approx(0.6)
    assert played.capacity[1:] == pytest.approx([0.4 - 3.0 * 0.05] * 3)  # never answered again
    learnt = [0.6 + 0.5 * (fate - 0.6), 0.5 + 0.5 * 2.0 * 0.4 * (fate - 0.5)]
    assert played.expected_cost[1] == pytest.approx(learnt)


def test_a_concession_earns_trust_and_teaches_that_leaving_is_cheap() -> None:
    told = document(
        patron={"capacity": 0.4, "coerce": 0.0, "concede": 1.0},
        events={"freezes": event(1, status={"a": "FROZEN"})},
        parameters={"concession": 1.5, "warmth": 0.2, "learning": 0.5, "prior_strength": 4.0,
                    "attention": 1.0},
    )  # fmt: skip
    played = simulate(told, 1, 0)
    assert played.trust_regime[:, 0] == pytest.approx([2 / 4, 3.5 / 5.5, 5 / 7, 6.5 / 8.5])
    assert played.alignment[:, 0] == pytest.approx([0, 0.2, 0.4, 0.6])
    # Only the answer to the move teaches, not the attention of later months.
    assert played.expected_cost[:, 0] == pytest.approx([0.5, 0.25, 0.25, 0.25])
    assert played.expected_cost[:, 1] == pytest.approx([0.5] * 4)


CRISES = {"crisis_external": 1.0, "reluctance": 0.0, "prior_strength": 4.0, "salience": 2.0,
          "cross_type": 0.0, "honour_external": 50.0}  # fmt: skip


@pytest.mark.parametrize(
    ("dilution", "cut", "first"), [(0, (), 4 / 6), (100, (), 2 / 6), (100, ["dilution"], 4 / 6)]
)
def test_requests_compete_for_the_patron(dilution: float, cut: list[str], first: float) -> None:
    told = document(
        members={"a": member(threat=1.0), "b": member(threat=1.0)},
        parameters=CRISES,
        channels={"dilution": dilution},
    )
    played = simulate(told, 1, 0, cut=cut)
    assert played.trust_external[0] == pytest.approx([0.5, 0.5])  # history has no drawn crises
    assert played.trust_external[1] == pytest.approx([first, first])


def test_an_event_by_chance_acts_in_the_replay_with_its_size_times_its_chance() -> None:
    once = event(0, shocks={"a": {"threat": 0.4}}, weight=0.5, chance={"once": 0.25})
    often = event(0, shocks={"a": {"pull": 0.2}}, chance={"each_month": 0.5})
    seldom = event(0, policy={"coerce": 0.8}, chance={"once": 0.5})
    replayed = noise_free(document(history=3, events={"o": once, "m": often, "s": seldom}))
    assert replayed.level["threat"][0] == pytest.approx(0.2 * 0.25)
    assert replayed.level["pull"][0] == pytest.approx(0.2 * (0.5 + 0.25 + 0.125))
    assert replayed.coerce == pytest.approx(0.4)


def test_events_by_chance_happen_as_often_as_they_may() -> None:
    told = document(
        free=5,
        events={
            "once": event(shocks={"a": {"threat": 0.1}}, chance={"once": 0.5}),
            "twice": event(1, shocks={"a": {"pull": 0.1}}, chance={"each_month": 1.0, "times": 2}),
            "until": event(
                2,
                shocks={"b": {"pull": 0.1}},
                chance={"each_month": 1.0, "times": 9, "until": "2000-04"},
            ),
        },
    )
    played = [simulate(told, 1, run) for run in range(200)]
    assert 70 < sum(one.threat[1, 0] > 0 for one in played) < 130
    assert all(one.threat[1, 0] == one.threat[5, 0] for one in played)
    assert played[0].pull[:, 0] == pytest.approx([0, 0.1, 0.2, 0.2, 0.2, 0.2])
    assert played[0].pull[:, 1] == pytest.approx([0, 0, 0.1, 0.2, 0.2, 0.2])


def test_the_present_shifts_a_run_by_what_it_differs_from_the_noise_free_replay() -> None:
    told = document(
        members={"a": member(pull=0.1, threat=0.3), "b": member()},
        events={"e": event(0, shocks={"a": {"threat": 0.4}}, chance={"once": 0.25})},
        present={
            "members": {
                "a": {
                    "threat": 0.5,
                    "alignment": -0.2,
                    "pull": 0.4,
                    "status": "NOTICE",
                    "trust": {"external": 0.999},
                },
            },
            "patron": {"capacity": 0.9, "coerce": 0.7},
        },
        parameters={"reversion": 0.5, "cap_reversion": 0.5},
        charter={"notice_months": 2},
    )
    played = [simulate(told, 1, run) for run in range(50)]
    assert {round(float(one.threat[0, 0]), 9) for one in played} == {0.4, 0.8}
    assert played[0].alignment[:, 0] == pytest.approx([-0.2, *played[0].alignment[1:, 0]])
    assert played[0].pull[:, 0] == pytest.approx([0.4] * 4)
    assert played[0].trust_external[0, 0] == pytest.approx(0.999)
    assert played[0].capacity == pytest.approx([0.9] * 4)
    assert played[0].status[:, 0].tolist() == [NOTICE, NOTICE, OUT, OUT]
    assert played[0].first_exit.tolist() == [2, -1]


def test_a_shifted_present_keeps_its_balance_and_the_firmness_of_trust() -> None:
    told = document(
        members={"a": member(alignment=0.5, pull=0.1), "b": member()},
        events={"e": event(1, pledge={"member": "b", "kind": "external", "kept": False})},
        present={
            "members": {
                "a": {"alignment": -0.2, "pull": 0.4, "expected_cost": 0.1},
                "b": {"trust": {"external": 0.9}},
            }
        },
        parameters=HEEDED | {"reversion": 0.5},
    )
    played = simulate(told, 1, 0)
    assert played.alignment[:, 0] == pytest.approx([-0.2] * 4)
    assert played.expected_cost[:, 0] == pytest.approx([0.1] * 4)
    assert played.trust_external[:2, 1] == pytest.approx([0.9, 0.9 * 4 / (4 + 3)])


def test_rules_of_the_present_hold_from_the_first_free_month_on() -> None:
    told = document(
        charter={"notice_months": 0},
        present={
            "charter": {"notice_months": 1},
            "parameters": LEAVING | {"freeze_share": 0.0, "cap_reversion": 1.0},
            "channels": {"club": 0.0},
        },
        events={"e": event(0, shocks={"patron": {"capacity": 0.2}})},
    )
    played = simulate(told, 1, 0)
    assert played.status[:, 0].tolist() == [ACTIVE, NOTICE, OUT, OUT]
    assert played.capacity == pytest.approx([0.4, 0.6, 0.6, 0.6])
    assert (played.terms[:, :, TERMS.index("club")] == 0).all()


def test_a_conditional_event_happens_once_when_it_first_holds() -> None:
    rises = event(shocks={"b": {"pull": 0.3}}, when={"exit_of": "a"})
    told = document(free=4, events={"out": event(2, status={"a": "OUT"}), "follows": rises})
    assert simulate(told, 1, 0).pull[:, 1] == pytest.approx([0, 0, 0, 0.3, 0.3])
    assert simulate(told, 1, 0, cut=["conditions"]).pull[:, 1] == pytest.approx([0] * 5)
    assert simulate(told, 1, 0, cut=["conditions"], at=3).pull[:, 1] == pytest.approx(
        [0, 0, 0, 0.3, 0.3]
    )
    assert simulate(told, 1, 0, without=["out"]).pull[:, 1] == pytest.approx([0] * 5)
    late = simulate(told, 1, 0, without=["out", "follows"], at=3)
    assert late.status[:, 0].tolist() == [ACTIVE, ACTIVE, OUT, OUT, OUT]
    assert late.pull[:, 1] == pytest.approx([0] * 5)
    stays = simulate(told, 1, 0, hold={"a": "today"})
    assert stays.status[:, 0].tolist() == [ACTIVE] * 5
    assert (stays.terms[:, 1, TERMS.index("club")] == 0).all()


def test_a_condition_on_quantities_is_tested_at_the_beginning_of_the_month() -> None:
    between = {"of": "patron", "quantity": "capacity", "above": 0.45, "below": 0.65}
    told = document(
        events={
            "grows": event(1, shocks={"patron": {"capacity": 0.2}}),
            "seen": event(
                policy={"coerce": 0.5},
                shocks={"a": {"alignment": 0.5}},
                lasting=True,
                when={"quantities": [between], "status_of": {"b": "ACTIVE"}},
            ),
        },
        parameters={"cap_reversion": 1.0, "reversion": 0.5},
    )
    assert simulate(told, 1, 0).alignment[:, 0] == pytest.approx([0, 0, 0.5, 0.5])


def test_through_a_cut_club_the_others_are_seen_as_they_stood() -> None:
    told = document(events={"leaves": event(1, status={"a": "OUT"})}, parameters={"w_club": 2.0})
    club = TERMS.index("club")
    assert simulate(told, 1, 0).terms[:, 1, club] == pytest.approx([-2.0] * 3)
    assert simulate(told, 1, 0, cut=["club"]).terms[:, 1, club] == pytest.approx([0.0] * 3)
    assert simulate(told, 1, 0, cut=["club"], at=2).terms[:, 1, club] == pytest.approx([-2.0] * 3)


def test_who_is_held_out_leaves_by_a_move_that_is_answered() -> None:
    told = document(parameters={"learning": 0.5, "wait_fate": 0.1})
    played = simulate(told, 1, 0, hold={"a": "OUT"}, at=2)
    assert played.status[:, 0].tolist() == [ACTIVE, ACTIVE, OUT, OUT]
    assert played.expected_cost[:, 0] == pytest.approx([0.5, 0.5, 0.3, 0.3])
    assert played.first_exit.tolist() == [2, -1]


def test_who_is_held_from_its_exit_takes_every_step_but_the_last() -> None:
    told = document(free=4, charter={"notice_months": 1}, parameters=LEAVING | {"freeze_share": 1})
    played = simulate(told, 1, 0, hold={"a": "from exit"})
    assert played.status.tolist() == [[0, 0], [1, 1], [2, 2], [2, 3], [2, 3]]
    assert played.first_exit.tolist() == [-1, 3]
    told = document(events={"e": event(1, status={"a": "OUT"})})
    assert simulate(told, 1, 0, hold={"a": "from exit"}).status[:, 0].tolist() == [ACTIVE] * 4


BAR = {"w_inertia": -0.5, "w_club": 0.0, "threshold_sd": 0.0, "freeze_share": 1.0}
"""Both members gain 0.5 by leaving."""
SURELY = {"rate_out": 1.0, "rate_finish": 1.0}


@pytest.mark.parametrize(
    ("mean", "gap", "becomes"),
    [
        (0.4, 0.2, [ACTIVE, FROZEN, FROZEN]),
        (0.4, 0.05, [ACTIVE, FROZEN, NOTICE]),
        (0.6, 0.0, [ACTIVE, ACTIVE, ACTIVE]),
    ],
)
def test_a_threshold_is_all_or_nothing(mean: float, gap: float, becomes: list[int]) -> None:
    told = document(
        decision="threshold",
        parameters=BAR | {"threshold_mean": mean, "threshold_gap": gap},
        present={"parameters": SURELY},
    )
    played = simulate(told, 1, 0)
    assert played.status[:3, 0].tolist() == becomes
    bars = {mean} | ({mean + gap} if FROZEN in becomes else set())
    assert played.closest == pytest.approx(min(abs(0.5 - bar) for bar in bars))


@pytest.mark.parametrize(
    ("recorded", "gain", "becomes"),
    [
        # Who could have moved and stayed has a threshold of 0.5 at least.
        ("ACTIVE", 0.49, [ACTIVE, ACTIVE]),
        ("ACTIVE", 0.51, [FROZEN, NOTICE]),
        # Who froze has one of 0.5 at most, and a gap of 0.2 to go.
        ("FROZEN", 0.69, [FROZEN, FROZEN]),
        ("FROZEN", 0.71, [NOTICE, OUT]),
    ],
)
def test_thresholds_agree_with_the_record(recorded: str, gain: float, becomes: list[int]) -> None:
    told = document(
        decision="threshold",
        charter={"notice_months": 1},
        events={"e": event(0, status={"a": recorded})},
        parameters=BAR
        | SURELY
        | {"threshold_mean": {"ACTIVE": -9.0, "FROZEN": 9.0}[recorded], "threshold_gap": 0.2},
        present={
            "parameters": {
                "w_inertia": -gain,
                "threshold_gap": 0.0 if recorded == "ACTIVE" else 0.2,
            }
        },
    )
    assert simulate(told, 1, 0).status[1:3, 0].tolist() == becomes


def test_a_recorded_frozen_month_raises_the_second_bar_alone() -> None:
    told = document(
        decision="threshold",
        members={"a": member(status="FROZEN"), "b": member()},
        parameters=BAR | {"rate_finish": 1.0, "threshold_mean": -9.0, "threshold_gap": 0.0},
        present={"parameters": {"w_inertia": -0.49} | SURELY},
    )
    assert simulate(told, 1, 0).status[1].tolist() == [FROZEN, FROZEN]


def test_a_quantal_response_weighs_staying_freezing_and_leaving() -> None:
    told = document(decision="quantal", parameters={"w_inertia": 1.0, "precision": 2.0})
    run = Run(told, 1, 0)
    freeze, leave = math.exp(-2 * (1 + (0.4 - 1) / 2)), math.exp(-2 * 0.4)
    expected = (freeze + leave) / (1 + freeze + leave), freeze / (freeze + leave)
    assert run._pressure(0, 0.4) == pytest.approx(expected)
    run.charter["freeze_allowed"] = False
    assert run._pressure(0, 0.4) == pytest.approx((leave / (1 + leave), 0.0))
    run.state.status[0] = FROZEN
    assert run._pressure(0, 0.4)[0] == pytest.approx(leave / (1 + leave))


def test_an_earlier_branch_drops_what_it_tells_anew() -> None:
    told = document(
        history=4,
        branch_at="2000-02",
        events={
            "early": event(1, status={"a": "FROZEN"}),
            "dropped": event(2, status={"a": "NOTICE"}),
            "kept": event(3, status={"b": "FROZEN"}, keep=True),
            "outside": event(3, shocks={"a": {"pull": 0.2}}),
        },
        parameters={"learning": 0.5, "wait_fate": 0.1},
    )
    played = simulate(told, 1, 0)
    assert played.last_recorded == 1
    assert len(played.terms) == 5
    assert played.status[:, 0].tolist() == [0, 1, 1, 1, 1, 1, 1]
    assert played.status[:, 1].tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert played.pull[3, 0] == pytest.approx(0.2)
    # The record's step taught nothing, the free one is a move that the patron answered.
    assert played.expected_cost[-1] == pytest.approx([0.5, 0.3])


def test_offers_make_a_pull_and_the_end_is_ten_years_off() -> None:
    offering = member() | {"offers": {"east": 0.6, "west": 0.9}}
    del offering["pull"]
    told = document(
        members={"a": offering, "b": member()}, poles={"east": {}, "west": {"exclusivity": 0.5}}
    )
    told = Document.model_validate(told.model_dump(mode="python") | {"end": None})
    played = simulate(told, 1, 0)
    assert played.pull[0].tolist() == [0.6, 0.0]
    assert len(played.status) == 121


def test_the_weather_is_shared_and_keeps_its_spread() -> None:
    told = document(parameters={"shock_sd": 0.5, "shock_half_life": 0.5})
    played = [simulate(told, 1, run) for run in range(400)]
    assert all((one.terms[:, 0, 8] == one.terms[:, 1, 8]).all() for one in played)
    last = [one.weather[-1] for one in played]
    assert abs(np.mean(last)) < 0.1
    assert math.isclose(np.std(last), 0.5, rel_tol=0.15)


def test_attention_is_shared_out_among_those_who_are_or_were_in() -> None:
    told = document(
        members={
            "a": member(),
            "b": member(alignment=0.4),
            "c": member(alignment=0.4, status="OUT"),
        },
        influence={"a": {"b": 0.8, "c": 0.8}},
        events={
            "turn": event(0, shocks={"b": {"alignment": 0.2}}, lasting=False),
            "joins": event(1, status={"c": "ACTIVE"}),
            "refused": event(2, pledge={"member": "b", "kind": "external", "kept": False}),
        },
        parameters=HEEDED | {"reversion": 1.0, "peer_share": 0.5, "cross_type": 0.0},
    )
    played = simulate(told, 1, 0)
    assert played.alignment[0, 0] == pytest.approx(0.5 * 0.8 * 0.2)
    # c is in: of 1.6 in all b has a half.
    assert played.trust_external[2, 0] == pytest.approx(2 / (4 + 3.0 * 0.4 * 0.5))


@pytest.mark.parametrize(("strength", "gain"), [(0.0, 0.0), (1.0, 0.5), (3.0, 0.75)])
def test_peers_act_inside_the_target_with_a_gain_below_1(strength: float, gain: float) -> None:
    told = document(
        influence={"a": {"b": 1.0}},
        events={"turn": event(0, shocks={"b": {"alignment": 0.4}}, lasting=True)},
        members={"a": member(), "b": member(status="FROZEN")},
        parameters={"reversion": 1.0, "peer_share": 0.5},
        channels={"alignment": strength},
    )
    assert simulate(told, 1, 0).alignment[:, 0] == pytest.approx([-gain * 0.25] * 4)


def test_frailty_is_one_draw_a_run_and_no_noise_has_none() -> None:
    told = document(parameters={"frailty_sd": 1.0})
    played = [simulate(told, 1, run) for run in range(300)]
    firm = [one.frailty for one in played]
    assert all((one.terms[:, :, TERMS.index("frailty")] == one.frailty).all() for one in played)
    y = math.sqrt(3) / 2
    assert np.mean(firm) == pytest.approx(4 * math.log(math.sinh(y) / y), abs=0.2)
    assert np.std(firm) == pytest.approx(1.0, rel=0.15)
    assert np.mean(np.exp(-np.array(firm))) == pytest.approx(1.0, abs=0.25)
    assert Run(told, 1, 0, noisy=False).frailty == 0.0


COHESIVE = {"pact": {"members": ["a", "b"], "cohesion": 1.0}}


def test_a_bloc_takes_its_steps_together_and_others_do_not() -> None:
    told = document(
        free=11,
        members={"a": member(), "b": member(), "c": member()},
        blocs=COHESIVE,
        parameters={"w_inertia": 0.0, "w_club": 0.0, "rate_out": 0.5, "freeze_share": 1.0},
        charter={"return_allowed": False},
    )
    played = [simulate(told, 1, run) for run in range(40)]
    assert all((one.status[:, 0] == one.status[:, 1]).all() for one in played)
    assert any((one.status[:, 0] != one.status[:, 2]).any() for one in played)
    alone = document(free=11, members={"a": member(), "b": member(), "c": member()},
                     parameters={"w_inertia": 0.0, "w_club": 0.0, "rate_out": 0.5,
                                 "freeze_share": 1.0})  # fmt: skip
    other = [simulate(alone, 1, run) for run in range(40)]
    assert all((one.status[:, 2] == two.status[:, 2]).all()
               for one, two in zip(played, other, strict=True))  # fmt: skip
    assert any((one.status[:, 0] != one.status[:, 1]).any() for one in other)


def test_a_bloc_that_a_member_is_held_out_of_still_has_its_luck() -> None:
    told = document(
        free=11,
        blocs=COHESIVE,
        parameters={"w_inertia": 0.0, "rate_out": 0.5, "w_club": 0.0},
    )
    free = simulate(told, 1, 3)
    held = simulate(told, 1, 3, hold={"a": "today"})
    assert (held.status[:, 0] == ACTIVE).all()
    assert (held.status[:, 1] == free.status[:, 1]).all()
    assert (free.status[:, 1] != ACTIVE).any()


def test_the_first_step_is_that_of_its_own_or_of_an_event_and_no_imposed_one() -> None:
    told = document(
        free=4,
        members={"a": member(), "b": member(status="FROZEN"), "c": member()},
        events={
            "freezes": event(2, status={"a": "FROZEN", "b": "NOTICE"}),
            "back": event(3, status={"a": "ACTIVE"}),
            "again": event(4, status={"a": "FROZEN"}),
        },
    )
    assert simulate(told, 1, 0).first_step.tolist() == [2, -2, -1]
    imposed = simulate(told, 1, 0, hold={"a": "OUT", "c": "NOTICE"})
    assert imposed.first_step.tolist() == [-1, -2, -1]
    leaves = document(parameters=LEAVING | {"freeze_share": 0.0}, charter={"notice_months": 0})
    assert simulate(leaves, 1, 0).first_step.tolist() == [1, 1]


FEW = {"most_members": 5, "most_months": 16, "most_events": 8}
BRIEF = settings(max_examples=40)


def _unlinked(stated: dict[str, Any]) -> Document:
    """The scenario with all channels off and no condition on another."""
    stated["channels"] = dict.fromkeys(
        ("reputation", "alignment", "club", "dilution", "precedent", "discipline"), 0.0
    )
    stated.get("present", {}).pop("channels", None)
    for told in stated["events"].values():
        told.pop("when", None)
    return Document.model_validate(stated)


def _assert_others_untouched(told: Document, held: str, cut: Any, seed: int, run: int) -> None:
    others = [i for i, name in enumerate(told.members) if name != held]
    out = simulate(told, seed, run, hold={held: "OUT"}, cut=cut)
    stay = simulate(told, seed, run, hold={held: "today"}, cut=cut)
    for quantity in ("status", "alignment", "trust_external", "expected_cost", *LEVELS):
        left, right = getattr(out, quantity), getattr(stay, quantity)
        assert np.array_equal(left[:, others], right[:, others]), quantity


@BRIEF
@given(documents(**FEW), seeds, runs)
def test_with_all_channels_off_nobody_feels_an_exit(
    stated: dict[str, Any], seed: int, run: int
) -> None:
    told = _unlinked(stated)
    _assert_others_untouched(told, next(iter(told.members)), (), seed, run)


@BRIEF
@given(scenarios(**FEW), seeds, runs)
def test_with_all_channels_cut_nobody_feels_an_exit(told: Document, seed: int, run: int) -> None:
    cut = (*type(told.channels).model_fields, "conditions")
    _assert_others_untouched(told, next(iter(told.members)), cut, seed, run)


ACTS = {
    "asked", "silent", "honoured", "refused", "coerce", "concede", "wait", "event",
    "ACTIVE-FROZEN", "ACTIVE-NOTICE", "ACTIVE-OUT", "FROZEN-ACTIVE", "FROZEN-NOTICE",
    "FROZEN-OUT", "NOTICE-ACTIVE", "NOTICE-OUT", "OUT-ACTIVE",
}  # fmt: skip


DECISIONS = ("logit", "threshold", "quantal")


@pytest.mark.slow
def test_made_up_scenarios_make_everything_happen() -> None:
    seen: set[str] = set()

    @settings(max_examples=250, phases=[Phase.generate])
    @given(st.data())
    def play(chosen: st.DataObject) -> None:
        told = chosen.draw(scenarios())
        seed, run = chosen.draw(seeds), chosen.draw(runs)
        played = simulate(told, seed, run, **chosen.draw(interventions(told)))
        assert np.isfinite(played.terms).all()
        assert np.isfinite(played.alignment).all()
        after = [act for act in played.acts if act[0] > played.last_recorded]
        seen.update(act[1] for act in after)
        seen.update(f"{act[1]} by {told.decision}" for act in after if "-" in act[1])
        for part in ("pledge", "shocks", "punishment", "policy", "status", "when", "chance"):
            if any(act[1] == "event" and getattr(told.events[act[2]], part) for act in after):
                seen.add(part)

    play()
    steps = {f"{act} by {rule}" for act in ACTS if "-" in act for rule in DECISIONS}
    assert seen >= ACTS | steps | {
        "pledge",
        "shocks",
        "punishment",
        "policy",
        "status",
        "when",
        "chance",
    }
