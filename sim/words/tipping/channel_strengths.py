"""Words for how strong which channel must be for a domino."""

from __future__ import annotations

from typing import Any

from sim.analysis.tipping.findings import LevelCrossing, LevelScan
from sim.analysis.tipping.result import TippingChannels
from sim.answer import Answer
from sim.words.shared.amounts import listing, month, percent, signed
from sim.words.shared.subject import first_free, labels
from sim.words.sweep import sweep
from sim.words.tipping.crossings import (
    EACH_ALONE,
    INTERVAL,
    level,
    number,
    outcome,
    spot,
    within,
)

ALL = "every channel together"
DOMINO = 0.5
"""The level of which words say why it is one."""


def channel(name: str) -> str:
    """A channel, or all of them, by name."""
    return ALL if name == "all" else name


def names(answer: Answer[TippingChannels]) -> list[str]:
    """All together first, then each, in the order in which they were tried."""
    return list(dict.fromkeys(answer.tables["strengths"]["channel"]))


def first_resolved(found: LevelScan) -> LevelCrossing | None:
    """The lowest strength at which these runs tell that it crosses the level."""
    return next((crossing for crossing in found.crossings if crossing.resolved), None)


def headline(answer: Answer[TippingChannels]) -> str:
    """Which channels bring it, and how strong, in one sentence."""
    found = answer.result.channels
    resolved = {n: where for n in names(answer) if (where := first_resolved(found[n]))}
    whole = resolved.pop("all", None)
    single = [f"{name} {_from_or_up_to(crossing)}" for name, crossing in resolved.items()]
    most = f"{number(answer.result.up_to)} times"
    alone = f"of single ones {listing(single)}" if single else f"no single one even at {most}"
    begins = _brings(answer)
    if whole:
        at = _from_or_up_to(whole)
        return f"{begins} with all channels {at} times as strong as written; {alone}"
    if found["all"].side > 0:
        return f"{begins} whatever the strength of all channels; {alone}"
    if found["all"].side < 0:
        return f"{begins} not even with all channels at {most} their strength; {alone}"
    rest = spot(found["all"].crossings[0], is_estimate=True)
    return (
        f"These runs do not tell whether {within(begins)} with all channels together: {rest} times "
        f"as strong as written; {alone}"
    )


def _from_or_up_to(crossing: LevelCrossing) -> str:
    """From which strength on it is reached, or up to which."""
    return f"{'at' if crossing.rising else 'only up to'} {spot(crossing, named=False)}"


def _brings(answer: Answer[TippingChannels]) -> str:
    of = answer.result.of
    if answer.result.outcome == f"effect.{of}":
        return f"An exit of {labels(answer)[of]} brings {level(answer)} further exits"
    return f"{outcome(answer)} reaches {level(answer)}"


def never(answer: Answer[TippingChannels]) -> str:
    """The channels that do not bring it, however strong; and what else is to tell."""
    found, most = answer.result.channels, number(answer.result.up_to)
    single = [name for name in names(answer) if name != "all"]
    below = [name for name in single if found[name].side < 0]
    above = [name for name in single if found[name].side > 0]
    maybe = [n for n in single if found[n].crossings and not first_resolved(found[n])]
    open_channels = [
        f"{name} ({spot(found[name].crossings[0], is_estimate=True)})" for name in maybe
    ]
    texts = (
        f"Not even at {most} times its strength: {listing(below)}." if below else "",
        f"Whatever its strength: {listing(above)}." if above else "",
        f"These runs do not tell for {listing(open_channels)}." if open_channels else "",
    )
    return " ".join(text for text in texts if text)


def more(answer: Answer[TippingChannels]) -> list[str]:
    """What does not bring it, and what a domino is taken to be."""
    table = answer.tables["strengths"].set_index(["channel", "strength"])
    high = answer.result.up_to
    stated = [
        f"{channel(name)} {shown(answer, table.loc[(name, high), 'value'])}"
        for name in names(answer)
    ]
    return [
        never(answer),
        f"At {number(high)} times: {listing(stated)}.",
        _another_exit(answer),
        f"1 is the rule as written, 0 off, from {month(first_free(answer))} on. "
        f"{_convention(answer)}",
        f"{INTERVAL} {EACH_ALONE}",
    ]


def shown(answer: Answer[TippingChannels], value: Any) -> str:
    """A value of what crosses the level, of exits with its sign."""
    unit = sweep.unit(answer.result.outcome)
    return signed(float(value)) if unit == "exits" else sweep.amount(float(value), unit)


def _another_exit(answer: Answer[TippingChannels]) -> str:
    """The chance of another exit, which a strong channel moves whether or not somebody leaves."""
    table = answer.tables["strengths"]
    own = table[(table["channel"] == "all") & table["strength"].isin((0.0, answer.result.up_to))]
    off, most = (percent(float(value)) for value in own.sort_values("strength")["another"])
    return (
        f"Another member leaves within five years of it in {off} of runs with all channels off, in "
        f"{most} with all at {number(answer.result.up_to)} times; part of that comes whether "
        "or not it leaves."
    )


def _convention(answer: Answer[TippingChannels]) -> str:
    is_effect = answer.result.outcome == f"effect.{answer.result.of}"
    if is_effect and answer.result.level == DOMINO:
        return (
            "That half a further exit is a domino is a convention: one for every two exits; at 1 "
            "a chain would go on by itself."
        )
    return "That this level is a domino is an assumption of who asks."


def rows(answer: Answer[TippingChannels]) -> tuple[list[str], list[list[str]]]:
    """The channels as a table."""
    table = answer.tables["strengths"].set_index(["channel", "strength"])["value"]
    most = answer.result.up_to
    found = []
    for name in names(answer):
        scan = answer.result.channels[name]
        spots = listing([spot(each) for each in scan.crossings])
        where = spots or ("at every strength" if scan.side > 0 else f"not even at {most:g}")
        ends = [shown(answer, table.loc[(name, at)]) for at in (0.0, most)]
        found.append([channel(name), *ends, where])
    return ["Channel", "off", f"at {most:g}", f"Through {level(answer)} (95% interval)"], found
