"""Names and values of what can be assumed, in words."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.document.schema import PATRON
from sim.scenario.scenario import Scenario
from sim.words.shared.amounts import shortened
from sim.words.shared.subject import named

NAMES = {
    "status": "Status",
    "trust.external": "Trust: help against an attack",
    "trust.regime": "Trust: help in a crisis at home",
    "alignment": "Alignment, from outside to {patron}",
    "threat": "Threat of armed attack",
    "regime_risk": "Risk of a crisis at home",
    "dependence": "Economic ties to {patron}",
    "presence": "Troops and bases of {patron}",
    "expected_cost": "How hard a leaver is punished, as it believes",
    "pull": "Pull of the strongest outside offer",
    "capacity": "Capacity to spend on allies",
    "coerce": "Share of its reactions that coerce",
    "concede": "Share of its reactions that concede",
    "notice_months": "Notice before an exit",
    "freeze_allowed": "A member can freeze its part",
    "return_allowed": "A member that is out can return",
    "decision": "Rule of decision",
    "reputation": "Reputation: pledges to others are seen",
    "club": "Club: worth less with fewer in it",
    "dilution": "Dilution: the patron is stretched",
    "precedent": "Precedent: a leaver's fate teaches",
    "discipline": "Discipline: peers join the pressure",
}

CHANNEL_ALIGNMENT = "Alignment: peers and leavers draw along"

GROUPS = {
    "poles": "Pull of outside poles",
    "blocs": "Blocs that may act as one",
    "channels": "Channels between members",
    "charter": "Rules of membership and decision",
    "parameters": "Strengths of the rules",
}

CHOICES = {
    "ACTIVE": "active",
    "FROZEN": "frozen",
    "NOTICE": "under notice",
    "OUT": "out",
    "logit": "logistic",
    "threshold": "a threshold of each member",
    "quantal": "quantal response",
}


def group_name(scenario: Scenario, group: str) -> str:
    """The name of a group of assumptions."""
    return GROUPS.get(group) or shortened(scenario.label(group), 40)


def assumption_name(scenario: Scenario, group: str, name: str) -> str:
    """The name of one assumption within its group.

    Parameters
    ----------
    scenario : Scenario
        Which names its members, poles and patron.
    group : str
        ``poles``, ``channels``, ``charter``, ``parameters``, or the id of an actor.
    name : str
        The last keys of its path.
    """
    if group == "poles":
        return shortened(scenario.label(name), 40)
    if group == "channels" and name == "alignment":
        return CHANNEL_ALIGNMENT
    patron = shortened(scenario.patron.name, 24)
    return NAMES.get(name, named(name)).format(patron=patron)


def full_name(scenario: Scenario, path: str) -> str:
    """The name of an assumption out of its group: Armenia, trust: help against an attack."""
    keys = path.removeprefix("present.").split(".")
    if keys[0] == "members":
        name = NAMES.get(".".join(keys[2:]), keys[-1])
        said = name.format(patron=shortened(scenario.patron.name, 24))
        return f"{shortened(scenario.label(keys[1]), 40)}, {said[:1].lower()}{said[1:]}"
    if keys[0] == PATRON:
        said = NAMES.get(keys[-1], keys[-1])
        return f"{shortened(scenario.patron.name, 40)}, {said[:1].lower()}{said[1:]}"
    if keys[0] == "channels":
        said = assumption_name(scenario, "channels", keys[-1])
        return f"channel {said[:1].lower()}{said[1:].split(':')[0]}"
    return NAMES.get(keys[-1], named(keys[-1]))


def value_in_words(value: object) -> str:
    """A value as the panel shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return CHOICES.get(value, value)
    number = float(str(value))
    return f"{number:.2f}" if abs(number) >= 0.1 or number == 0 else f"{number:.2g}"


def changes(
    scenario: Scenario, values: Mapping[str, object], defaults: Mapping[str, object]
) -> list[str]:
    """What has been changed, one line each: from what to what.

    Parameters
    ----------
    scenario : Scenario
        Which names its members, poles and patron.
    values, defaults : mapping of str to object
        Path to value, as changed and as stated.
    """
    return [
        f"{full_name(scenario, path)}: {value_in_words(defaults[path])} → {value_in_words(value)}"
        for path, value in values.items()
    ]
