"""The record of alliances as data: `read` it, or the same tables from a folder of your own."""

from sim.record.reading import RecordError, read
from sim.record.record import Record

__all__ = ["Record", "RecordError", "read"]
