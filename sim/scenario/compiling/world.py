"""A scenario as the engines read it: a World of named tuples of arrays.

Every array is contiguous, writable and of one type, every number a float or an int64, so that all
scenarios end in one compiled signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.document import parameters as schema

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]

if TYPE_CHECKING:

    class ParameterValues:
        """A float for each field of the schema's Parameters."""

        def __init__(self, **values: float) -> None: ...
        def __getattr__(self, name: str) -> float: ...
        def _replace(self, **values: float) -> ParameterValues: ...

    class ChannelStrengths(ParameterValues):
        """A float for each channel."""

        def _replace(self, **values: float) -> ChannelStrengths: ...

else:
    ParameterValues = NamedTuple(
        "ParameterValues", [(name, float) for name in schema.Parameters.model_fields]
    )
    ChannelStrengths = NamedTuple("ChannelStrengths", [(name, float) for name in schema.CHANNELS])

THREAT, REGIME_RISK, DEPENDENCE, PRESENCE, PULL = range(5)
CAPACITY_TARGET = 0
"""Columns of the levels: of a member; of the patron, whose row comes after the members."""

CERTAIN, ONCE, EACH_MONTH = range(3)
PLEDGE, LEAN, SHOCK, PUNISHMENT, POLICY, STATUS = range(6)
ALIGNMENT, TRUST_EXTERNAL, TRUST_REGIME, EXPECTED_COST, LEVEL, CAPACITY, STATUS_IS = range(7)
"""What a condition looks at."""

NOT_YET, WAS_OUT = -1, -2
"""First exit: none so far; out before the first free month, so not at risk."""
WAS_AWAY = WAS_OUT
"""First step outwards: not wholly in when the future began, so not at risk."""

ALONE = -1
"""The bloc of a member that is in none."""


class Derived(NamedTuple):
    """Numbers that follow from the parameters and the channels."""

    memory_factor: float
    peer_gain: float
    frailty_centre: float
    weather_persistence: float
    weather_innovation: float


class Cut(NamedTuple):
    """Channels through which nobody learns of the others from the branch on: 1 where cut."""

    club: int
    alignment: int
    dilution: int
    discipline: int
    conditions: int


class Calendar(NamedTuple):
    """Months, counted from the start."""

    last_recorded: int
    last: int
    notice_months: int
    multiplier: Floats  # (months,)
    renewal: Codes  # (months,)
    freezes: int  # 1 where a member can freeze its part


class Members(NamedTuple):
    """Members in file order, and the patron's row after them in ``levels``."""

    identity: Ints  # (members,)
    weight: Floats  # (members,)
    influence: Floats  # (members, members): row heeds column
    trust: Floats  # (members, 2): at the start
    kept: Floats  # (members, 2): at the start
    broken: Floats  # (members, 2)
    alignment: Floats  # (members,)
    expected_cost: Floats  # (members,)
    levels: Floats  # (members + 1, 5)
    status: Codes  # (members,)
    hold: Codes  # (members,)
    bloc: Ints  # (members,): place of its bloc, or ALONE


class Blocs(NamedTuple):
    """Blocs, in file order."""

    identity: Ints  # (blocs,)
    cohesion: Floats  # (blocs,): chance a month that its members decide as one


class Events(NamedTuple):
    """Events, their effects and conditions as flat tables, and the agenda of each month."""

    identity: Ints  # (events,)
    happens: Codes  # (events,): 0 for an event that is taken out
    chance: Codes  # (events,)
    probability: Floats  # (events,)
    times: Floats  # (events,)
    first_effect: Ints  # (events + 1,)
    first_condition: Ints  # (events + 1,)
    agenda_first: Ints  # (months + 1,)
    agenda: Ints  # events that may act in a month, in file order
    kind: Codes  # (effects,)
    actor: Ints  # (effects,)
    what: Ints  # (effects,): type of pledge, level, share of policy, status
    size: Floats  # (effects,): with the event's weight in it
    weight: Floats  # (effects,): of a punishment seen
    slot: Ints  # (effects,): fading slot, -1 for lasting
    lasting: Codes  # (effects,): of a shock to alignment; kept, of a pledge
    slot_actor: Ints  # (slots,)
    slot_level: Ints  # (slots,)
    slot_factor: Floats  # (slots,)
    condition_of: Ints  # (conditions,): member
    condition_on: Codes  # (conditions,)
    condition_level: Ints  # (conditions,): level, or status
    condition_value: Floats  # (conditions,)
    condition_above: Codes  # (conditions,)


class World(NamedTuple):
    """Everything that does not change in a run."""

    parameters: ParameterValues
    derived: Derived
    channels: ChannelStrengths
    cut: Cut
    calendar: Calendar
    members: Members
    blocs: Blocs
    events: Events
    patron: int  # identity
    policy: Floats  # (2,): coerce, concede at the start
    decision: int  # place in ``rules.decision.DECISIONS``
    expected: int  # 1 where chance is replaced by its mean


class Shift(NamedTuple):
    """What ``present:`` does to every run at the last recorded month; 0 and NONE change nothing."""

    alignment: Floats  # (members,)
    trust: Floats  # (members, 2)
    expected_cost: Floats  # (members,)
    levels: Floats  # (members + 1, 5)
    status: Codes  # (members,): UNHELD where the recorded one stays
    capacity: float
    policy: Floats  # (2,): negative where the replayed one stays
