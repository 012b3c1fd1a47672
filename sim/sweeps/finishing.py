"""From the last point to a complete result: one Parquet file, what belongs to it, the manifest.

The manifest is written last: a sweep is complete if and only if it stands. Each file reaches the
disk under another name before it is renamed into its place.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.answer import Answer
from sim.store import manifest
from sim.store.folders import WORK, new_file, put_file, read_bytes, told
from sim.store.locks import settle
from sim.store.tables import ROWS_OF_A_GROUP, table_of
from sim.store.writing import contents_of, manifest_of
from sim.sweeps.keeping import Keeper
from sim.sweeps.planning import QUESTION, Plan, versions
from sim.sweeps.points import Task
from sim.sweeps.result import Extreme, OutcomeExtremes, SweepResult, VariedRange

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.scenario.scenario import Scenario

TABLE = "data"
"""Name of the table: k, a column for each path, outcome, value, low, high."""

RUNS = "runs"
"""Name of the table of what single runs came to: k, outcome, each, a number for every run."""

POINTS_AT_ONCE = 1_024
"""Points that are held as Python's numbers; what is written does not depend on it."""
RUNS_AT_ONCE = 2_000_000
"""Single runs whose text is held at once."""

Page = Callable[[Answer[SweepResult]], str]


def complete(
    keeper: Keeper, plan: Plan, *, command: str, page: Page | None, seconds: float | None
) -> bool:
    """Write the result of a sweep of which all points are stored.

    Parameters
    ----------
    keeper : Keeper
        The finished points, held by their only writer.
    plan : Plan
        What was asked.
    command : str
        What somebody typed to get it.
    page : callable or None
        From the answer to the page that is stored with it.
    seconds : float >= 0 or None
        How long it took; None where it was not computed at one go.

    Returns
    -------
    bool
        False where a row turned out to be damaged: then nothing is written, and the keeper knows
        which points are missing.
    """
    task, scenario, inputs = plan.task, plan.scenario, plan.inputs
    place = keeper.place
    with told(f"cannot store the result of the sweep in {place}"):
        summary = _Summary(task)
        written = [_write_table(keeper, task, summary)]
        if task.keeps_runs:
            written.append(_write_runs(keeper, task))
        if keeper.count < keeper.size:
            return False
        for table in written:
            (place / f"{WORK}{table.name}").replace(place / table.name)
        settle(place)
        result = summary.result(scenario)
        members = {"members": members_of(scenario)}
        answer = Answer(QUESTION, inputs, result, members, figures_of(task))
        text = None
        if page is not None:  # nothing else here needs all points at once
            text = page(replace(answer, tables=members | {TABLE: _read(place, written[0])}))
        contents = contents_of(answer, members, text)
        for each in contents:
            put_file(place / each.file.name, each.raw)
        said = manifest_of(
            answer,
            place.name,
            [*written, *(each.file for each in contents)],
            program=task.program,
            versions=versions(),
            command=command,
            seconds=seconds,
        )
        put_file(place / manifest.MANIFEST, manifest.written(said))
    return True


def _read(place: Path, table: manifest.File) -> DataFrame:
    return table_of(read_bytes(place / table.name, manifest.MAX_FILE), table.rows)


def table_from(task: Task, points: Iterator[Mapping[str, Any]]) -> DataFrame:
    """The tidy table of some points, as of a sweep that is still computed."""
    import pyarrow as pa

    batches = list(_batches(task, points))
    frame: DataFrame = pa.Table.from_batches(batches, _schema(task)).to_pandas()
    return frame


def figures_of(task: Task) -> tuple[str, ...]:
    """The figures that show a sweep, by how many paths it varies."""
    if len(task.design.axes) == 1:
        return ("sweep_curve",)
    if len(task.design.axes) > 2:
        return ("sweep_scatter",)
    return ("sweep_map", "sweep_phases") if task.design.kind == "grid" else ("sweep_map",)


def members_of(scenario: Scenario) -> DataFrame:
    """The members: member, label, iso3."""
    from pandas import DataFrame

    return DataFrame(
        {
            "member": list(scenario.members),
            "label": [scenario.label(member) for member in scenario.members],
            "iso3": [member.iso3 for member in scenario.members.values()],
        }
    )


