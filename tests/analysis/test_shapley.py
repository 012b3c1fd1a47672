"""Shapley values against the definition by orders, and against the axioms that they alone meet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.refusal import Refusal
from sim.statistics.shapley import (
    MOST_EXACT,
    Ints,
    Worths,
    along,
    exact,
    orders,
    scale,
    share_out,
)

games = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.integers(-9, 9), min_size=2**n, max_size=2**n)
)


def by_orders(game: Sequence[int]) -> list[float]:
    """The mean over all orders of joining of what a player adds when it joins."""
    players = len(game).bit_length() - 1
    every = list(permutations(range(players)))
    values = [0.0] * players
    for order in every:
        coalition = 0
        for player in order:
            values[player] += game[coalition | 1 << player] - game[coalition]
            coalition |= 1 << player
    return [value / len(every) for value in values]


def column(game: Sequence[int]) -> Ints:
    """A game of one pair."""
    return np.array(game, np.int64)[:, np.newaxis]


def values_of(game: Sequence[int]) -> list[float]:
    worths = column(game)
    return (exact(worths)[:, 0] / scale(len(worths).bit_length() - 1)).tolist()  # type: ignore[no-any-return]


@given(games)
def test_the_value_is_the_mean_over_all_orders(game: list[int]) -> None:
    assert values_of(game) == pytest.approx(by_orders(game), abs=1e-12)


@given(games)
def test_the_values_share_out_the_whole_exactly(game: list[int]) -> None:
    worths = column(game)
    assert exact(worths).sum() == scale(len(worths).bit_length() - 1) * (game[-1] - game[0])


@given(games)
def test_who_adds_nothing_gets_nothing(game: list[int]) -> None:
    with_dummy = [*game, *game]  # the last player changes no worth
    assert values_of(with_dummy)[-1] == 0
    assert values_of(with_dummy)[:-1] == pytest.approx(values_of(game), abs=1e-12)


@given(st.lists(st.integers(-9, 9), min_size=5, max_size=5))
def test_players_that_do_alike_get_alike(by_size: list[int]) -> None:
    game = [by_size[coalition.bit_count()] for coalition in range(16)]
    assert values_of(game) == pytest.approx([(by_size[4] - by_size[0]) / 4] * 4, abs=1e-12)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.tuples(*[st.lists(st.integers(-9, 9), min_size=2**n, max_size=2**n)] * 2)
    )
)
def test_the_value_is_linear(both: tuple[list[int], list[int]]) -> None:
    one, other = both
    together = [3 * a - b for a, b in zip(one, other, strict=True)]
    assert values_of(together) == pytest.approx(
        [3 * a - b for a, b in zip(values_of(one), values_of(other), strict=True)], abs=1e-12
    )


def test_the_gloves_of_the_textbook() -> None:
    """One left glove, two right ones: 2/3 to the rare one, 1/6 to each of the others."""
    game = [int(bool(c & 1) and bool(c & 6)) for c in range(8)]
    assert values_of(game) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-12)


def test_pairs_do_not_mix() -> None:
    one, other = [0, 1, 2, 5], [3, 3, 7, 4]
    both = exact(np.array([one, other], np.int64).T)
    assert np.array_equal(both, np.hstack([exact(column(one)), exact(column(other))]))


# --- over runs ------------------------------------------------------------------------------------


def additive(gains: Sequence[int]) -> Worths:
    """Each player adds its gain, one more in odd runs; run 7 and its multiples are no pairs."""

    def worths(coalitions: Sequence[int], first: int, size: int) -> Ints:
        runs = np.array([run for run in range(first, first + size) if run % 7])
        return np.array(
            [
                sum(((g + runs % 2) for k, g in enumerate(gains) if c >> k & 1), 0 * runs)
                for c in coalitions
            ],
            np.int64,
        )

    return worths


@pytest.mark.parametrize("players", [3, MOST_EXACT + 2])
def test_exact_or_sampled_an_additive_game_is_shared_out_as_it_is(players: int) -> None:
    gains = list(range(-2, players - 2))
    shares = share_out(additive(gains), players, runs=700)
    odd = sum(run % 2 for run in range(700) if run % 7) / shares.pairs
    assert shares.pairs == 600
    assert [share.value for share in shares.values] == pytest.approx([g + odd for g in gains])
    assert sum(share.value or 0 for share in shares.values) == pytest.approx(
        shares.difference.value, abs=1e-12
    )
    assert (shares.orders is None) == (players <= MOST_EXACT)
    for share in shares.values:
        assert share.low is not None
        assert share.high is not None
        assert share.value is not None
        assert share.low <= share.value <= share.high


def test_alone_and_last_stand_beside_the_exact_value() -> None:
    def product(coalitions: Sequence[int], first: int, size: int) -> Ints:
        return np.array([[int(c == 3)] * size for c in coalitions], np.int64)

    shares = share_out(product, 2, runs=10)
    assert shares.alone == (0.0, 0.0)
    assert shares.last == (1.0, 1.0)
    assert [share.value for share in shares.values] == [0.5, 0.5]


def noisy(coalitions: Sequence[int], first: int, size: int) -> Ints:
    """A game with interactions, different in each run."""
    runs = np.arange(first, first + size)
    return np.array(
        [(c * 2654435761 + runs * 40503 * (c.bit_count() + 1)) % 11 for c in coalitions]
    )


@pytest.mark.parametrize("players", [4, 12])
def test_the_threads_do_not_matter(players: int) -> None:
    one, four = (share_out(noisy, players, runs=900, threads=threads) for threads in (1, 4))
    assert one == four


def test_sampled_values_come_near_the_exact_ones() -> None:
    def majority(coalitions: Sequence[int], first: int, size: int) -> Ints:
        """The first player counts for five of eleven and the others."""
        votes = [5 * (c & 1) + (c >> 1).bit_count() for c in coalitions]
        return np.array([[100 * int(v >= 8)] * size for v in votes], np.int64)

    players = MOST_EXACT + 1
    truth = exact(majority(range(1 << players), 0, 1))[:, 0] / scale(players)
    shares = share_out(majority, players, runs=20_000)
    for value, share in zip(truth, shares.values, strict=True):
        assert share.value is not None
        assert share.low is not None
        half = share.value - share.low
        assert abs(share.value - value) <= 2 * half + 1e-9


def test_a_drawn_order_and_its_reverse_hold_every_player_once() -> None:
    order, back = orders(12, 1, 5)
    assert sorted(order) == list(range(12))
    assert back == order[::-1]
    assert orders(12, 1, 6)[0] != order
    assert along((2, 0, 1)) == [0, 4, 5, 7]


def test_progress_ends_with_all_runs() -> None:
    told: list[tuple[int, int]] = []
    share_out(noisy, 3, runs=450, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (450, 450)


def test_without_a_pair_there_is_nothing_to_share_out() -> None:
    def nothing(coalitions: Sequence[int], first: int, size: int) -> Ints:
        return np.zeros((len(coalitions), 0), np.int64)

    with pytest.raises(Refusal, match="no pair"):
        share_out(nothing, 2, runs=5)
    with pytest.raises(Refusal, match="at least 2 runs"):
        share_out(noisy, 12, runs=1)


def test_what_fails_in_a_thread_is_raised() -> None:
    def broken(coalitions: Sequence[int], first: int, size: int) -> Ints:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        share_out(broken, 2, runs=1000)
