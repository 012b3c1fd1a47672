"""Results on disk: whole or not there, whatever happens, and never wrong in silence."""

from __future__ import annotations

import csv
import errno
import fcntl
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from pandas.testing import assert_frame_equal

from sim import store
from sim.answer import Answer, Inputs
from sim.scenario.scenario import Scenario
from sim.store import StoreError, manifest
from tests.faults.conftest import COMMAND, TEXT, inputs, left_over, page, tiny

HOME = Path(__file__).resolve().parents[2]


def save(answer: Answer, root: Path, **also: Any) -> Path:
    return store.save(answer, root, **({"command": COMMAND} | also))


def contents(folder: Path, without: str = "") -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != without}


def same(one: Answer, other: Answer) -> bool:
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)
    return replace(one, tables={}) == replace(other, tables={})


# --- stored and found again -----------------------------------------------------------------------


def test_what_is_loaded_is_what_was_saved(answer: Answer, place: Path, root: Path) -> None:
    loaded = store.load(place.name, root)
    assert same(loaded, answer)
    assert list(loaded.tables["exits"]["member"].cat.categories) == ["birch", "ash"]
    assert str(loaded.tables["exits"]["value"].tolist()) == "[0.1, nan, 0.3333333333333333, -0.0]"


@pytest.mark.parametrize(
    "table",
    [
        DataFrame({"member": [], "value": []}),
        DataFrame({"month": [None, None], "value": [1, 2]}),
        DataFrame({"text": ["é", "", "x" * 70_000]}),
        DataFrame({"flag": [True, False], "value": [float("inf"), float("-inf")]}),
    ],
    ids=["empty", "nothing but None", "text", "truth and infinity"],
)
def test_tables_at_their_limits_come_back(table: DataFrame, answer: Answer, root: Path) -> None:
    odd = replace(answer, tables={"odd": table})
    assert same(store.load(save(odd, root).name, root), odd)


def test_the_same_question_has_the_same_name() -> None:
    name = store.result_id("raw", inputs(of="ash", at="2026-01"))
    assert name == store.result_id("raw", inputs(at="2026-01", of="ash"))
    assert re.fullmatch("raw-ash-2025-[0-9a-f]{16}", name)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("effect", inputs()),
        ("raw", inputs(seed=2)),
        ("raw", replace(inputs(), runs=1001)),
        ("raw", inputs(TEXT + "x: 1\n")),
        ("raw", inputs(uncertain=16)),
        ("raw", replace(inputs(), scenario="ash_2025")),
    ],
)
def test_another_question_has_another_name(question: str, other: Inputs) -> None:
    assert store.result_id(question, other) != store.result_id("raw", inputs())


def test_other_sources_of_the_program_give_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.result_id("raw", inputs())
    monkeypatch.setattr("sim.jit.source_digest", lambda: "0" * 16)
    assert store.result_id("raw", inputs()) != before


def test_names_stay_short_and_plain() -> None:
    odd = replace(inputs(), scenario="../É x" + "long" * 100)
    assert re.fullmatch("[a-z0-9][a-z0-9_-]{0,79}", store.result_id("Q/" * 50, odd))


def test_the_same_answer_gives_the_same_bytes_but_for_the_manifest(
    answer: Answer, root: Path, tmp_path: Path
) -> None:
    one = save(answer, root, page=page(), seconds=1.0)
    other = save(answer, tmp_path / "elsewhere", command="other", page=page(), seconds=2.0)
    assert contents(one, manifest.MANIFEST) == contents(other, manifest.MANIFEST)
    told = [
        json.loads((each / manifest.MANIFEST).read_bytes())["manifest"] for each in (one, other)
    ]
    differs = {key for key in told[0] if told[0][key] != told[1][key]}
    assert differs == {"command", "time", "seconds"}


def test_other_processes_write_the_same_bytes(answer: Answer, root: Path) -> None:
    here = save(answer, root, page=page())
    there = in_another_process("bytes_of_the_tiny_answer", root.parent / "there")
    expected = contents(here, manifest.MANIFEST).items()
    assert there == {name: manifest.sha256(content) for name, content in expected}


def test_the_same_answer_again_leaves_all_as_it_is(answer: Answer, place: Path, root: Path) -> None:
    before = {file.name: (file.read_bytes(), file.stat().st_ino) for file in place.iterdir()}
    assert save(answer, root, command="again") == place
    after = {file.name: (file.read_bytes(), file.stat().st_ino) for file in place.iterdir()}
    assert after == before


