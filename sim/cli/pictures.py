"""Pages and pictures of answers; each carries the question that made it."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sim.refusal import Refusal, unknown

if TYPE_CHECKING:
    from sim.answer import Answer

IMAGES = (".png", ".svg")
SCALE = 2
"""Pixels of a picture for each pixel of the screen."""


def page_of(answer: Answer, command: str) -> str:
    """The page of an answer, with the program that made it."""
    from sim.jit import source_digest
    from sim.report import page

    return page(
        [answer], command=command, version=version("domino-alliances"), digest=source_digest()
    )


def draw(result: str, folder: Path, *, kind: str | None, file: Path | None, command: str) -> Path:
    """Write one figure of a stored result, and return the file.

    Raises
    ------
    Refusal
        Where the result has no such figure, or no picture has such an ending.
    StoreError
        Where there is no such result, or the picture cannot be made or written.
    """
    from sim import store
    from sim.store.folders import put_file, told

    answer = store.load(result, folder)
    kind = _kind(kind, answer)
    name = store.result_id(answer.question, answer.inputs)
    file = file or Path(f"{name}-{kind}.html")
    if file.suffix not in (".html", *IMAGES):
        allowed = ", ".join([".html", *IMAGES])
        raise Refusal("it ends in no format", field="out", found=str(file), allowed=allowed)
    shown = replace(answer, figures=(kind,))
    if file.suffix in IMAGES:
        image = _image(shown, file)
        content = store.picture_of(image, answer.question, answer.inputs, command)
    else:
        content = page_of(shown, command).encode()
    with told(f"cannot write {file}"):
        put_file(file, content)
    return file


def _kind(kind: str | None, answer: Answer) -> str:
    if kind is None:
        return answer.figures[0]
    if kind not in answer.figures:
        raise unknown("figure of this result", kind, answer.figures, field="kind")
    return kind


def _image(answer: Answer, file: Path) -> bytes:
    """The only figure of an answer as a picture.

    Kaleido draws it in a browser of this machine, without MathJax, which it would ask of the net.
    """
    from sim.plots import drawing
    from sim.store import StoreError

    if find_spec("kaleido") is None:
        raise StoreError(
            f"cannot draw {file}: pictures need Kaleido, which comes with the extra `images` "
            "(domino-alliances[images]); a file that ends in .html needs nothing"
        )
    import kaleido
    from kaleido.errors import BrowserFailedError, ChromeNotFoundError, KaleidoError
    from plotly.graph_objects import Figure

    drawn = drawing(answer.figures[0], answer)
    size = {name: drawn["layout"][name] for name in ("width", "height")}
    scale = SCALE if file.suffix == ".png" else 1
    try:
        image: bytes = kaleido.calc_fig_sync(
            Figure(drawn, _validate=False).to_plotly_json(),
            opts={"format": file.suffix[1:], "scale": scale, **size},
            kopts={"mathjax": False},
        )
    except (ChromeNotFoundError, BrowserFailedError) as error:
        raise StoreError(
            f"cannot draw {file}: Kaleido finds no Chrome or Chromium that starts; install one "
            "(apt-get install chromium), or name one with BROWSER_PATH; a file that ends in .html "
            "needs none"
        ) from error
    except (KaleidoError, RuntimeError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise StoreError(f"cannot draw {file}: {reason}; try .html") from error
    return image
