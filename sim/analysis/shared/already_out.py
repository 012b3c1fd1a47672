"""What is not asked of a member that is out when the future begins: its first exit is history."""

from __future__ import annotations

from sim.futures.outcomes import Asked
from sim.refusal import Refusal
from sim.rules.status import OUT, STATUSES
from sim.scenario.scenario import Scenario


def refuse_out_already(scenario: Scenario, question: Asked) -> None:
    """Refuse an outcome that has no number at any value of anything.

    Raises
    ------
    Refusal
        With what can be asked of that member.
    """
    member = question.argument
    if question.outcome.of_leaver and branch_status(scenario, member) == OUT:
        raise Refusal(
            f"it asks for the first exit of {member}, which is out already",
            field="outcome",
            found=question.name,
            allowed=f"p_out.{member}, how likely it is out at the end",
        )


def branch_status(scenario: Scenario, member: str) -> int:
    """The recorded status of a member when the future begins, ``present:`` included."""
    stated = scenario.present.members.get(member)
    if stated is not None and stated.status is not None:
        return STATUSES.index(stated.status)
    status = scenario.members[member].status
    for event in scenario.events.values():
        recorded = event.month is not None and event.month <= scenario.last_recorded
        if recorded and member in event.status:
            status = event.status[member]
    return STATUSES.index(status)


def refuse_out(branch: Scenario, of: str, instead: str = "") -> None:
    """Refuse a leaver that is out when the future begins.

    Parameters
    ----------
    branch : Scenario
        The scenario, with the branch on which it would leave.
    of : str
        Id of the member.
    instead : str
        What can be asked instead, as the end of a sentence.

    Raises
    ------
    Refusal
        With what can be asked ``instead``.
    """
    if branch_status(branch, of) == OUT:
        message = f"{of} is already out: its exit changes nothing"
        raise Refusal(message, field="of", allowed=instead)
