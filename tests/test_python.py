"""``from sim import …``: lazily, and each name as somebody would use it in Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim import (
    AllianceModel,
    Do,
    Scenario,
    ScenarioError,
    attribute,
    compare,
    domino_effect,
    domino_matrix,
    event_effect,
    exact,
    load,
    play,
    simulate,
    sweep,
)
from sim.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
SOON = Scenario.load("armenia-2025").change({"end": "2027-08"})
RUNS = 60


def test_to_import_the_package_loads_nothing_heavy() -> None:
    asked = (
        "import sim, sys; print(*(m for m in sys.modules if m.startswith('sim.')), *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"numpy", "numba", "pandas", "mesa", "pydantic"}
    assert {name for name in loaded if name.startswith("sim.")} <= {"sim.questions"}


@pytest.mark.parametrize("name", sim.__all__)
def test_every_name_that_is_offered_is_there(name: str) -> None:
    assert callable(getattr(sim, name))
    assert name in dir(sim)


def test_a_name_that_is_not_offered_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        getattr(sim, "simulat")  # noqa: B009 - written as an attribute, mypy would refuse it


def test_a_scenario_is_loaded_changed_and_refused() -> None:
    assert load("armenia-2025") == Scenario.load("armenia-2025")
    with pytest.raises(ScenarioError, match="channels"):
        SOON.change({"channels.club": -1})


def test_forecasts_and_effects() -> None:
    assert set(simulate(SOON, runs=RUNS).result.members) == set(SOON.members)
    assert domino_effect(SOON, "armenia", runs=RUNS).result.pairs == RUNS
    assert event_effect(SOON, "article4-2022", runs=RUNS).result.kind == "event"
    assert domino_matrix(SOON, runs=RUNS).result.members == list(SOON.members)
    assert exact(SOON, runs=RUNS).result.agrees
    shares = attribute(SOON, "armenia", runs=RUNS).tables["parts"]
    assert len(shares) == 6


def test_arms_of_ones_own_on_one_branch() -> None:
    played = play(
        SOON, {"as it is": Do(), "no dilution": Do(change={"channels.dilution": 0.0})}, runs=RUNS
    )
    assert played.arms["no dilution"].first_exit.shape == (RUNS, len(SOON.members))


def test_a_comparison_and_a_sweep(tmp_path: Path) -> None:
    calmer = SOON.change({"present.members.armenia.threat": 0.2})
    verdict = compare(simulate(SOON, runs=RUNS), simulate(calmer, runs=RUNS)).numbers["verdict"]
    assert verdict in ("differs", "cannot tell", "no difference")
    told: list[str] = []
    swept = sweep(
        SOON, ["channels.club=0:2:3"], "mean_exits", runs=RUNS, root=tmp_path, tell=told.append
    )
    assert len(swept.table()) == 3


def test_one_run_as_agents() -> None:
    model = AllianceModel(SOON, seed=1, run=3).play()
    assert model.agents
    assert model.record


@pytest.mark.parametrize("stated", [{"runs": 0}, {"seed": -1}, {"seed": 2**63}, {"threads": 0}])
def test_runs_seed_and_threads_are_judged(stated: dict[str, int]) -> None:
    (name,) = stated
    with pytest.raises(Refusal, match=f"{name}: out of range; found"):
        simulate(Scenario.load("armenia-2025"), **{"runs": 10, **stated})
