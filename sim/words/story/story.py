"""The story of one run: what happened, month by month, and why each member moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import assert_never

from sim.analysis.story.result import (
    CrisisDetail,
    EventDetail,
    MoveDetail,
    ReactionDetail,
    RequestDetail,
    StoryEntry,
)
from sim.scenario.scenario import Scenario
from sim.words.shared.amounts import MINUS, listing, month, shortened

CAUSES = 2
"""How many terms are named on each side of a decision."""

STEPS: dict[tuple[str, str], str] = {
    ("ACTIVE", "FROZEN"): "freezes its part in the alliance",
    ("ACTIVE", "NOTICE"): "gives notice that it will leave",
    ("ACTIVE", "OUT"): "leaves the alliance",
    ("FROZEN", "NOTICE"): "gives notice that it will leave",
    ("FROZEN", "OUT"): "leaves the alliance",
    ("FROZEN", "ACTIVE"): "takes up its part again",
    ("NOTICE", "ACTIVE"): "takes back its notice",
    ("NOTICE", "FROZEN"): "takes back its notice, its part still frozen",
    ("NOTICE", "OUT"): "is out: its notice has run its course",
    ("OUT", "ACTIVE"): "returns to the alliance",
}

CRISES = {"external": "comes under attack", "regime": "is in a crisis at home"}

REACTIONS = {
    "coerce": "{patron} puts pressure on {member}.",
    "concede": "{patron} makes a concession to {member}.",
    "wait": "{patron} waits and leaves {member} alone.",
}
"""How the patron answers a move."""

FOR_STAYING = {
    "inertia": "the habit of membership",
    "security": "trust that {patron} helps against an attack",
    "insurance": "trust that {patron} helps in a crisis at home",
    "ties": "economic ties to {patron}",
    "fear": "fear of what leaving would cost",
    "club": "the company of the others",
    "alignment": "closeness to {patron}",
    "pull": "little pull from outside",
    "weather": "a calm that all members share",
    "frailty": "a firmness of the alliance that nobody could know",
}

FOR_LEAVING = {
    "inertia": "no habit of membership",
    "security": "a threat against which it does not trust {patron}",
    "insurance": "risk at home in which it does not trust {patron}",
    "ties": "no economic ties to {patron}",
    "fear": "no fear of what leaving would cost",
    "club": "the absence of other members",
    "alignment": "distance from {patron}",
    "pull": "the pull of outside offers",
    "weather": "a disturbance that all members share",
    "frailty": "a frailty of the alliance that nobody could know",
}


def story(record: Iterable[StoryEntry], scenario: Scenario) -> list[str]:
    """One paragraph for each month in which something happened."""
    paragraphs = []
    for when, entries in groupby(record, key=lambda entry: entry.month):
        told = " ".join(_sentence(entry, scenario) for entry in entries)
        paragraphs.append(f"{month(when)}: {told}")
    return paragraphs


def _sentence(entry: StoryEntry, scenario: Scenario) -> str:
    patron = scenario.patron.name
    match entry.detail:
        case EventDetail():
            return f"{shortened(scenario.events[entry.actor].title).rstrip('.')}."
        case RequestDetail(pledge, kept):
            answer = f"{patron} helps" if kept else f"{patron} does not help"
            return f"{_crisis(entry.actor, pledge, scenario)} and asks for help; {answer}."
        case CrisisDetail(pledge):
            return f"{_crisis(entry.actor, pledge, scenario)} and does not ask for help."
        case ReactionDetail():
            return REACTIONS[entry.kind].format(patron=patron, member=scenario.label(entry.actor))
        case MoveDetail() as move:
            return _move(scenario.label(entry.actor), move, patron)
        case _:
            assert_never(entry.detail)


def _crisis(member: str, pledge: str, scenario: Scenario) -> str:
    return f"{scenario.label(member)} {CRISES[pledge]}"


def _move(member: str, move: MoveDetail, patron: str) -> str:
    told = f"{member} {STEPS[move.before, move.after]}."
    if (move.before, move.after) == ("NOTICE", "OUT"):
        return told
    return f"{told} {causes(move.terms, patron)}"


def causes(terms: Mapping[str, float], patron: str) -> str:
    """The largest terms on both sides of a decision, with what they weigh."""
    ranked = sorted(terms.items(), key=lambda term: -abs(term[1]))
    out = [_cause(name, value, patron) for name, value in ranked if value < 0][:CAUSES]
    stay = [_cause(name, value, patron) for name, value in ranked if value > 0][:CAUSES]
    parts = [f"for leaving: {listing(out)}"] if out else []
    parts += [f"for staying: {listing(stay)}"] if stay else []
    return f"Weighed {'; '.join(parts)}; {_weight(sum(terms.values()))} in all."


def _cause(name: str, value: float, patron: str) -> str:
    words = (FOR_STAYING if value > 0 else FOR_LEAVING)[name]
    return f"{words.format(patron=patron)} ({_weight(value)})"


def _weight(value: float) -> str:
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{abs(value):.1f}"


def end_of_story(statuses: Mapping[str, str], scenario: Scenario) -> str:
    """How it stands at the end of a run: statuses by member id."""
    words = {
        "ACTIVE": "active",
        "FROZEN": "frozen",
        "NOTICE": "under notice",
        "OUT": "out",
    }
    groups = {
        word: [scenario.label(m) for m, status in statuses.items() if status == name]
        for name, word in words.items()
    }
    return f"{'; '.join(f'{listing(who)} {word}' for word, who in groups.items() if who)}."
