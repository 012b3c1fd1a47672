"""Where the posterior lies, and how it is written: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sim.hindcast.calibration import Calibration
from sim.hindcast.posterior import Posterior
from sim.home import home

POSTERIOR, DIAGNOSES = "posterior.parquet", "diagnoses.csv"
CHECK, ENGINE = "check.csv", "engine.csv"


def folder() -> Path:
    """The folder of the posterior that comes with the product."""
    return home() / "scenarios" / "calibration"


def posterior() -> Posterior:
    """The posterior that comes with the product."""
    return Posterior.read(folder() / POSTERIOR)


def diagnoses() -> pd.DataFrame:
    """How far its draws can be trusted, by fold and parameter."""
    return pd.read_csv(folder() / DIAGNOSES)


def store(found: Calibration, where: Path | None = None) -> Path:
    """Write a calibration; what stood there is replaced file by file."""
    where = where or folder()
    where.mkdir(parents=True, exist_ok=True)
    table, lines = found.posterior.table(), found.diagnoses
    replaced(where / POSTERIOR, lambda file: table.to_parquet(file, index=False))
    replaced(
        where / DIAGNOSES,
        lambda file: lines.to_csv(file, index=False, float_format="%.6g", lineterminator="\n"),
    )
    return where


def store_table(name: str, table: pd.DataFrame) -> None:
    """Write a table beside the posterior: ``CHECK`` or ``ENGINE``."""
    folder().mkdir(parents=True, exist_ok=True)
    replaced(
        folder() / name,
        lambda file: table.to_csv(file, index=False, float_format="%.6g", lineterminator="\n"),
    )


def replaced(file: Path, write: Callable[[Path], object]) -> None:
    """Write beside the file, then put it in its place."""
    partial = file.with_suffix(f"{file.suffix}.part{os.getpid()}")
    try:
        write(partial)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
