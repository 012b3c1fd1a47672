"""Colours: one hue for each member everywhere, quiet greys, and two scales.

The hues are those of Okabe and Ito (2008), which stay apart for colour-blind readers; yellow is
left out, for it cannot be seen on white.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

ThemeName = Literal["light", "dark"]
Scale = list[tuple[float, str]]

HUES = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8A8A")
"""In the order of the members in the scenario; further members begin again."""

PROBABILITY: Scale = [
    (0.0, "#FBF1E1"),
    (0.25, "#F8CF9A"),
    (0.5, "#EE9450"),
    (0.75, "#CF552E"),
    (1.0, "#8A1F1C"),
]
"""From cream to brick: a probability from 0 to 1."""

FEWER, MORE = "#0072B2", "#C8501E"
"""The two ends of a signed scale."""

READABLE = 4.5
"""Contrast of text to its ground that anyone can read (WCAG 2, level AA)."""


@dataclass(frozen=True)
class Theme:
    """What is not a member's hue."""

    ground: str
    ink: str
    quiet: str
    grid: str
    record: str
    """The ground of the recorded months."""
    reference: str
    """What is drawn for comparison: base rates, the curves of a baseline."""


THEMES: dict[ThemeName, Theme] = {
    "light": Theme("#FFFFFF", "#20262E", "#626A73", "#E7E3DC", "#F6F2EB", "#B4B0A8"),
    "dark": Theme("#14171C", "#ECE9E3", "#A2A8B0", "#2E343C", "#1D2229", "#6B7078"),
}


def member_colours(members: Iterable[str]) -> dict[str, str]:
    """The hue of each member, by the order of the scenario: the same in every picture."""
    return {member: HUES[place % len(HUES)] for place, member in enumerate(members)}


def see_through(colour: str, opacity: float) -> str:
    """A colour through which the ground shows."""
    red, green, blue = _channels(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it.

    Parameters
    ----------
    colour, other : str
        ``#RRGGBB``.
    share : float in [0, 1]
        Of the other.
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def readable(colour: str, theme: Theme) -> str:
    """The hue as text: towards the ink until it can be read on the ground."""
    steps = (mixed(colour, theme.ink, step / 20) for step in range(21))
    return next((c for c in steps if contrast(c, theme.ground) >= READABLE), theme.ink)


def ink_on(fill: str) -> str:
    """Black or white text: one of the two reads on any fill, as softer inks do not."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, fill))


def signed_scale(theme: Theme) -> Scale:
    """From fewer over the ground at 0 to more."""
    return [
        (0.0, FEWER),
        (0.5, mixed(theme.ground, theme.ink, 0.03)),
        (1.0, MORE),
    ]


def scale_colour(scale: Scale, place: float) -> str:
    """The colour at a place in [0, 1] of a scale."""
    for (low, first), (high, second) in pairwise(scale):
        if place <= high:
            return mixed(first, second, (place - low) / (high - low))
    return scale[-1][1]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
