"""Words of the page on sweeps: what is asked, what it costs, how far it is."""

from __future__ import annotations

from sim.analysis.sweep.cost import Cost
from sim.futures.outcomes import OUTCOMES, names_for
from sim.scenario.scenario import Scenario
from sim.words.shared.amounts import count, many
from sim.words.shared.assumptions import full_name

DESIGNS = {
    "grid": "Grid: every combination",
    "lhs": "Latin hypercube",
    "sobol": "Sobol sequence",
}
TITLE = "How does the answer move as the assumptions move?"
EXPLAINED = (
    "A sweep asks the same question at many points: how does the answer move as one or two "
    "assumptions move through their range? It runs in a process of its own: the page can be "
    "closed, and what is finished stays."
)
NOTHING = "nothing else"
RUNS = {"500": "500", "2000": "2,000", "10000": "10,000"}


def paths(scenario: Scenario, present: dict[str, str]) -> dict[str, str]:
    """Everything that can be varied: the present first, then what holds from the start."""
    others = (path for path in scenario.paths() if path not in present)
    return present | {path: f"{path} (from the start)" for path in others}


def present_paths(scenario: Scenario, found: list[str]) -> dict[str, str]:
    """The assumptions about the present by path, in words."""
    names = {}
    for path in found:
        said = full_name(scenario, path)
        names[path] = f"{said[:1].upper()}{said[1:]}"
    return names


def outcomes(scenario: Scenario) -> dict[str, str]:
    """Every outcome that can be asked for, in words."""
    found = {}
    for name in names_for(scenario):
        head, _, argument = name.partition(".")
        who = scenario.label(argument) if argument in scenario.members else argument
        found[name] = OUTCOMES[head].told(who)
    return found


def cost(found: Cost) -> str:
    """What a sweep will take."""
    futures = "" if found.futures == 1 else f" × {found.futures} futures"
    return (
        f"{many(found.points, 'point')} × {many(found.runs, 'run')}{futures}: "
        f"{count(found.total)} runs, about {duration(found.seconds)} on this machine."
    )


def progress(done: int, total: int, left: float | None) -> str:
    """How far it is.

    Parameters
    ----------
    done, total : int >= 0
        Points.
    left : float >= 0 or None
        Seconds; None where they are not known.
    """
    rest = f", about {duration(left)} left" if left is not None and done < total else ""
    return f"{count(done)} of {many(total, 'point')}{rest}"


def stopped(done: int, total: int) -> str:
    """A sweep that nobody computes."""
    return (
        f"Stopped at {count(done)} of {many(total, 'point')}: what is finished stays, and it can "
        "be gone on with."
    )


BEGINS = "It begins…"
STARTED_ELSEWHERE = "It is computed by a process that this page did not start: end it where it was."


def begun_elsewhere(why: str) -> str:
    """Why a sweep cannot be gone on with from the page, and from where it can."""
    return (
        f"From here it cannot be gone on with: {why}. The command with which it was begun goes on "
        "with it from what is stored."
    )


def unfinished(name: str, done: int, total: int, *, is_running: bool) -> str:
    """A sweep beside the one that is shown.

    Parameters
    ----------
    name : str
        Name of its result.
    done, total : int >= 0
        Points.
    is_running : bool
        Whether a process computes it.
    """
    how = "Under way" if is_running else "Not complete"
    return f"{how}: {name}, {count(done)} of {many(total, 'point')}."


def duration(seconds: float) -> str:
    """A length of time in words, no finer than it is known."""
    if seconds < 1:
        return "a second"
    if seconds < 90:
        return many(round(seconds), "second")
    if seconds < 5400:
        return many(round(seconds / 60), "minute")
    return many(round(seconds / 3600), "hour")