def test_a_question_is_answered_from_the_store(answer: Answer, place: Path, root: Path) -> None:
    found = store.find("raw", answer.inputs, root)
    assert found is not None
    assert same(found, answer)
    assert store.find("raw", inputs(seed=2), root) is None
    assert store.find("raw", answer.inputs, root / "nowhere") is None


def test_the_manifest_says_what_made_it(place: Path, answer: Answer) -> None:
    told = json.loads((place / manifest.MANIFEST).read_text())["manifest"]
    assert told["id"] == place.name
    assert told["command"] == COMMAND
    assert told["inputs"]["scenario_hash"] == answer.inputs.scenario_hash
    assert {"python", "mesa", "numba", "numpy"} <= told["versions"].keys()
    assert {file["name"] for file in told["files"]} == {
        "exits.parquet",
        "events.parquet",
        "numbers.json",
        "scenario.yaml",
        "index.html",
    }
    assert (place / "scenario.yaml").read_text() == TEXT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"result": {"value": float("nan")}}, "the numbers cannot be stored"),
        ({"result": {"value": object()}}, "the numbers cannot be stored"),
        ({"tables": {"../exits": DataFrame()}}, "cannot be the name of a table"),
        ({"tables": {"exits": DataFrame({"members": [["ash"]]})}}, "members is not tidy"),
        ({"tables": {"exits": DataFrame({"member": ["ash", 1]})}}, "exits cannot be stored"),
        ({"inputs": replace(inputs(), scenario_text="x")}, "another hash than its text"),
    ],
)
def test_what_would_not_come_back_is_refused(
    change: dict[str, Any], message: str, answer: Answer, root: Path
) -> None:
    with pytest.raises(StoreError, match=message):
        save(replace(answer, **change), root)
    assert not root.exists()


# --- damage ---------------------------------------------------------------------------------------


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 0x20
    file.write_bytes(content)


@pytest.mark.parametrize(
    "name",
    ["manifest.json", "numbers.json", "scenario.yaml", "index.html", "exits.parquet"],
)
def test_a_damaged_byte_in_any_file_is_told(name: str, place: Path, root: Path) -> None:
    file = place / name
    for byte in range(0, file.stat().st_size, 5):
        flip(file, byte)
        with pytest.raises(StoreError, match=r"not a complete result|in format"):
            store.load(place.name, root)
        flip(file, byte)
    store.load(place.name, root)


@pytest.mark.parametrize("name", ["manifest.json", "numbers.json", "events.parquet"])
@pytest.mark.parametrize("harm", ["cut", "longer", "empty", "gone", "link", "pipe", "folder"])
def test_a_file_that_is_not_what_it_was_is_told(
    harm: str, name: str, place: Path, root: Path, tmp_path: Path
) -> None:
    file, content = place / name, (place / name).read_bytes()
    file.unlink()
    if harm in ("cut", "longer", "empty"):
        file.write_bytes({"cut": content[:-1], "longer": content + b"\n", "empty": b""}[harm])
    elif harm == "link":
        (tmp_path / "copy").write_bytes(content)
        file.symlink_to(tmp_path / "copy")
    elif harm == "pipe":
        os.mkfifo(file)
    elif harm == "folder":
        file.mkdir()
    with pytest.raises(StoreError) as caught:
        store.load(place.name, root)
    assert "\n" not in str(caught.value)
    assert [entry.is_complete for entry in store.listing(root)] == [False]


def test_a_damaged_result_is_not_found_and_is_replaced_when_saved(
    answer: Answer, place: Path, root: Path
) -> None:
    whole = contents(place, manifest.MANIFEST)
    flip(place / "exits.parquet", 50)
    (place / "stray").write_text("left by somebody")
    assert store.find("raw", answer.inputs, root) is None
    assert save(answer, root, page=page()) == place
    assert contents(place, manifest.MANIFEST) == whole


def forged(place: Path, **change: Any) -> None:
    """A manifest whose own checksum is right, whatever it says."""
    body = json.loads((place / manifest.MANIFEST).read_text())["manifest"] | change
    digest = manifest.sha256(manifest.canonical(body).encode())
    text = manifest.canonical({"manifest": body, "sha256": digest})
    (place / manifest.MANIFEST).write_text(text)


