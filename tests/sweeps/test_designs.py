"""Designs: what they promise of their points, found one by one and in any order."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import islice, product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.sweeps.designs import BLOCK, Axis, Design

UNIT = (Axis("a", 0.0, 1.0, None, whole=False), Axis("b", 0.0, 1.0, None, whole=False))
numbers = st.floats(-1e6, 1e6, allow_nan=False)


def lhs(size: int, seed: int = 1, axes: tuple[Axis, ...] = UNIT) -> Design:
    return Design("lhs", axes, size, seed)


def sobol(size: int, seed: int = 1, axes: tuple[Axis, ...] = UNIT) -> Design:
    return Design("sobol", axes, size, seed)


def table(design: Design) -> NDArray[np.float64]:
    return np.array([design.point(k) for k in range(design.size)])


def grid(*axes: Axis) -> Design:
    return Design("grid", axes, prod(axis.count or 0 for axis in axes), 1)


# --- grids ----------------------------------------------------------------------------------------


def test_a_grid_combines_all_values_and_the_last_path_runs_fastest() -> None:
    design = grid(Axis("a", 0.1, 0.4, 4, whole=False), Axis("b", 3, 7, 3, whole=True))
    points = [design.point(k) for k in range(design.size)]
    assert points == list(product((0.1, 0.2, 0.3, 0.4), (3, 5, 7)))
    assert [type(value) for value in points[0]] == [float, int]


@given(numbers, numbers, st.integers(2, 50))
def test_a_grid_begins_and_ends_exactly_and_goes_up(one: float, other: float, count: int) -> None:
    low, high = sorted((one, other))
    if high - low < 1e-6:
        return
    values = [grid(Axis("a", low, high, count, whole=False)).point(k)[0] for k in range(count)]
    assert (values[0], values[-1]) == (low, high)
    assert sorted(set(values)) == values


@given(st.integers(-50, 50), st.integers(1, 60), st.data())
def test_a_grid_of_whole_numbers_repeats_none(low: int, more: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(2, more + 1))
    design = grid(Axis("a", low, low + more, count, whole=True))
    values = [design.point(k)[0] for k in range(count)]
    assert all(isinstance(value, int) for value in values)
    assert sorted(set(values)) == values


# --- Latin hypercubes -----------------------------------------------------------------------------


@given(st.integers(2, 3000), st.integers(0, 2**63 - 1))
def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range(size: int, seed: int) -> None:
    points = table(lhs(size, seed))
    for column in points.T:
        assert sorted(np.floor(column * size).astype(int)) == list(range(size))


def test_columns_of_a_latin_hypercube_do_not_go_together() -> None:
    size = 400
    together = [np.corrcoef(table(lhs(size, seed)).T)[0, 1] for seed in range(100)]
    # As of independent columns: mean 0, standard deviation 1/sqrt(n - 1).
    assert abs(np.mean(together)) < 4 / np.sqrt(size * 100)
    assert np.std(together) == pytest.approx(1 / np.sqrt(size - 1), rel=0.3)


def test_a_latin_hypercube_is_as_even_as_scipys() -> None:
    from scipy.stats import qmc

    def unevenness(points: NDArray[np.float64]) -> float:
        return float(qmc.discrepancy(points))

    own = [unevenness(table(lhs(128, seed))) for seed in range(40)]
    theirs = [unevenness(qmc.LatinHypercube(2, rng=seed).random(128)) for seed in range(40)]
    assert np.mean(own) == pytest.approx(np.mean(theirs), rel=0.15)


def test_another_path_beside_it_leaves_a_column_of_a_latin_hypercube_as_it_is() -> None:
    alone = table(lhs(50, axes=UNIT[:1]))
    assert np.array_equal(table(lhs(50))[:, 0], alone[:, 0])


# --- Sobol's sequence -----------------------------------------------------------------------------


def test_sobols_sequence_is_scipys_scrambled_with_the_seed() -> None:
    from scipy.stats import qmc

    size = 4 * BLOCK
    theirs = qmc.Sobol(2, scramble=True, rng=np.random.default_rng(5)).random(size)
    design = sobol(size, seed=5)
    for k in (0, 1, BLOCK - 1, BLOCK, 3 * BLOCK + 7, size - 1):
        assert design.point(k) == tuple(theirs[k])


def test_sobols_sequence_fills_every_elementary_box_once() -> None:
    points = table(sobol(64))
    for rows in (1, 2, 4, 8, 16, 32, 64):
        boxes = np.floor(points * (rows, 64 // rows)).astype(int)
        assert len({tuple(box) for box in boxes}) == 64


# --- all ------------------------------------------------------------------------------------------

WHOLE = (Axis("n", 2, 5, None, whole=True), UNIT[0])
designs = st.builds(
    Design,
    st.sampled_from(["lhs", "sobol"]),
    st.sampled_from([UNIT, WHOLE, (Axis("c", -1e3, 2e5, None, whole=False),)]),
    st.integers(2, 5000),
    st.integers(0, 2**63 - 1),
)


@given(designs, st.data())
def test_a_point_lies_in_its_box_and_does_not_depend_on_the_others(
    design: Design, data: st.DataObject
) -> None:
    k = data.draw(st.integers(0, design.size - 1))
    point = design.point(k)
    for axis, value in zip(design.axes, point, strict=True):
        assert axis.low <= value <= axis.high
        assert isinstance(value, int if axis.whole else float)
    assert design.point(k) == point


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_whole_numbers_are_equally_likely(kind: str) -> None:
    counts = Counter(Design(kind, WHOLE, 1024, 1).point(k)[0] for k in range(1024))
    assert set(counts) == {2, 3, 4, 5}
    assert max(counts.values()) - min(counts.values()) <= 4


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_another_seed_gives_other_points(kind: str) -> None:
    assert Design(kind, UNIT, 100, 1).point(7) != Design(kind, UNIT, 100, 2).point(7)


@pytest.mark.parametrize("k", [-1, 100])
def test_there_is_no_point_beyond_the_last(k: int) -> None:
    with pytest.raises(IndexError):
        lhs(100).point(k)


@pytest.mark.parametrize("kind", ["grid", "lhs", "sobol"])
def test_a_million_points_are_never_in_memory(kind: str) -> None:
    import tracemalloc

    axes = tuple(
        Axis(f"p{i}", 0.0, 1.0, 1000 if kind == "grid" else None, whole=False) for i in (0, 1)
    )
    design = Design(kind, axes, 1_000_000, 1)
    design.point(0)  # what the design itself needs
    tracemalloc.start()
    try:
        for k in islice(range(design.size), 0, design.size, 10_000):
            design.point(k)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4e6  # the points themselves are 16 MB as plain numbers, over 100 as tuples


def test_points_are_the_same_in_another_process() -> None:
    told = (
        "from sim.sweeps.designs import Axis, Design\n"
        "axes = Axis('a', 0.0, 1.0, None, whole=False), Axis('b', 0.0, 1.0, None, whole=False)\n"
        "print([Design(kind, axes, 5000, 3).point(4321) for kind in ('lhs', 'sobol')])"
    )
    out = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    here = [Design(kind, UNIT, 5000, 3).point(4321) for kind in ("lhs", "sobol")]
    assert out.stdout.strip() == str(here)
