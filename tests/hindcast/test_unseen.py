"""Bodies that the model was not fitted to: another folder with the same tables."""

import numpy as np
import pytest

from sim.hindcast import comparing, front
from sim.hindcast.posterior import Posterior
from sim.record import RecordError
from sim.refusal import Refusal

POINT = Posterior({"all": np.array([[4.6, 1.0, 1.0, 1.0, 0.4]])})
COLUMNS = "source,date_read,confidence,note"
FILES = {
    "organisations": "organisation,type,founded,dissolved,notice_months",
    "leaders": "organisation,leading_power,from_year,to_year",
    "spells": "organisation,iso3,spell,joined",
    "steps": "organisation,iso3,spell,step,date,free,reason,act",
}
ROWS = {
    "organisations": ["BALTIC,regional,1980-01-01,,"],
    "leaders": ["BALTIC,DEU,,"],
    "spells": [f"BALTIC,{iso3},1,1980-01-01" for iso3 in ("DEU", "DNK", "SWE", "FIN", "POL")],
    "steps": ["BALTIC,POL,1,notice,1990-06-01,1,,BALTIC-1"],
}


def written(folder, rows=ROWS):
    folder.mkdir(exist_ok=True)
    for name, heads in FILES.items():
        lines = [f"{heads},{COLUMNS}", *(f"{row},recalled,,recalled," for row in rows[name])]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(comparing, "REDRAWN", 20)


def test_an_unseen_body_is_scored_from_all_others(tmp_path):
    folder = written(tmp_path / "baltic")
    one = front.hindcast_of([folder], POINT).comparisons[0]
    assert (one.title, one.bodies, one.distinct) == ("new", 1, 1)
    assert one.by_body[0].organisation == "BALTIC"
    assert one.steps == 5  # seen at every phase
    same = front.hindcast_of([folder / "steps.csv", folder / "spells.csv"], POINT).comparisons
    assert same == (one,)


def test_a_body_in_which_nobody_moved_tells_no_skill(tmp_path):
    folder = written(tmp_path / "still", ROWS | {"steps": []})
    with pytest.raises(Refusal, match="nobody took a step"):
        front.hindcast_of([folder], POINT)


def test_a_body_without_a_leading_power_has_no_window(tmp_path):
    folder = written(tmp_path / "led", ROWS | {"leaders": []})
    with pytest.raises(Refusal, match="no body has a window"):
        front.hindcast_of([folder], POINT)


def test_what_is_wrong_with_a_table_is_told_with_its_place(tmp_path):
    folder = written(tmp_path / "odd", ROWS | {"spells": ["BALTIC,Germany,1,1980-01-01"]})
    with pytest.raises(RecordError, match=r"spells\.csv:2"):
        front.hindcast_of([folder], POINT)
