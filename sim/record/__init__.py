"""The record of alliances as data: `read` it, or the same tables from a folder of your own."""

from sim.record.reading import RecordError, read
from sim.record.record import KNOWN_UNTIL, Record

__all__ = ["KNOWN_UNTIL", "Record", "RecordError", "read"]
