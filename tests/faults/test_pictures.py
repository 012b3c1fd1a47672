"""What a picture says of itself: kept by other programs, and damage told in one line."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from sim import store
from sim.scenario.scenario import Scenario
from sim.store import StoreError, pictures
from tests.faults.conftest import inputs

COMMAND = "domino plot latest --out a.png"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><text>Ash &amp; birch</text></svg>'


def plain(kind: str = "PNG") -> bytes:
    """A picture that somebody else made."""
    sink = io.BytesIO()
    Image.new("RGB", (3, 2), "#0072B2").save(sink, kind)
    return sink.getvalue()


def marked() -> bytes:
    return store.picture_of(plain(), "run", inputs(), COMMAND)


def with_text(content: bytes) -> bytes:
    """A PNG picture whose text chunk holds this, with a right checksum."""
    chunk = b"iTXt" + pictures.KEYWORD + b"\0\1\0\0\0" + content
    end = plain().index(b"IEND") - 4
    made = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return plain()[:end] + made + plain()[end:]


@pytest.mark.parametrize("image", [plain(), SVG], ids=["PNG", "SVG"])
def test_a_picture_says_all_that_made_it(image: bytes, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(store.picture_of(image, "run", inputs(), COMMAND))
    told = store.inputs_of(file)
    assert told["command"] == COMMAND
    assert (told["question"], told["seed"], told["runs"]) == ("run", inputs().seed, inputs().runs)
    assert told["scenario_text"] == inputs().scenario_text
    assert told["scenario_hash"] == inputs().scenario_hash
    assert len(told["source_digest"]) >= 16


@pytest.mark.parametrize("name", ["armenia-2025", "uzbekistan-joins-and-leaves"])
@pytest.mark.parametrize("image", [plain(), SVG], ids=["PNG", "SVG"])
def test_a_shipped_scenario_comes_back_from_a_picture(
    name: str, image: bytes, tmp_path: Path
) -> None:
    from sim.answer import Inputs

    scenario = Scenario.load(name)
    file = tmp_path / "picture"
    file.write_bytes(store.picture_of(image, "run", Inputs.of(scenario, 7, 500), COMMAND))
    assert Scenario.from_text(store.inputs_of(file)["scenario_text"]) == scenario


def test_the_picture_itself_stays_as_it_was() -> None:
    with Image.open(io.BytesIO(marked())) as image:
        image.load()
        assert (image.size, image.getpixel((0, 0))) == ((3, 2), (0, 0x72, 0xB2))
        assert COMMAND in image.text["domino-inputs"]
    assert store.picture_of(SVG, "run", inputs(), COMMAND).startswith(SVG[: -len("</svg>")])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (plain(), "does not say what made it"),
        (plain("GIF"), "does not say what made it"),
        (SVG, "does not say what made it"),
        (marked()[:-20], "cut off"),
        (marked()[:-1], "cut off"),
        (marked()[:300], "cut off"),
        (pictures.SIGNATURE, "cut off"),
        (marked().replace(b"domino-inputs", b"domino-inputz"), "checksum differs"),
        (with_text(b"no zlib"), "cannot be unpacked"),
        (with_text(zlib.compress(b"{}")[:-4]), "cut off, or too long"),
        (with_text(zlib.compress(b"\xff")), "utf-8"),
        (with_text(zlib.compress(b"{}")), "question: Field required"),
        (with_text(zlib.compress(b"[1")), "Expecting"),
    ],
)
def test_a_foreign_or_damaged_picture_is_told_in_a_line(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "picture"
    file.write_bytes(content)
    with pytest.raises(
        StoreError, match=rf"cannot be reopened: .*({reason}).*; allowed a result"
    ) as e:
        store.inputs_of(file)
    assert len(str(e.value).splitlines()) == 1


def test_a_text_that_unpacks_without_end_is_not_unpacked() -> None:
    bomb = with_text(zlib.compress(b"0" * 50_000_000, 9))
    assert len(bomb) < 100_000
    with pytest.raises(ValueError, match="too long"):
        pictures.text_in_png(bomb, 1_000_000)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="no SVG picture"):
        store.picture_of(b"%PDF-1.7", "run", inputs(), COMMAND)
    with pytest.raises(ValueError, match="no PNG picture"):
        pictures.text_in_png(b"GIF89a", 1000)