def test_a_result_in_another_format_is_told(place: Path, root: Path) -> None:
    forged(place, schema_version=2)
    with pytest.raises(StoreError, match="stored in format 2, this program reads 1: use"):
        store.load(place.name, root)


@pytest.mark.parametrize(
    "change",
    [
        {"files": [{"name": "../secret.json", "bytes": 1, "sha256": "0" * 64, "rows": None}]},
        {"files": [{"name": "numbers.json", "bytes": 2**60, "sha256": "0" * 64, "rows": None}]},
        {"files": []},
        {"files": "numbers.json"},
        {"inputs": {}},
        {"inputs": {"options": {"deep": 1}}},
        {"id": "../x"},
        {"schema_version": "1"},
        {"unknown": 1},
        {"figures": None},
    ],
)
def test_a_forged_manifest_is_refused(change: dict[str, Any], place: Path, root: Path) -> None:
    forged(place, **change)
    with pytest.raises(StoreError, match="not a complete result"):
        store.load(place.name, root)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b"{}", b'{"manifest": 1}', b"[" * 100_000, b"\xff\xfe", b"NaN"]
)
def test_a_manifest_of_nonsense_is_refused(raw: bytes, place: Path, root: Path) -> None:
    (place / manifest.MANIFEST).write_bytes(raw)
    with pytest.raises(StoreError, match="not a complete result"):
        store.load(place.name, root)


def test_a_table_that_is_no_table_is_refused_even_with_its_checksum(
    place: Path, root: Path
) -> None:
    (place / "exits.parquet").write_bytes(b"PAR1 no PAR1")
    files = json.loads((place / manifest.MANIFEST).read_text())["manifest"]["files"]
    forged(place, files=[
        file | {"bytes": 12, "sha256": manifest.sha256(b"PAR1 no PAR1")}
        if file["name"] == "exits.parquet" else file
        for file in files
    ])  # fmt: skip
    with pytest.raises(StoreError, match="cannot be understood"):
        store.load(place.name, root)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "/etc", "a/b", "a\\b", "A", "-a", "a\n", "a\0", "a b", "é", ".tmp-1",
     "a" * 81, "a\x1b[31m", "~", "a;b", "%2e%2e", "\u202e"],
)  # fmt: skip
def test_hostile_names_are_refused(name: str, place: Path, root: Path) -> None:
    for ask in (store.load, store.remove):
        with pytest.raises(StoreError, match="cannot be the name of a result") as caught:
            ask(name, root)
        assert str(caught.value).isprintable()
    assert place.is_dir()


def test_links_are_not_followed(place: Path, root: Path, tmp_path: Path) -> None:
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    for ask in (store.load, store.remove):
        with pytest.raises(StoreError, match="symbolic link"):
            ask(place.name, root)
    assert store.listing(root) == []
    assert store.find("raw", inputs(), root) is None
    with pytest.raises(StoreError, match="move it away"):
        save(tiny(), root)
    assert (tmp_path / "elsewhere" / manifest.MANIFEST).exists()


def test_a_prefix_names_one_result_and_several_are_told(place: Path, root: Path) -> None:
    other = save(tiny(seed=2), root)
    assert store.load(place.name[:-1], root).inputs.seed == 1
    with pytest.raises(StoreError) as caught:
        store.load("raw-ash", root)
    assert place.name in str(caught.value)
    assert other.name in str(caught.value)


def test_the_latest_is_the_one_stored_last_that_is_complete(root: Path) -> None:
    for seed in (3, 1, 2):
        last = save(tiny(seed=seed), root)
    assert store.load("latest", root).inputs.seed == 2
    (last / "numbers.json").unlink()
    assert store.load("latest", root).inputs.seed == 1


def test_a_mistyped_name_is_answered_with_the_nearest(place: Path, root: Path) -> None:
    with pytest.raises(StoreError, match=f"did you mean {place.name}"):
        store.load(place.name.replace("raw", "ram"), root)
    with pytest.raises(StoreError, match="no such result"):
        store.load("zzz", root)


