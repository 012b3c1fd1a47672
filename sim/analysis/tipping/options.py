"""What `domino tip` is asked: judged and completed before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.analysis.shared.already_out import refuse_out, refuse_out_already
from sim.analysis.tipping.channel_strengths import DOMINO, MOST_TIMES
from sim.analysis.tipping.single_change import checked_outcome
from sim.futures.outcomes import Asked, asked
from sim.refusal import Refusal, unknown
from sim.scenario.reading.yaml_text import typed
from sim.scenario.scenario import Scenario
from sim.sweeps.varying import design_of

STEPS = 9
"""Values of a path that are tried first, where no number is stated."""
EVEN = 0.5
"""Level of a probability where none is stated: as likely as not."""

Vary = Iterable[str] | Iterable[Sequence[Any]] | Mapping[str, Sequence[float]]
"""Texts as ``patron.capacity=0.2:0.8:7``, ``{path: (low, high, 7)}``, or rows of the four."""


def asked_for(options: Mapping[str, Any]) -> str:
    """Which of the five questions some options ask."""
    if options.get("vary"):
        return "value" if len(options["vary"]) == 1 else "phases"
    return next(
        ask
        for ask, option in (("channels", "of"), ("distances", "distances"), ("change", "change"))
        if options.get(option)
    )


def checked(
    scenario: Scenario,
    vary: Vary = (),
    of: str | None = None,
    distances: bool = False,
    change: bool = False,
    outcome: str | None = None,
    level: float | None = None,
    up_to: float | None = None,
) -> dict[str, Any]:
    """The options of the question, judged and completed before anything is computed.

    Parameters
    ----------
    scenario : Scenario
        Of which it is asked.
    vary, of, distances, change, outcome, level, up_to
        As of ``tip``.

    Returns
    -------
    dict
        What is asked, with the outcome and the level that hold.

    Raises
    ------
    Refusal
        With what is wrong, and what is allowed.
    """
    rows = _rows(vary)
    asks = {"vary": bool(rows), "of": of is not None, "distances": distances, "change": change}
    given = sum(asks.values())
    if given != 1:
        found, allowed = f"{given or 'none'} of them", "one of them"
        raise Refusal("one is asked", field=tuple(asks), found=found, allowed=allowed)
    if up_to is not None and of is None:
        message = "only for the channels of an exit"
        raise Refusal(message, field="up_to", found=f"{up_to:g}", allowed="none")
    if distances:
        if outcome is not None:
            message = "distances are those of p_ever_out of each member"
            raise Refusal(message, field="outcome", found=outcome, allowed="none")
        return {"distances": True, "level": _level(level, "p_ever_out", "probability")}
    if change:
        if level is not None:
            message = "a change crosses none"
            raise Refusal(message, field="level", found=f"{level:g}", allowed="none")
        return {"change": True, "outcome": checked_outcome(scenario, outcome)}
    if of is not None:
        return _of_channels(scenario, of, outcome, level, up_to)
    question = _outcome(scenario, outcome or "p_at_least.1")
    return {
        "vary": _varied(scenario, rows),
        "outcome": question.name,
        "level": _level(level, question.name, question.outcome.unit),
    }


def _rows(vary: Vary) -> list[Any]:
    """What is varied as texts, or as rows (path, low, high, count)."""
    if isinstance(vary, Mapping):
        return [(path, *parts) for path, parts in vary.items()]
    return [vary] if isinstance(vary, str) else list(vary)


def _varied(scenario: Scenario, rows: list[Any]) -> list[list[Any]]:
    """One or two paths with their ranges and the number of values tried first."""
    if len(rows) > 2:
        found, allowed = f"{len(rows)} paths", "one, or two for a diagram"
        raise Refusal("too many", field="vary", found=found, allowed=allowed)
    if isinstance(rows[0], str):
        wanted: Any = [_with_count(scenario, text) for text in rows]
    else:
        wanted = {path: [low, high, *(count or [STEPS])] for path, low, high, *count in rows}
    design = design_of(scenario, wanted, kind="grid", points=None, runs=1, seed=1)
    return [[axis.path, axis.low, axis.high, axis.count] for axis in design.axes]


def _with_count(scenario: Scenario, text: str) -> str:
    """PATH=LOW:HIGH:N, with as many values as there are whole numbers where these are few."""
    path, _, ends = (part.strip() for part in text.partition("="))
    found = [typed(part.strip()) for part in ends.split(":")]
    if len(found) != 2:
        return text
    steps = STEPS
    if all(isinstance(end, int) for end in found) and scenario.settable(path).whole:
        steps = max(2, min(STEPS, found[1] - found[0] + 1))
    return f"{text}:{steps}"


def _of_channels(
    scenario: Scenario, of: str, outcome: str | None, level: float | None, up_to: float | None
) -> dict[str, Any]:
    if of not in scenario.members:
        raise unknown("member", of, scenario.members, field="of")
    refuse_out(scenario, of)
    most = MOST_TIMES if up_to is None else up_to
    if not 0 < most <= 1_000:
        allowed = "more than 0, at most 1000"
        raise Refusal("out of range", field="up_to", found=f"{most:g}", allowed=allowed)
    if outcome is None:
        outcome, level = f"effect.{of}", DOMINO if level is None else level
    question = _outcome(scenario, outcome)
    crossed = _level(level, question.name, question.outcome.unit)
    return {"of": of, "outcome": question.name, "level": crossed, "up_to": float(most)}


def _outcome(scenario: Scenario, name: str) -> Asked:
    """An outcome that has an interval."""
    question = asked(name, scenario)
    refuse_out_already(scenario, question)
    if question.outcome.unit == "months":
        raise Refusal(
            "it has no interval, so nothing tells where it crosses a level",
            field="outcome",
            found=name,
            allowed=f"as p_ever_out.{question.argument}",
        )
    return question


def _level(level: float | None, name: str, unit: str) -> float:
    if unit == "probability":
        found = EVEN if level is None else float(level)
        if not 0 < found < 1:
            allowed = f"between 0 and 1, as {name} is a probability"
            raise Refusal("out of range", field="level", found=f"{found:g}", allowed=allowed)
        return found
    if level is None:
        allowed = f"the level that {name} is to cross, in {unit}"
        raise Refusal("no level", field="level", found="nothing", allowed=allowed)
    if not math.isfinite(level):
        raise Refusal("not a finite number", field="level", found=str(level), allowed="a number")
    return float(level)
