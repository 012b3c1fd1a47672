"""Faults between fields: what one field states and another does not allow."""

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from tests.scenario.edits import Edit, edited

EDITS = [
    (
        "end: 2025-12",
        "end: @2020-12",
        "end",
        "ends before a month is free",
        "2020-12",
        "a month after 2020-12",
    ),
    (
        "end: 2025-12",
        "end: @2090-12",
        "end",
        "too many months",
        "852 months from 2020-01 to 2090-12",
        "at most 600",
    ),
    (
        "end: 2025-12\n",
        "end: 2025-12\nbranch_at: @2021-01\n",
        "branch_at",
        "outside the record",
        "2021-01",
        "a month from 2020-01 to 2020-12",
    ),
    (
        "start: 2020-01",
        "start: @2021-01",
        "start",
        "starts after now",
        "2021-01",
        "a month up to 2020-12",
    ),
    (
        "    2022-06: {multiplier",
        "    @2019-06: {multiplier",
        "charter.decision_dates.2019-06",
        "before the start",
        "2019-06",
        "a month from 2020-01 on",
    ),
    (
        "capacity: 0.5\n",
        "capacity: {value: 0.5, source: @surwey}\n",
        "patron.capacity.source",
        "no such source",
        '"surwey"',
        "survey, assumption",
        "survey",
    ),
    (
        "patron:\n  name: The patron\n  capacity: 0.5\n  coerce: 0.4\n",
        "@patron:\n  name: The patron\n  capacity: 0.5\n  coerce: 0.9\n",
        "patron",
        "shares of more than the whole",
        "coerce 0.9 + concede 0.2 = 1.1",
        "at most 1 together",
    ),
    (
        "poles:\n",
        "poles:\n  @patron: {}\n",
        "poles.patron",
        "a reserved id",
        '"patron"',
        "another id",
    ),
    (
        "poles:\n",
        "poles:\n  @ash: {}\n",
        "poles.ash",
        "an id used twice",
        '"ash", which is one of the members too',
        "another id",
    ),
    (
        "  birch:\n    alignment: 0.5\n",
        "  @birch:\n    pull: 0.1\n    alignment: 0.5\n",
        "members.birch",
        "needs one of pull and offers",
        "both",
        "one of the two",
    ),
    (
        "offers: {west: 0.4,",
        "offers: {@weast: 0.4,",
        "members.birch.offers.weast",
        "no such pole",
        '"weast"',
        "west, east",
        "west",
    ),
    (
        "offers: {west: 0.4,",
        "offers: {west: @1.4,",
        "members.birch.offers.west",
        "out of bounds",
        "1.4",
        "a number from 0 to 1",
    ),
    (
        "offers: {west: 0.4, east: 0.1}",
        "@offers: {}",
        "members.birch.offers",
        "no offer",
        "an empty block",
        "at least one pole",
    ),
    (
        "  ash: {birch: 0.5}",
        "  ash: {@brich: 0.5}",
        "influence.ash.brich",
        "no such member",
        '"brich"',
        "ash, birch",
        "birch",
    ),
    (
        "  ash: {birch: 0.5}",
        "  ash: {@ash: 0.5}",
        "influence.ash.ash",
        "influence on itself",
        '"ash"',
        "another member",
    ),
    (
        "  ash: {birch: 0.5}",
        "  ash: {birch: @2}",
        "influence.ash.birch",
        "out of bounds",
        "2",
        "a number from 0 to 1",
    ),
    (
        "  ash: {birch: 0.5}",
        "  @asch: {birch: 0.5}",
        "influence.asch",
        "no such member",
        '"asch"',
        "ash, birch",
        "ash",
    ),
    (
        "    source: survey\n",
        "    source: @surveys\n",
        "events.refused.source",
        "no such source",
        '"surveys"',
        "survey, assumption",
        "survey",
    ),
    (
        "  refused:\n    title: Help refused\n    source: survey\n",
        "  @refused:\n    title: Help refused\n    source: assumption\n",
        "events.refused",
        "an assumption without a reason",
        "no note",
        "a note",
    ),
    (
        "month: 2020-03\n",
        "month: @2019-12\n",
        "events.refused.month",
        "outside the months played",
        "2019-12",
        "a month from 2020-01 to 2025-12",
    ),
    (
        "month: 2020-03\n",
        "month: @2026-01\n",
        "events.refused.month",
        "outside the months played",
        "2026-01",
        "a month from 2020-01 to 2025-12",
    ),
    (
        "pledge: {member: ash,",
        "pledge: {member: @aish,",
        "events.refused.pledge.member",
        "no such member",
        '"aish"',
        "ash, birch",
        "ash",
    ),
    (
        "      others: {alignment",
        "      @other: {alignment",
        "events.refused.shocks.other",
        "no such member",
        '"other"',
        "ash, birch, patron",
    ),
    (
        "      ash: {pull: 0.2}",
        "      @ash: {}",
        "events.offer.shocks.ash",
        "an empty shock",
        "nothing",
        "alignment, threat, regime_risk, dependence, presence, pull, capacity",
    ),
    (
        "      patron: {capacity: 0.1}",
        "      patron: {@threat: 0.1}",
        "events.troops.shocks.patron.threat",
        "not a quantity of the patron",
        '"threat"',
        "capacity",
    ),
    (
        "      birch: {presence",
        "      birch: {@capacity: 0.1, presence",
        "events.troops.shocks.birch.capacity",
        "not one of a member",
        '"capacity"',
        "alignment, threat, regime_risk, dependence, presence, pull",
    ),
    (
        "presence: -0.1, alignment: -0.1}\n      patron: {capacity: 0.1}\n    lasting: true",
        "presence: -0.1}\n      patron: {capacity: 0.1}\n    lasting: @true",
        "events.troops.lasting",
        "lasting without a shock to alignment",
        "true",
        "false where no shock moves alignment",
    ),
    (
        "    half_life: 12\n"
        "    shocks:\n"
        "      birch: {presence: -0.1, alignment: -0.1}\n"
        "      patron: {capacity: 0.1}\n",
        "    half_life: @12\n    shocks:\n      birch: {alignment: -0.1}\n",
        "events.troops.half_life",
        "a half-life of nothing",
        "12",
        "with shocks other than alignment alone",
    ),
    (
        "status: {birch: FROZEN}\n    keep",
        "status: {@brich: FROZEN}\n    keep",
        "events.left.status.brich",
        "no such member",
        '"brich"',
        "ash, birch",
        "birch",
    ),
    (
        "    status: {birch: FROZEN}\n    keep: true\n",
        "    shocks: {birch: {threat: 0.1}}\n    keep: @true\n",
        "events.left.keep",
        "keep on an outside entry",
        "true",
        "false, since an outside entry stays anyway",
    ),
    (
        "    status: {birch: FROZEN}\n    keep",
        "    when: {exit_of: ash}\n    @status: {birch: FROZEN}\n    keep",
        "events.left.status",
        "an uncertain record",
        "when",
        "a certain status up to now (2020-12)",
    ),
    (
        "    status: {birch: FROZEN}\n    keep",
        "    chance: {once: 0.5}\n    @status: {birch: FROZEN}\n    keep",
        "events.left.status",
        "an uncertain record",
        "chance",
        "a certain status up to now (2020-12)",
    ),
    (
        "    status: {birch: FROZEN}\n    keep",
        "    weight: @0.5\n    status: {birch: FROZEN}\n    keep",
        "events.left.weight",
        "a weight without a size",
        "0.5",
        "1 where there is only a policy or a status",
    ),
    (
        "  left:\n"
        "    title: The pact is suspended\n"
        "    month: 2020-06\n"
        "    status: {birch: FROZEN}\n"
        "    keep: true\n",
        "  @left:\n    title: The pact is suspended\n    month: 2020-06\n",
        "events.left",
        "an event without effect",
        "none",
        "a pledge, shocks, punishment, policy or status",
    ),
    (
        "policy: {coerce: 0.6}",
        "@policy: {}",
        "events.hard.policy",
        "an empty policy",
        "nothing",
        "coerce, concede or both",
    ),
    (
        "policy: {coerce: 0.6}",
        "@policy: {coerce: 0.9}",
        "events.hard.policy",
        "shares of more than the whole",
        "coerce 0.9 + concede 0.2 = 1.1",
        "at most 1 together",
    ),
    (
        "punishment: {member: birch",
        "punishment: {member: @patron",
        "events.hard.punishment.member",
        "no such member",
        '"patron"',
        "ash, birch",
    ),
    (
        "chance: {each_month: 0.02, times: 2, until: 2024-12}",
        "@chance: {each_month: 0.02, once: 0.1}",
        "events.offer.chance",
        "needs one of once and each_month",
        "both",
        "one of the two",
    ),
    (
        "chance: {each_month: 0.02, times: 2, until: 2024-12}",
        "@chance: {}",
        "events.offer.chance",
        "needs one of once and each_month",
        "neither",
        "one of the two",
    ),
    (
        "chance: {each_month: 0.02, times: 2, until: 2024-12}",
        "chance: {once: 0.02, times: @2}",
        "events.offer.chance.times",
        "times without each_month",
        "2",
        "with each_month alone",
    ),
    (
        "chance: {each_month: 0.02, times: 2, until: 2024-12}",
        "chance: {once: 0.02, until: @2024-12}",
        "events.offer.chance.until",
        "until without each_month",
        "2024-12",
        "with each_month alone",
    ),
    (
        "times: 2, until: 2024-12}",
        "times: 2, until: @2020-12}",
        "events.offer.chance.until",
        "ends before it begins",
        "2020-12",
        "a month from 2021-01 on",
    ),
    (
        "exit_of: ash",
        "exit_of: @aish",
        "events.answer.when.exit_of",
        "no such member",
        '"aish"',
        "ash, birch",
        "ash",
    ),
    (
        "status_of: {birch",
        "status_of: {@brich",
        "events.answer.when.status_of.brich",
        "no such member",
        '"brich"',
        "ash, birch",
        "birch",
    ),
    (
        "    when:\n"
        "      exit_of: ash\n"
        "      status_of: {birch: FROZEN}\n"
        "      quantities: [{of: birch, quantity: alignment, below: 0.1}]\n",
        "    @when: {}\n",
        "events.answer.when",
        "no condition",
        "none",
        "exit_of, status_of or quantities",
    ),
    (
        "[{of: birch, quantity: alignment, below: 0.1}]",
        "[@{of: birch, quantity: alignment}]",
        "events.answer.when.quantities.0",
        "a threshold without a value",
        "neither",
        "above, below or both",
    ),
    (
        "[{of: birch, quantity: alignment, below: 0.1}]",
        "[@{of: birch, quantity: alignment, below: 0.1, above: 0.2}]",
        "events.answer.when.quantities.0",
        "a condition that never holds",
        "above 0.2 and below 0.1",
        "above less than below",
    ),
    (
        "of: birch, quantity: alignment",
        "of: birch, quantity: @capacity",
        "events.answer.when.quantities.0.quantity",
        "not one of a member",
        '"capacity"',
        "alignment, threat, regime_risk, dependence, presence, pull",
    ),
    (
        "of: birch, quantity: alignment",
        "of: patron, quantity: @alignment",
        "events.answer.when.quantities.0.quantity",
        "not a quantity of the patron",
        '"alignment"',
        "capacity",
    ),
    (
        "of: birch, quantity: alignment",
        "of: @brich, quantity: alignment",
        "events.answer.when.quantities.0.of",
        "no such member",
        '"brich"',
        "ash, birch, patron",
        "birch",
    ),
    (
        "    ash: {alignment: 0.1}",
        "    @aish: {alignment: 0.1}",
        "present.members.aish",
        "no such member",
        '"aish"',
        "ash, birch",
        "ash",
    ),
    (
        "channels: {reputation: 0.5}",
        "channels: {@reputatoin: 0.5}",
        "present.channels.reputatoin",
        "no such channel",
        '"reputatoin"',
        "reputation, alignment, club, dilution, precedent, discipline",
        "reputation",
    ),
    (
        "channels: {reputation: 0.5}",
        "channels: {reputation: @-0.5}",
        "present.channels.reputation",
        "out of bounds",
        "-0.5",
        "a number of at least 0",
    ),
    (
        "channels: {reputation: 0.5}",
        "parameters: {@w_faer: 0.5}",
        "present.parameters.w_faer",
        "no such parameter",
        '"w_faer"',
        "w_inertia, w_security, w_insurance, w_ties, w_fear, w_club, w_alignment, w_pull, …",
        "w_fear",
    ),
    (
        "channels: {reputation: 0.5}",
        "parameters: {rate_out: @1.5}",
        "present.parameters.rate_out",
        "out of bounds",
        "1.5",
        "a number from 0 to 1",
    ),
    (
        "channels: {reputation: 0.5}",
        "@patron: {coerce: 0.5, concede: 0.6}",
        "present.patron",
        "shares of more than the whole",
        "coerce 0.5 + concede 0.6 = 1.1",
        "at most 1 together",
    ),
    (
        "  birch:\n"
        "    alignment: 0.5\n"
        "    trust: {external: 0.6, regime: 0.6}\n"
        "    threat: 0.2\n"
        "    regime_risk: 0.4\n"
        "    dependence: 0.7\n"
        "    presence: 0.2\n"
        "    offers: {west: 0.4, east: 0.1}\n",
        "  @birch:\n"
        "    alignment: 0.5\n"
        "    trust: {external: 0.6, regime: 0.6}\n"
        "    threat: 0.2\n"
        "    regime_risk: 0.4\n"
        "    dependence: 0.7\n"
        "    presence: 0.2\n",
        "members.birch",
        "needs one of pull and offers",
        "neither",
        "one of the two",
    ),
    (
        "  east: {exclusivity",
        "  @value: {}\n  east: {exclusivity",
        "poles.value",
        "a reserved id",
        '"value"',
        "another id",
    ),
    (
        "members:\n  ash:\n    name",
        "members:\n"
        "  @value:\n"
        "    alignment: 0.5\n"
        "    trust: {external: 0.6, regime: 0.6}\n"
        "    threat: 0.2\n"
        "    regime_risk: 0.4\n"
        "    dependence: 0.7\n"
        "    presence: 0.2\n"
        "    pull: 0.1\n"
        "    weight: 0.7\n"
        "    expected_cost: 0.5\n"
        "  ash:\n"
        "    name",
        "members.value",
        "a reserved id",
        '"value"',
        "another id",
    ),
    (
        "  survey: {title",
        "  @assumption: {title: x}\n  survey: {title",
        "sources.assumption",
        "a reserved id",
        '"assumption"',
        "another id",
    ),
]


