"""One scenario under many changes, all on the same luck: what every search of a value plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.futures.experiment import Do, Futures, play
from sim.pool import Progress
from sim.scenario.scenario import Scenario


@dataclass
class Probe:
    """Plays changes one after the other, and tells how many of about how many are done."""

    scenario: Scenario
    runs: int
    seed: int
    threads: int | None
    progress: Progress | None
    expected: int
    """Points that are likely to be played; a search does not know it beforehand."""
    done: int = field(default=0, init=False)

    def play(
        self, changes: Mapping[str, Any], arms: Mapping[str, Do], first_run: int = 0
    ) -> Futures:
        """The futures under some changes.

        Parameters
        ----------
        changes : mapping of str to value
            Path to value; none for the scenario as it is.
        arms : mapping of str to Do
            What is done in each arm.
        first_run : int
            Number of the first run: runs of other numbers have other luck.
        """
        played = play(
            self.scenario.change(changes) if changes else self.scenario,
            arms,
            runs=self.runs,
            seed=self.seed,
            threads=self.threads,
            first_run=first_run,
        )
        self.done += 1
        if self.progress is not None:
            self.progress(min(self.done, self.expected - 1), self.expected)
        return played

    def finish(self) -> None:
        """All is done, however many points it took."""
        if self.progress is not None:
            self.progress(self.expected, self.expected)
