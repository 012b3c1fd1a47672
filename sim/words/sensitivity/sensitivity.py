"""Words for a sensitivity analysis: what bears on an answer, and how much of a run is luck."""

from __future__ import annotations

from sim.answer import Answer
from sim.statistics.indices import MOST_NOISE, WIDEST, WIDEST_EFFECT
from sim.words.sensitivity.numbers import (
    MOST_NAMED,
    PARTS,
    RULES,
    SMALL,
    Row,
    effects,
    found,
    indices,
    method,
    parts,
    share,
    share_and_interval,
    size,
    sized,
)
from sim.words.shared.amounts import Estimate, count, listing, many, plain
from sim.words.shared.subject import assumptions
from sim.words.sweep.sweep import outcome, outcomes, quantity, setting, unit


def headline(answer: Answer) -> str:
    """What bears most on the first outcome, in one sentence."""
    return f"{_told(answer, outcomes(answer)[0])}, {assumptions(answer)}."


def sentences(answer: Answer) -> list[str]:
    """The sensitivity in sentences, the answer first."""
    names = outcomes(answer)
    told = [
        headline(answer),
        *(f"{_told(answer, name)}." for name in names[1:]),
        *(warning for name in names for warning in warnings(answer, name)),
        *(_more(answer, name) for name in names),
        varied(answer),
        how(answer),
    ]
    return [sentence for sentence in told if sentence]


def _told(answer: Answer, name: str) -> str:
    told = {"sobol": _told_indices, "morris": _told_effects, "split": _told_parts}
    return told[method(answer)](answer, name)


def _told_indices(answer: Answer, name: str) -> str:
    rows = indices(answer, name)
    if not rows:
        return f"{outcome(name, answer)} is the same at every point that was tried"
    first, *rest = rows
    text = (
        f"{outcome(name, answer)}: of its variance over {many(len(rows), 'assumption')}, "
        f"{quantity(first['path'], answer)} accounts for {share(first['total']['value'])} with "
        f"interactions and {share(first['first']['value'])} alone"
    )
    named = [
        f"{quantity(row['path'], answer)} ({share(row['total']['value'])} and "
        f"{share(row['first']['value'])})"
        for row in rest[: MOST_NAMED - 1]
        if row["total"]["value"] >= SMALL
    ]
    return f"{text}; next {'are' if len(named) > 1 else 'is'} {listing(named)}" if named else text


def _told_effects(answer: Answer, name: str) -> str:
    rows = [row for row in effects(answer, name) if row["value"] > 0]
    if not rows:
        return f"{outcome(name, answer)} is the same at every point that was tried"
    first, *rest = rows
    kind = unit(name)
    low, high = (size(first[end], kind) for end in ("low", "high"))
    text = (
        f"{outcome(name, answer)} moves most with {quantity(first['path'], answer)}: by "
        f"{sized(first['value'], kind)} ({low} to {high}) on average over its whole range"
    )
    named = [
        f"{quantity(row['path'], answer)} ({size(row['value'], kind)})"
        for row in rest[: MOST_NAMED - 1]
    ]
    return f"{text}; next {'are' if len(named) > 1 else 'is'} {listing(named)}" if named else text


def _told_parts(answer: Answer, name: str) -> str:
    split = parts(answer, name)
    if not split:
        return f"{outcome(name, answer)}: no run that was played differs from another"
    named = [f"{share_and_interval(split[part])} {words}" for part, words in PARTS.items()]
    named[0] = named[0].replace(") ", ") is ")
    return f"{outcome(name, answer)}: of the variance of a single run, {listing(named)}"


def warnings(answer: Answer, name: str) -> list[str]:
    """Why the sample is too small for an outcome, and what would do."""
    return [_warned(answer, name, row) for row in found(answer, name)["warnings"]]


