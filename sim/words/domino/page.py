"""Words of the page on the domino effect."""

from __future__ import annotations

from sim.answer import Answer
from sim.scenario.scenario import Scenario
from sim.words.domino import domino
from sim.words.shared.amounts import count, percent, points, shortened
from sim.words.shared.subject import end, labels

PARTS = {
    "futures": "Two futures",
    "arrows": "On the map",
    "causes": "Through what",
    "tipping": "How strong it must be",
}
"""What the page shows below the matrix."""

SHARED_OUT_TO = {"channels": "channels", "events": "events of the record", "members": "members"}
PAIRS_OF_RUNS = {"500": "500", "2000": "2,000", "5000": "5,000"}
SHARING_OUT = "Every combination is played: this takes some seconds, with many pairs some minutes."

NO_MAP = "The scenario names no country whose outline is known, so there is no map."
ALL, EVERY_LEAVER = "all", "of any member"
ARROWS_READING = (
    "An arrow from who leaves to whose chance to leave changes; the wider, the more. Full and "
    "red-brown: more likely to leave. Dashed and blue: less likely. Only links whose sign is told. "
    "Outlines: Natural Earth, simplified; drawn for orientation, they take no position."
)


def futures_sentence(effect: Answer, other: str) -> str:
    """What happens to one member in the two futures."""
    name = labels(effect)[other]
    there = {m: e for m, e in effect.numbers["by_member"].items() if m == other}
    rows = effect.tables["by_member"].set_index("member")
    if other not in there or other not in rows.index:
        return f"{name} is not counted here."
    first, second = domino.futures(effect)
    exits, stays = (percent(float(str(rows.loc[other, arm]))) for arm in ("exit", "stay"))
    text = f"{name} has left by {end(effect)} in {exits} of runs ({first}), in {stays} ({second})"
    if not domino.sign(there[other]):
        return f"{text}; the runs do not tell the sign of the difference."
    return f"{text}: {points(there[other]['value'])} points."


def futures_reading(effect: Answer) -> str:
    """How to read the two futures."""
    first, second = domino.futures(effect)
    return (
        f"Share of runs in which a member has left: at the left {first}, at the right {second}, "
        "on the same luck; the band is the 95% interval."
    )


def arrows_sentence(matrix: Answer, leaver: str | None) -> str:
    """What the arrows show."""
    told = [cell for cell in domino.cells(matrix) if domino.sign(cell)]
    names = labels(matrix)
    if leaver is not None:
        mine = [cell for cell in told if cell["leaver"] == leaver]
        if not mine:
            return f"For no other member is the effect of an exit of {names[leaver]} told."
        top = max(mine, key=lambda cell: abs(cell["value"]))
        return (
            f"An exit of {names[leaver]} changes the chance to leave most for "
            f"{names[top['other']]}: {points(top['value'])} points by {end(matrix)}."
        )
    return f"{count(len(told))} links whose sign these runs tell, of {count(_pairs(matrix))}."


def _pairs(matrix: Answer) -> int:
    return len(domino.cells(matrix))


def causes(scenario: Scenario) -> dict[str, str]:
    """Whose effect can be asked for: members first, then events."""
    members = {member: scenario.label(member) for member in scenario.members}
    events = {
        name: f"{event.month or 'no date'} · {shortened(event.title, 80)}"
        for name, event in scenario.events.items()
    }
    return members | events


TO_MEASURE = (
    "How strong each channel must be, alone and together with the others, before an exit brings "
    "half a further exit; to find out takes about ten seconds."
)
MEASURING = "Strengths of six channels are tried, alone and together."
