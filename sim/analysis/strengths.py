"""How strong which channel must be for a domino: the effect of an exit by the channels' strength.

Each channel alone, and all together, are set from the first free month on; 1 is as stated, 0 off.
All points share their luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.answer import Answer, Inputs
from sim.experiment import Progress, futures
from sim.outcome import asked
from sim.scenario.parameters import CHANNELS
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

STRENGTHS = (0.0, 1.0, 2.0, 4.0, 8.0)
ALL = "all"


def strengths(
    scenario: Scenario,
    of: str,
    *,
    runs: int = 500,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Further exits after the exit of a member, by the strength of each channel.

    Returns
    -------
    Answer
        Table ``strengths`` (channel, strength, value, low, high); ``all`` sets every channel.
    """
    from pandas import DataFrame

    question = asked(f"effect.{of}", scenario)
    wanted = [(name, strength) for name in (ALL, *CHANNELS) for strength in STRENGTHS]
    rows = []
    for done, (name, strength) in enumerate(wanted, 1):
        chosen = CHANNELS if name == ALL else (name,)
        changed = scenario.change({f"present.channels.{each}": strength for each in chosen})
        played = futures(changed, question.arms, runs=runs, seed=seed, threads=threads)
        rows.append({"channel": name, "strength": strength, **question.measure(played).as_json()})
        if progress is not None:
            progress(done, len(wanted))
    numbers = {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "of": of,
        "label": scenario.label(of),
        "runs": runs,
        "seed": seed,
    }
    tables = {"strengths": DataFrame(rows), "members": _members(scenario)}
    return Answer("strengths", Inputs.of(scenario, seed, runs, of=of), numbers, tables, ())


def _members(scenario: Scenario) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(
        {
            "member": list(scenario.members),
            "label": [scenario.label(member) for member in scenario.members],
            "iso3": [member.iso3 for member in scenario.members.values()],
        }
    )
