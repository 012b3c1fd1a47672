"""One page of pictures: the answer in large type, its figures, and what it rests on.

The page is one file that asks no other host for anything: the drawing library stands in it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim import words
from sim.analysis.comparison.sides import Side, sides_in
from sim.answer import Answer
from sim.plots import PHONE, WIDE, drawing
from sim.plots.shared.palette import THEMES
from sim.plots.shared.sheet import FONT
from sim.report.foundations import foundations
from sim.report.template import DRAWING, PAGE, PHONE_BELOW, POLICY, STYLE
from sim.store.folders import put_file
from sim.words.comparison.side_by_side import change_rows, number_of_changes
from sim.words.shared.amounts import shortened

INPUTS_ID = "domino-inputs"
"""Id of the element that holds, as JSON, all that is needed to ask again."""
MOST_OPEN = 12
"""A table of more rows is shown when it is asked for."""


def page(
    answers: Sequence[Answer], *, command: str = "", version: str = "", digest: str = ""
) -> str:
    """A page of answers to questions about scenarios.

    Parameters
    ----------
    answers : sequence of Answer
        At least one; the first one's sentence heads the page.
    command : str
        The command that made it.
    version, digest : str
        Version and digest of the program that made it.

    Returns
    -------
    str
        HTML, self-contained.
    """
    from plotly.offline import get_plotlyjs

    if not answers:
        raise ValueError("a page needs an answer")
    sections = [_section(answer, place) for place, answer in enumerate(answers)]
    figures = {
        f"figure-{place}-{name}": _variants(answer, name)
        for place, answer in enumerate(answers)
        for name in answer.figures
    }
    return PAGE.substitute(
        title=html.escape(_window_title(answers[0])),
        style=STYLE.substitute(font=FONT, **_colours()),
        sections="\n".join(sections),
        foundations=foundations(answers, command, version, digest),
        inputs=in_script(inputs(answers, command, version, digest)),
        inputs_id=INPUTS_ID,
        policy=POLICY,
        figures=in_script(figures),
        plotly=get_plotlyjs(),
        drawing=DRAWING.substitute(below=PHONE_BELOW),
    )


def write_page(
    answers: Sequence[Answer],
    path: str | Path,
    *,
    command: str = "",
    version: str = "",
    digest: str = "",
) -> Path:
    """Write a page whole or not at all, and return where it stands.

    Parameters
    ----------
    answers, command, version, digest
        As of ``page``.
    path : str or Path
        Where to; folders are made.
    """
    path = Path(path)
    text = page(answers, command=command, version=version, digest=digest)
    put_file(path, text.encode())
    return path


def inputs(
    answers: Sequence[Answer], command: str = "", version: str = "", digest: str = ""
) -> dict[str, Any]:
    """All that is needed to ask the same questions again: of the first answer, and of the others.

    Each carries the whole text of its scenario; the sides of a comparison are others too.

    Parameters
    ----------
    answers, command, version, digest
        As of ``page``.
    """
    first, *others = ({"question": a.question, **asdict(a.inputs)} for a in answers)
    sides = (side for answer in answers for side in sides_in(answer))
    return {
        **first,
        "command": command,
        "version": version,
        "source_digest": digest,
        "others": [*others, *(_side_inputs(side) for side in sides)],
    }


def _side_inputs(side: Side) -> dict[str, Any]:
    question = {"question": side.answer.question, **asdict(side.answer.inputs)}
    return {**question, "command": side.command, "source_digest": side.source_digest}


def in_script(value: Any) -> str:
    """JSON that may stand in a script element: no ``<`` can end it, nor begin a comment."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")


def _window_title(answer: Answer) -> str:
    return f"{shortened(answer.inputs.title, 80)} · Domino"


def _colours() -> dict[str, str]:
    return {
        f"{name}_{part}": getattr(theme, part)
        for name, theme in THEMES.items()
        for part in ("ground", "ink", "quiet", "grid", "record")
    }


# --- figures --------------------------------------------------------------------------------------


