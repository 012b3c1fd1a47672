"""Words for the held-still variant both ways: exactly, and by so many runs."""

from __future__ import annotations

from sim.analysis.exact.result import ExactAndRuns, ExactResult
from sim.answer import Answer
from sim.words.shared.amounts import count, listing, many, month, signed
from sim.words.shared.subject import assumptions, end, labels, repetitions

HELD = {
    "alignment": "alignment",
    "trust.external": "trust",
    "expected_cost": "expected cost",
    "threat": "threat",
    "regime_risk": "regime risk",
    "dependence": "dependence",
    "presence": "presence",
    "pull": "pull",
    "capacity": "the patron's capacity",
}
"""What is held still, for people."""

STATUSES = {
    "ACTIVE": "active",
    "FROZEN": "frozen",
    "NOTICE": "under notice",
    "OUT": "out",
}


def fine(probability: float) -> str:
    """A probability with a decimal, so that both answers can be told apart."""
    if probability < 0.0005:
        return "under 0.1%"
    if probability > 0.9995:
        return "over 99.9%"
    return f"{probability * 100:.1f}%"


def by_runs(both: ExactAndRuns) -> str:
    """A share of runs with its interval: 30.6% (29.7 to 31.5)."""
    return f"{fine(both.value)} ({both.low * 100:.1f} to {both.high * 100:.1f})"


def likeliest(answer: Answer[ExactResult]) -> list[str]:
    """The members, the one first that is out most probably."""
    members = answer.result.members
    return sorted(members, key=lambda member: -members[member].p_out.exact)


def headline(answer: Answer[ExactResult]) -> str:
    """Both answers for the member that is out most probably."""
    first = likeliest(answer)[0]
    out = answer.result.members[first].p_out
    return (
        f"Held still, {labels(answer)[first]} is out in {end(answer)} with probability "
        f"{fine(out.exact)} exactly; {repetitions(answer)} of the same variant say "
        f"{by_runs(out)}, {assumptions(answer)}."
    )


def exact(answer: Answer[ExactResult]) -> list[str]:
    """Both answers in sentences, the main one first."""
    sentences = [headline(answer), others(answer), agreement(answer), held(answer), differs(answer)]
    return [sentence for sentence in sentences if sentence]


def others(answer: Answer[ExactResult]) -> str:
    """Both answers for the other members."""
    names, members = labels(answer), answer.result.members
    out = {member: members[member].p_out for member in likeliest(answer)[1:]}
    parts = [
        f"{names[member]} {fine(both.exact)}, by the runs {by_runs(both)}"
        for member, both in out.items()
    ]
    return f"Exactly, the others: {'; '.join(parts)}." if parts else ""


def agreement(answer: Answer[ExactResult]) -> str:
    """How far the two answers lie apart, and how far they may."""
    result = answer.result
    if not result.comparisons:
        return "Nothing is left to chance in this variant; both say the same."
    both = (
        f"Of {count(result.comparisons)} probabilities by month, member and status the one "
        f"furthest off is so by {_largest(answer)}; among as many independent ones it would be "
        f"about {result.expected_largest_z:.1f}, among these, which move together, less."
    )
    if result.agrees:
        return f"{both} They agree within {result.allowed_z:g}."
    return (
        f"{both} They do not agree within {result.allowed_z:g}: either this luck is very rare "
        "(try another --seed, or more --runs), or the program is at fault."
    )


def _largest(answer: Answer[ExactResult]) -> str:
    largest = answer.result.largest_z
    size, name = abs(largest.value), labels(answer)[largest.member]
    return (
        f"{size:.1f} standard errors ({name} {STATUSES[largest.status]} in {month(largest.month)})"
    )


def held(answer: Answer[ExactResult]) -> str:
    """What was held still, what cannot happen, and what was at work."""
    return (
        f"Held still at their value of {month(answer.inputs.now)}: {listing(list(HELD.values()))}; "
        "shocks that were fading no longer fade. There is no crisis, no common disturbance and no "
        f"reaction of the patron; {_events(answer)}; a notice ends after one month. At work: club, "
        "dilution and discipline."
    )


def _events(answer: Answer[ExactResult]) -> str:
    names = answer.result.events_left_out
    if not names:
        return "no event happens"
    return f"no event happens, {many(len(names), 'event')} of the scenario left out"


def differs(answer: Answer[ExactResult]) -> str:
    """How its question differs from the forecast's."""
    return (
        "This is not the forecast, in which all of that moves, and who has left at least once is "
        "counted (`domino run` without --exact). It checks that the runs are counted right, not "
        "that the assumptions are."
    )


def rows(answer: Answer[ExactResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of both answers: who is out, and who is frozen, in the last month."""
    heads = ["Member", f"Out in {end(answer)}", "By the runs", "SE", "Frozen", "By the runs", "SE"]
    names = labels(answer)
    body = []
    for member, statuses in answer.result.members.items():
        cells = [names[member]]
        for both in (statuses.p_out, statuses.p_frozen):
            cells += [fine(both.exact), by_runs(both), signed(both.z, 1)]
        body.append(cells)
    return heads, body


def figure_sentence(answer: Answer[ExactResult]) -> str:
    """What the figure of both answers shows."""
    agree = "agree with" if answer.result.agrees else "do not agree with"
    return (
        f"Held still, {repetitions(answer)} {agree} the exact chain; furthest off: "
        f"{_largest(answer)}."
    )


def figure_reading(answer: Answer[ExactResult]) -> str:
    """How to read the figure of both answers."""
    return (
        f"Line: exact probability of being out, or frozen, in each month. Dots: share of "
        f"{repetitions(answer)} of the same variant, with 95% intervals. Not a forecast: "
        "all but the statuses is held still."
    )
