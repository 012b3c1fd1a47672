"""What is not asked of a member that is out when the future begins: its first exit is history."""

from __future__ import annotations

from sim.analysis.domino.domino import branch_status
from sim.futures.outcomes import Asked
from sim.rules.status import OUT
from sim.scenario.scenario import Scenario


def refuse_out_already(scenario: Scenario, question: Asked) -> None:
    """Refuse an outcome that has no number at any value of anything.

    Raises
    ------
    ValueError
        With what can be asked of that member.
    """
    member = question.argument
    if question.outcome.of_leaver and branch_status(scenario, member) == OUT:
        raise ValueError(
            f"--outcome: {question.name} asks for the first exit of {member}, which is out "
            f"already; p_out.{member} tells how likely it is out at the end"
        )