def _variants(answer: Answer, name: str) -> dict[str, Any]:
    """A figure for both widths and both themes."""
    import plotly.graph_objects as go

    return {
        f"{size}-{theme}": json.loads(
            go.Figure(
                drawing(name, answer, theme=theme, width=width, bare=True), _validate=False
            ).to_json()
        )
        for size, width in (("wide", WIDE), ("phone", PHONE))
        for theme in THEMES
    }


def _figure(answer: Answer, name: str, place: int) -> str:
    sentence = html.escape(words.sentence(name, answer))
    heights = {
        size: drawing(name, answer, width=width, bare=True)["layout"]["height"]
        for size, width in (("wide", WIDE), ("phone", PHONE))
    }
    return f"""<figure>
<h3>{sentence}</h3>
<div class="picture" id="figure-{place}-{name}" role="img" aria-label="{sentence}"
 style="--wide: {heights["wide"]}px; --phone: {heights["phone"]}px"></div>
<figcaption>{html.escape(words.reading(name, answer))}<br>
{html.escape(words.source_line(answer))}</figcaption>
</figure>"""


# --- text -----------------------------------------------------------------------------------------


def _section(answer: Answer, place: int) -> str:
    """An answer: its sentence in large type, what qualifies it, its figures, its table."""
    tag = "h1" if place == 0 else "h2"
    quiet = "\n".join(f"<p>{html.escape(line)}</p>" for line in words.quiet(answer))
    figures = "\n".join(_figure(answer, name, place) for name in answer.figures)
    return f"""<section>
<{tag} class="answer">{html.escape(words.headline(answer))}</{tag}>
<div class="quiet">
{quiet}
</div>
{figures}
{_changes(answer)}
{_by_rule(answer)}
{_table(answer)}
{_record(answer)}
</section>"""


def _table(answer: Answer) -> str:
    return f"""<details><summary>The numbers as a table</summary>
{_grid(*words.rows(answer))}</details>"""


def _by_rule(answer: Answer) -> str:
    """The rules of decision side by side, where that was asked."""
    heads, rows = words.rows_by_rule(answer)
    if not rows:
        return ""
    return f"""<details open><summary>The same by each rule of decision</summary>
{_grid(heads, rows)}</details>"""


def _changes(answer: Answer) -> str:
    """What the sides of a comparison were asked differently."""
    changed = answer.tables.get("inputs")
    if changed is None or changed.empty:
        return ""
    parts = ["<h2>What was asked differently</h2>"]
    for bears, what in ((True, "bears on the outcomes"), (False, "bears on no outcome")):
        heads, rows = change_rows(answer, bears=bears)
        if rows:
            grid = _grid(heads, rows, kind=' class="text"')
            is_open = " open" if bears and len(rows) <= MOST_OPEN else ""
            number = number_of_changes(answer, bears=bears)
            summary = f"<summary>What {what}: {number}</summary>"
            parts.append(f"<details{is_open}>{summary}{grid}</details>")
    return "\n".join(parts)


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in heads)
    body = "\n".join(_row(row) for row in rows)
    return f"""<div class="scroll"><table{kind}>
<thead><tr>{head}</tr></thead>
<tbody>{body}</tbody>
</table></div>"""


def _row(cells: Sequence[str]) -> str:
    first, *rest = (html.escape(cell) for cell in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


def _record(answer: Answer) -> str:
    """The events that a forecast rests on, as text."""
    events = answer.tables.get("events")
    if events is None or events.empty:
        return ""
    rows = [
        _row(
            [
                words.month(str(row["month"])) if isinstance(row["month"], str) else "no date",
                str(row["title"]),
                str(row["source"] or ""),
            ]
        )
        for row in events.to_dict("records")
    ]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("When", "What", "Source"))
    return f"""<details><summary>The record in words</summary><div class="scroll">
<table class="text"><thead><tr>{head}</tr></thead>
<tbody>{"".join(rows)}</tbody></table></div></details>"""
