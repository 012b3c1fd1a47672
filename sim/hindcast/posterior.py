"""Posterior draws of what is fitted, of all bodies and of each fold, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.seeding.fitted import NAMES

type Floats = NDArray[np.float64]

ALL = "all"
"""The fold that leaves nothing out."""
WITHOUT, BEFORE = "without ", "before "
"""How folds are named: without a body, or with what was over before a year."""


@dataclass(frozen=True)
class Posterior:
    """Draws by fold.

    Attributes
    ----------
    draws : dict of float64 (draws, 5)
        By the name of the fold.
    """

    draws: Mapping[str, Floats]

    def of(self, fold: str) -> Floats:
        """Draws of a fold; those of ``ALL`` for a body that no fold leaves out."""
        return self.draws.get(fold, self.draws[ALL])

    def table(self) -> pd.DataFrame:
        """Long table: ``fold``, and one column a parameter, rounded to six digits."""
        parts = [
            pd.DataFrame(np.round(points, 6), columns=list(NAMES)).assign(fold=fold)
            for fold, points in self.draws.items()
        ]
        return pd.concat(parts, ignore_index=True)[["fold", *NAMES]]

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> Posterior:
        """The draws of such a table."""
        return cls(
            {
                str(fold): part[list(NAMES)].to_numpy(dtype=float)
                for fold, part in table.groupby("fold", sort=False)
            }
        )

    @classmethod
    def read(cls, file: Path) -> Posterior:
        """The draws stored in a Parquet file."""
        return cls.from_table(pd.read_parquet(file))