class _Summary:
    """Where each outcome is lowest and highest, gathered point by point."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.known = [0] * len(task.outcomes)
        self.lowest: list[tuple[float, int, list[float]] | None] = [None] * len(task.outcomes)
        self.highest = list(self.lowest)

    def add(self, point: Mapping[str, Any]) -> None:
        for place, (value, _, _) in enumerate(point["found"]):
            if value is None:
                continue
            self.known[place] += 1
            low, high = self.lowest[place], self.highest[place]
            if low is None or value < low[0]:
                self.lowest[place] = (value, point["k"], point["at"])
            if high is None or value > high[0]:
                self.highest[place] = (value, point["k"], point["at"])

    def result(self, scenario: Scenario) -> SweepResult:
        task = self.task
        return SweepResult(
            scenario=scenario.name,
            scenario_hash=scenario.hash,
            seed=task.seed,
            runs=task.runs,
            design=task.design.kind,
            points=task.design.size,
            now=scenario.last_recorded,
            end=scenario.last_month,
            vary={
                axis.path: VariedRange(axis.low, axis.high, axis.count) for axis in task.design.axes
            },
            outcomes={
                name: OutcomeExtremes(
                    known=self.known[place],
                    lowest=self._extreme(self.lowest[place]),
                    highest=self._extreme(self.highest[place]),
                )
                for place, name in enumerate(task.outcomes)
            },
        )

    def _extreme(self, found: tuple[float, int, list[float]] | None) -> Extreme | None:
        if found is None:
            return None
        value, k, at = found
        return Extreme(value, k, dict(zip(self.task.design.paths, at, strict=True)))


def _write_table(keeper: Keeper, task: Task, summary: _Summary) -> manifest.File:
    """Stream all points into a Parquet file beside its place; its line of the manifest."""

    def summed() -> Iterator[Mapping[str, Any]]:
        for _, point in keeper.points():
            summary.add(point)
            yield point

    return _streamed(keeper.place, TABLE, _schema(task), _groups(task, summed()))


def _write_runs(keeper: Keeper, task: Task) -> manifest.File:
    """The same for what single runs came to: k, outcome, each."""
    points = (point for _, point in keeper.points())
    return _streamed(keeper.place, RUNS, _schema_of_runs(), _groups_of_runs(task, points))


def _streamed(place: Path, name: str, schema: Any, groups: Iterator[Any]) -> manifest.File:
    from pyarrow import parquet

    file, rows = f"{name}{manifest.TABLE}", 0
    work = place / f"{WORK}{file}"
    with os.fdopen(new_file(work, replace=True), "w+b") as stream:
        with parquet.ParquetWriter(
            stream, schema, use_dictionary=["outcome"], compression="zstd", write_page_checksum=True
        ) as writer:
            for group in groups:
                writer.write_table(group, row_group_size=ROWS_OF_A_GROUP)
                rows += group.num_rows
        stream.flush()
        os.fsync(stream.fileno())
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return manifest.File(name=file, bytes=size, sha256=digest, rows=rows)


def _schema(task: Task) -> Any:
    import pyarrow as pa

    number, whole = pa.float64(), pa.int64()
    return pa.schema(
        [
            ("k", whole),
            *((axis.path, whole if axis.whole else number) for axis in task.design.axes),
            ("outcome", pa.dictionary(pa.int32(), pa.string())),
            *((name, number) for name in ("value", "low", "high")),
        ]
    )


def _schema_of_runs() -> Any:
    import pyarrow as pa

    outcome = pa.dictionary(pa.int32(), pa.string())
    return pa.schema([("k", pa.int64()), ("outcome", outcome), ("each", pa.string())])


def _groups_of_runs(task: Task, points: Iterator[Mapping[str, Any]]) -> Iterator[Any]:
    """Tables of so many points that their texts take a few million bytes."""
    import numpy as np
    import pyarrow as pa

    number, schema = len(task.outcomes), _schema_of_runs()
    while gathered := list(islice(points, max(1, RUNS_AT_ONCE // (number * task.runs)))):
        places = np.tile(np.arange(number, dtype=np.int32), len(gathered))
        columns = [
            pa.array(np.repeat([point["k"] for point in gathered], number), pa.int64()),
            pa.DictionaryArray.from_arrays(places, pa.array(task.outcomes, pa.string())),
            pa.array([each for point in gathered for each in point["each"]], pa.string()),
        ]
        yield pa.Table.from_arrays(columns, schema=schema)


def _groups(task: Task, points: Iterator[Mapping[str, Any]]) -> Iterator[Any]:
    """Tables of about a row group each."""
    import pyarrow as pa

    each, schema = max(1, ROWS_OF_A_GROUP // len(task.outcomes)), _schema(task)
    while batches := list(_batches(task, islice(points, each))):
        yield pa.Table.from_batches(batches, schema).combine_chunks()


def _batches(task: Task, points: Iterator[Mapping[str, Any]]) -> Iterator[Any]:
    """Record batches of some points each: as Python's numbers, one takes several times the room."""
    while gathered := list(islice(points, POINTS_AT_ONCE)):
        yield _batch(task, gathered)


def _batch(task: Task, points: list[Mapping[str, Any]]) -> Any:
    import numpy as np
    import pyarrow as pa

    schema, number = _schema(task), len(task.outcomes)
    at = [list(column) for column in zip(*(point["at"] for point in points), strict=True)]
    found = [estimate for point in points for estimate in point["found"]]
    places = np.tile(np.arange(number, dtype=np.int32), len(points))
    columns: list[Any] = [np.repeat([point["k"] for point in points], number)]
    columns += [np.repeat(column, number) for column in at]
    columns += [pa.DictionaryArray.from_arrays(places, pa.array(task.outcomes, pa.string()))]
    columns += [list(column) for column in zip(*found, strict=True)]
    arrays = [
        pa.array(column, field.type) if not isinstance(column, pa.Array) else column
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)
