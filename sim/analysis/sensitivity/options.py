"""What can be asked of a sensitivity analysis, judged before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.sensitivity.parameter_space import ParameterSpace, asked_space, stated_space
from sim.analysis.sensitivity.variance_split import RULES
from sim.analysis.shared.already_out import refuse_out_already
from sim.futures.outcomes import Asked, asked
from sim.refusal import Refusal, unknown
from sim.scenario.scenario import Scenario
from sim.sweeps.planning import DEFAULT_OUTCOMES

if TYPE_CHECKING:
    from sim.sweeps.varying import Vary

    Varied = Vary | Sequence[Sequence[Any]]

METHODS = ("sobol", "morris", "split")
POINTS = {"sobol": 256, "morris": 10, "split": 200}
"""What is done where nothing is said: base points, trajectories, points."""
FEWEST = {"sobol": 16, "morris": 4, "split": 10}
SCREENING = 10
"""Trajectories of the screening before Sobol indices."""
KEEP = 8
"""Quantities that go on from the screening to Sobol indices."""
RUNS = 200
MOST_EVALUATIONS = 200_000
UNITS = ("probability", "exits", "per member-year")
"""Of outcomes that have a value at every point."""


def checked(
    scenario: Scenario,
    method: str,
    vary: Varied | None,
    outcomes: str | Iterable[str],
    points: int | None,
    keep: int | None,
) -> dict[str, Any]:
    """The options of a sensitivity analysis, judged before anything is computed.

    Parameters
    ----------
    scenario : Scenario
        What holds but for what varies.
    method, vary, outcomes, points, keep
        As of ``sensitivity``.

    Returns
    -------
    dict
        The same, completed: ``vary`` None where the stated ranges do.

    Raises
    ------
    Refusal
        With what is wrong, and what is allowed.
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS, field="method")
    listed = (outcomes,) if isinstance(outcomes, str) else tuple(outcomes)
    names = list(dict.fromkeys(listed)) or list(DEFAULT_OUTCOMES)[: len(scenario.members)]
    for name in names:
        _check_outcome(asked(name, scenario), method)
        refuse_out_already(scenario, asked(name, scenario))
    space = space_of(scenario, vary)
    options = {
        "method": method,
        "vary": None if space.has_prior else [[a.path, a.low, a.high] for a in space.axes],
        "outcomes": names,
        "points": _points(method, points),
        "keep": _keep(method, keep, space),
    }
    count = evaluations(options, len(space.axes))
    if count > MOST_EVALUATIONS:
        raise Refusal(
            f"the scenario would be played at {count:,} points",
            field="points",
            found=str(options["points"]),
            allowed=f"{MOST_EVALUATIONS:,} points in all",
        )
    return options


def evaluations(options: dict[str, Any], paths: int) -> int:
    """At how many points the scenario is played."""
    points, keep = options["points"], options["keep"]
    match options["method"]:
        case "morris":
            return int(points * (paths + 1))
        case "split":
            return int(points * len(RULES))
    screening = SCREENING * (paths + 1) if keep else 0
    return int(screening + points * ((keep or paths) + 2))


def _check_outcome(question: Asked, method: str) -> None:
    outcome = question.outcome
    if outcome.unit not in UNITS:
        raise Refusal(
            "it has no value where nobody leaves",
            field="outcome",
            found=question.name,
            allowed="chances, numbers of exits and rates",
        )
    if method == "split" and (outcome.unit == UNITS[-1] or list(question.arms) != ["base"]):
        raise Refusal(
            "it is no number of a single run, so its variance is not split",
            field="outcome",
            found=question.name,
            allowed="as p_at_least.1, p_ever_out.ID or mean_exits",
        )


def _points(method: str, points: int | None) -> int:
    found = POINTS[method] if points is None else points
    if found < FEWEST[method]:
        allowed = f"{FEWEST[method]} or more for {method}"
        raise Refusal("too few", field="points", found=str(found), allowed=allowed)
    if method == "sobol" and found & (found - 1):
        low = 1 << (found.bit_length() - 1)
        allowed = f"a power of two for sobol, as {low} or {2 * low}"
        raise Refusal("not a power of two", field="points", found=str(found), allowed=allowed)
    return found


def _keep(method: str, keep: int | None, space: ParameterSpace) -> int | None:
    """How many go on from a screening; None where there is none."""
    if method != "sobol" or not space.has_prior:
        if keep is not None:
            message = "only sobol screens, and only where all that can vary does"
            raise Refusal(message, field="keep", found=str(keep), allowed="none")
        return None
    found = KEEP if keep is None else keep
    if not 1 <= found <= len(space.axes):
        allowed = f"1 to {len(space.axes)}, what can vary"
        raise Refusal("out of range", field="keep", found=str(found), allowed=allowed)
    return found


def space_of(scenario: Scenario, vary: Varied | None) -> ParameterSpace:
    """What varies: what somebody asks for, else all that the scenario is not sure of.

    Raises
    ------
    Refusal
        Where it cannot vary.
    """
    if not vary:
        return stated_space(scenario)
    if isinstance(vary, Mapping):
        return asked_space(scenario, vary)
    listed = [vary] if isinstance(vary, str) else list(vary)
    texts = [each for each in listed if isinstance(each, str)]
    triples = {str(each[0]): each[1:] for each in listed if not isinstance(each, str)}
    return asked_space(scenario, texts or triples)
