"""Windows that nobody recorded: small enough to work out by hand."""

import numpy as np

from sim.hindcast.panel import INDICATORS, Panel


def made_up_panel(left, worth=None, act=None, record=None, at=None):
    """One window a body; rows in the order given, the likeliest leaver first."""
    sizes = [len(part) for part in left]
    rows = sum(sizes)
    flat = np.array([value for part in left for value in part], dtype=bool)
    zeros = np.zeros((rows, len(INDICATORS)))
    return Panel(
        organisations=tuple(f"BODY_{i}" for i in range(len(left))),
        kinds=("regional",) * len(left),
        organisation=np.arange(len(left)),
        year=np.full(len(left), 1990),
        record=np.zeros(len(left)) if record is None else np.array(record),
        first=np.cumsum([0, *sizes]),
        worth=np.zeros(rows) if worth is None else np.array(worth, dtype=float),
        indicators=zeros,
        centred=zeros,
        left=flat,
        years=np.full(rows, 5.0),
        at=np.where(flat, 2.5, 5.0) if at is None else np.array(at, dtype=float),
        act=np.where(flat, 0, -1) if act is None else np.array(act),
        member=tuple(f"M{i:02d}" for i in range(rows)),
    )
