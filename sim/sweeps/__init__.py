"""Sweeps: outcomes over many points of a box of assumptions, which survive whatever happens."""

from sim.sweeps.planning import Plan, planned
from sim.sweeps.sweep import Standing, Sweep, find, finished, run_sweep, standing

__all__ = ["Plan", "Standing", "Sweep", "find", "finished", "planned", "run_sweep", "standing"]