def _warned(answer: Answer, name: str, row: Row) -> str:
    about, points = outcome(name, answer), count(answer.numbers["points"])
    match row["kind"]:
        case "noise":
            return (
                f"Too few runs for {about}: up to {share(row['value'])} of the variance between "
                f"points may be luck; about {count(row['needed'])} runs a point would bring that "
                f"to {share(MOST_NOISE)}."
            )
        case "sum":
            return (
                f"Too few points for {about}: what assumptions account for alone sums to "
                f"{share(row['value'])}, more than all there is."
            )
        case "order":
            return (
                f"Too few points for {about}: one assumption accounts for {share(row['value'])} "
                "more alone than with its interactions, which cannot be."
            )
    what, of, bound = {
        "sobol": ("base points", "of the variance", WIDEST),
        "morris": ("trajectories", "of the largest effect", WIDEST_EFFECT),
        "split": ("points", "of the variance", WIDEST),
    }[method(answer)]
    return (
        f"Too few points for {about}: with {points} {what} an interval reaches "
        f"{share(row['value'])} {of} to either side; to bring that to {share(bound)}, about "
        f"{count(row['needed'])} would be needed, for intervals shrink as one over the root."
    )


def _more(answer: Answer, name: str) -> str:
    """What else is to be said of an outcome."""
    numbers = found(answer, name)
    if method(answer) == "split":
        rules = [
            f"{_level(numbers['rules'][rule], unit(name))} under {words}"
            for rule, words in RULES.items()
            if rule in numbers["rules"]
        ]
        return f"{outcome(name, answer)}, mean over the points: {listing(rules)}." if rules else ""
    luck = (
        f"at most {share(numbers['noise_at_most'])} of its variance between points is the luck of "
        "their runs"
    )
    if method(answer) == "morris":
        still = sum(row["value"] == 0 for row in effects(answer, name))
        every = many(answer.numbers["paths"], "assumption")
        return (
            f"{outcome(name, answer)}: {count(still)} of {every} changed nothing where they were "
            f"tried; {luck}."
        )
    if numbers["sum_first"] is None:
        return ""
    return (
        f"{outcome(name, answer)}: what assumptions account for alone sums to "
        f"{share(numbers['sum_first'])}, the rest is interaction; {luck}."
    )


def _level(estimate: Estimate, kind: str) -> str:
    if kind == "probability":
        return share_and_interval(estimate)
    low, high = (plain(estimate[end]) for end in ("low", "high"))
    return f"{plain(estimate['value'])} ({low} to {high})"


def varied(answer: Answer) -> str:
    """What varied, and what was held."""
    from sim.analysis.shared.prior import CHANNEL_HIGH, CHANNEL_LOW, OFF_CHANCE  # needs the engines

    options, number = answer.inputs.options, answer.numbers["paths"]
    if options.get("vary"):
        ranges = [
            f"{quantity(path, answer)} from {setting(low)} to {setting(high)}"
            for path, low, high in options["vary"]
        ]
        return f"Varied, uniform and independent: {listing(ranges)}."
    prior = (
        f"Varied, independent of each other: {count(number)} assumptions, uniform over their "
        f"stated ranges, but each channel off with chance {OFF_CHANCE:g}, else log-uniform from "
        f"{CHANNEL_LOW:g} to {CHANNEL_HIGH:g}"
    )
    if not options.get("keep"):
        return f"{prior}."
    return f"{prior}; {_kept(answer)}."


def _kept(answer: Answer) -> str:
    """Which of the screened assumptions went on, and what those left out might bear."""
    keep = answer.inputs.options["keep"]
    name = outcomes(answer)[0]
    inside = set(found(answer, name)["indices"])
    left = [row for row in effects(answer, name) if row["path"] not in inside]
    text = f"the {count(keep)} with the largest elementary effects went on, the others held still"
    if not inside or not left or not left[0]["value"]:
        return text
    return (
        f"{text}, of which {quantity(left[0]['path'], answer)} moves {outcome(name, answer)} most, "
        f"by {sized(left[0]['value'], unit(name))}"
    )


def how(answer: Answer) -> str:
    """How it was found, and what the intervals hold."""
    if method(answer) == "split":
        return (
            "Each point has runs of its own under each rule, so that luck is what differs within; "
            "what it leaves in means is subtracted, and a part near 0 may come out below it. "
            "Intervals: 1.96 standard deviations of a bootstrap over the points."
        )
    drawn = "base points" if method(answer) == "sobol" else "trajectories"
    return (
        "All points share their luck: what is analysed is the mean over these runs as a function "
        "of the assumptions. Intervals: 1.96 standard deviations of a bootstrap over the "
        f"{drawn} (Archer, Saltelli and Sobol 1997)."
    )


def points_and_runs(answer: Answer) -> str:
    """So many points of so many runs."""
    points = many(answer.numbers["evaluations"], "point")
    return f"{points} of {many(answer.inputs.runs, 'run')} each"