@pytest.mark.parametrize("name", ["latest", "raw-ash"])
def test_where_nothing_is_stored_it_says_how_to_store(name: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no results in .* yet: `domino run`"):
        store.load(name, tmp_path / "results")
    assert store.listing(tmp_path / "results") == []


def test_a_result_may_be_renamed(place: Path, root: Path, answer: Answer) -> None:
    place.rename(root / "reference")
    assert same(store.load("reference", root), answer)
    assert [entry.id for entry in store.listing(root)] == ["reference"]
    assert store.find("raw", answer.inputs, root) is None


def test_another_result_in_its_place_does_not_answer_a_question(
    answer: Answer, place: Path, root: Path
) -> None:
    save(tiny(seed=2), root).rename(root / "other")
    store.remove(place.name, root)
    (root / "other").rename(place)
    assert store.find("raw", answer.inputs, root) is None
    save(answer, root)
    assert store.load(place.name, root).inputs.seed == 1


def test_the_list_tells_what_there_is(place: Path, root: Path) -> None:
    other = save(tiny(seed=2), root)
    flip(other / "numbers.json", 3)
    (root / "README.md").write_text("not a result")
    (root / "notes").mkdir()
    first, second = store.listing(root)
    assert (first.id, first.is_complete, first.fault) == (place.name, True, "")
    assert (first.question, first.scenario, first.seed, first.runs) == ("raw", "ash-2025", 1, 1000)
    assert first.title == inputs().title
    assert first.bytes == sum(len(content) for content in contents(place).values())
    assert (second.id, second.seed, second.is_complete) == (other.name, 2, False)
    assert "numbers.json" in second.fault


def test_only_the_result_named_is_removed(place: Path, root: Path) -> None:
    other = save(tiny(seed=2), root)
    (other / manifest.MANIFEST).unlink()
    assert store.remove(other.name[:-2], root) == other.name
    assert [each.name for each in root.iterdir()] == [place.name]


def test_a_folder_that_is_no_result_is_not_removed(root: Path, place: Path) -> None:
    (root / "docs").mkdir()
    (root / "docs" / manifest.MANIFEST).write_text("{}")
    with pytest.raises(StoreError, match="not a result of this program"):
        store.remove("docs", root)
    assert (root / "docs" / manifest.MANIFEST).exists()


# --- the system refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full: free some space"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EROFS, "the disk is read-only: choose another folder"),
        (errno.EACCES, "not allowed: change the folder's permissions"),
        (errno.EIO, "Input/output error"),
    ],
)
@pytest.mark.parametrize("call", ["mkdir", "rename", "fsync"])
def test_a_refusal_is_one_plain_line_and_leaves_nothing(
    call: str, number: int, words: str, answer: Answer, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    root.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(os, call, refuse)
        with pytest.raises(StoreError, match=words) as caught:
            save(answer, root)
    assert str(caught.value).startswith(f"cannot store a result in {root}: ")
    assert "\n" not in str(caught.value)
    assert list(root.iterdir()) == []


def test_a_disk_that_fills_up_at_any_moment_leaves_a_whole_result_or_none(
    answer: Answer, root: Path
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        calls = counted(patched, lambda: save(answer, root))
    assert calls >= 8
    for number in range(calls):
        shutil.rmtree(root)
        with pytest.MonkeyPatch.context() as patched:
            stop_at(patched, number, full, after=False)
            with pytest.raises(StoreError, match="disk is full"):
                save(answer, root)
        assert all(entry.is_complete for entry in store.listing(root))
        assert left_over(root) == []
    assert same(store.load(save(answer, root).name, root), answer)


def test_a_file_stands_where_the_folder_should_be(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="not a folder: choose another one"):
        save(answer, tmp_path / "file")
    for ask in (
        lambda: store.load("latest", tmp_path / "file"),
        lambda: store.listing(tmp_path / "file"),
    ):
        with pytest.raises(StoreError, match="not a folder"):
            ask()


def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path) -> None:
    said = in_another_process("a_stranger", tmp_path)
    assert sorted(said) == ["find", "listing", "load", "save"]
    assert said.pop("find") == "None"
    assert all("not allowed" in line and "\n" not in line for line in said.values())


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    said = in_another_process("a_small_disk", tmp_path)
    assert "the file would be larger" in said["message"]
    assert said["left"] == []


# --- killed ---------------------------------------------------------------------------------------


def test_killed_at_random_it_leaves_whole_results_only(tmp_path: Path) -> None:
    seen = in_another_process("killed_at_random", tmp_path)
    assert seen["kills"] >= 25
    assert seen["struck while writing"] >= 5
    assert seen["half"] == []
    assert seen["left over after the next save"] == []


def test_killed_at_each_call_that_matters_it_leaves_the_whole_result_or_none(
    tmp_path: Path,
) -> None:
    cases = in_another_process("killed_at_each_call", tmp_path)
    assert len(cases) >= 40
    for case in cases:
        assert case["exit"] == 9, case
        expected = {"none", "whole"} | ({"damaged"} if case["start"] == "damaged" else set())
        assert case["then"] in expected, case
        assert case["after the next save"] == {"state": "whole", "left over": [], "same": True}, (
            case
        )
    assert {case["then"] for case in cases} == {"none", "whole", "damaged"}


def test_six_at_once_store_one_whole_result(tmp_path: Path) -> None:
    rounds = in_another_process("six_at_once", tmp_path)
    assert len(rounds) == 8
    for each in rounds:
        assert each == {"exits": [0] * 6, "whole": True, "left over": []}


def test_what_the_dead_left_is_cleared_and_what_the_living_write_is_not(
    answer: Answer, tmp_path: Path
) -> None:
    dead, living, link = (tmp_path / f".tmp-{name}" for name in ("1-dead", "2-living", "3-link"))
    (tmp_path / "precious").mkdir()
    link.symlink_to(tmp_path / "precious")
    for work in (dead, living):
        work.mkdir()
        (work / "numbers.json").write_text("{")
    handle = os.open(living, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        save(answer, tmp_path)
    finally:
        os.close(handle)
    assert left_over(tmp_path) == [living.name, link.name]
    assert (living / "numbers.json").exists()
    assert (tmp_path / "precious").is_dir()


def test_a_disk_without_locks_stores_too_and_clears_nothing(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EBADF, "no locks here")

    (tmp_path / ".tmp-1-other").mkdir()
    monkeypatch.setattr(fcntl, "flock", refuse)
    place = save(answer, tmp_path)
    assert same(store.load(place.name, tmp_path), answer)
    assert left_over(tmp_path) == [".tmp-1-other"]


# --- reopened -------------------------------------------------------------------------------------


def asked(answer: Answer) -> dict[str, Any]:
    known = answer.inputs
    return {
        "question": answer.question,
        "scenario": known.scenario,
        "scenario_text": known.scenario_text,
        "scenario_hash": known.scenario_hash,
        "seed": known.seed,
        "runs": known.runs,
        "options": known.options,
    }


def test_everything_that_leaves_says_what_made_it(
    answer: Answer, place: Path, root: Path, tmp_path: Path
) -> None:
    tables = store.export_csv(place.name, root, tmp_path / "tables")
    assert {file.name for file in tables} == {f"{place.name}-{name}.csv" for name in answer.tables}
    for file in (place, place / manifest.MANIFEST, place / "index.html", *tables):
        told = store.inputs_of(file)
        assert told["source_digest"]
        assert told["command"] == ("" if file.suffix == ".html" else COMMAND)
        assert {key: told[key] for key in asked(answer)} == asked(answer)


def test_a_shipped_scenario_comes_back_equal_from_every_file(root: Path, tmp_path: Path) -> None:
    scenario = Scenario.load("armenia-2025")
    made = replace(tiny(), inputs=Inputs.of(scenario, 7, 500, of="armenia", at=None))
    element = store.element_of("raw", made.inputs)
    place = save(made, root, page=element)
    for file in (place, place / "index.html", *store.export_csv(place.name, root, tmp_path)):
        told = store.inputs_of(file)
        again = Scenario.from_text(told["scenario_text"])
        assert again == scenario
        assert told["options"] == {"of": "armenia"}
        assert Inputs.of(again, 7, 500).scenario_hash == told["scenario_hash"]


def test_a_damaged_table_does_not_hinder_reopening(place: Path) -> None:
    flip(place / "exits.parquet", 9)
    assert store.inputs_of(place)["seed"] == 1


def test_a_csv_file_holds_its_table_to_the_last_digit(
    answer: Answer, place: Path, root: Path, tmp_path: Path
) -> None:
    store.export_csv(place.name, root, tmp_path)
    lines = (tmp_path / f"{place.name}-exits.csv").read_text().split("\n")
    found = re.fullmatch("# Domino table exits, made as these ([0-9]+) lines say", lines[0])
    assert found
    skip = int(found[1])
    assert all(line.startswith("# ") for line in lines[:skip])
    rows = list(csv.reader(io.StringIO("\n".join(lines[skip:]))))
    table = answer.tables["exits"]
    assert rows[0] == list(table.columns)
    assert [row[:2] for row in rows[1:]] == table[["month", "member"]].astype(str).values.tolist()
    assert [row[2] for row in rows[1:]] == ["0.1", "", "0.3333333333333333", "-0.0"]
    assert [float(row[3]) for row in rows[1:]] == table["low"].tolist()


BEGINS_A_FORMULA = re.compile(r"[ \"']*[=+@-]|\"?[\t\r]")


def test_no_cell_of_a_text_begins_a_formula_and_numbers_stay(root: Path, tmp_path: Path) -> None:
    texts = ["=1", "+1", "-1", "@x", "\tx", "\rx", "a=b", "a; =1", "fine", None]
    table = DataFrame({"=text": texts, "value": [-1.5] * len(texts)})
    place = save(replace(tiny(), tables={"bad": table}), root)
    (file,) = store.export_csv(place.name, root, tmp_path)
    with file.open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.reader(stream) if len(row) == 2][-len(texts) - 1 :]
    guarded = [f"'{text}" for text in ("=text", *texts[:6])]
    assert [row[0] for row in rows] == [*guarded, "a=b", "a; =1", "fine", ""]
    assert {row[1] for row in rows[1:]} == {"-1.5"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.sampled_from("ab ,;\t\"'=+-@\\u003d#:\n"), max_size=60))
