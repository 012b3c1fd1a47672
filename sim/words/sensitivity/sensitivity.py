"""Words for a sensitivity analysis: what bears on an answer, and how much of a run is luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.analysis.sensitivity.result import (
    MorrisResult,
    SensitivityResult,
    SobolResult,
    SplitResult,
    VariancePart,
)
from sim.answer import Answer
from sim.statistics.estimates import KnownEstimate
from sim.statistics.indices import MOST_NOISE, WIDEST, WIDEST_EFFECT, SampleWarning
from sim.words.sensitivity.numbers import (
    MOST_NAMED,
    PARTS,
    RULES,
    SMALL,
    QuantityIndices,
    effects,
    indices,
    moving,
    share,
    share_and_interval,
    size,
    sized,
)
from sim.words.shared.amounts import count, listing, many, plain
from sim.words.shared.subject import assumptions
from sim.words.sweep.sweep import outcome, outcomes, quantity, setting, unit


def headline(answer: Answer[SensitivityResult]) -> str:
    """What bears most on the first outcome, in one sentence."""
    return f"{_bears(answer, outcomes(answer)[0])}, {assumptions(answer)}."


def sentences(answer: Answer[SensitivityResult]) -> list[str]:
    """The sensitivity in sentences, the answer first."""
    names = outcomes(answer)
    found = [
        headline(answer),
        *(f"{_bears(answer, name)}." for name in names[1:]),
        *(warning for name in names for warning in warnings(answer, name)),
        *(_more(answer, name) for name in names),
        varied(answer),
        how(answer),
    ]
    return [sentence for sentence in found if sentence]


def _bears(answer: Answer[SensitivityResult], name: str) -> str:
    """What bears on an outcome."""
    result = answer.result
    match result:
        case SobolResult():
            return _by_indices(answer, indices(result, name), name)
        case MorrisResult():
            return _by_effects(answer, name)
        case SplitResult():
            return _by_parts(answer, result.outcomes[name].parts, name)


def _by_indices(
    answer: Answer[SensitivityResult], listed: Sequence[QuantityIndices], name: str
) -> str:
    if not listed:
        return f"{outcome(name, answer)} is the same at every point that was tried"
    first, *rest = listed
    text = (
        f"{outcome(name, answer)}: of its variance over {many(len(listed), 'assumption')}, "
        f"{quantity(first.path, answer)} accounts for {share(first.total.value)} with "
        f"interactions and {share(first.first.value)} alone"
    )
    named = [
        f"{quantity(each.path, answer)} ({share(each.total.value)} and {share(each.first.value)})"
        for each in rest[: MOST_NAMED - 1]
        if each.total.value >= SMALL
    ]
    return f"{text}; next {'are' if len(named) > 1 else 'is'} {listing(named)}" if named else text


def _by_effects(answer: Answer[SensitivityResult], name: str) -> str:
    moved = moving(answer, name)
    if not moved:
        return f"{outcome(name, answer)} is the same at every point that was tried"
    first, *rest = moved
    kind = unit(name)
    text = (
        f"{outcome(name, answer)} moves most with {quantity(first.path, answer)}: by "
        f"{sized(first.value, kind)} ({size(first.low, kind)} to {size(first.high, kind)}) on "
        "average over its whole range"
    )
    named = [
        f"{quantity(each.path, answer)} ({size(each.value, kind)})"
        for each in rest[: MOST_NAMED - 1]
    ]
    return f"{text}; next {'are' if len(named) > 1 else 'is'} {listing(named)}" if named else text


def _by_parts(
    answer: Answer[SensitivityResult], parts: Mapping[str, VariancePart], name: str
) -> str:
    if not parts:
        return f"{outcome(name, answer)}: no run that was played differs from another"
    named = [f"{share_and_interval(parts[part])} {words}" for part, words in PARTS.items()]
    named[0] = named[0].replace(") ", ") is ")
    return f"{outcome(name, answer)}: of the variance of a single run, {listing(named)}"


def warnings(answer: Answer[SensitivityResult], name: str) -> list[str]:
    """Why the sample is too small for an outcome, and what would do."""
    return [_too_few(answer, name, each) for each in answer.result.outcomes[name].warnings]


def _too_few(answer: Answer[SensitivityResult], name: str, warning: SampleWarning) -> str:
    about, points = outcome(name, answer), count(answer.result.points)
    match warning.kind:
        case "noise":
            return (
                f"Too few runs for {about}: up to {share(warning.value)} of the variance between "
                f"points may be luck; about {_needed(warning)} runs a point would bring that to "
                f"{share(MOST_NOISE)}."
            )
        case "sum":
            return (
                f"Too few points for {about}: what assumptions account for alone sums to "
                f"{share(warning.value)}, more than all there is."
            )
        case "order":
            return (
                f"Too few points for {about}: one assumption accounts for {share(warning.value)} "
                "more alone than with its interactions, which cannot be."
            )
    what, of, bound = {
        "sobol": ("base points", "of the variance", WIDEST),
        "morris": ("trajectories", "of the largest effect", WIDEST_EFFECT),
        "split": ("points", "of the variance", WIDEST),
    }[answer.result.method]
    return (
        f"Too few points for {about}: with {points} {what} an interval reaches "
        f"{share(warning.value)} {of} to either side; to bring that to {share(bound)}, about "
        f"{_needed(warning)} would be needed, for intervals shrink as one over the root."
    )


def _needed(warning: SampleWarning) -> str:
    """How many would do, of a warning that knows it."""
    assert warning.needed is not None
    return count(warning.needed)


def _more(answer: Answer[SensitivityResult], name: str) -> str:
    """What else is to be said of an outcome."""
    result = answer.result
    if isinstance(result, SplitResult):
        means = result.outcomes[name].rules
        rules = [
            f"{_level(means[rule].known(), unit(name))} under {words}"
            for rule, words in RULES.items()
            if rule in means
        ]
        return f"{outcome(name, answer)}, mean over the points: {listing(rules)}." if rules else ""
    luck = (
        f"at most {share(result.outcomes[name].noise_at_most)} of its variance between points is "
        "the luck of their runs"
    )
    if isinstance(result, MorrisResult):
        still = sum(each.value == 0 for each in effects(answer, name))
        every = many(result.paths, "assumption")
        return (
            f"{outcome(name, answer)}: {count(still)} of {every} changed nothing where they were "
            f"tried; {luck}."
        )
    sum_first = result.outcomes[name].sum_first
    if sum_first is None:
        return ""
    return (
        f"{outcome(name, answer)}: what assumptions account for alone sums to "
        f"{share(sum_first)}, the rest is interaction; {luck}."
    )


def _level(estimate: KnownEstimate, kind: str) -> str:
    if kind == "probability":
        return share_and_interval(estimate)
    return f"{plain(estimate.value)} ({plain(estimate.low)} to {plain(estimate.high)})"


def varied(answer: Answer[SensitivityResult]) -> str:
    """What varied, and what was held."""
    from sim.analysis.shared.prior import CHANNEL_HIGH, CHANNEL_LOW, OFF_CHANCE  # needs the engines

    options, result = answer.inputs.options, answer.result
    if options.get("vary"):
        ranges = [
            f"{quantity(path, answer)} from {setting(low)} to {setting(high)}"
            for path, low, high in options["vary"]
        ]
        return f"Varied, uniform and independent: {listing(ranges)}."
    prior = (
        f"Varied, independent of each other: {count(result.paths)} assumptions, uniform over their "
        f"stated ranges, but each channel off with chance {OFF_CHANCE:g}, else log-uniform from "
        f"{CHANNEL_LOW:g} to {CHANNEL_HIGH:g}"
    )
    if not options.get("keep") or not isinstance(result, SobolResult):
        return f"{prior}."
    return f"{prior}; {_screened(answer, result)}."


def _screened(answer: Answer[SensitivityResult], result: SobolResult) -> str:
    """Which of the screened assumptions went on, and what those left out might bear."""
    keep = answer.inputs.options["keep"]
    name = outcomes(answer)[0]
    inside = set(result.outcomes[name].indices)
    left = [each for each in effects(answer, name) if each.path not in inside]
    text = f"the {count(keep)} with the largest elementary effects went on, the others held still"
    if not inside or not left or not left[0].value:
        return text
    return (
        f"{text}, of which {quantity(left[0].path, answer)} moves {outcome(name, answer)} most, "
        f"by {sized(left[0].value, unit(name))}"
    )


def how(answer: Answer[SensitivityResult]) -> str:
    """How it was found, and what the intervals hold."""
    if answer.result.method == "split":
        return (
            "Each point has runs of its own under each rule, so that luck is what differs within; "
            "what it leaves in means is subtracted, and a part near 0 may come out below it. "
            "Intervals: 1.96 standard deviations of a bootstrap over the points."
        )
    drawn = "base points" if answer.result.method == "sobol" else "trajectories"
    return (
        "All points share their luck: what is analysed is the mean over these runs as a function "
        "of the assumptions. Intervals: 1.96 standard deviations of a bootstrap over the "
        f"{drawn} (Archer, Saltelli and Sobol 1997)."
    )


def points_and_runs(answer: Answer[SensitivityResult]) -> str:
    """So many points of so many runs."""
    points = many(answer.result.evaluations, "point")
    return f"{points} of {many(answer.inputs.runs, 'run')} each"
