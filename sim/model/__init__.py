"""The readable engine: an alliance of Mesa agents, month by month, and the storyteller.

Members and the patron act; the same rules as the compiled engine, the same luck, the same bits.
A month is the list ``AllianceModel.PHASES``; in each phase all decide from the state before it,
then all commit.
"""

from sim.model.alliance import AllianceModel
from sim.model.member import MemberAgent
from sim.model.patron import PatronAgent
from sim.model.public import Happening, Public

__all__ = ["AllianceModel", "Happening", "MemberAgent", "PatronAgent", "Public"]
