"""Reading: what is typed, what is refused, and where each value stands."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.scenario.faults import Place, ScenarioError
from sim.scenario.reading import yaml_text as reading
from sim.scenario.reading.yaml_text import MAX_BYTES, MAX_NODES, MAX_TEXT, read_file, read_text


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here runs with the parser in C and with the one in Python."""
    monkeypatch.setattr(reading, "LOADER", getattr(yaml, request.param))


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("2.5E2", 250.0),
        ("NO", "NO"),
        ("yes", "yes"),
        ("True", "True"),
        ("2024-02", "2024-02"),
        ("2024-02-29", "2024-02-29"),
        ("0x10", "0x10"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        (".", "."),
        ("1e", "1e"),
        ("=", "="),
        ('"12"', "12"),
        ("'true'", "true"),
        ("''", ""),
        ("|-\n  12", "12"),
        (">-\n  a\n  b", "a b"),
        ("[1, a]", [1, "a"]),
        ("{1: a, true: b}", {"1": "a", "true": "b"}),
    ],
)
def test_only_nothing_truth_and_decimal_numbers_are_typed(stated: str, value: Any) -> None:
    read = read_text(f"field: {stated}\n")[0]["field"]
    assert read == value
    assert type(read) is type(value)


def test_each_value_and_each_key_has_its_place() -> None:
    _, source_map = read_text("a:\n  b: 1\n  c: [x, {d: 2}]\n", "f.yaml")
    assert source_map.of(("a", "b")) == Place("f.yaml", 2, 6)
    assert source_map.of(("a", "b"), at_key=True) == Place("f.yaml", 2, 3)
    assert source_map.of(("a",)) == Place("f.yaml", 1, 1)
    assert source_map.of(("a", "c", 1, "d")) == Place("f.yaml", 3, 14)


