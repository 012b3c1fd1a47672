"""The compiled engine: many runs at once, the same rules as the agents of ``sim.model``.

One function a phase, named as in ``AllianceModel.PHASES``. A phase holds order, indexing and
storage; every formula is a rule. Within a phase all members read the state before it, then all
commit. Arrays are indexed by run and member; a chunk of runs belongs to one thread.
"""

from sim.ensemble.kernels import advance, enter, part
from sim.ensemble.state import (
    BINS,
    FIXED_POINT,
    State,
    Tally,
    Work,
    copy,
    new_tally,
    new_work,
    start,
)

__all__ = [
    "BINS",
    "FIXED_POINT",
    "State",
    "Tally",
    "Work",
    "advance",
    "copy",
    "enter",
    "new_tally",
    "new_work",
    "part",
    "start",
]
