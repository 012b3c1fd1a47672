"""Words for the held-still variant both ways: exactly, and by so many runs."""

from __future__ import annotations

from collections.abc import Mapping

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


def by_runs(estimate: Mapping[str, float]) -> str:
    """A share of runs with its interval: 30.6% (29.7 to 31.5)."""
    low, high = (f"{estimate[name] * 100:.1f}" for name in ("low", "high"))
    return f"{fine(estimate['value'])} ({low} to {high})"


def likeliest(answer: Answer) -> list[str]:
    """The members, the one first that is out most probably."""
    members = answer.numbers["members"]
    return sorted(members, key=lambda member: -members[member]["p_out"]["exact"])


def _out(answer: Answer, member: str) -> dict[str, float]:
    estimate: dict[str, float] = answer.numbers["members"][member]["p_out"]
    return estimate


def headline(answer: Answer) -> str:
    """Both answers for the member that is out most probably."""
    first = likeliest(answer)[0]
    estimate = _out(answer, first)
    return (
        f"Held still, {labels(answer)[first]} is out in {end(answer)} with probability "
        f"{fine(estimate['exact'])} exactly; {repetitions(answer)} of the same variant say "
        f"{by_runs(estimate)}, {assumptions(answer)}."
    )


def exact(answer: Answer) -> list[str]:
    """Both answers in sentences, the main one first."""
    sentences = [headline(answer), others(answer), agreement(answer), held(answer), differs(answer)]
    return [sentence for sentence in sentences if sentence]


def others(answer: Answer) -> str:
    """Both answers for the other members."""
    names = labels(answer)
    parts = [
        f"{names[member]} {fine(_out(answer, member)['exact'])}, by the runs "
        f"{by_runs(_out(answer, member))}"
        for member in likeliest(answer)[1:]
    ]
    return f"Exactly, the others: {'; '.join(parts)}." if parts else ""


def agreement(answer: Answer) -> str:
    """How far the two answers lie apart, and how far they may."""
    numbers = answer.numbers
    allowed, compared = numbers["allowed_z"], numbers["comparisons"]
    if not compared:
        return "Nothing is left to chance in this variant; both say the same."
    expected = numbers["expected_largest_z"]
    both = (
        f"Of {count(compared)} probabilities by month, member and status the one furthest off is "
        f"so by {_largest(answer)}; among as many independent ones it would be about "
        f"{expected:.1f}, among these, which move together, less."
    )
    if numbers["agrees"]:
        return f"{both} They agree within {allowed:g}."
    return (
        f"{both} They do not agree within {allowed:g}: either this luck is very rare (try another "
        "--seed, or more --runs), or the program is at fault."
    )


def _largest(answer: Answer) -> str:
    largest = answer.numbers["largest_z"]
    size, name = abs(largest["value"]), labels(answer)[largest["member"]]
    status = STATUSES[largest["status"]]
    return f"{size:.1f} standard errors ({name} {status} in {month(largest['month'])})"


def held(answer: Answer) -> str:
    """What was held still, what cannot happen, and what was at work."""
    return (
        f"Held still at their value of {month(answer.inputs.now)}: {listing(list(HELD.values()))}; "
        "shocks that were fading no longer fade. There is no crisis, no common disturbance and no "
        f"reaction of the patron; {_events(answer)}; a notice ends after one month. At work: club, "
        "dilution and discipline."
    )


def _events(answer: Answer) -> str:
    names = answer.numbers["events_left_out"]
    if not names:
        return "no event happens"
    return f"no event happens, {many(len(names), 'event')} of the scenario left out"


def differs(answer: Answer) -> str:
    """How its question differs from the forecast's."""
    return (
        "This is not the forecast, in which all of that moves, and who has left at least once is "
        "counted (`domino run` without --exact). It checks that the runs are counted right, not "
        "that the assumptions are."
    )


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of both answers: who is out, and who is frozen, in the last month."""
    heads = ["Member", f"Out in {end(answer)}", "By the runs", "SE", "Frozen", "By the runs", "SE"]
    names = labels(answer)
    body = []
    for member, numbers in answer.numbers["members"].items():
        cells = [names[member]]
        for status in ("p_out", "p_frozen"):
            estimate = numbers[status]
            cells += [fine(estimate["exact"]), by_runs(estimate), signed(estimate["z"], 1)]
        body.append(cells)
    return heads, body


def figure_sentence(answer: Answer) -> str:
    """What the figure of both answers shows."""
    agree = "agree with" if answer.numbers["agrees"] else "do not agree with"
    return (
        f"Held still, {repetitions(answer)} {agree} the exact chain; furthest off: "
        f"{_largest(answer)}."
    )


def figure_reading(answer: Answer) -> str:
    """How to read the figure of both answers."""
    return (
        f"Line: exact probability of being out, or frozen, in each month. Dots: share of "
        f"{repetitions(answer)} of the same variant, with 95% intervals. Not a forecast: "
        "all but the statuses is held still."
    )
