"""What the science demands: each pattern fails when its mechanism is broken."""

from __future__ import annotations

from statistics import mean as average

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.futures.experiment import Do, Futures, do_exit, do_stay, play
from sim.futures.measures import exit_counts, exits, exposure, others, yearly_rate
from sim.model import AllianceModel
from sim.rules.status import ACTIVE, OUT
from sim.scenario.compiling.peers import gain_of_peers
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate, mean

BASELINE = load("armenia-2025")
MEMBERS = BASELINE.member_ids


def only(*channels: str) -> dict[str, float]:
    """All channels off but these, from now on."""
    return {f"present.channels.{c}": float(c in channels) for c in CHANNELS}


def play_free(scenario: Scenario, runs: int = 4_000) -> Futures:
    return play(scenario, {"base": Do()}, runs=runs)


def p_exit(scenario: Scenario, runs: int = 4_000) -> NDArray[np.float64]:
    """P(first exit by the end) of each member."""
    return exits(play_free(scenario, runs), "base").mean(axis=0)


def effect(scenario: Scenario, member: str, runs: int = 6_000) -> Estimate:
    """The domino effect of a member's exit."""
    played = play(scenario, {"exit": do_exit(member), "stay": do_stay(member)}, runs=runs)
    among = others(played, member)
    return mean(exit_counts(played, "exit", among) - exit_counts(played, "stay", among))


def difference(one: Scenario, other: Scenario, among: list[int], runs: int) -> Estimate:
    """Paired difference in the number of exits among some members: same seed, same luck."""
    counts = [exit_counts(play_free(s, runs), "base", np.array(among)) for s in (one, other)]
    return mean(counts[0] - counts[1])


@pytest.mark.parametrize("leaver", MEMBERS)
def test_with_all_channels_off_an_exit_moves_nobody(leaver: str) -> None:
    still = BASELINE.change(only())
    played = play(still, {"exit": do_exit(leaver), "stay": do_stay(leaver)}, runs=2_000)
    among = others(played, leaver)
    left, stayed = (played.arms[arm].first_exit[:, among] for arm in ("exit", "stay"))
    assert np.array_equal(left, stayed)
    assert (stayed >= 0).any()  # there was something to move


@pytest.mark.parametrize("channel", [c for c in CHANNELS if c != "reputation"])
def test_each_channel_alone_carries_the_exit_of_kazakhstan(channel: str) -> None:
    found = effect(BASELINE.change(only(channel)), "kazakhstan", 8_000)
    assert found.low is not None
    assert found.high is not None
    assert found.low > 0 or found.high < 0


def test_an_exit_breaks_no_pledge_but_a_broken_pledge_is_seen() -> None:
    alone = BASELINE.change({"branch_at": "2022-08"}).change(only("reputation"))
    alone = alone.change({"events.article4-2022.keep": True})
    arms = {"with": Do(), "without": Do(without=frozenset(["article4-2022"]))}
    played = play(alone, arms, runs=20_000)
    among = others(played, "armenia")
    seen = mean(exit_counts(played, "with", among) - exit_counts(played, "without", among))
    assert seen.low is not None
    assert seen.low > 0
    of_exit = effect(BASELINE.change(only("reputation")), "kazakhstan")
    assert of_exit.value == pytest.approx(0, abs=0.003)


def test_more_capacity_means_fewer_exits_of_every_member() -> None:
    weak, strong = (
        p_exit(BASELINE.change({"present.patron.capacity": value}), 8_000) for value in (0.1, 0.9)
    )
    assert (strong < weak).all()


@pytest.mark.parametrize("member", MEMBERS)
def test_more_pull_means_more_exits_of_the_one_pulled(member: str) -> None:
    low, high = (
        p_exit(BASELINE.change({f"present.members.{member}.pull": value}), 8_000)
        for value in (0.1, 0.9)
    )
    assert high[MEMBERS.index(member)] > low[MEMBERS.index(member)]


def test_a_longer_notice_delays_the_exits() -> None:
    chances = [
        p_exit(BASELINE.change({"present.charter.notice_months": months}), 10_000)
        for months in (0, 24, 60)
    ]
    assert (chances[0] > chances[1]).all()
    assert (chances[1] > chances[2]).all()


