"""Analysis of sweeps."""
