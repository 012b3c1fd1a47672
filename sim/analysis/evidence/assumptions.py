"""What can be assumed about the present: every number that acts at ``now``, ready to be moved.

Paths begin with ``present.``; the default of a state is the noise-free replay of the record (or
what the scenario states instead), that of a rule what the scenario states. A default changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.analysis.evidence.evidence import CHECKED_MONTH, ranges
from sim.futures.experiment import replayed
from sim.scenario.document.paths import Setting
from sim.scenario.document.schema import PATRON
from sim.scenario.scenario import Scenario

WIDEST = 4.0
"""End of the scale of a strength that nothing bounds, where 1 is as stated."""

STATES = (
    "trust.external",
    "trust.regime",
    "alignment",
    "threat",
    "regime_risk",
    "dependence",
    "presence",
    "expected_cost",
)
"""Quantities of a member that stand in its own group; its pull stands with the poles."""

STATUSES = ("ACTIVE", "FROZEN", "NOTICE", "OUT")
DECISIONS = ("logit", "threshold", "quantal")
AT_START = frozenset(["frailty_sd", "prior_strength", "threshold_mean", "threshold_sd"])
"""Parameters that act where a run starts and never again: nothing at ``now`` moves them."""


@dataclass(frozen=True)
class Assumption:
    """One thing that can be assumed.

    Attributes
    ----------
    path : str
        Where the scenario holds it.
    name : str
        What it is called within its group.
    kind : str
        ``number``, ``choice`` or ``flag``.
    default : float, str or bool
        What the scenario says.
    minimum, maximum, step : float
        Ends of its scale, and how finely it is moved.
    low, high : float or None
        Its plausible range.
    unit, help, source, note : str
        Blank where there is none.
    choices : tuple of str
        Of a choice.
    """

    path: str
    name: str
    kind: str
    default: float | str | bool
    minimum: float = 0.0
    maximum: float = 1.0
    step: float = 0.01
    low: float | None = None
    high: float | None = None
    unit: str = ""
    help: str = ""
    source: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()

    def is_outside(self, value: float) -> bool:
        """Whether a value leaves the plausible range."""
        return self.low is not None and self.high is not None and not self.low <= value <= self.high


@dataclass(frozen=True)
class Group:
    """Assumptions that belong together: ``patron``, ``poles``, ``channels``, …, or a member."""

    name: str
    assumptions: tuple[Assumption, ...]


def groups(scenario: Scenario) -> tuple[Group, ...]:
    """All that can be assumed, in groups.

    The patron, each member, poles, blocs where there are any, channels, charter, parameters.
    """
    stated = scenario.paths()
    now = replayed(scenario)
    members = tuple(scenario.members)
    return (
        Group(PATRON, tuple(_of_patron(scenario, stated, now))),
        *(Group(m, tuple(_of_member(scenario, stated, now, m))) for m in members),
        Group("poles", tuple(_state(scenario, stated, now, m, "pull", name=m) for m in members)),
        *(Group("blocs", blocs) for blocs in [tuple(_of_blocs(scenario, stated))] if blocs),
        Group("channels", tuple(_rules(scenario, stated, "channels"))),
        Group("charter", tuple(_of_charter(scenario, stated))),
        Group("parameters", tuple(_rules(scenario, stated, "parameters"))),
    )


def by_path(scenario: Scenario) -> dict[str, Assumption]:
    """Every assumption by its path."""
    return {each.path: each for group in groups(scenario) for each in group.assumptions}


Values = Mapping[tuple[str, str], float]
Settings = Mapping[str, Setting]


def _of_patron(scenario: Scenario, stated: Settings, now: Values) -> Iterator[Assumption]:
    for name in ("capacity", "coerce", "concede"):
        setting = stated[f"patron.{name}"]
        replay = now.get((PATRON, name), setting.value)
        yield _number(scenario, f"present.patron.{name}", name, setting, replay)


def _of_member(
    scenario: Scenario, stated: Settings, now: Values, member: str
) -> Iterator[Assumption]:
    present = scenario.present.members.get(member)
    own = present.status if present and present.status else _recorded_status(scenario, member)
    yield Assumption(f"present.members.{member}.status", "status", "choice", own, choices=STATUSES)
    for quantity in STATES:
        yield _state(scenario, stated, now, member, quantity)


def _recorded_status(scenario: Scenario, member: str) -> str:
    """The status that the record pins last, else the one at the start."""
    status: str = scenario.members[member].status
    for event in scenario.events.values():
        pinned = event.status.get(member) if event.status else None
        if pinned and event.month and event.month <= scenario.last_recorded:
            status = pinned
    return status


def _state(
    scenario: Scenario,
    stated: Settings,
    now: Values,
    member: str,
    quantity: str,
    *,
    name: str | None = None,
) -> Assumption:
    path = f"present.members.{member}.{quantity}"
    start = stated.get(f"members.{member}.{quantity}") or scenario.settable(path)
    return _number(
        scenario,
        path,
        name or quantity,
        start,
        now[member, quantity],
        known=_known_range(scenario, member, quantity),
    )


def _known_range(scenario: Scenario, member: str, quantity: str) -> tuple[float, float] | None:
    """The range that is stated for the last recorded month, where one is."""
    if scenario.last_recorded != CHECKED_MONTH:
        return None
    found = (row for row in ranges() if (row.member, row.quantity) == (member, quantity))
    return next(((row.low, row.high) for row in found), None)


def _of_charter(scenario: Scenario, stated: Settings) -> Iterator[Assumption]:
    months = stated["charter.notice_months"]
    notice = _number(
        scenario, "present.charter.notice_months", "notice_months", months, months.value
    )
    yield replace(notice, maximum=60.0, step=1.0)
    for name in ("freeze_allowed", "return_allowed"):
        present = getattr(scenario.present.charter, name)
        default = getattr(scenario.charter, name) if present is None else present
        yield Assumption(f"present.charter.{name}", name, "flag", default)
    yield Assumption("decision", "decision", "choice", scenario.decision, choices=DECISIONS)


def _rules(scenario: Scenario, stated: Settings, block: str) -> Iterator[Assumption]:
    for path, setting in stated.items():
        head, _, name = path.partition(".")
        if head == block:
            here = path if name in AT_START else f"present.{path}"
            yield _number(scenario, here, name, setting, setting.value)


def _of_blocs(scenario: Scenario, stated: Settings) -> Iterator[Assumption]:
    for bloc in scenario.blocs:
        path = f"blocs.{bloc}.cohesion"
        yield _number(scenario, path, bloc, stated[path], stated[path].value)


def _number(
    scenario: Scenario,
    path: str,
    name: str,
    start: Setting,
    default: float | None,
    known: tuple[float, float] | None = None,
) -> Assumption:
    """A number with the range of its value at the start, carried along to its default."""
    there = scenario.settable(path)
    value = default if there.value is None else there.value
    if value is None:
        raise ValueError(f"{path}: nothing states a value")
    low, high = known or _carried(start, value)
    minimum, maximum = _scale(there, value, low, high)
    return Assumption(
        path,
        name,
        "number",
        float(value),
        minimum=minimum,
        maximum=maximum,
        step=_step(maximum - minimum),
        low=None if low is None else max(low, minimum),
        high=None if high is None else min(high, maximum),
        unit=there.unit or start.unit,
        help=start.help or there.help,
        source=start.source or "",
        note=start.note or "",
    )


def _carried(start: Setting, value: float) -> tuple[float, float] | tuple[None, None]:
    if start.low is None or start.high is None or start.value is None:
        return None, None
    shift = value - start.value
    return start.low + shift, start.high + shift


def _scale(
    there: Setting, value: float, low: float | None, high: float | None
) -> tuple[float, float]:
    """Ends of the scale: what is allowed, else as far beyond the range as the range is wide."""
    width = (high - low) if low is not None and high is not None else 0.0
    below = (low if low is not None else value) - max(width, abs(value))
    above = (high if high is not None else value) + width if width else max(WIDEST, 2 * value)
    minimum = below if there.minimum is None else there.minimum
    maximum = above if there.maximum is None else min(there.maximum, max(above, _unit(there)))
    return float(minimum), float(maximum)


def _unit(there: Setting) -> float:
    """Whole scales are shown whole: [0, 1] and [-1, 1]; rates only as far as they are plausible."""
    is_rate = there.unit == "per month"
    return 0.0 if is_rate or there.maximum is None else there.maximum


def _step(width: float) -> float:
    return next(
        step for step in (0.0001, 0.001, 0.01, 0.1, 1.0) if width / step <= 400 or step == 1
    )
