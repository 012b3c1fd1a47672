"""Results on disk: whole or not there, checked whenever they are read.

A result is a folder of ordinary files: ``numbers.json``, a Parquet file a table,
``scenario.yaml``, perhaps ``index.html``, and ``manifest.json``, which lists the others with
their checksums. It is complete if and only if its manifest stands and every checksum agrees.
"""

from sim.store.folders import NotThereError, StoreError
from sim.store.manifest import canonical
from sim.store.reopen import csv_text, element_of, export_csv, inputs_of, picture_of
from sim.store.results import Entry, find, listing, load, remove, result_id, save

__all__ = [
    "Entry",
    "NotThereError",
    "StoreError",
    "canonical",
    "csv_text",
    "element_of",
    "export_csv",
    "find",
    "inputs_of",
    "listing",
    "load",
    "picture_of",
    "remove",
    "result_id",
    "save",
]