def test_any_scenario_survives_a_csv_file_and_begins_no_formula(text: str, tmp_path: Path) -> None:
    made = replace(tiny(text), tables={"one": DataFrame({"value": [1]})})
    place = save(made, tmp_path / "results")
    (file,) = store.export_csv(place.name, tmp_path / "results", tmp_path)
    assert store.inputs_of(file)["scenario_text"] == text
    for line in file.read_text().split("\n"):
        cells = re.split("[,;\t]", line)
        assert not any(BEGINS_A_FORMULA.match(cell) for cell in cells)


def test_a_csv_file_that_an_editor_saved_again_can_be_reopened(
    place: Path, root: Path, tmp_path: Path
) -> None:
    file = store.export_csv(place.name, root, tmp_path)[0]
    stripped = "\r\n".join(line.rstrip() for line in file.read_text().split("\n"))
    file.write_bytes(b"\xef\xbb\xbf" + stripped.encode())
    assert store.inputs_of(file)["scenario_text"] == TEXT


def test_a_changed_scenario_is_told(place: Path, root: Path, tmp_path: Path) -> None:
    for file in (*store.export_csv(place.name, root, tmp_path), place / "index.html"):
        file.write_text(file.read_text().replace("alignment: -0.5", "alignment: -0.6"))
        with pytest.raises(StoreError, match="the scenario in it was changed"):
            store.inputs_of(file)


