"""Tables as files: Parquet for results, CSV for everybody else."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from sim.store.folders import StoreError

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS_OF_A_GROUP = 100_000
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def parquet_of(name: str, table: DataFrame) -> bytes:
    """A table as Parquet: the same bytes for the same table, text dictionary-encoded.

    Raises
    ------
    StoreError
        Where a column holds something else than text, numbers or truth values.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        columns = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
    except pa.ArrowException as error:
        raise StoreError(f"the table {name} cannot be stored: {error}") from error
    for field in columns.schema:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            raise StoreError(f"the table {name} cannot be stored: {field.name} is not tidy")
    sink = pa.BufferOutputStream()
    parquet.write_table(
        columns.replace_schema_metadata(None),  # pandas' own would name its version
        sink,
        row_group_size=ROWS_OF_A_GROUP,
        use_dictionary=[field.name for field in columns.schema if _is_text(field.type)],
        compression="zstd",
        write_page_checksum=True,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def table_of(content: bytes, rows: int | None) -> DataFrame:
    """The table of a Parquet file of so many rows.

    Raises
    ------
    ValueError
        Where it is none.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        source = pa.BufferReader(content)
        file = parquet.ParquetFile(source, page_checksum_verification=True)
        table: DataFrame = file.read(use_threads=False).to_pandas()
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"not a Parquet file: {error}") from error
    if len(table) != rows:
        raise ValueError(f"{len(table)} rows, not {rows}")
    return table


def csv_of(table: DataFrame) -> str:
    """A table as CSV; what a spreadsheet would take for a formula gets a ``'`` in front."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    safe = table.copy()
    for name in table.columns:
        if not is_numeric_dtype(table[name]) and not is_bool_dtype(table[name]):
            safe[name] = table[name].astype(object).map(_not_a_formula, na_action="ignore")
    safe.columns = [_not_a_formula(name) for name in table.columns]
    # Text in quotes: where a spreadsheet parts at semicolons, none in a text begins a cell.
    text: str = safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return text


def _not_a_formula(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_dictionary(kind))
