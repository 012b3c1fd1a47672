"""The sheet a figure is drawn on: colours, widths, text, axes, and the frame around it.

Figures are plain dicts, wrapped without validation: a page that redraws while a slider moves
spends its time elsewhere. Text from scenarios is escaped here.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from sim import words
from sim.answer import Answer, Result
from sim.plots.shared.names import country_codes, short_names
from sim.plots.shared.palette import THEMES, Theme, member_colours, readable
from sim.refusal import unknown
from sim.scenario.document.months import later, month_of, ordinal

Part = dict[str, Any]
"""A piece of a figure as Plotly takes it: a trace, a shape, an annotation, an axis."""

FONT = "Inter, 'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
TITLE, TEXT, SMALL = 15, 12, 11
LINE = 1.3
"""Height of a line of text, in sizes of its letters."""
LETTER = 0.53
"""Mean width of a letter, in sizes."""
BROAD = "…→%"
"""Signs that are as wide as two letters."""
NARROW = 560
"""Below this width, in pixels, labels are shortened."""


def escaped(text: str) -> str:
    """Text that Plotly shows as it stands."""
    return html.escape(text, quote=False)


def milliseconds(months: Sequence[str]) -> NDArray[np.int64]:
    """Months as Plotly's dates: milliseconds since 1970, at the first of the month."""
    return np.array(list(months), "datetime64[M]").astype("datetime64[ms]").astype(np.int64)


