"""What a hindcast says, as frozen numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Score:
    """A number with its 95% interval over redrawn bodies."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecaster:
    """How one forecaster did.

    Attributes
    ----------
    scores : dict of Score
        By yardstick; those that do not apply are left out.
    beyond : Score or None
        Log skill of the model minus that of this one, on the same redrawn bodies.
    """

    name: str
    scores: Mapping[str, Score]
    beyond: Score | None = None


@dataclass(frozen=True)
class Bin:
    """Rows whose chances lie together: what was said, and how often it happened."""

    said: float
    happened: float
    low: float
    high: float
    weight: float


@dataclass(frozen=True)
class BodyScore:
    """One body: what happened, what was expected, and how well it was told.

    Attributes
    ----------
    crps, climate : float
        Sum over windows of the CRPS of the number of steps: the model's, and that of how often each
        number came in other bodies; smaller is better.
    """

    organisation: str
    rows: int
    steps: int
    expected: float
    log_skill: float
    auc_within: float | None
    crps: float
    climate: float


@dataclass(frozen=True)
class Comparison:
    """The model, its baselines and its wrong twins on one set of windows.

    Attributes
    ----------
    title : str
        Key of the set: how it was forecast, and what was left out of it.
    windows, rows, steps, bodies : int
        How many; a step that is seen at several phases counts at each.
    distinct : int
        Steps that differ.
    """

    title: str
    bodies: int
    windows: int
    rows: int
    steps: int
    distinct: int
    model: Forecaster
    baselines: tuple[Forecaster, ...]
    wrong: tuple[Forecaster, ...]
    bins: tuple[Bin, ...]
    by_body: tuple[BodyScore, ...]


@dataclass(frozen=True)
class Hindcast:
    """All comparisons; the first leaves one body out, the others vary it.

    Attributes
    ----------
    until : str
        Last day of the record.
    """

    until: str
    comparisons: tuple[Comparison, ...]

    def document(self) -> dict[str, Any]:
        """The same numbers as plain mappings and lists, for JSON."""
        return asdict(self)
