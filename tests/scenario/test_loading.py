"""Finding scenarios by name and path, what they extend, and the sources beside them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.loading import changes_of, load
from sim.scenario.reading.files import MAX_CHAIN, listed
from sim.scenario.scenario import Scenario

Save = Callable[[str, str], Path]


def told(call: Callable[[], object]) -> str:
    with pytest.raises(ScenarioError) as refused:
        call()
    return str(refused.value)


def test_scenarios_are_listed_by_name_without_sources_and_schema(save: Save) -> None:
    for name in ("west.yaml", "base.yaml", "sources.yaml", "schema.json", "notes.txt"):
        save(name, "{}")
    assert list(listed()) == ["base", "west"]


def test_a_scenario_is_loaded_by_name_and_by_path(save: Save, small: str) -> None:
    file = save("base.yaml", small)
    assert load("base") == load(file) == load(str(file)) == Scenario.load("base")
    assert load("base").name == load(file).name == "base"


def test_a_name_that_is_nearly_right_is_told(save: Save, small: str) -> None:
    save("base.yaml", small)
    save("basalt.yaml", small)
    message = told(lambda: load("bsae"))
    assert message == (
        'no such scenario; found "bsae"; allowed a file, or one of basalt, base; did you mean base?'
    )
    assert "did you mean base?" in told(lambda: load("elsewhere/bsae.yaml"))


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "/"])
def test_names_that_no_file_can_have_are_refused(scenarios: Path, name: str) -> None:
    assert told(lambda: load(name))


def test_a_variant_states_its_differences_alone(save: Save, small: str) -> None:
    save("base.yaml", small)
    save("variant.yaml", "extends: base.yaml\ntitle: Another\nmembers: {ash: {threat: 0.1}}\n")
    variant = load("variant")
    assert variant == load("base", {"title": "Another", "members.ash.threat": 0.1})
    assert variant.name == "variant"


def test_a_variant_takes_away_an_event_and_a_stated_value(save: Save, small: str) -> None:
    save("base.yaml", small)
    save("less.yaml", "extends: base\nevents: {left: null}\nend: null\n")
    less = load("less")
    assert "left" not in less.events
    assert less.end is None
    assert less.last_month == "2030-12"


def test_a_fault_is_told_in_the_file_that_stated_the_value(save: Save, small: str) -> None:
    save("base.yaml", small.replace("threat: 0.6", "threat: 6"))
    file = save("variant.yaml", "extends: base.yaml\npatron: {capacity: 2}\n")
    first, second = told(lambda: load(file)).splitlines()
    assert first.startswith("scenarios/base.yaml:18:13: members.ash.threat: out of bounds")
    assert second.startswith("scenarios/variant.yaml:2:20: patron.capacity: out of bounds")


def test_a_file_extends_the_one_beside_it_before_one_of_the_product(
    save: Save, small: str, tmp_path: Path
) -> None:
    save("base.yaml", small)
    own = tmp_path / "own.yaml"
    own.write_text("extends: base.yaml\ntitle: Mine\n")
    assert load(own).member_ids == ("ash", "birch")
    (tmp_path / "base.yaml").write_text(small.replace("threat: 0.6", "threat: 0.1"))
    assert load(own).members["ash"].threat.value == 0.1


def test_a_text_extends_only_what_comes_with_the_product(
    save: Save, small: str, tmp_path: Path
) -> None:
    file = save("base.yaml", small)
    for name in ("base", "base.yaml"):
        assert Scenario.from_text(f"extends: {name}\ntitle: Mine\n").title == "Mine"
    for name in (str(file), "../scenarios/base.yaml", "bse"):
        message = told(lambda name=name: Scenario.from_text(f"extends: {name}\n", "mine.yaml"))
        assert message.startswith("mine.yaml:1:10: extends: extends what is not there; found ")
    assert "did you mean base?" in message


def test_a_chain_that_comes_back_is_told_as_a_whole(save: Save) -> None:
    save("a.yaml", "extends: b.yaml\n")
    save("b.yaml", "extends: c.yaml\n")
    save("c.yaml", "extends: a.yaml\n")
    message = told(lambda: load("a"))
    assert message == (
        "scenarios/c.yaml:1:10: extends: extends itself; "
        "found a.yaml → b.yaml → c.yaml → a.yaml; allowed a chain that ends"
    )


def test_a_chain_has_at_most_ten_files(save: Save, small: str) -> None:
    save("s0.yaml", small)
    for number in range(1, MAX_CHAIN + 1):
        save(f"s{number}.yaml", f"extends: s{number - 1}.yaml\n")
    assert load(f"s{MAX_CHAIN - 1}").member_ids == ("ash", "birch")
    assert "a chain that is too long" in told(lambda: load(f"s{MAX_CHAIN}"))


@pytest.mark.parametrize("stated", ["", "12", "[a]", "{a: 1}", "'..'", "'/etc'"])
def test_what_names_no_file_cannot_be_extended(save: Save, stated: str) -> None:
    assert told(lambda: load(save("a.yaml", f"extends: {stated}\n")))


def test_sources_of_the_product_are_known(save: Save, small: str) -> None:
    text = small.replace("    source: survey\n", "    source: paper-2019\n")
    assert 'no such source; found "paper-2019"' in told(lambda: Scenario.from_text(text))
    save("sources.yaml", "paper-2019: {title: A paper}\n")
    scenario = Scenario.from_text(text)
    assert "paper-2019" not in scenario.sources
    assert scenario.source("paper-2019").title == "A paper"


def test_sources_beside_a_file_become_its_own(small: str, tmp_path: Path, scenarios: Path) -> None:
    (tmp_path / "sources.yaml").write_text("paper: {title: A paper}\nother: {title: Another}\n")
    file = tmp_path / "mine.yaml"
    file.write_text(small.replace("    source: survey\n", "    source: paper\n"))
    scenario = load(file)
    assert set(scenario.sources) == {"survey", "paper"}
    assert Scenario.from_text(scenario.text()) == scenario


def test_a_fault_in_sources_beside_a_file_is_told_there(
    small: str, tmp_path: Path, scenarios: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sources.yaml").write_text("paper: {titles: A paper}\n")
    Path("mine.yaml").write_text(small.replace("    source: survey\n", "    source: paper\n"))
    assert told(lambda: load("mine.yaml")).startswith(
        'sources.yaml:1:9: sources.paper.titles: unknown field; found "titles"'
    )


def test_changes_are_typed_as_in_a_file() -> None:
    assert changes_of(["a.b=0.5", "c = NO", "d=null", "e=true", "f=2024-02"]) == {
        "a.b": 0.5,
        "c": "NO",
        "d": None,
        "e": True,
        "f": "2024-02",
    }


def test_changes_that_are_none_and_two_of_one_path_are_refused() -> None:
    message = told(lambda: changes_of(["a=1", "a=2", "b", "=3"]))
    assert message.splitlines() == [
        "a: changed twice; found 2; allowed one change of each field",
        'not a change; found "b"; allowed PATH=VALUE',
        'not a change; found "=3"; allowed PATH=VALUE',
    ]