@dataclass(frozen=True)
class Sheet(Generic[Result]):  # noqa: UP046 (3.12 has no syntax for the default of its type)
    """What every figure of one answer shares: its colours and the width it is drawn for.

    Generic over the type of the answer's result; of whatever answer where that is left out.
    """

    answer: Answer[Result]
    theme: Theme
    width: int

    @classmethod
    def of(cls, answer: Answer[Result], theme: str, width: int) -> Sheet[Result]:
        """The sheet for an answer.

        Parameters
        ----------
        answer : Answer
            What its figures show.
        theme : str
            ``light`` or ``dark``.
        width : int
            Pixels that they are drawn for.
        """
        if theme not in THEMES:
            raise unknown("theme", theme, THEMES, field="theme")
        return cls(answer, THEMES[theme], width)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names of the members, escaped."""
        return {member: escaped(name) for member, name in words.labels(self.answer).items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The same as the picture shows them: shortened where it is narrow."""
        if not self.is_narrow:
            return self.labels
        return {member: escaped(name) for member, name in short_names(self.answer).items()}

    @cached_property
    def codes(self) -> dict[str, str]:
        """The shortest names: the code of the country, where it has one."""
        return {member: escaped(code) for member, code in country_codes(self.answer).items()}

    @cached_property
    def colours(self) -> dict[str, str]:
        """Hue of each member."""
        return member_colours(self.labels)

    @cached_property
    def inks(self) -> dict[str, str]:
        """Each member's hue as text."""
        return {member: readable(hue, self.theme) for member, hue in self.colours.items()}

    @property
    def is_narrow(self) -> bool:
        """Whether it is as narrow as a telephone."""
        return self.width < NARROW

    @property
    def label_width(self) -> int:
        """Room for the longest name of a member in the picture, in pixels."""
        return self.text_width(self.names.values(), TEXT) + 10

    def text_width(self, texts: Iterable[str], size: int) -> int:
        """Room for the longest of some texts in a line, in pixels; they are already escaped."""
        seen = (html.unescape(text) for text in texts)
        longest = max((len(text) + sum(map(text.count, BROAD)) for text in seen), default=0)
        return round(longest * size * LETTER)

    def wrapped(self, text: str, size: int) -> list[str]:
        """The lines of a text, escaped, that fit the width."""
        letters = max(24, int((self.width - 16) / (size * LETTER)))
        return [escaped(line) for line in textwrap.wrap(text, letters)] or [""]

    # text in the picture

    def note(self, text: str, **place: Any) -> Part:
        """A small text in the picture; ``text`` is already escaped."""
        given = {"font": {"size": SMALL, "color": self.theme.quiet}, "showarrow": False, **place}
        return {"text": text, **given}

    def member_note(self, member: str, text: str, **place: Any) -> Part:
        """A small text in a member's hue."""
        return self.note(text, font={"size": TEXT, "color": self.inks[member]}, **place)

    # axes

    def axis(self, **stated: Any) -> Part:
        """An axis without ornament."""
        return {
            "showgrid": False,
            "zeroline": False,
            "showline": False,
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": "rgba(0,0,0,0)",
            # Plotly hides labels past the end of a picture that has no width yet, as in a page that
            # is still laid out, and then hangs the title below no label at all: at -Infinity.
            "ticklabeloverflow": "allow",
            "fixedrange": True,
            "automargin": False,
            "tickfont": {"size": SMALL, "color": self.theme.quiet},
            "title": {"font": {"size": SMALL, "color": self.theme.quiet}},
            **stated,
        }

    def titled(self, text: str, standoff: int = 8) -> Part:
        """Title of an axis."""
        font = {"size": SMALL, "color": self.theme.quiet}
        return {"text": text, "font": font, "standoff": standoff}

    def share_axis(self, top: float, **stated: Any) -> Part:
        """An axis of probabilities from 0, in per cent."""
        step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if top / s <= 5 or s == 0.25)
        ticks = np.arange(0, top + step / 2, step)
        return self.axis(
            range=[0, top],
            tickvals=ticks,
            ticktext=[f"{tick * 100:.0f}%" for tick in ticks],
            showgrid=True,
            gridcolor=self.theme.grid,
            **stated,
        )

    def years(self, first: str, last: str, room: float, *, air: int = 0, **stated: Any) -> Part:
        """An axis of months, marked by years.

        Parameters
        ----------
        first, last, room : str, str, float
            Months at its ends, YYYY-MM, and its length in pixels.
        air : int
            Months that follow without a mark.
        stated
            What else is stated of the axis.
        """
        begin, end = ordinal(first), ordinal(last)
        every = next(
            n for n in (1, 2, 5, 10, 20, 50, 100, 200) if (end - begin) / 12 / n * 38 < room
        )
        marked = [
            y for y in range(begin // 12, end // 12 + 1) if y % every == 0 and y * 12 >= begin
        ]
        at = milliseconds([first, later(last, air)])
        return self.axis(
            type="date",
            range=[int(at[0]), int(at[1])],
            tickvals=milliseconds([month_of(year * 12) for year in marked]),
            ticktext=[str(year) for year in marked],
            hoverformat="%B %Y",
            **stated,
        )

    # the frame

    def record_ground(self, first: str, now: str, **axes: Any) -> Part:
        """The faint ground of the recorded months."""
        x0, x1 = (int(at) for at in milliseconds([first, now]))
        return self.ground(x0=x0, x1=x1, y0=0, y1=1, fillcolor=self.theme.record, **axes)

    def ground(self, **stated: Any) -> Part:
        """A rectangle behind the marks."""
        return {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "layer": "below",
            "line": {"width": 0},
            **stated,
        }

    def framed(
        self,
        figure: str,
        parts: Mapping[str, Any],
        *,
        height: int,
        margin: Mapping[str, int],
        bare: bool,
    ) -> Part:
        """A drawing with its sentence above and its source line below.

        Parameters
        ----------
        figure : str
            Its name, by which words tell it.
        parts : mapping
            ``data``, and what else is stated of the layout.
        height, margin : int, mapping of str to int
            Pixels of the plotted area, and for its labels: ``l``, ``r``, ``t``, ``b``.
        bare : bool
            Without sentence and source line, and as wide as it is made.
        """
        layout = {
            "template": {"layout": {}},
            "font": {"family": FONT, "size": TEXT, "color": self.theme.ink},
            "paper_bgcolor": self.theme.ground,
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": self.theme.ground,
                "bordercolor": self.theme.grid,
                "font": {"family": FONT, "size": TEXT, "color": self.theme.ink},
                "align": "left",
            },
            **{key: value for key, value in parts.items() if key != "data"},
        }
        above, below = (0, 0) if bare else self._frame(figure, layout, margin)
        layout["margin"] = {**margin, "t": margin["t"] + above, "b": margin["b"] + below, "pad": 0}
        layout["height"] = height + layout["margin"]["t"] + layout["margin"]["b"]
        if bare:
            layout["autosize"] = True
        else:
            layout["width"] = self.width
        return {"data": list(parts["data"]), "layout": layout}

    def _frame(self, figure: str, layout: Part, margin: Mapping[str, int]) -> tuple[int, int]:
        """Put the sentence and the source line into a layout; the room that they take."""
        title = self.wrapped(words.sentence(figure, self.answer), TITLE)
        below = self.wrapped(words.reading(figure, self.answer), SMALL)
        below += self.wrapped(words.source_line(self.answer), SMALL)
        layout["title"] = {
            "text": f"<b>{'<br>'.join(title)}</b>",
            "font": {"size": TITLE, "color": self.theme.ink},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            # Plotly sets a title of several lines higher than one of a single line.
            "pad": {"l": 8, "t": 10 if len(title) == 1 else 10 + round(0.7 * TITLE)},
        }
        foot = self.note(
            "<br>".join(below),
            xref="paper",
            yref="paper",
            x=0,
            y=0,
            xanchor="left",
            yanchor="top",
            align="left",
            xshift=8 - margin["l"],
            yshift=-margin["b"] - 4,
        )
        layout["annotations"] = [*layout.get("annotations", ()), foot]
        return round(len(title) * TITLE * LINE) + 16, round(len(below) * SMALL * LINE) + 16
