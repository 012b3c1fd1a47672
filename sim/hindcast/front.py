"""The hindcast as it is asked for: of the product's own record, or of bodies it has never seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.hindcast import stored
from sim.hindcast.panel import Panel
from sim.hindcast.posterior import Posterior
from sim.hindcast.reading import UNTIL, panel_of
from sim.hindcast.result import Comparison, Hindcast
from sim.hindcast.scoring import forward, left_out, new_bodies
from sim.record import read
from sim.refusal import Refusal

SEEN_ONLY, WITHOUT_CONFLICT_PARTY = "seen_only", "without_conflict_party"


def hindcast(posterior: Posterior | None = None) -> Hindcast:
    """Score the model on every window of the record, with the stored posterior of each fold.

    The posterior is that of the whole record; what is left out in the last two comparisons is left
    out of the windows that are scored and of what is known in them, not of the fit.
    """
    known = posterior or stored.posterior()
    record = read()
    panel = panel_of(record)
    return Hindcast(
        UNTIL.isoformat(),
        (
            left_out(panel, known),
            forward(panel, known),
            left_out(panel_of(record, believed=("seen",)), known, SEEN_ONLY),
            left_out(panel_of(record, without=("conflict_party",)), known, WITHOUT_CONFLICT_PARTY),
        ),
    )


def hindcast_of(paths: Sequence[Path], posterior: Posterior | None = None) -> Hindcast:
    """Score the model on bodies of other records, which it was not fitted to.

    Parameters
    ----------
    paths : sequence of Path
        Folders with the tables of docs/data.md, or any file in such a folder.

    Raises
    ------
    RecordError
        What is wrong with a table, with its place.
    Refusal
        A body that the model was fitted to, or none that can be scored.
    """
    known = panel_of(read())
    found = [scored_alone(known, folder, posterior) for folder in folders(paths)]
    return Hindcast(UNTIL.isoformat(), tuple(found))


def folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that these paths lie in or are, each once."""
    return list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))


def scored_alone(known: Panel, folder: Path, posterior: Posterior | None) -> Comparison:
    """The comparison for the bodies of one folder."""
    asked = panel_of(read(folder))
    fitted = sorted(set(asked.organisations) & set(known.organisations))
    if fitted:
        raise Refusal(
            "the model was fitted to it, so that it cannot be scored as one never seen",
            field="organisation",
            found=", ".join(fitted),
        )
    if not asked.left.any():
        raise Refusal("nobody took a step, so that no skill can be told", found=str(folder))
    return new_bodies(known, asked, posterior or stored.posterior())
