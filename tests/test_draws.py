"""Luck: the same everywhere and for ever, evenly spread, and of one thing alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim import draws, ensemble
from sim.draws import PURPOSES, bits, identity, luck, noise, run_key, uniform
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.loading import load
from tests.strategies import runs, seeds

# Known values: another value is other luck, in every result that was ever published. They are
# renewed, never to make a test pass but where luck is changed on purpose, by printing the left
# sides; a line under **Results** in the changelog must say so.
KNOWN = [
    (1, 0, "armenia", 0, "capacity"),
    (1, 0, "armenia", 0, "decision"),
    (1, 0, "patron", 91, "weather"),
    (1, 1, "armenia", 92, "decision"),
    (20, 99_999, "pledge-2022", 0, "event"),
    (2**63 - 1, 2**31, "kazakhstan", 599, "threshold"),
]
KNOWN_BITS = [
    0x18391FB0AD369722,
    0xD826B6720B3D4745,
    0x26BEC7B36C145BA0,
    0x989B76D2F620A140,
    0x4CFD81AA2FDD4BCC,
    0x2C5B5D3A6CAECDF3,
]
KINDS = len(PURPOSES)
KNOWN_IDS = {"armenia": 0x074326A8F17A4D1F, "patron": 0x140986268A09B30D}


def place(seed: int, run: int, name: str, month: int, purpose: str) -> tuple[int, int, int]:
    """Stream, month and purpose of a draw."""
    return luck(run_key(seed, run), identity(name)), month, PURPOSES.index(purpose)


@pytest.mark.parametrize(("which", "expected"), [*zip(KNOWN, KNOWN_BITS, strict=True)])
@pytest.mark.rules
def test_draws_are_the_same_for_ever(which: tuple[int, int, str, int, str], expected: int) -> None:
    assert int(bits(*place(*which))) == expected
    assert uniform(*place(*which)) == (expected >> 11) / 2**53
    parts = [expected >> shift & 0xFFFF for shift in (0, 16, 32, 48)]
    exact = (sum(parts) - 131070) * math.sqrt(3 / (2**32 - 1))
    assert noise(*place(*which)) == exact


@pytest.mark.rules
def test_ids_are_hashed_the_same_for_ever() -> None:
    assert identity("armenia") == KNOWN_IDS["armenia"]
    assert identity("patron") == KNOWN_IDS["patron"]
    names = [f"{letter}{number}" for letter in "abcdef" for number in range(3000)]
    assert len({identity(name) for name in names}) == len(names)
    assert all(0 <= identity(name) < 2**63 for name in names)


@pytest.mark.rules
def test_purposes_keep_their_places() -> None:
    assert PURPOSES == (
        "capacity", "weather", "event", "crisis_external", "crisis_regime", "ask_external",
        "ask_regime", "honour_external", "honour_regime", "alignment", "decision", "reaction",
        "policy", "threshold", "frailty", "cohesion", "joint",
    )  # fmt: skip
    codes = {
        "capacity": draws.CAPACITY, "weather": draws.WEATHER, "event": draws.EVENT,
        "crisis_external": draws.CRISIS, "crisis_regime": draws.CRISIS + 1,
        "ask_external": draws.ASK, "ask_regime": draws.ASK + 1, "honour_external": draws.HONOUR,
        "honour_regime": draws.HONOUR + 1, "alignment": draws.ALIGNMENT,
        "decision": draws.DECISION, "reaction": draws.REACTION, "policy": draws.POLICY,
        "threshold": draws.THRESHOLD, "frailty": draws.FRAILTY, "cohesion": draws.COHESION,
        "joint": draws.JOINT,
    }  # fmt: skip
    assert {name: PURPOSES.index(name) for name in PURPOSES} == codes


@pytest.mark.rules
@given(seeds, runs, st.text(min_size=1, max_size=9), st.integers(0, 599), st.integers(0, KINDS - 1))
def test_a_draw_is_a_pure_function_in_its_range(
    seed: int, run: int, name: str, month: int, purpose: int
) -> None:
    key = run_key(seed, run)
    stream = luck(key, identity(name))
    assert 0 <= key < 2**63
    assert 0 <= stream < 2**63
    u, e = uniform(stream, month, purpose), noise(stream, month, purpose)
    assert 0.0 <= u < 1.0
    assert u * 2**53 == int(u * 2**53)
    assert abs(e) <= 131070 * math.sqrt(3 / (2**32 - 1)) < 3.4642
    uniform(stream, month + 1, purpose)
    assert (uniform(stream, month, purpose), noise(stream, month, purpose)) == (u, e)


# --- evenly spread, and independent ---------------------------------------------------------------

SIZE = 5000
RARE = 1e-4
"""Chance at which a sample would count as odd, if it were drawn anew: the samples are fixed."""


def draw(seed: int, run: int, name: str, month: int, purpose: int) -> int:
    return int(bits(luck(run_key(seed, run), identity(name)), month, purpose))


VARIED: dict[str, Callable[[int], int]] = {
    "runs": lambda k: draw(7, k, "armenia", 5, 10),
    "seeds": lambda k: draw(k, 3, "armenia", 5, 10),
    "members": lambda k: draw(7, 3, f"member-{k}", 5, 10),
    "months": lambda k: draw(7, 3, "armenia", k, 10),
    "purposes": lambda k: draw(7, k // KINDS, "armenia", 5, k % KINDS),
    "all": lambda k: draw(k % 3, k // 3 % 7, "abc"[k % 2], k // 42, k % KINDS),
}
"""Samples in which one draw differs from the next in one thing alone, and in all."""


@pytest.fixture(params=VARIED)
def sample(request: pytest.FixtureRequest) -> np.ndarray:
    """64 random bits, many times."""
    return np.array([VARIED[request.param](k) for k in range(SIZE)], np.uint64)


def uniforms(sample: np.ndarray) -> np.ndarray:
    return (sample >> np.uint64(11)).astype(float) / 2**53


def noises(sample: np.ndarray) -> np.ndarray:
    parts = [(sample >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (0, 16, 32, 48)]
    return (sum(part.astype(float) for part in parts) - 131070) * math.sqrt(3 / (2**32 - 1))


def test_draws_are_evenly_spread(sample: np.ndarray) -> None:
    counts = np.bincount((uniforms(sample) * 64).astype(int), minlength=64)
    assert stats.chisquare(counts).pvalue > RARE
    assert stats.kstest(uniforms(sample), "uniform").pvalue > RARE
    assert len(set(sample.tolist())) == SIZE


def test_every_bit_is_even_and_no_two_go_together(sample: np.ndarray) -> None:
    table = ((sample[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)).astype(float)
    bound = stats.norm.isf(RARE / 64 / 64)
    assert (np.abs(table.mean(axis=0) - 0.5) < bound * 0.5 / math.sqrt(SIZE)).all()
    together = np.corrcoef(table.T) - np.eye(64)
    assert (np.abs(together) < bound / math.sqrt(SIZE)).all()


@pytest.mark.parametrize("apart", [1, 2, KINDS - 1, KINDS])
def test_a_draw_says_nothing_of_the_next(sample: np.ndarray, apart: int) -> None:
    cells = (uniforms(sample) * 8).astype(int)
    pairs = cells[:-apart] * 8 + cells[apart:]
    assert stats.chisquare(np.bincount(pairs, minlength=64)).pvalue > RARE


def test_neighbours_differ_in_half_of_their_bits(sample: np.ndarray) -> None:
    flipped = np.bitwise_count(sample[1:] ^ sample[:-1])
    assert abs(flipped.mean() - 32) < 4 * 4 / math.sqrt(SIZE)
    assert flipped.min() > 8


def test_noise_is_a_sum_of_four_even_parts(sample: np.ndarray) -> None:
    e = noises(sample)
    assert abs(e.mean()) < 4 / math.sqrt(SIZE)
    # Irwin-Hall of four: excess kurtosis -0.3, so the variance has standard error √(1.7/n).
    assert abs(e.var() - 1) < 4 * math.sqrt(1.7 / SIZE)
    assert abs(stats.skew(e)) < 4 * math.sqrt(6 / SIZE)
    assert abs(stats.kurtosis(e) + 0.3) < 0.2
    assert stats.kstest(e / math.sqrt(3) + 2, stats.irwinhall(4).cdf).pvalue > RARE


def test_noise_has_variance_one_exactly() -> None:
    # Of one part, exactly: the sum over all 2^16 values; parts are independent.
    values = np.arange(2**16, dtype=float)
    assert values.sum() * 4 / 2**16 == 131070
    variance = 4 * ((values - values.mean()) ** 2).mean()
    assert math.isclose(variance * (3 / (2**32 - 1)), 1, rel_tol=1e-12)


def test_the_purposes_of_a_month_are_independent() -> None:
    table = np.array(
        [[draw(7, k, "armenia", 5, purpose) >> 11 for purpose in range(KINDS)] for k in range(SIZE)]
    )
    together = np.corrcoef(table.T) - np.eye(KINDS)
    assert (np.abs(together) < stats.norm.isf(RARE / KINDS**2) / math.sqrt(SIZE)).all()


# --- of one thing alone ---------------------------------------------------------------------------


@pytest.mark.parametrize("these", [[0], [5, 0, 99_999], list(range(20, 30))])
def test_the_luck_of_a_member_is_that_of_its_id_in_its_run(these: list[int]) -> None:
    told = load("armenia-2025")
    state = ensemble.start(compile_scenario(told).record, 11, np.array(these))
    for row, run in enumerate(these):
        key = run_key(11, run)
        assert state.key[row] == key
        assert state.patron_luck[row] == luck(key, identity("patron"))
        assert state.luck[row].tolist() == [luck(key, identity(name)) for name in told.members]


def test_no_two_streams_are_one() -> None:
    streams = [
        luck(run_key(seed, run), identity(name))
        for seed, run, name in itertools.product(range(5), range(200), "abcdefgh")
    ]
    assert len(set(streams)) == len(streams)


def test_no_two_draws_of_a_stream_are_one() -> None:
    stream = luck(run_key(1, 0), identity("armenia"))
    drawn = {int(bits(stream, month, purpose)) for month in range(300) for purpose in range(KINDS)}
    assert len(drawn) == 300 * KINDS
