"""Words of the page on the domino effect."""

from __future__ import annotations

from sim.analysis.domino.result import EffectResult, MatrixResult
from sim.answer import Answer
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import is_known, sign
from sim.words.domino.effect import futures
from sim.words.domino.matrix import links, resolved_links
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


def futures_sentence(effect: Answer[EffectResult], other: str) -> str:
    """What happens to one member in the two futures."""
    name, change = labels(effect)[other], effect.result.by_member.get(other)
    rows = effect.tables["by_member"].set_index("member")
    if not is_known(change) or other not in rows.index:
        return f"{name} is not counted here."
    first, second = futures(effect)
    exits, stays = (percent(float(str(rows.loc[other, arm]))) for arm in ("exit", "stay"))
    text = f"{name} has left by {end(effect)} in {exits} of runs ({first}), in {stays} ({second})"
    if not sign(change):
        return f"{text}; the runs do not tell the sign of the difference."
    return f"{text}: {points(change.value)} points."


def futures_reading(effect: Answer[EffectResult]) -> str:
    """How to read the two futures."""
    first, second = futures(effect)
    return (
        f"Share of runs in which a member has left: at the left {first}, at the right {second}, "
        "on the same luck; the band is the 95% interval."
    )


def arrows_sentence(matrix: Answer[MatrixResult], leaver: str | None) -> str:
    """What the arrows show."""
    resolved, names = resolved_links(matrix), labels(matrix)
    if leaver is None:
        of = count(len(links(matrix)))
        return f"{count(len(resolved))} links whose sign these runs tell, of {of}."
    own = [link for link in resolved if link.leaver == leaver]
    if not own:
        return f"For no other member is the effect of an exit of {names[leaver]} told."
    top = own[0]
    return (
        f"An exit of {names[leaver]} changes the chance to leave most for "
        f"{names[top.other]}: {points(top.change.value)} points by {end(matrix)}."
    )


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
