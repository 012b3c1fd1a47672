"""Pictures that say what made them: in a text chunk of a PNG file, in the metadata of an SVG file.

A PNG file is a signature and a row of chunks, each with its length, its kind and a checksum; the
chunk ``iTXt`` holds compressed UTF-8 under a keyword (PNG, third edition, W3C 2025, 11.3.3.4).
Programs that only show a picture pass it over.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"domino-inputs"
SVG_START, SVG_END = '<metadata id="domino-inputs">', "</metadata>"

_TEXT, _END = b"iTXt", b"IEND"
_HEAD = KEYWORD + b"\0" + b"\x01\x00" + b"\0\0"
"""Keyword, compressed by zlib, neither language nor translated keyword."""
_SVG_LAST = b"</svg>"


def in_png(image: bytes, text: str) -> bytes:
    """A PNG picture with a text under our keyword, right before its end.

    Raises
    ------
    ValueError
        Where it is no PNG picture.
    """
    parts = [_chunk(kind, content) for kind, content in _chunks(image) if kind != _END]
    said = _chunk(_TEXT, _HEAD + zlib.compress(text.encode(), 9))
    return b"".join([SIGNATURE, *parts, said, _chunk(_END, b"")])


def text_in_png(image: bytes, limit: int) -> str:
    """The text under our keyword in a PNG picture, of so many bytes at most.

    Raises
    ------
    ValueError
        Where there is none, or the picture is damaged.
    """
    found = [content for kind, content in _chunks(image) if _is_ours(kind, content)]
    if len(found) != 1:
        raise ValueError("this picture does not say what made it")
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(found[0][len(_HEAD) :], limit)
    except zlib.error as error:
        raise ValueError("what this picture says of itself cannot be unpacked") from error
    if not unpacking.eof:
        raise ValueError("what this picture says of itself is cut off, or too long")
    return text.decode("utf-8")


def in_svg(image: bytes, text: str) -> bytes:
    """An SVG picture with a text in its metadata; the text holds no ``<``, ``>`` or ``&``.

    Raises
    ------
    ValueError
        Where it is no SVG picture.
    """
    before, last, after = image.rpartition(_SVG_LAST)
    if not last:
        raise ValueError("this is no SVG picture")
    return before + f"{SVG_START}{text}{SVG_END}".encode() + last + after


def _is_ours(kind: bytes, content: bytes) -> bool:
    return kind == _TEXT and content.startswith(_HEAD)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk up to the end, the checksums compared."""
    if not image.startswith(SIGNATURE):
        raise ValueError("this is no PNG picture")
    place = len(SIGNATURE)
    while place + 12 <= len(image):
        (length,) = struct.unpack_from(">I", image, place)
        stop = place + 12 + length
        kind, content = image[place + 4 : place + 8], image[place + 8 : stop - 4]
        if stop > len(image):
            break
        if image[place:stop] != _chunk(kind, content):
            raise ValueError("this picture is damaged: a checksum differs")
        yield kind, content
        if kind == _END:
            return
        place = stop
    raise ValueError("this picture is cut off")