def test_more_concession_means_fewer_exits_of_the_one_conceded_to() -> None:
    armenia = MEMBERS.index("armenia")
    chances = [
        p_exit(BASELINE.change({"present.patron.concede": 0.4, path: value}))[armenia]
        for path, value in (
            ("present.parameters.concession", 0.0),
            ("present.parameters.concession", 1.5),
            ("present.parameters.concession", 3.0),
        )
    ]
    assert chances[0] > chances[1] > chances[2]


def coercing(share: float, backlash: float) -> Scenario:
    return BASELINE.change(
        {
            "present.patron.coerce": share,
            "present.patron.concede": 0.0,
            "present.parameters.backlash": backlash,
        }
    )


def test_coercion_deters_at_no_backlash_and_invites_at_a_high_one() -> None:
    among = [i for i, m in enumerate(MEMBERS) if m != "armenia"]
    calm = difference(coercing(1.0, 0.0), coercing(0.0, 0.0), among, 8_000)
    bitter = difference(coercing(1.0, 0.2), coercing(0.0, 0.2), among, 8_000)
    assert calm.high is not None
    assert bitter.low is not None
    assert calm.high < 0 < bitter.low


def kept(channels: dict[str, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(exit) with the pledge of September 2022 kept, and broken, from August 2022 on."""
    asked = load("pledge-2022-kept").change(channels)
    broken = asked.change({"events.article4-2022.pledge.kept": False})
    return p_exit(asked, 8_000), p_exit(broken, 8_000)


def test_a_pledge_kept_in_2022_halves_the_exits_of_armenia_and_spares_some_others() -> None:
    with_help, without = kept({})
    armenia = MEMBERS.index("armenia")
    assert 0.35 < 1 - with_help[armenia] / without[armenia] < 0.65
    spared = np.delete(without - with_help, armenia)
    assert spared.sum() > 0
    reputation_help, reputation_without = kept(only("reputation"))
    spared_by_reputation = np.delete(reputation_without - reputation_help, armenia)
    assert 0 < spared_by_reputation.sum() < spared.sum()


@pytest.mark.parametrize(("leaver", "runs"), [("armenia", 20_000), ("kazakhstan", 8_000)])
def test_through_precedent_alone_a_punished_leaver_deters_and_an_unpunished_one_invites(
    leaver: str, runs: int
) -> None:
    alone = only("precedent") | {
        "present.patron.concede": 0.0,
        "present.parameters.wait_fate": 0.0,
    }
    punished = effect(BASELINE.change(alone | {"present.patron.coerce": 1.0}), leaver, runs)
    spared = effect(BASELINE.change(alone | {"present.patron.coerce": 0.0}), leaver, runs)
    assert punished.high is not None
    assert spared.low is not None
    assert punished.high < 0 < spared.low


def average_alliance() -> Scenario:
    """Five average members of 2018, without threats, pull and history."""
    members = list(BASELINE.members.values())
    quiet = {"threat": 0.0, "regime_risk": 0.0, "pull": 0.0}
    stated = ("alignment", "dependence", "presence", "weight", "expected_cost")
    member = {name: average(getattr(m, name).value for m in members) for name in stated} | quiet
    kinds = ("external", "regime")
    trust = {kind: average(getattr(m.trust, kind).value for m in members) for kind in kinds}
    patron = {
        name: getattr(BASELINE.patron, name).value for name in ("capacity", "coerce", "concede")
    }
    return Scenario.from_plain(
        {
            "title": "an average alliance",
            "start": "2025-01",
            "now": "2025-01",
            "end": "2035-01",
            "patron": patron,
            "members": {name: member | {"trust": trust} for name in MEMBERS},
            "influence": {i: {j: 0.3 for j in MEMBERS if i != j} for i in MEMBERS},
        }
    )


def test_an_alliance_of_average_members_loses_them_at_a_historical_base_rate() -> None:
    rate = yearly_rate(*exposure(play_free(average_alliance(), 20_000), "base")).value
    assert rate is not None
    assert 0.0005 < rate < 0.002


def test_a_returner_can_come_back() -> None:
    out = BASELINE.change(
        {
            "present.members.kazakhstan.status": "OUT",
            "present.parameters.rate_return": 0.05,
        }
    )
    last = play_free(out, 1_000).arms["base"].last[:, MEMBERS.index("kazakhstan")]
    assert (last == ACTIVE).any()
    shut = play_free(out.change({"present.charter.return_allowed": False}), 1_000)
    assert (shut.arms["base"].last[:, MEMBERS.index("kazakhstan")] == OUT).all()


def test_who_does_not_trust_hardly_asks_and_learns_only_from_others() -> None:
    shy = BASELINE.change(
        {
            "present.parameters.reluctance": 1.0,
            "present.parameters.crisis_external": 1.0,
            "present.members.armenia.trust.external": 0.001,
            "present.members.armenia.threat": 1.0,
            "end": "2027-08",
        }
    )
    model = AllianceModel(shy, seed=1).play()
    asked = [h for h in model.record if h.kind == "request" and h.actor == "armenia"]
    unasked = [h for h in model.record if h.kind == "crisis unasked" and h.actor == "armenia"]
    external = [h for h in asked if h.detail["pledge"] == "external"]
    assert len(unasked) > 20
    assert len(external) <= 2
    deaf = AllianceModel(shy.change({"present.channels.reputation": 0.0}), seed=1).play()
    heard = sum(model.members[0].kept) + sum(model.members[0].broken)
    unheard = sum(deaf.members[0].kept) + sum(deaf.members[0].broken)
    assert heard > unheard


# Attention and peers


def alliance_of(members: int, influence: float, **changes: float) -> Scenario:
    """As many identical members, who heed each other alike, without any event."""
    one = average_alliance()
    first = next(iter(one.members.values())).model_dump()
    names = [f"member-{k}" for k in range(members)]
    plain = one.plain() | {
        "members": dict.fromkeys(names, first),
        "influence": {i: {j: influence for j in names if i != j} for i in names},
        "parameters": {"w_inertia": 40.0, "alignment_noise": 0.03},
    }
    return Scenario.from_plain(plain).change(changes)


def span_of_alignment(scenario: Scenario) -> float:
    """From the 5% to the 95% point of all alignments at the end."""
    played = play(scenario, {"base": Do()}, runs=400, record=frozenset({"base"}))
    tally = played.arms["base"].tally
    assert tally is not None
    counts = tally.alignment[-1].sum(axis=0).cumsum()
    low, high = (int(np.searchsorted(counts, share * counts[-1])) for share in (0.05, 0.95))
    return (high - low) / len(counts) * 2


@pytest.mark.parametrize("strength", [1.0, 3.0])
def test_without_events_alignment_spreads_no_further_in_a_larger_alliance(strength: float) -> None:
    few, many = (
        span_of_alignment(alliance_of(members, 0.3, **{"channels.alignment": strength}))
        for members in (4, 30)
    )
    assert 0.2 < few < 0.8
    assert many < few * 1.05


@pytest.mark.parametrize("strength", [1.0, 8.0, 1000.0])
@pytest.mark.parametrize("peer_share", [0.17, 0.67, 0.99])
def test_peers_never_run_away_at_any_strength(strength: float, peer_share: float) -> None:
    pushed = alliance_of(6, 1.0).change(
        {
            "parameters.alignment_noise": 0.0,
            "parameters.peer_share": peer_share,
            "parameters.reversion": 0.5,
            "channels.alignment": strength,
            "events.push": {
                "title": "a lasting push of one member",
                "month": "2025-02",
                "lasting": True,
                "shocks": {"member-0": {"alignment": -0.01}},
            },
        }
    )
    assert gain_of_peers(pushed) < 1
    model = AllianceModel(pushed, seed=1).play()
    pushes = [member.alignment - member.baseline for member in model.members]
    # What a lasting push of one of six ends with, had it all the time of the world.
    assert min(pushes) >= -0.01 * 1.0001
    assert max(pushes) <= 1e-12


# Frailty


def frail(sd: float) -> Scenario:
    return BASELINE.change({"parameters.frailty_sd": sd})


def test_frailty_leaves_small_chances_as_they_are_and_spreads_their_counts() -> None:
    firm, shaky = (
        exit_counts(play_free(scenario, 40_000), "base", others_than_armenia())
        for scenario in (frail(0.0), frail(1.4))
    )
    among = [others_than_armenia()[1:]]  # all but Armenia and Belarus: small and not too small
    assert among
    assert shaky.mean() == pytest.approx(firm.mean(), rel=0.08)
    assert dispersion(shaky) > 1.25 * dispersion(firm)
    assert (shaky >= 3).mean() > 2 * (firm >= 3).mean()


def dispersion(counts: NDArray[np.int64]) -> float:
    return float(counts.var() / counts.mean())


def others_than_armenia() -> NDArray[np.intp]:
    return np.array([i for i, m in enumerate(MEMBERS) if m != "armenia"], np.intp)


def test_frailty_is_no_contagion_and_the_same_in_all_arms() -> None:
    still = frail(1.4).change(only())
    arms = {"exit": do_exit("kazakhstan"), "stay": do_stay("kazakhstan")}
    played = play(still, arms, runs=2_000)
    among = others(played, "kazakhstan")
    left, stayed = (played.arms[arm].first_exit[:, among] for arm in ("exit", "stay"))
    assert np.array_equal(left, stayed)


# Joint acts

CENTRAL = ["kazakhstan", "kyrgyzstan", "tajikistan"]


def cohesive(cohesion: float, **changes: float) -> Scenario:
    """The baseline with a bloc; its members are shakier than in truth, so that there are steps."""
    bloc = {"blocs.central": {"members": CENTRAL, "cohesion": cohesion}}
    return BASELINE.change(bloc | {"present.parameters.w_inertia": 1.0} | changes)


def test_a_bloc_without_cohesion_changes_no_bit() -> None:
    alone = BASELINE.change({"present.parameters.w_inertia": 1.0})
    left, right = (play_free(scenario, 500).arms["base"] for scenario in (alone, cohesive(0.0)))
    assert np.array_equal(left.first_exit, right.first_exit)
    assert np.array_equal(left.first_step, right.first_step)
    assert np.array_equal(left.last, right.last)


def test_joint_acts_leave_each_chance_as_it_is_where_nobody_learns_of_the_others() -> None:
    runs = 20_000
    alone, joint = (exits(play_free(cohesive(c).change(only()), runs), "base") for c in (0.0, 1.0))
    error = np.sqrt(2 * 0.25 / runs)
    assert joint.mean(axis=0) == pytest.approx(alone.mean(axis=0), abs=4 * error)


def test_joint_acts_bring_exits_together() -> None:
    alone, joint = (play_free(cohesive(c).change(only()), 10_000) for c in (0.0, 1.0))
    places = [MEMBERS.index(name) for name in CENTRAL]

    def in_one_month(played: Futures) -> float:
        first = np.sort(played.arms["base"].first_exit[:, places], axis=1)
        return float(((first[:, 1:] == first[:, :-1]) & (first[:, 1:] >= 0)).any(axis=1).mean())

    assert in_one_month(joint) > 5 * in_one_month(alone)
    counts = [exit_counts(played, "base", np.array(places)) for played in (alone, joint)]
    assert (counts[1] >= 3).mean() > (counts[0] >= 3).mean()
    assert (counts[1] >= 1).mean() < (counts[0] >= 1).mean()


@pytest.mark.parametrize("leaver", CENTRAL)
def test_joint_acts_are_no_domino(leaver: str) -> None:
    still = cohesive(0.7, **{"parameters.frailty_sd": 1.0}).change(only())
    played = play(still, {"exit": do_exit(leaver), "stay": do_stay(leaver)}, runs=2_000)
    among = others(played, leaver)
    left, stayed = (played.arms[arm].first_exit[:, among] for arm in ("exit", "stay"))
    assert np.array_equal(left, stayed)
    assert (stayed >= 0).any()
