"""Faults of single fields: each in plain words and in its place."""

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from tests.scenario.edits import Edit, edited

EDITS = [
    (
        "title: A small alliance\n",
        "@titles: A small alliance\n",
        "titles",
        "unknown field",
        '"titles"',
        "title, asks, note, as_of, start, now, end, branch_at, decision, charter, patron,"
        " members, poles, influence, blocs, channels, parameters, events, present, sources",
        "title",
    ),
    (
        "start: 2020-01",
        "start: @2020-13",
        "start",
        "not a month",
        '"2020-13"',
        "YYYY-MM, as 2022-08, from 1800-01 to 2199-12",
    ),
    (
        "start: 2020-01",
        "start: @2020",
        "start",
        "not a month",
        "2020",
        "YYYY-MM, as 2022-08, from 1800-01 to 2199-12",
    ),
    (
        "    2022-06: {multiplier",
        "    @june: {multiplier",
        "charter.decision_dates.june",
        "not a month",
        '"june"',
        "YYYY-MM, as 2022-08, from 1800-01 to 2199-12",
    ),
    (
        "multiplier: 2,",
        "multiplier: @-2,",
        "charter.decision_dates.2022-06.multiplier",
        "out of bounds",
        "-2",
        "a number from 0 to 1000",
    ),
    (
        "renewal: true",
        "renewal: @yes",
        "charter.decision_dates.2022-06.renewal",
        "neither true nor false",
        '"yes"',
        "true or false",
    ),
    (
        "capacity: 0.5\n",
        "capacity: @1.5\n",
        "patron.capacity",
        "out of bounds",
        "1.5",
        "a number from 0 to 1",
    ),
    (
        "capacity: 0.5\n",
        "capacity: @high\n",
        "patron.capacity",
        "not a number",
        '"high"',
        "a number from 0 to 1, or {value, low, high, source, rule, note}",
    ),
    (
        "capacity: 0.5\n",
        "capacity: {value: 0.5, low: @-0.1, high: 0.6}\n",
        "patron.capacity.low",
        "out of bounds",
        "-0.1",
        "a number from 0 to 1",
    ),
    (
        "capacity: 0.5\n",
        "@capacity: {value: 0.5, low: 0.1}\n",
        "patron.capacity",
        "a range needs both ends",
        "no high",
        "low and high",
    ),
    (
        "capacity: 0.5\n",
        "@capacity: {value: 0.5, low: 0.6, high: 0.7}\n",
        "patron.capacity",
        "value outside its own range",
        "0.5",
        "low <= value <= high, here 0.6 to 0.7",
    ),
    (
        "capacity: 0.5\n",
        "@capacity: {value: 0.5, source: assumption}\n",
        "patron.capacity",
        "an assumption without a range",
        "neither low nor high",
        "low, high and note",
    ),
    (
        "capacity: 0.5\n",
        "@capacity: {value: 0.5, low: 0, high: 1, source: assumption}\n",
        "patron.capacity",
        "an assumption without a reason",
        "no note",
        "low, high and note",
    ),
    (
        "capacity: 0.5\n",
        "capacity: {value: 0.5, low: 0, @hihg: 1}\n",
        "patron.capacity.hihg",
        "unknown field",
        '"hihg"',
        "value, low, high, source, rule, note",
        "high",
    ),
    (
        "  concede: 0.2\n",
        "  concede: 0.2\n  @capasity: 0.1\n",
        "patron.capasity",
        "unknown field",
        '"capasity"',
        "name, iso3, capacity, coerce, concede",
        "capacity",
    ),
    (
        "patron:\n  name: The patron\n  capacity: 0.5\n  coerce: 0.4\n",
        "@patron:\n  name: The patron\n  capacity: 0.5\n",
        "patron.coerce",
        "missing field",
        "nothing",
        "a number from 0 to 1",
    ),
    (
        "  name: The patron\n",
        "  name: @12\n",
        "patron.name",
        "not text",
        "12",
        "text; in quotes where it looks like something else",
    ),
    (
        "    trust: {external: 0.4, regime: 0.5}\n",
        "    @trust: {external: 0.4}\n",
        "members.ash.trust.regime",
        "missing field",
        "nothing",
        "a number from 0.001 to 0.999",
    ),
    (
        "    trust: {external: 0.4, regime: 0.5}\n",
        "    @trust: [0.4, 0.5]\n",
        "members.ash.trust",
        "not a block of fields",
        "a list of 2",
        "a block of external, regime",
    ),
    (
        "    threat: 0.6\n",
        "    threat: @true\n",
        "members.ash.threat",
        "not a number",
        "true",
        "a number from 0 to 1, or {value, low, high, source, rule, note}",
    ),
    (
        "    threat: 0.6\n",
        "    threat:@\n",
        "members.ash.threat",
        "not a number",
        "nothing",
        "a number from 0 to 1, or {value, low, high, source, rule, note}",
    ),
    (
        "  ash:\n    name",
        "  @Ash Land:\n    name",
        "members.Ash Land",
        "not an id",
        '"Ash Land"',
        "a small letter, then small letters, digits, - and _, at most 60",
        "ash-land",
    ),
    (
        "status: FROZEN\npoles",
        "status: @frozn\npoles",
        "members.birch.status",
        "not one of the choices",
        '"frozn"',
        "ACTIVE, FROZEN, NOTICE or OUT",
        "FROZEN",
    ),
    (
        "  club: 0",
        "  @clubs: 0",
        "channels.clubs",
        "unknown field",
        '"clubs"',
        "reputation, alignment, club, dilution, precedent, discipline",
        "club",
    ),
    (
        "  w_fear: 2",
        "  @w_faer: 2",
        "parameters.w_faer",
        "unknown field",
        '"w_faer"',
        "w_inertia, w_security, w_insurance, w_ties, w_fear, w_club, w_alignment, w_pull,"
        " rate_out, freeze_share, rate_finish, rate_back, rate_return, crisis_external, "
        "crisis_regime, honour_external, honour_regime, honour_capacity, "
        "honour_alignment, reluctance, …",
        "w_fear",
    ),
    (
        "kind: external",
        "kind: @outside",
        "events.refused.pledge.kind",
        "not one of the choices",
        '"outside"',
        "external or regime",
    ),
    (
        "kept: false",
        "kept: @no",
        "events.refused.pledge.kept",
        "neither true nor false",
        '"no"',
        "true or false",
    ),
    (
        "size: 0.5}",
        "size: @-1}",
        "events.refused.pledge.size",
        "out of bounds",
        "-1",
        "a number from 0 to 100",
    ),
    (
        "times: 2, until: 2024-12}",
        "times: @0}",
        "events.offer.chance.times",
        "out of bounds",
        "0",
        "at least 1",
    ),
    (
        "times: 2, until: 2024-12}",
        "times: @1.5}",
        "events.offer.chance.times",
        "not a whole number",
        "1.5",
        "a whole number",
    ),
    (
        "of: birch, quantity: alignment",
        "of: birch, quantity: @trust",
        "events.answer.when.quantities.0.quantity",
        "not one of the choices",
        '"trust"',
        "alignment, trust.external, trust.regime, expected_cost, threat, regime_risk, "
        "dependence, presence, pull or capacity",
    ),
    (
        "  survey: {title: A survey, year: 2019}",
        "  survey: {title: A survey, year: @about 2019}",
        "sources.survey.year",
        "not a whole number",
        '"about 2019"',
        "a whole number",
    ),
    (
        "events:\n",
        "decision: @dice\nevents:\n",
        "decision",
        "not one of the choices",
        '"dice"',
        "logit, threshold or quantal",
    ),
    (
        "  decision_dates:\n",
        "  notice_months: @1.5\n  decision_dates:\n",
        "charter.notice_months",
        "not a whole number",
        "1.5",
        "a whole number from 0 to 600",
    ),
    (
        "  decision_dates:\n",
        "  notice_months: @601\n  decision_dates:\n",
        "charter.notice_months",
        "out of bounds",
        "601",
        "a whole number from 0 to 600",
    ),
    (
        "quantities: [{of: birch, quantity: alignment, below: 0.1}]",
        "quantities: @nothing",
        "events.answer.when.quantities",
        "not a list",
        '"nothing"',
        "a list, as [a, b]",
    ),
    (
        "    status: {birch: FROZEN}\n    keep",
        "    @status: [birch]\n    keep",
        "events.left.status",
        "not a block of entries",
        "a list of 1",
        "entries as name: value",
    ),
]


