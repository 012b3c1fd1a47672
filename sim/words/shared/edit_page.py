"""Words of the page on which scenarios are written."""

from __future__ import annotations

from sim.scenario.scenario import Scenario
from sim.words.shared.amounts import many, month, shortened

PARTS = {
    "members": "Members",
    "influence": "Influence",
    "events": "Events",
    "text": "All of it, as text",
}
TITLE = "Write a scenario of your own"
LOST = "A number that you edit loses its range and its source: it is yours now."
UPLOAD = "Or begin from a file of your own (YAML, at most 1 MB)"
TOO_LARGE = "The file is larger than 1 MB."
NAME_RULE = "Small letters, digits, - and _, at most 80, a letter or digit first."
BEGUN = "Faults of the file"
NOT_TAKEN = "This text is not used yet: it can be saved and downloaded once it is."
HOLDS = "The scenario holds together."
LEFT = "Edits that did not hold together were left behind with their table."
FAULTS = "Faults, each at its field; nothing is saved with them:"


def headline(scenario: Scenario) -> str:
    """What is being edited."""
    return (
        f"“{shortened(scenario.title, 80)}”: {many(len(scenario.members), 'member')}, "
        f"{many(len(scenario.events), 'event')}, {month(scenario.start)} to "
        f"{month(scenario.last_month)}."
    )


def at_start(scenario: Scenario) -> str:
    """Of when the numbers of the members are."""
    return (
        f"Values at the start, {month(scenario.start)}: the record moves them up to "
        f"{month(scenario.last_recorded)}, where Explore changes them. A new member needs an id; "
        "nobody heeds it until the table of influence says so."
    )


def edited(number: int) -> str:
    """How much was edited."""
    return f"{HOLDS} {many(number, 'change')} of yours." if number else HOLDS


def ours(name: str) -> str:
    """A name that cannot be taken."""
    return f"{name} is a scenario that comes with the product: choose another name."


def there(name: str) -> str:
    """A name that is taken."""
    return f"There is a scenario {name} of yours already. Replace it?"


def saved(name: str, folder: str) -> str:
    """Where it went."""
    return f"Saved as {name} in {folder}: it stands in every list of scenarios from now on."
