"""Calibration: one fit a fold, stored as it goes, so that an interrupted one goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.hindcast.fitting import Fit
from sim.hindcast.folds import folds, known_to
from sim.hindcast.panel import Panel
from sim.hindcast.posterior import ALL, Posterior
from sim.hindcast.prior import Prior
from sim.hindcast.sampling import Diagnosis, Draws, Sampling, sample
from sim.seeding.fitted import NAMES

FIRST = Sampling(burn=500, steps=1500, keep=1000)
"""The fit to all windows; the folds start where its walkers ended."""
EACH = Sampling(burn=60, steps=300, keep=200)
SEED = 1


@dataclass(frozen=True)
class Calibration:
    """Draws of every fold, and how far they can be trusted."""

    posterior: Posterior
    diagnoses: pd.DataFrame


def calibrate(
    panel: Panel,
    folder: Path,
    prior: Prior | None = None,
    first: Sampling = FIRST,
    each: Sampling = EACH,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Calibration:
    """Fit every fold.

    Parameters
    ----------
    folder : Path
        Where the draws of finished folds are kept; a later call with the same windows and settings
        takes them up.
    told : callable
        Called with the folds done and all folds after each.
    """
    prior = prior or Prior()
    names = folds(panel)
    kept = folder / digest(panel, prior, first, each)
    kept.mkdir(parents=True, exist_ok=True)
    found: dict[str, Draws] = {}
    for place, name in enumerate(names):
        file = kept / f"{place:02d}.npz"
        if not file.is_file():
            part = panel.only(known_to(panel, name))
            draws = sample(
                Fit(part, prior).total,
                prior,
                first if name == ALL else each,
                SEED + place,
                None if name == ALL else found[ALL].last,
                name,
            )
            write(file, draws)
        found[name] = read(file, name)
        told(place + 1, len(names))
    return Calibration(
        Posterior({name: found[name].draws for name in names}),
        pd.DataFrame([asdict(one) for name in names for one in found[name].diagnoses]),
    )


CODE = ("fitting.py", "frailty.py", "likelihood.py", "prior.py", "sampling.py", "surrogate.py")
"""Files of this folder on which a fit rests."""


def digest(panel: Panel, *settings: object) -> str:
    """A name for these windows, settings and the code that fits: what is finished holds for it."""
    seal = hashlib.sha256(repr(settings).encode())
    for name in CODE:
        seal.update((Path(__file__).parent / name).read_bytes())
    for array in (panel.first, panel.record, panel.worth, panel.at, panel.years, panel.act):
        seal.update(np.ascontiguousarray(array).tobytes())
    return seal.hexdigest()[:16]


def write(file: Path, draws: Draws) -> None:
    """Store one fold whole or not at all."""
    numbers = np.array(
        [[d.mean, d.sd, d.low, d.high, d.rhat, d.effective] for d in draws.diagnoses]
    )
    partial = file.with_suffix(".part")
    with partial.open("wb") as stream:
        np.savez(stream, draws=draws.draws, last=draws.last, numbers=numbers)
    partial.replace(file)


def read(file: Path, fold: str) -> Draws:
    """One stored fold."""
    with np.load(file, allow_pickle=False) as stored:
        diagnoses = tuple(
            Diagnosis(fold, name, *(float(number) for number in row))
            for name, row in zip(NAMES, stored["numbers"], strict=True)
        )
        return Draws(stored["draws"], stored["last"], diagnoses)
