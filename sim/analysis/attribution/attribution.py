"""Attribution: an effect shared out to channels, to the events of the record, or to members.

Beside it stand contagion against common cause, and who toppled whom, of the same scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.attribution.by_channel import CONDITIONAL_EVENTS, channel_game, has_conditions
from sim.analysis.attribution.by_event import record_game, recorded_events
from sim.analysis.attribution.by_member import cascade_game
from sim.analysis.attribution.contagion import (
    ARMS,
    contagion_by_count,
    contagion_share,
    contagion_table,
)
from sim.analysis.attribution.result import AttributionResult, ContagionShare, Simultaneous
from sim.analysis.attribution.tree import toppled_edges, tree_arms, tree_table
from sim.analysis.domino.cause import Cause, cause_of
from sim.analysis.forecast.forecast import members_table
from sim.analysis.shared.already_out import refuse_out
from sim.answer import Answer, Inputs
from sim.futures.experiment import Futures, play
from sim.pool import Progress
from sim.refusal import Refusal, listing, unknown
from sim.scenario.document.months import later
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.scenario import Scenario
from sim.statistics.contrasts import LEVEL, holm
from sim.statistics.estimates import Estimate
from sim.statistics.shapley import Shares, Worths, share_out

if TYPE_CHECKING:
    from pandas import DataFrame

BY = ("channels", "events", "members")
FIGURES = ("attribution", "contagion", "tree")
DIRECT = "direct"
"""What an event does itself, with all channels cut."""
ASIDE = 0.1
"""Part of the progress that contagion and the tree take."""


def attribute(
    scenario: Scenario,
    of: str | None = None,
    *,
    by: str = "channels",
    k: int = 2,
    runs: int = 5_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[AttributionResult]:
    """Share out an effect by Shapley values, whose sum it is.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    of : str, optional
        Id of a member or of an event, whose effect is shared out; not for members.
    by : str
        ``channels``: v(S) is the effect with the channels outside S cut. ``events``: the effect
        when of the record's dated events only S happen. ``members``: P(at least ``k`` first
        exits) when the members outside S are held at today's status.
    k : int
        Exits that are counted as a cascade, for members and for the share of contagion.
    runs, seed, threads, progress
        As of ``simulate``; ``runs`` counts pairs.

    Returns
    -------
    Answer
        The parts with intervals; contagion and who toppled whom.

    Raises
    ------
    Refusal
        No such member, event or way to share out, or no pair of runs to compare.
    """
    options = checked(scenario, of, by, k)
    stages = _TwoStages(progress, runs)
    game = _game(scenario, options, seed)
    shares = share_out(
        game.worths,
        len(game.parts),
        runs=runs,
        seed=seed,
        threads=threads,
        progress=stages.first,
    )
    arms = {**ARMS, **tree_arms(scenario.member_ids)}
    aside = play(scenario, arms, runs=runs, seed=seed, threads=threads, progress=stages.second)
    result = _result(game, shares, aside, k)
    tables = {
        "parts": _parts_table(game, shares),
        "contagion": contagion_table(result.contagion),
        "tree": tree_table(result.toppled),
        "members": members_table(aside),
    }
    return Answer("attribute", Inputs.of(scenario, seed, runs, **options), result, tables, FIGURES)


def checked(scenario: Scenario, of: str | None, by: str, k: int) -> dict[str, Any]:
    """The options of an attribution, judged before anything is computed.

    Parameters
    ----------
    scenario : Scenario
        Of whose members and events it is asked.
    of : str or None
        Id of a member or an event; with ``by="members"`` None.
    by : str
        ``channels``, ``events`` or ``members``.
    k : int
        Exits that are counted as a cascade, from 1 to the number of members.

    Returns
    -------
    dict
        ``of``, ``by`` and ``k``.

    Raises
    ------
    Refusal
        With what is wrong, and what is allowed.
    """
    if by not in BY:
        raise unknown("way to share out", by, BY, field="by")
    if len(scenario.members) < 2:
        raise Refusal("there is no other member: nothing that one exit could bring about")
    if not 1 <= k <= len(scenario.members):
        allowed = f"1 to {len(scenario.members)}, the members"
        raise Refusal("out of range", field="k", found=str(k), allowed=allowed)
    if by == "members":  # several exits are no matter of one
        if of is not None:
            cause_of(scenario, of)  # refuses what there is none of
        return {"of": None, "by": by, "k": k}
    if of is None:
        allowed = f"a member ({listing(scenario.members)}) or an event"
        raise Refusal("the effect of what?", field="of", found="nothing", allowed=allowed)
    cause = cause_of(scenario, of)
    if not cause.is_event:
        refuse_out(scenario, of)
    if by == "events" and not recorded_events(cause):
        message, allowed = "the record has no dated event to share out to", "channels or members"
        raise Refusal(message, field="by", found=by, allowed=allowed)
    return {"of": of, "by": by, "k": k}


@dataclass(frozen=True)
class _TwoStages:
    """The progress of both stages as one."""

    progress: Progress | None
    runs: int

    def first(self, done: int, total: int) -> None:
        self._advance((1 - ASIDE) * done / total)

    def second(self, done: int, total: int) -> None:
        self._advance(1 - ASIDE + ASIDE * done / total)

    def _advance(self, part: float) -> None:
        if self.progress is not None:
            self.progress(round(part * self.runs), self.runs)


@dataclass(frozen=True)
class _Game:
    """What is shared out: parts by name and label, and the worth of their coalitions."""

    by: str
    parts: tuple[str, ...]
    labels: Mapping[str, str]
    worths: Worths
    cause: Cause | None
    at: str


def _game(scenario: Scenario, options: Mapping[str, Any], seed: int) -> _Game:
    by, first_free = options["by"], later(scenario.last_recorded, 1)
    if by == "members":
        labels = {member: scenario.label(member) for member in scenario.members}
        worths = cascade_game(scenario, options["k"], seed)
        return _Game(by, scenario.member_ids, labels, worths, None, first_free)
    cause = cause_of(scenario, options["of"])
    at = cause.at or first_free
    if by == "events":
        parts = tuple(recorded_events(cause))
        labels = {name: cause.branch.events[name].title for name in parts}
        return _Game(by, parts, labels, record_game(cause, seed), cause, at)
    parts = (*CHANNELS, CONDITIONAL_EVENTS) if has_conditions(cause.branch) else CHANNELS
    labels = {name: name.replace("_", " ") for name in (*parts, DIRECT)}
    return _Game(by, parts, labels, channel_game(cause, parts, seed), cause, at)


# --- the answer -----------------------------------------------------------------------------------


def _has_direct(game: _Game) -> bool:
    return game.by == "channels" and game.cause is not None and game.cause.is_event


def _estimates(game: _Game, shares: Shares) -> dict[str, Estimate]:
    """Every part by name; of an event also what is left with all channels cut."""
    found = dict(zip(game.parts, shares.values, strict=True))
    return found | {DIRECT: shares.none} if _has_direct(game) else found


def _result(game: _Game, shares: Shares, aside: Futures, k: int) -> AttributionResult:
    scenario, cause, parts = aside.scenario, game.cause, _estimates(game, shares)
    of_k = contagion_share(aside, k)
    return AttributionResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        of=cause.of if cause else None,
        kind=("event" if cause.is_event else "member") if cause else None,
        by=game.by,
        k=k,
        at=game.at,
        now=scenario.last_recorded,
        end=scenario.last_month,
        total=shares.whole if _has_direct(game) else shares.difference,
        none=shares.none,
        all=shares.whole,
        **{by: parts if by == game.by else {} for by in BY},
        orders=shares.orders,
        simultaneous=_simultaneous(parts, shares.orders),
        contagion_share=ContagionShare(k, of_k.value, of_k.low, of_k.high),
        contagion=contagion_by_count(aside),
        toppled=toppled_edges(aside),
        pairs=shares.pairs,
        left_out=aside.runs - shares.pairs,
        runs=aside.runs,
        seed=aside.seed,
    )


def _simultaneous(parts: Mapping[str, Estimate], orders: int | None) -> Simultaneous:
    """The parts that are resolved though so many are looked at, corrected for their number."""
    adjusted = holm([_p_of(part, orders) for part in parts.values()])
    resolved = [name for name, p in zip(parts, adjusted, strict=True) if p < LEVEL]
    return Simultaneous("holm", LEVEL, len(parts), resolved)


def _p_of(part: Estimate, orders: int | None) -> float:
    """Two-sided p of a share, from its 95% interval: normal, or Student's t between blocks."""
    from scipy.stats import norm, t

    if not part.value or part.low is None or part.high is None:
        return 1.0
    towards_0 = part.value - part.low if part.value > 0 else part.high - part.value
    if towards_0 <= 0:
        return 1.0  # at the bound of what there can be, few pairs tell nothing
    law = norm if orders is None else t(orders // 2 - 1)  # a block draws an order and its reverse
    z = abs(part.value) / towards_0 * law.ppf(0.975)
    return float(2 * law.sf(z))


def _parts_table(game: _Game, shares: Shares) -> DataFrame:
    """The parts: part, label, value, low, high; what each does alone, and on top of all others."""
    from pandas import DataFrame

    estimates = _estimates(game, shares)
    rows = [
        {"part": name, "label": game.labels[name], **estimate.as_json()}
        for name, estimate in estimates.items()
    ]
    table = DataFrame(rows)
    for column, values in (("alone", shares.alone), ("last", shares.last)):
        known = [None] * len(game.parts) if values is None else list(values)
        table[column] = np.array([*known, *[None] * (len(rows) - len(known))], np.float64)
    return table
