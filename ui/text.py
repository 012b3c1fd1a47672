"""Text on the pages: written as it stands, whatever a scenario says; never as Markdown."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from sim.refusal import Refusal

HERE = Path(__file__).parent


def style() -> None:
    """The look of all pages."""
    st.html(HERE / "style.css")


def answer(sentence: str) -> None:
    """The answer, in large type; what it is conditional on, less loud."""
    said, comma, condition = sentence.partition(", conditional on ")
    rest = f"<span>{html.escape(comma + condition)}</span>" if comma else ""
    st.html(f'<h1 class="answer" aria-live="polite">{html.escape(said)}{rest}</h1>')


def kicker(line: str) -> None:
    """What the page is for, small, above the answer."""
    st.html(f'<p class="kicker">{html.escape(line)}</p>')


def quiet(lines: Iterable[str]) -> None:
    """What qualifies the answer."""
    told = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    if told:
        st.html(f'<div class="quiet">{told}</div>')


def heading(sentence: str) -> None:
    """What a figure shows, above it."""
    st.html(f'<h2 class="says">{html.escape(sentence)}</h2>')


def caption(*lines: str) -> None:
    """How to read a figure, and where it comes from, below it."""
    told = "<br>".join(html.escape(line) for line in lines if line)
    st.html(f'<p class="caption">{told}</p>')


def note(sentence: str) -> None:
    """Something that a reader must know."""
    st.html(f'<p class="note" role="status">{html.escape(sentence)}</p>')


def fault(lines: Iterable[str]) -> None:
    """What went wrong, one line each."""
    told = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    st.html(f'<div class="fault" role="alert"><ul>{told}</ul></div>')


def refusal(error: Refusal, labels: Mapping[str, str] | None = None) -> None:
    """Input that was refused, with its field by the label of its widget.

    A field that has no widget of its own on the page is left out.
    """
    fault(error.worded(lambda field: (labels or {}).get(field, "")).splitlines())


def items(title: str, lines: Sequence[str]) -> None:
    """A short list under a small title."""
    told = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    if told:
        st.html(f'<div class="items"><h3>{html.escape(title)}</h3><ul>{told}</ul></div>')


def paragraphs(lines: Iterable[str]) -> None:
    """Running text."""
    told = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    st.html(f'<div class="running">{told}</div>')


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, wrap: bool = False) -> None:
    """A table whose first column names the row."""
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in heads)
    body = "".join(_row(row) for row in rows)
    kind = "wrapped" if wrap else "plain"
    st.html(
        f'<div class="scroll" tabindex="0"><table class="{kind}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *rest = (html.escape(cell) for cell in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
