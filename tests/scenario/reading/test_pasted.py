"""What people paste and what editors do: told where it stands and by what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.loading import load
from sim.scenario.reading.yaml_text import read_text

BLANKS = ["\u00a0", "\u2009", "\u200b", "\u200d", "\u202f", "\u2060", "\u3000"]
TEXT = """\
title: Made up
members:
  north:
    alignment: 0.3
    trust: {external: 0.5, regime: 0.5}
    threat: 0.4
"""


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        read_text(text, "f")
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    ("line", "column", "before", "after"),
    [
        (4, 15, "alignment: 0.3", "alignment:{} 0.3"),
        (4, 15, "alignment: 0.3", "alignment:{}0.3"),
        (4, 19, "alignment: 0.3", "alignment: 0.3{}"),
        (4, 5, "alignment: 0.3", "{}alignment: 0.3"),
        (4, 7, "alignment: 0.3", "al{}ignment: 0.3"),
        (6, 16, "threat: 0.4", "threat: 0.4{}"),
        (6, 12, "threat: 0.4", "threat:{}0.4"),
        (5, 22, "external: 0.5", "external:{}0.5"),
    ],
)
def test_a_blank_that_is_no_space_is_named_at_its_place(
    blank: str, line: int, column: int, before: str, after: str
) -> None:
    told = faults(TEXT.replace(before, after.format(blank)))
    assert len(told) == 1
    assert told[0].startswith(f"f:{line}:{column}: ")
    assert f"a blank that is no space; found U+{ord(blank):04X}; allowed a space" in told[0]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_within_a_sentence_is_left_alone(blank: str) -> None:
    plain, _ = read_text(f'title: Made{blank}up\nnote: "at{blank}5{blank}%"\n')
    assert plain == {"title": f"Made{blank}up", "note": f"at{blank}5{blank}%"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_one_line(encoding: str) -> None:
    assert faults(TEXT.encode(encoding)) == [
        "f: not UTF-8 text; found what looks like UTF-16; allowed UTF-8"
    ]


def test_a_path_of_windows_in_double_quotes_is_told_how_to_write() -> None:
    (told,) = faults('extends: "C:\\Users\\base.yaml"\n')
    assert told.startswith("f:1:")
    assert "a backslash in double quotes" in told
    assert "single quotes" in told


@pytest.mark.parametrize("stated", ["base", r".\base.yaml", r".\base"])
def test_a_file_beside_it_that_was_meant_is_named(tmp_path: Path, stated: str) -> None:
    (tmp_path / "base.yaml").write_text("extends: armenia-2025\n")
    (tmp_path / "mine.yaml").write_text(f"extends: {stated}\n")
    with pytest.raises(ScenarioError, match=r"did you mean base\.yaml\?"):
        load(tmp_path / "mine.yaml")
