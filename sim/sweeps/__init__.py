"""Sweeps: outcomes over many points of a box of assumptions, which survive whatever happens."""

from sim.sweeps.sweep import Plan, Standing, Sweep, find, finished, planned, run_sweep, standing

__all__ = ["Plan", "Standing", "Sweep", "find", "finished", "planned", "run_sweep", "standing"]
