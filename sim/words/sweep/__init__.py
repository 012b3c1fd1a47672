"""Words of sweeps."""
