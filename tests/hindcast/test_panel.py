import dataclasses

import numpy as np
import pytest

from sim.hindcast.folds import asked_of, folds, known_to
from sim.hindcast.reading import panel_of


def test_rows_stand_by_falling_rate_and_deviations_sum_to_nothing_where_all_are_at_risk(panel):
    for low, high in zip(panel.first[:-1], panel.first[1:], strict=True):
        assert (np.diff(panel.worth[low:high]) >= 0).all()
    first = panel.worth[panel.first[0] : panel.first[1]]
    assert first.sum() == pytest.approx(0.0, abs=1e-9)


def test_seeding_reads_nothing_of_the_window_itself(record, panel):
    """What is dated in 1999 or later may not move a window that begins in 1999."""
    values, events = record.values.copy(), record.events.copy()
    late = values["year"] >= 1999
    values.loc[late, "value"] = values.loc[late, "value"] * 0.3 + 0.01
    events = events[events["date"].str[:4].astype(int) < 1999]
    changed = panel_of(dataclasses.replace(record, values=values, events=events))
    early, later = panel.year <= 1999, panel.year > 2003
    for name in ("worth", "indicators", "record"):
        ours, theirs = getattr(panel.only(early), name), getattr(changed.only(early), name)
        assert np.array_equal(ours, theirs), name
    assert not np.array_equal(panel.only(later).worth, changed.only(later).worth)


def test_no_window_is_in_training_and_testing_of_a_fold(panel):
    for name in folds(panel)[1:]:
        known, asked = known_to(panel, name), asked_of(panel, name)
        assert not (known & asked).any()
        if name.startswith("before"):
            assert panel.year[known].max() + 5 <= panel.year[asked].min()
    asked = [asked_of(panel, name) for name in folds(panel) if name.startswith("without")]
    assert (np.sum(asked, axis=0) == 1).all()


def test_a_chosen_window_keeps_its_rows(panel):
    chosen = panel.year == 1994
    part = panel.only(chosen)
    assert part.first[-1] == len(part.left) == len(part.member)
    body = panel.organisations.index("CSTO")
    there = part.only(part.organisation == body)
    assert sorted(there.member) == ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "TJK", "UZB"]
    left = {m for m, left in zip(there.member, there.left, strict=True) if not left}
    assert left == {"ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "TJK", "UZB"}  # 1999 lies beyond