@pytest.mark.usefixtures("scenarios")
@pytest.mark.parametrize("edit", [Edit(*edit) for edit in EDITS], ids=lambda edit: edit.id)
def test_a_fault_between_fields_is_told_where_it_stands(small: str, edit: Edit) -> None:
    text, place = edited(small, edit)
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(text, "small.yaml")
    assert [fault.place for fault in refused.value.faults] == [place]
    assert edit.is_told_by(refused.value.faults[0])


def member(number: int) -> str:
    return f"""\
  m{number}:
    alignment: 0
    trust: {{external: 0.5, regime: 0.5}}
    threat: 0
    regime_risk: 0
    dependence: 0
    presence: 0
    pull: 0
    weight: 0
    expected_cost: 0
"""


@pytest.mark.parametrize(
    ("members", "events", "message"),
    [
        (61, 0, "too many members; found 61; allowed at most 60"),
        (2, 1001, "too many events; found 1001; allowed at most 1000"),
        (60, 84, "too many effects of events; found 5040; allowed at most 5000"),
    ],
)
def test_a_scenario_has_limits(members: int, events: int, message: str) -> None:
    shock = "{title: x, month: 2020-01, shocks: {others: {threat: 0.1}}}"
    text = f"""\
title: Large
start: 2020-01
now: 2020-12
patron: {{capacity: 0, coerce: 0, concede: 0}}
members:
{"".join(map(member, range(members)))}
events: {{{", ".join(f"e{number}: {shock}" for number in range(events))}}}
"""
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(text)
    assert message in str(refused.value)


def test_where_start_and_now_change_places_that_is_told_once(small: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(small.replace("start: 2020-01", "start: 2021-01"))
    assert [fault.path for fault in refused.value.faults] == ["start"]


def test_shares_of_a_policy_meet_those_in_force_in_its_month(small: str) -> None:
    """From 2020-07 on the patron coerces with 0.6, so it can concede with 0.4 at most."""
    later = "  late:\n    title: x\n    month: {}\n    policy: {{concede: 0.5}}\npresent:\n"
    before = small.replace("present:\n", later.format("2020-06"))
    after = small.replace("present:\n", later.format("2020-08"))
    with pytest.raises(ScenarioError, match=r"events\.hard\.policy: shares of more than the whole"):
        Scenario.from_text(before)  # 0.5 is in force when the harder line comes
    with pytest.raises(ScenarioError, match=r"events\.late\.policy: shares of more than the whole"):
        Scenario.from_text(after)