@pytest.mark.usefixtures("scenarios")
@pytest.mark.parametrize("edit", [Edit(*edit) for edit in EDITS], ids=lambda edit: edit.id)
def test_a_fault_of_a_field_is_told_in_plain_words(small: str, edit: Edit) -> None:
    text, place = edited(small, edit)
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(text, "small.yaml")
    assert [fault.place for fault in refused.value.faults] == [place]
    assert edit.is_told_by(refused.value.faults[0])


def test_faults_between_fields_are_told_where_every_field_is_in_order(small: str) -> None:
    text = small.replace("exit_of: ash", "exit_of: ask").replace("source: survey\n", "source: no\n")
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(text.replace("capacity: 0.5\n", "capacity: 5\n"), "small.yaml")
    assert [fault.path for fault in refused.value.faults] == ["patron.capacity"]
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(text, "small.yaml")
    paths = [fault.path for fault in refused.value.faults]
    assert paths == ["events.refused.source", "events.answer.when.exit_of"]


def test_what_is_not_a_block_of_fields_is_refused_as_a_whole() -> None:
    with pytest.raises(ScenarioError, match="not a scenario; found a list of 2"):
        Scenario.from_text("[1, 2]")
    with pytest.raises(ScenarioError, match="not a block of fields"):
        Scenario.from_plain([1, 2])  # type: ignore[arg-type]


def test_an_empty_block_misses_every_field_that_is_needed() -> None:
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text("{}", "small.yaml")
    missing = {fault.path for fault in refused.value.faults}
    assert missing == {"title", "start", "now", "patron", "members"}


def test_of_very_many_faults_a_thousand_are_looked_into(small: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_text(small + "".join(f"unknown-{number}: 1\n" for number in range(1100)))
    assert len(refused.value.faults) == 1000
    assert str(refused.value).endswith("and 980 more")