def test_what_has_no_place_stands_where_the_block_around_it_does() -> None:
    _, source_map = read_text("top:\n  a: 1\n", "f.yaml")
    assert source_map.of(("top", "missing", "deeper")) == Place("f.yaml", 1, 1)
    assert source_map.of(("missing",)) == Place("f.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "f.yaml: an empty file"),
        ("# only a comment\n", "f.yaml: an empty file"),
        (
            "a: 1\nb: 2\na: 3\n",
            "f.yaml:3:1: a: a key that is there twice; found a, which stands at",
        ),
        ("a: {b: 1, b: 2}\n", "f.yaml:1:11: a.b: a key that is there twice; found b, which stands"),
        ("a: &x 1\n", "f.yaml:1:4: a: an anchor; found &x"),
        ("a: &x [1]\n", "f.yaml:1:4: a: an anchor; found &x"),
        ("&x a: 1\n", "f.yaml:1:1: a: an anchor; found &x"),
        ("a: *x\n", "f.yaml:1:4: a: an alias; found *x"),
        ("a: {<<: {b: 1}}\n", "f.yaml:1:5: a: a merge key; found <<; allowed extends"),
        ("a: !!int 1\n", "f.yaml:1:4: a: a tag; found tag:yaml.org,2002:int"),
        ("a: !!python/name:os.system x\n", "f.yaml:1:4: a: a tag"),
        ("a: !mine {b: 1}\n", "f.yaml:1:4: a: a tag; found !mine"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document in one file"),
        ("? [a]\n: 1\n", "f.yaml:1:3: a key that is not text"),
        ('a: {"": 1}\n', "f.yaml:1:5: a: an empty key"),
        ("a: .nan\n", "f.yaml:1:4: a: not a finite number; found .nan"),
        ("a: -.inf\n", "f.yaml:1:4: a: not a finite number; found -.inf"),
        ("a: 1e999\n", "f.yaml:1:4: a: not a finite number; found 1e999"),
        ("a: b: c\n", "f.yaml:1:5: not YAML"),
        ("a: [1\n", "not YAML"),
        ("a:\n\tb: 1\n", "f.yaml:2:1: not YAML; found a tab; allowed spaces before a field"),
        ("a: 'x\n", "not YAML"),
        ("a: x\0\n", "f.yaml:1:5: a: a control or invisible character; found U+0000"),
        ("a: 1\nb: x\u202ey\n", "f.yaml:2:5: b: a control or invisible character; found U+202E"),
        ('a: "x\\u202ey"\n', "f.yaml:1:4: a: a control or invisible character; found U+202E"),
        ('a: "\\0"\n', "f.yaml:1:4: a: a control or invisible character; found U+0000"),
        ('"a\\u200f": 1\n', "f.yaml:1:1: a control or invisible character; found U+200F"),
        ("a: \ud800\n", "f.yaml:1:4: a: a control or invisible character; found U+D800"),
        ('a: "\\UFFFFFFFF"\n', "not YAML"),
    ],
)
def test_what_a_scenario_must_not_hold_is_refused(text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_text(text, "f.yaml")
    assert told in str(refused.value)


def test_a_key_that_is_there_twice_names_both_places() -> None:
    with pytest.raises(ScenarioError, match=r"f:3:1: .* stands at f:1:1 too"):
        read_text("a: 1\nb: 2\na: 3\n", "f")


def test_several_faults_of_a_text_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        read_text("a: &x 1\nb: *x\nc: .nan\nc: 2\n")
    assert len(refused.value.faults) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\n" + "#" * MAX_BYTES, "the file is too large"),
        ("[" * 100_000, "nested too deeply"),
        ("{a: " * 100_000, "nested too deeply"),
        ("- " * 21 + "x", "nested too deeply"),
        ("".join(" " * depth + "a:\n" for depth in range(21)), "nested too deeply"),
        ("[" + "1," * MAX_NODES + "]", "too many values"),
        ("a: " + "x" * (MAX_TEXT + 1), "a text that is too long"),
        ("a: '" + "x" * (MAX_TEXT + 1) + "'", "a text that is too long"),
        ("? " + "x" * (MAX_TEXT + 1) + "\n: 1", "a text that is too long"),
        ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)), "an alias"),
        ("a: " + "9" * 10_000, "not a finite number"),
    ],
    ids=lambda text: text[:20],
)
def test_hostile_texts_are_refused(text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_text(text)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 10_000


def test_a_text_may_be_as_deep_and_as_long_as_is_allowed() -> None:
    assert read_text("[" * 20 + "]" * 20)[0]
    assert len(read_text("a: " + "x" * MAX_TEXT)[0]["a"]) == MAX_TEXT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_other_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(ScenarioError, match=r"UTF-8|control"):
        read_text("a: é\n".encode(encoding))


def test_a_byte_that_is_not_utf_8_is_told_with_its_place() -> None:
    with pytest.raises(ScenarioError, match=r"f:2:4: not UTF-8 text; found the byte 0xE9"):
        read_text(b"a: 1\nb: \xe9\n", "f")


def test_a_mark_of_utf_8_at_the_beginning_is_let_pass() -> None:
    assert read_text("\ufeffa: 1\n")[0] == {"a": 1}
    assert read_text(b"\xef\xbb\xbfa: 1\n")[0] == {"a": 1}


def test_line_ends_of_any_kind_give_the_same_data() -> None:
    assert read_text("a: 1\r\nb:\r\n  c: x\r\n")[0] == read_text("a: 1\nb:\n  c: x\n")[0]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="a folder, not a file"):
        read_file(tmp_path)
    with pytest.raises(ScenarioError, match="no such file"):
        read_file(tmp_path / "none.yaml")
    with pytest.raises(ScenarioError, match=r"cannot be read: .*too long"):
        read_file(tmp_path / ("x" * 5000))
    with pytest.raises(ScenarioError, match=r"no such file|cannot be read"):
        read_file(Path("a\0b"))


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="not an ordinary file"):
        read_file(tmp_path / "pipe.yaml")


def test_a_file_without_leave_to_read_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "closed.yaml"
    file.write_text("a: 1\n")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)  # the superuser may read whatever it likes
    with pytest.raises(ScenarioError, match="cannot be read: Permission denied"):
        read_file(file)


def test_a_file_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"a: 1\n" + b"#" * MAX_BYTES)
    with pytest.raises(ScenarioError, match="the file is too large; allowed at most 1,000,000"):
        read_file(file)
