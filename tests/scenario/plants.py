"""Faults to plant into the small scenario, each independent of all the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from sim.scenario.faults import Fault

MARK = "@"


@dataclass(frozen=True)
class Plant:
    """Replace ``old`` by ``new``, in which ``@`` marks the line that the fault must name."""

    old: str
    new: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


READER = [
    Plant("name: The patron\n", "name: @&x The patron\n", "patron.name", "an anchor"),
    Plant("capacity: 0.5\n", "capacity: @.nan\n", "patron.capacity", "not a finite number"),
    Plant("coerce: 0.4\n", "coerce: @*x\n", "patron.coerce", "an alias"),
    Plant("threat: 0.6\n", "threat: @!!float 0.6\n", "members.ash.threat", "a tag"),
    Plant(
        "regime_risk: 0.3\n",
        "regime_risk: 0.3\n    @regime_risk: 0.3\n",
        "members.ash.regime_risk",
        "a key that is there twice",
    ),
    Plant("pull: 0.2\n", "pull: @*x\n", "members.ash.pull", "an alias"),
    Plant(
        "Help refused", "@\u202eHelp", "events.refused.title", "a control or invisible character"
    ),
    Plant("club: 0\n", "club: 0\n  @<<: *x\n", "channels", "a merge key"),
    Plant("year: 2019", "year: @-.inf", "sources.survey.year", "not a finite number"),
    Plant("lasting: true", "lasting: @&y true", "events.troops.lasting", "an anchor"),
    Plant(
        "each_month: 0.02",
        "each_month: @1e999",
        "events.offer.chance.each_month",
        "not a finite number",
    ),
]
FIELDS = [
    Plant("concede: 0.2\n", "concede: 0.2\n  @foo: 1\n", "patron.foo", "unknown field"),
    Plant("threat: 0.2\n", "threat: @much\n", "members.birch.threat", "not a number"),
    Plant("FROZEN\npoles", "@frozn\npoles", "members.birch.status", "not one of the choices"),
    Plant(
        "renewal: true",
        "renewal: @yes",
        "charter.decision_dates.2022-06.renewal",
        "neither true nor false",
    ),
    Plant("end: 2025-12\n", "end: @2025-13\n", "end", "not a month"),
    Plant(
        "dates:\n", "dates:\n    @2026-13: {}\n", "charter.decision_dates.2026-13", "not a month"
    ),
    Plant("poles:\n", "poles:\n  @Q!: {}\n", "poles.Q!", "not an id"),
    Plant("w_fear: 2", "@w_faer: 2", "parameters.w_faer", "unknown field"),
    Plant(
        "kind: external", "kind: @outside", "events.refused.pledge.kind", "not one of the choices"
    ),
    Plant("kept: false", "kept: @no", "events.refused.pledge.kept", "neither true nor false"),
    Plant(
        "  troops:\n    title: Troops withdrawn\n",
        "  @troops:\n",
        "events.troops.title",
        "missing field",
    ),
    Plant("times: 2", "times: @0", "events.offer.chance.times", "out of bounds"),
    Plant("keep: true", "keep: @1", "events.left.keep", "neither true nor false"),
    Plant(
        "present:\n",
        "  @A b: {title: x, policy: {coerce: 0}}\npresent:\n",
        "events.A b",
        "not an id",
    ),
    Plant("dependence: 0.7\n", "dependence: @7\n", "members.birch.dependence", "out of bounds"),
    Plant("ash: {birch: 0.5}", "ash: {birch: @2}", "influence.ash.birch", "out of bounds"),
    Plant("weight: 0.5\n", "weight: @5\n", "events.refused.weight", "out of bounds"),
    Plant("fate: 0.7", "fate: @7", "events.hard.punishment.fate", "out of bounds"),
    Plant(
        "{reputation: 0.5}", "{reputation: @-0.5}", "present.channels.reputation", "out of bounds"
    ),
]
BETWEEN = [
    Plant("low: 0.0,", "@low: 0.3,", "members.ash.alignment", "value outside its own range"),
    Plant(", note: a guess", "@", "members.ash.alignment", "an assumption without a reason"),
    Plant("month: 2020-03", "month: @2019-12", "events.refused.month", "outside the months played"),
    Plant("source: survey\n", "source: @surveys\n", "events.refused.source", "no such source"),
    Plant("member: ash,", "member: @aish,", "events.refused.pledge.member", "no such member"),
    Plant("others: {", "@other: {", "events.refused.shocks.other", "no such member"),
    Plant(
        "half_life: 12",
        "half_life: {value: 12, source: @none}",
        "events.troops.half_life.source",
        "no such source",
    ),
    Plant(
        "{presence: -0.1",
        "{@capacity: 0.1, presence: -0.1",
        "events.troops.shocks.birch.capacity",
        "not one of a member",
    ),
    Plant(
        "status: {birch: FROZEN}\n    keep",
        "status: {@brich: FROZEN}\n    keep",
        "events.left.status.brich",
        "no such member",
    ),
    Plant(
        "{coerce: 0.6}",
        "@{coerce: 0.9, concede: 0.2}",
        "events.hard.policy",
        "shares of more than the whole",
    ),
    Plant("member: birch,", "member: @patron,", "events.hard.punishment.member", "no such member"),
    Plant(
        "until: 2024-12", "until: @2020-12", "events.offer.chance.until", "ends before it begins"
    ),
    Plant("exit_of: ash", "exit_of: @aish", "events.answer.when.exit_of", "no such member"),
    Plant(
        "quantity: alignment",
        "quantity: @capacity",
        "events.answer.when.quantities.0.quantity",
        "not one of a member",
    ),
    Plant("{west: 0.4,", "{@weast: 0.4,", "members.birch.offers.weast", "no such pole"),
    Plant(
        "birch:\n    align",
        "@birch:\n    pull: 0\n    align",
        "members.birch",
        "needs one of pull and offers",
    ),
    Plant("    ash: {alignment", "    @aish: {alignment", "present.members.aish", "no such member"),
    Plant("birch: {ash:", "birch: {@birch:", "influence.birch.birch", "influence on itself"),
]
PLANTS = [*READER, *FIELDS, *BETWEEN]


def planted(text: str, plants: Iterable[Plant]) -> tuple[str, set[tuple[int, str, str]]]:
    """The text with its faults, and the line, the path and the message of each that is told.

    Of those that want to stand in the same place only the first is planted. Those between fields
    are told where there is none of a field.
    """
    places: dict[int, Plant] = {}
    for plant in plants:
        assert text.count(plant.old) == 1, plant
        start = text.index(plant.old)
        ends = [(other, other + len(there.old)) for other, there in places.items()]
        if not any(start < last and first < start + len(plant.old) for first, last in ends):
            places[start] = plant
    of_fields, between = set[tuple[int, str, str]](), set[tuple[int, str, str]]()
    written, after = "", 0
    for start, plant in sorted(places.items(), key=lambda place: place[0]):
        written += text[after:start]
        before, _, rest = plant.new.partition(MARK)
        written += before
        told = between if plant in BETWEEN else of_fields
        told.add((written.count("\n") + 1, plant.path, plant.message))
        written += rest
        after = start + len(plant.old)
    return written + text[after:], of_fields or between


def as_planted(faults: Iterable[Fault]) -> list[tuple[int | None, str, str]]:
    """Faults as ``planted`` tells them."""
    return [
        (fault.place.line if fault.place else None, fault.path, fault.message) for fault in faults
    ]
