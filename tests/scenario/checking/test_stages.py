"""Faults are told in two stages: of the text and of fields, all at once; then between fields."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.loading import load, load_changed
from sim.scenario.scenario import Scenario
from tests.scenario.plants import BETWEEN, PLANTS, Plant, as_planted, planted

Save = Callable[[str, str], Path]


def faults_of(make: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioError) as refused:
        make()
    return refused.value.faults


def told(text: str) -> list[str]:
    faults = faults_of(lambda: Scenario.from_text(text, "small.yaml"))
    return [f"{fault.path}: {fault.message}" for fault in faults]


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_each_planted_fault_is_told(small: str, plant: Plant) -> None:
    text, expected = planted(small, [plant])
    faults = faults_of(lambda: Scenario.from_text(text, "small.yaml"))
    assert as_planted(faults) == list(expected)


@settings(max_examples=150, deadline=None)
@given(plants=st.lists(st.sampled_from(PLANTS), min_size=2, max_size=6, unique=True))
def test_all_planted_faults_are_told_and_nothing_else(small: str, plants: list[Plant]) -> None:
    text, expected = planted(small, plants)
    faults = faults_of(lambda: Scenario.from_text(text, "small.yaml"))
    assert sorted(as_planted(faults)) == sorted(expected)


@pytest.mark.parametrize("plants", [PLANTS, BETWEEN], ids=["all", "between fields"])
def test_the_whole_catalogue_of_a_stage_is_told_at_once(small: str, plants: list[Plant]) -> None:
    text, expected = planted(small, plants)
    faults = faults_of(lambda: Scenario.from_text(text, "small.yaml"))
    assert sorted(as_planted(faults)) == sorted(expected)
    places = [(fault.place.line, fault.place.column) for fault in faults if fault.place]
    assert places == sorted(places)


def test_a_syntax_fault_ends_the_reading_but_not_what_was_noted_before() -> None:
    assert told("a: &x 1\nb: \u202e\nc: [\n") == [
        "a: an anchor",
        "b: a control or invisible character",
        ": not YAML",
    ]


def test_both_files_of_a_chain_tell_their_faults(save: Save, small: str) -> None:
    save("base.yaml", small.replace("threat: 0.6", "threat: &x 6").replace("regime: 0.5", "x: 1"))
    file = save(
        "over.yaml",
        "extends: base\npatron: {capacity: .inf}\nend: 2025-13\nevents: {nosuch: null}\n"
        "members: {birch: {threat: 3}}\nchannels: {club: *x}\n",
    )
    faults = faults_of(lambda: load(file))
    assert [(f.place.file, f.place.line, f.path, f.message) for f in faults if f.place] == [
        ("scenarios/base.yaml", 17, "members.ash.trust.regime", "missing field"),
        ("scenarios/base.yaml", 17, "members.ash.trust.x", "unknown field"),
        ("scenarios/base.yaml", 18, "members.ash.threat", "an anchor"),
        ("scenarios/base.yaml", 18, "members.ash.threat", "out of bounds"),
        ("scenarios/over.yaml", 2, "patron.capacity", "not a finite number"),
        ("scenarios/over.yaml", 3, "end", "not a month"),
        ("scenarios/over.yaml", 4, "events.nosuch", "nothing to remove"),
        ("scenarios/over.yaml", 5, "members.birch.threat", "out of bounds"),
        ("scenarios/over.yaml", 6, "channels.club", "an alias"),
    ]


@pytest.mark.parametrize("base", ["nosuch", "broken", "'*x'", "*x"])
def test_what_extends_no_file_tells_its_own_faults_and_not_what_it_lacks(
    save: Save, small: str, base: str
) -> None:
    save("broken.yaml", "title: [\n")
    file = save(
        "over.yaml",
        f"extends: {base}\npatron: {{capacity: 3}}\n"
        "events:\n  a: {shocks: {someone: {threat: 0.1}}, source: any, chance: {times: 3}}\n"
        "  b: {pledge: {kept: 1}, policy: {coerce: 0.8, concede: 0.9}}\n",
    )
    first, *others = faults_of(lambda: load(file))
    assert first.path in ("", "extends")
    assert [(fault.path, fault.message) for fault in others] == [
        ("patron.capacity", "out of bounds"),
        ("events.b.pledge.kept", "neither true nor false"),
    ]


def test_sources_beside_a_file_tell_their_faults_with_its_own(
    scenarios: Path, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = small.replace("source: survey\n", "source: paper\n").replace("threat: 0.6", "threat: 6")
    Path("mine.yaml").write_text(text)
    Path("sources.yaml").write_text("paper: &x {title: A paper, years: 2}\npaper: {note: 1}\n")
    faults = faults_of(lambda: load("mine.yaml"))
    assert [(f.place.file, f.path, f.message) for f in faults if f.place] == [
        ("mine.yaml", "members.ash.threat", "out of bounds"),
        ("sources.yaml", "sources.paper", "an anchor"),
        ("sources.yaml", "sources.paper.years", "unknown field"),
        ("sources.yaml", "sources.paper", "a key that is there twice"),
        ("sources.yaml", "sources.paper.note", "not text"),
    ]
    Path("sources.yaml").write_text("paper: [\n")
    faults = faults_of(lambda: load("mine.yaml"))
    assert [fault.message for fault in faults] == ["out of bounds", "not YAML"]


def test_faults_of_an_event_do_not_hide_one_another(small: str) -> None:
    event = "  a: {month: 2050-01, source: nosuch, shocks: {armnia: {alignment: 9}}}\n"
    text = small.replace("present:\n", event + "present:\n")
    assert told(text) == [
        "events.a.title: missing field",
        "events.a.shocks.armnia.alignment: out of bounds",
    ]
    mended = text.replace("{month: 2050-01", "{title: A, month: 2050-01").replace("9}}", "0.9}}")
    assert told(mended) == [
        "events.a.month: outside the months played",
        "events.a.source: no such source",
        "events.a.shocks.armnia: no such member",
    ]


@pytest.mark.parametrize(
    ("event", "faults"),
    [
        ("{title: x, shocks: [1]}", ["a.shocks: not a block of entries"]),
        ("{title: x, shoks: {ash: {threat: 0.1}}}", ["a.shoks: unknown field"]),
        ("{title: x, shocks: {ash: {thret: 0.1}}}", ["a.shocks.ash.thret: unknown field"]),
        ("{title: x, shocks: *y}", ["a.shocks: an alias"]),
        ("{title: x, <<: *y}", ["a: a merge key"]),
        ("{title: x, effect: {ash: 1}}", ["a.effect: unknown field"]),
        ("{title: x, policy: {coerce: no}}", ["a.policy.coerce: not a number"]),
        ("{title: x, policy: {coerce: 1.5}}", ["a.policy.coerce: out of bounds"]),
        ("{title: x, policy: no, weight: 0.5}", ["a.policy: not a block of fields"]),
        (
            "{title: x, policy: {coerce: 0}, chance: {once: .nan}}",
            ["a.chance.once: not a finite number"],
        ),
        ("{title: x, policy: {coerce: 0}, chance: {one: 0.5}}", ["a.chance.one: unknown field"]),
        ("{title: x, shocks: {patorn: {capacity: 0.1}}}", ["a.shocks.patorn: no such member"]),
    ],
)
def test_what_follows_from_a_fault_of_an_event_is_not_told(
    small: str, event: str, faults: list[str]
) -> None:
    text = small.replace("present:\n", f"  a: {event}\npresent:\n")
    assert told(text) == [f"events.{fault}" for fault in faults]


def test_each_date_of_decision_at_fault_is_told(small: str) -> None:
    dates = (
        "    2026-13: {multiplier: -1}\n    2050-01: {multiplier: x}\n    1999-01: {renewal: 3}\n"
    )
    assert told(small.replace("    2022-06: {multiplier: 2, renewal: true}\n", dates)) == [
        "charter.decision_dates.2026-13: not a month",
        "charter.decision_dates.2026-13.multiplier: out of bounds",
        "charter.decision_dates.2050-01.multiplier: not a number",
        "charter.decision_dates.1999-01.renewal: neither true nor false",
    ]


def test_what_follows_from_months_that_do_not_hold_together_is_not_told(small: str) -> None:
    text = small.replace("end: 2025-12", "end: 2019-01")
    text = text.replace("source: survey\n", "source: nosuch\n")
    text = text.replace("    pull: 0.2\n", "    pull: 0.2\n    offers: {west: 0.1}\n")
    assert told(text) == [
        "end: ends before a month is free",
        "members.ash: needs one of pull and offers",
        "events.refused.source: no such source",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("events:\n", "eventz:\n", "eventz: unknown field"),
        ("members:\n  ash:\n", "memberz:\n  ash:\n", "memberz: unknown field"),
        ("  birch:\n    al", "  Birch:\n    al", "members.Birch: not an id"),
        ("  ash:\n    name", "  ash\u200f:\n    name", "members: a control or invisible character"),
    ],
)
def test_a_name_at_fault_is_told_once(small: str, old: str, new: str, fault: str) -> None:
    assert told(small.replace(old, new)) == [fault]


@pytest.mark.parametrize(
    ("number", "faults"),
    [
        ("{value: 5, source: nosuch}", [": out of bounds"]),
        (
            "{value: 0.5, low: 0.6, high: 0.7, source: assumption}",
            [": value outside its own range", ": an assumption without a reason"],
        ),
        (
            "{value: 5, low: -1, high: 3}",
            [": out of bounds", ".low: out of bounds", ".high: out of bounds"],
        ),
        ("{value: 0.5, low: 0.9, high: 0.1}", [": value outside its own range"]),
        ("{value: 5, low: 0.9, high: 0.1, note: 3}", [": out of bounds", ".note: not text"]),
        (
            "{value: 0.5, low: 0.1, source: nosuch}",
            [": a range needs both ends", ".source: no such source"],
        ),
        (
            "{value: x, low: 0.1, hihg: 2, high: 2}",
            [": not a number", ".hihg: unknown field", ".high: out of bounds"],
        ),
        (
            "{value: .nan, low: 0.1, high: 2}",
            [".value: not a finite number", ".high: out of bounds"],
        ),
        ("{low: 0.1, high: 3}", [".value: missing field", ".high: out of bounds"]),
    ],
)
def test_all_faults_of_a_number_are_told(small: str, number: str, faults: list[str]) -> None:
    text = small.replace("capacity: 0.5\n", f"capacity: {number}\n")
    assert sorted(told(text)) == sorted(f"patron.capacity{fault}" for fault in faults)


def test_blocks_of_a_key_that_is_there_twice_are_both_checked(small: str) -> None:
    text = small.replace("poles:\n", "  ash: {threat: 3, pull: 0.1}\npoles:\n").replace(
        "regime_risk: 0.3", "regime_risk: 3"
    )
    assert told(text) == [
        "members.ash.regime_risk: out of bounds",
        "members.ash: a key that is there twice",
        "members.ash.threat: out of bounds",
    ]


def test_all_faults_of_changes_are_told_at_once(save: Save, small: str) -> None:
    save("base.yaml", small)
    changes = [
        "patron.capacity=2",
        "patron.capasity=3",
        "members.ash.thread=x",
        "members.birch.pull=0.1",
        "events.refused.source=nosuch",
        "end",
        "channels.club=",
        "patron.name=a\u202eb",
        "members.birch.trust=1",
        "members.birch.trust.external=1",
    ]
    faults = faults_of(lambda: load_changed("base", changes))
    assert sorted((fault.path, fault.message) for fault in faults) == [
        ("", "not a change"),
        ("channels.club", "no value"),
        ("members.ash.thread", "no such path"),
        ("members.birch.trust.external", "changed twice"),
        ("patron.capacity", "out of bounds"),
        ("patron.capasity", "no such path"),
        ("patron.name", "a control or invisible character"),
    ]
    faults = faults_of(lambda: load_changed("base", [changes[3], changes[4]]))
    assert sorted((fault.path, fault.message) for fault in faults) == [
        ("events.refused.source", "no such source"),
        ("members.birch", "needs one of pull and offers"),
    ]
    faults = faults_of(lambda: load_changed("base", ["patron.capacity=2", "end=x", "x"]))
    assert [fault.path for fault in faults] == ["", "end", "patron.capacity"]


def test_faults_of_a_file_and_of_the_form_of_changes_are_told_at_once(
    save: Save, small: str
) -> None:
    save("base.yaml", small.replace("threat: 0.6", "threat: 6"))
    faults = faults_of(lambda: load_changed("base", ["end"]))
    assert [fault.message for fault in faults] == ["not a change", "out of bounds"]


@pytest.mark.parametrize(
    "many",
    [
        "  e{}: {{month: 1999-01, source: no{}, shocks: {{x{}: {{threat: 9}}, y: 3}}, foo: 1}}\n",
        "  E{}: {{month: &x 1999-13, weight: *x, weights: .nan, <<: *y, shocks: {{X: {{}}}}}}\n",
        "  e{0}: {{title: x}}\n  e{0}: {{title: x, policy: {{coerce: 0.9, concede: 0.{0}}}}}\n",
    ],
)
def test_of_thousands_of_faults_a_thousand_are_told(small: str, many: str) -> None:
    events = "".join(many.format(n, n, n) for n in range(3000))
    faults = faults_of(
        lambda: Scenario.from_text(small.replace("present:\n", events + "present:\n"))
    )
    assert len(faults) == 1000