def element(**change: Any) -> str:
    """The element of a page, with other values."""
    text = store.element_of("raw", inputs())
    start, end = text.index(">") + 1, text.rindex("<")
    said = json.loads(text[start:end]) | change
    return text[:start] + json.dumps(said).replace("<", "\\u003c") + text[end:]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "does not say what made it"),
        ("just text", "does not say what made it"),
        ("\0" * 1000, "does not say what made it"),
        (element() + element(), "does not say what made it"),
        ("# Domino table ", "question: Field required"),
        ("# Domino table x\n# seed", "Expecting value"),
        ("# Domino table x\n# seed: NaN\n", "NaN is not a number"),
        ("# Domino table x\n# seed: 1\n# scenario_text:\n", "question: Field required"),
        (element()[:-200], "Unterminated string"),
        (element(seed="1"), "seed: Input should be a valid integer"),
        (element(seed=-1), "seed: Input should be greater"),
        (element(seed=None), "seed: Input should be a valid integer"),
        (element(runs=0), "runs: Input should be greater"),
        (element(runs=1.5), "runs: Input should be a valid integer"),
        (element(options=[]), "options: Input should be a valid dictionary"),
        (element(options={"of": "\u202eash"}), "control or invisible characters"),
        (element(question="../run"), "question: String should match"),
        (element(question="run\n"), "question: String should match"),
        (element(scenario="\x1b[31m"), "control or invisible characters"),
        (element(scenario_text="other"), "the scenario in it was changed"),
        (element(scenario_text="\ud800"), "scenario_text: Input should be a valid string"),
        (element(scenario_text="x" * 1_000_001), "scenario_text: String should have at most"),
        (element(scenario_hash="0"), "scenario_hash: String should match"),
        (element(options={}).replace("{}", "[" * 100_000), "nested too deeply"),
        (element(options={}).replace("{}", '{"a":' * 100_000), "nested too deeply"),
        (element().replace('"seed": 1', '"seed": ' + "9" * 5000), "4300 digits"),
    ],
    ids=range(26),
)
def test_a_hostile_file_is_refused_in_one_line(content: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "file.html"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(
        StoreError, match=rf"cannot be reopened: .*({reason}).*; allowed a result"
    ) as e:
        store.inputs_of(file)
    assert str(e.value).isprintable()


def test_a_command_is_shown_without_signs_that_a_terminal_obeys(tmp_path: Path) -> None:
    (tmp_path / "page").write_text(element(command="domino\x1b[2J run\n\u202e"))
    assert store.inputs_of(tmp_path / "page")["command"] == "domino\ufffd[2J run\ufffd\ufffd"


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    cases = {"pipe": "not an ordinary file", ".": "not an ordinary file", "no": "does not exist",
             "manifest.json": "does not exist", "x" * 300: "the name is too long"}  # fmt: skip
    for name, words in cases.items():
        with pytest.raises(StoreError, match=words):
            store.inputs_of(tmp_path / name)


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The page and the tables that a result gives away."""
    folder = tmp_path_factory.mktemp("leaving")
    place = save(tiny(), folder / "results", page=page())
    tables = store.export_csv(place.name, folder / "results", folder)
    return [file.read_bytes() for file in (place / "index.html", *tables)]


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_mutated_files_are_refused_or_say_a_scenario_that_agrees_with_its_hash(
    leaving: list[bytes], tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(leaving)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        until = at + data.draw(st.integers(0, 20))
        content[at:until] = data.draw(st.binary(max_size=4))
    (tmp_path / "mutated").write_bytes(content)
    with suppress(StoreError):  # and nothing else
        told = store.inputs_of(tmp_path / "mutated")
        assert manifest.sha256(told["scenario_text"].encode()) == told["scenario_hash"]


# --- what runs in a process of its own, since it is killed, forked or limited --------------------


def in_another_process(function: str, folder: Path) -> Any:
    """What a function below answers, called with a folder in another process."""
    program = (
        f"from tests.faults import test_store as t; t.answer_with(t.{function}, {str(folder)!r})"
    )
    # One thread: a process of several must not be forked.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HOME,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def answer_with(function: Callable[[Path], Any], folder: str) -> None:
    print(json.dumps(function(Path(folder))))


def forked(work: Callable[[], object]) -> int:
    """The id of a child that does some work; it exits with 0 if that ends well."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def exit_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def bytes_of_the_tiny_answer(root: Path) -> dict[str, str]:
    place = save(tiny(), root, page=page())
    return {n: manifest.sha256(c) for n, c in contents(place, manifest.MANIFEST).items()}


def killed_at_random(folder: Path) -> dict[str, Any]:
    """25 kills, and as many more (500 at most) as it takes to strike 5 times while it writes.

    How long a save takes is the machine's; the moments are drawn from the time it took here.
    """
    root, luck = folder / "results", random.Random(1)
    save(tiny(), folder / "warm")  # children find everything imported
    begin = time.monotonic()
    save(tiny(seed=2), folder / "warm")
    took = time.monotonic() - begin

    def saving(first: int) -> None:
        for seed in range(first, first + 10_000):
            save(tiny(seed=seed), root)

    kills, struck, half = 0, 0, []
    while kills < 25 or (struck < 5 and kills < 500):
        child = forked(lambda first=10_000 * kills: saving(first))
        time.sleep(luck.uniform(0.0, 4.0 * took))
        os.kill(child, signal.SIGKILL)
        assert exit_of(child) == -signal.SIGKILL
        kills += 1
        struck += bool(left_over(root))
        half += [entry.fault for entry in store.listing(root) if not entry.is_complete]
    whole = len(store.listing(root))
    save(tiny(seed=999_999), root)
    return {
        "kills": kills,
        "struck while writing": struck,
        "whole": whole,
        "half": half,
        "left over after the next save": left_over(root),
    }


def counted(patched: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
    """How many of the calls that matter some work makes."""
    seen = []
    for name in ("fsync", "rename", "replace"):
        call = getattr(os, name)
        patched.setattr(os, name, lambda *a, call=call: (seen.append(1), call(*a))[1])
    work()
    return len(seen)


def stop_at(
    patched: pytest.MonkeyPatch, number: int, stop: Callable[[], object], *, after: bool
) -> None:
    """Let the call of that number, counted from 0, be stopped, before or after it acts."""
    left = [number]

    def guarded(call: Callable[..., None]) -> Callable[..., None]:
        def stopping(*arguments: Any) -> None:
            is_it, left[0] = left[0] == 0, left[0] - 1
            if is_it and not after:
                stop()
            call(*arguments)
            if is_it and after:
                stop()

        return stopping

    for name in ("fsync", "rename", "replace"):
        patched.setattr(os, name, guarded(getattr(os, name)))


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def killed_at_each_call(folder: Path) -> list[dict[str, Any]]:
    return [
        killed_at(folder / f"{start}-{number}-{after}", start, number, after)
        for start in ("nothing", "damaged")
        for number in range(calls_of_a_save(folder / start, start))
        for after in (False, True)
    ]


def calls_of_a_save(root: Path, start: str) -> int:
    begun(root, start)
    with pytest.MonkeyPatch.context() as patched:
        return counted(patched, lambda: save(tiny(), root, page=page()))


def killed_at(root: Path, start: str, number: int, after: bool) -> dict[str, Any]:
    begun(root, start)
    code, then = exit_of(forked(lambda: saved_until(number, after, root))), state_of(root)
    place = save(tiny(), root, page=page())
    undisturbed = save(tiny(), root.parent / "undisturbed", page=page())
    is_same = contents(place, manifest.MANIFEST) == contents(undisturbed, manifest.MANIFEST)
    state = state_of(root)
    save(tiny(seed=2), root)  # whoever writes next clears away
    later = {"state": state, "left over": left_over(root), "same": is_same}
    told = {"start": start, "call": number, "after": after, "exit": code, "then": then}
    return told | {"after the next save": later}


def begun(root: Path, start: str) -> None:
    root.mkdir()
    if start == "damaged":
        (save(tiny(), root) / "numbers.json").write_text("{")


def saved_until(number: int, after: bool, root: Path) -> None:
    stop_at(pytest.MonkeyPatch(), number, lambda: os._exit(9), after=after)
    save(tiny(), root, page=page())


def state_of(root: Path) -> str:
    entries = store.listing(root)
    if not entries:
        return "none"
    return "whole" if [entry.is_complete for entry in entries] == [True] else "damaged"


def six_at_once(folder: Path) -> list[dict[str, Any]]:
    save(tiny(), folder / "warm")
    rounds = []
    for number in range(8):
        root = folder / str(number)
        begun(root, "damaged" if number % 2 else "nothing")
        wait, go = os.pipe()

        def saving(root: Path = root, wait: int = wait, go: int = go) -> None:
            os.close(go)
            os.read(wait, 1)  # until the parent closes its end: all start at once
            assert save(tiny(), root).parent == root

        children = [forked(saving) for _ in range(6)]
        os.close(go)
        os.close(wait)
        exits = [exit_of(child) for child in children]
        rounds.append(
            {"exits": exits, "whole": state_of(root) == "whole", "left over": left_over(root)}
        )
    return rounds


def a_stranger(folder: Path) -> dict[str, str]:
    """What is said to somebody who may not enter the folder."""
    root = folder / "results"
    name = save(tiny(), root).name
    root.chmod(0o000)
    if os.geteuid() == 0:  # may enter everything
        os.seteuid(65534)
    said = {}
    asks: dict[str, Callable[[], object]] = {
        "save": lambda: save(tiny(seed=2), root),
        "load": lambda: store.load(name, root),
        "listing": lambda: store.listing(root),
        "find": lambda: store.find("raw", inputs(), root),
    }
    for ask, call in asks.items():
        try:
            said[ask] = str(call())
        except StoreError as error:
            said[ask] = str(error)
    if os.getuid() == 0:
        os.seteuid(0)
    root.chmod(0o755)
    return said


def a_small_disk(folder: Path) -> dict[str, Any]:
    """What a result leaves whose last but one file cannot be written to its end."""
    root = folder / "results"
    save(tiny(seed=2), folder / "warm")
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (20_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    )
    try:
        save(tiny(), root, page="x" * 50_000)
    except StoreError as error:
        return {"message": str(error), "left": [each.name for each in root.iterdir()]}
    return {"message": "", "left": []}
