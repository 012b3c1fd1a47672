"""What is refused of an exit or an event, before anything is computed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.refusal import Refusal, unknown
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def check_cause(scenario: Scenario, of: str) -> None:
    """Refuse what is neither a member nor an event, and an event that leaves nobody to count.

    Raises
    ------
    Refusal
        With the nearest name, where there is one.
    """
    if of in scenario.members:
        return
    if of not in scenario.events:
        known = [*scenario.members, *scenario.events]
        raise unknown("member or event", of, known, field="of")
    if scenario.events[of].names() >= set(scenario.members):
        message = f"{of} names every member: there is no other to count"
        raise Refusal(message, field="of")


def check_set(scenario: Scenario, of: Sequence[str]) -> None:
    """Refuse what is no set of members whose joint exit can be counted.

    Raises
    ------
    Refusal
        Less than two, one named twice, one that is no member, or all of them.
    """
    for member in of:
        if member in scenario.events:
            allowed = "members alone; an event is asked for by itself"
            raise Refusal("an event among members", field="of", found=member, allowed=allowed)
        if member not in scenario.members:
            raise unknown("member", member, scenario.members, field="of")
    if len(set(of)) < len(of):
        twice = next(member for member in of if list(of).count(member) > 1)
        raise Refusal("a member named twice", field="of", found=twice, allowed="each once")
    if len(of) < 2:
        raise Refusal("too few members", field="of", found=str(len(of)), allowed="two or more")
    if len(of) == len(scenario.members):
        raise Refusal("all members exit: there is no other to count", field="of")


def check_month(scenario: Scenario, of: str, at: str) -> None:
    """Refuse a month in which an exit cannot happen, and any for an event.

    Raises
    ------
    Refusal
        With the months that are allowed.
    """
    if of not in scenario.members:
        message = f"the event {of} has its own month"
        raise Refusal(message, field="at", found=at, allowed="none")
    first, last = later(scenario.start, 1), scenario.last_month
    if not (_MONTH.fullmatch(at) and first <= at <= last):
        allowed = f"a month, YYYY-MM, from {first} to {last}"
        raise Refusal("no month of the future or the record", field="at", found=at, allowed=allowed)
