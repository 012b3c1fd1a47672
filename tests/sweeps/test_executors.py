"""Where points are computed makes no difference, and a worker that dies costs none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim.refusal import Refusal
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.scenario import Scenario
from sim.sweeps import Sweep
from sim.sweeps import executors as e
from sim.sweeps.executors import ExecutorError, Threads, executor_of
from tests.sweeps.conftest import Sweeping
from tests.sweeps.small import ENOUGH, POINTS, ROOT, tables
from tests.sweeps.test_sweep import GRID

CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        workers = [worker.pid for worker in cluster.workers.values()]
        print(cluster.scheduler_address.removeprefix("tcp://"), *workers, flush=True)
        sys.stdin.read()
"""
LOCAL = """
import sys
from sim.scenario.scenario import Scenario
from sim.sweeps.sweep import sweep
from tests.sweeps.small import BOX, OUTCOMES, RUNS, TEXT

if __name__ == "__main__":
    scenario = Scenario.from_text(TEXT, "small.yaml")
    found = sweep(scenario, BOX, OUTCOMES, runs=RUNS, root=sys.argv[1], executor="dask://local:2")
    print(found.place)
"""


@pytest.mark.parametrize(
    "name",
    [
        "",
        "thread",
        "dask",
        "dask://",
        "dask://local:0",
        "dask://local:2000",
        "dask://local:x",
        "dask://host",
        "dask://host:port",
        "tcp://host:1",
        "dask://a b:1",
        "dask://user@host:1",
    ],
)
def test_an_unknown_executor_is_told(name: str) -> None:
    with pytest.raises(Refusal, match=r"no such executor; found .*; allowed threads, dask://"):
        executor_of(name)


def test_threads_are_as_many_as_asked_for_or_as_there_are_processors() -> None:
    for asked, count in ((3, 3), (None, os.cpu_count())):
        executor = executor_of("threads", asked)
        assert isinstance(executor, Threads)
        assert executor.count == count


def test_dask_takes_no_number_of_threads() -> None:
    with pytest.raises(Refusal, match="threads: no number of threads"):
        executor_of("dask://local:2", threads=4)


def test_without_dask_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e, "find_spec", lambda _: None)
    with pytest.raises(ExecutorError, match=r"needs Dask, .* extra `cluster`"):
        executor_of("dask://local:2")


def test_a_point_that_is_no_scenario_ends_the_sweep_and_keeps_the_others(
    sweeping: Sweeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.sweeps.points import row_of

    def once_not(task: Any, k: int, *rest: Any) -> str:
        if k == 3:
            raise ScenarioError([Fault("a", "wrong")])
        return row_of(task, k, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(e, "row_of", once_not)
        with pytest.raises(ScenarioError):
            sweeping(vary=[GRID], runs=5, threads=1)
    assert sweeping(vary=[GRID], runs=5).computed <= 2


# --- Dask -----------------------------------------------------------------------------------------


class Cluster(NamedTuple):
    """A scheduler with two workers, all processes of their own, as on other machines."""

    address: str
    workers: list[int]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address, *workers = process.stdout.readline().split()
        yield Cluster(address, [int(worker) for worker in workers])
        process.communicate(timeout=ENOUGH)  # its input ends, and it ends with it


def test_workers_find_what_threads_find_and_one_that_is_killed_costs_no_point(
    cluster: Cluster, sweeping: Sweeping, undisturbed: Sweep
) -> None:
    killed = []

    def kill_once(done: int, _: int) -> None:
        if done == 40 and not killed:
            killed.append(cluster.workers[0])
            os.kill(cluster.workers[0], signal.SIGKILL)

    found = sweeping(executor=f"dask://{cluster.address}", progress=kill_once)
    assert killed
    assert found.computed == POINTS
    assert tables(found.place) == tables(undisturbed.place)


def test_a_fault_of_a_point_comes_back_from_a_worker(cluster: Cluster, scenario: Scenario) -> None:
    from dataclasses import replace

    from sim.sweeps import planned
    from sim.sweeps.points import OtherProgramError

    task = replace(planned(scenario, [GRID], runs=5).task, program="other")
    with pytest.raises(OtherProgramError, match="other sources"):
        list(e.Dask(cluster.address).rows(task, range(4)))


def test_workers_of_this_machine_come_and_go_with_the_sweep(
    tmp_path: Path, undisturbed: Sweep
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    script = tmp_path / "script.py"
    script.write_text(LOCAL)
    done = subprocess.run(
        [sys.executable, script, tmp_path / "results"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert tables(Path(done.stdout.strip())) == tables(undisturbed.place)


def test_a_scheduler_that_is_not_there_is_told(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(e, "PATIENCE", 0.2)
    with pytest.raises(ExecutorError, match=r"no scheduler .* answers at 127\.0\.0\.1:9 within"):
        sweeping(vary=[GRID], runs=5, executor="dask://127.0.0.1:9")
