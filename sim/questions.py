"""Every question that can be asked: one record each, and no other table is keyed by question.

What answers, tells and draws is named as text, ``module:name``, and imported when it is needed, so
that a list of questions costs nothing. To add a question: a record here, and a module in each
layer that it has something of (`sim/analysis/<room>/`, `sim/words/<room>/`, `sim/plots/<room>/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any


def imported(name: str) -> Any:
    """What a text of the form ``module:name`` names."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


@dataclass(frozen=True)
class Figure:
    """A figure: what draws it, its sentence, and how to read it.

    Attributes
    ----------
    draw : str
        Names a function of a ``Sheet``.
    sentence, reading : str
        Name functions of an answer.
    """

    draw: str
    sentence: str
    reading: str


@dataclass(frozen=True)
class Question:
    """A question.

    Attributes
    ----------
    name : str
        As answers, results and documents name it; where there is a command for it, its name.
    room : str
        Its folder in ``analysis``, ``words`` and ``plots``.
    title : str
        Its name in lists.
    answer : str
        Names the function that answers it, of a scenario and its options.
    result : str
        Names the type of its result.
    headline, sentences, rows : str
        Name functions of an answer: the answer in one sentence, all sentences, and heads and rows
        of a small table; empty where it is told in another way.
    more_rows : str
        Names a function of an answer: heads and rows of a second table on the terminal.
    figures : mapping of str to Figure
        Every figure that its answers may have.
    counted : str
        What its progress counts.
    repeated : str
        Names a function of an answer: how often it was tried, in words.
    source_line : str
        Names a function of an answer: scenario, seed and runs in one line.
    document : str
        Names a function of an answer and the name of its result, where the document is more than
        the numbers that are stored.
    document_kind : str
        Names the type of that document.
    answered : str
        Names a function that answers it and stores the answer on the command line, where finished
        points outlive an interruption.
    again : str
        Names a function that asks it again from what a file says of it; empty where it is asked
        like the others.
    stored_again : str
        Names a function that finds or repeats it from what a file says of it, and gives the place
        of the stored answer.
    compared : str
        Names the ``Kind`` by which its answers are compared; empty where they cannot be.
    is_seeded : bool
        Whether luck is drawn in it.
    is_quick : bool
        Whether it is answered within a move on a page.
    states_assumptions : bool
        Whether its first sentence says what it is conditional on.
    draws_assumptions : bool
        Whether it is drawn from the ranges of the assumptions itself.
    """

    name: str
    room: str
    title: str
    answer: str
    result: str = "builtins:dict"
    headline: str = ""
    sentences: str = ""
    rows: str = ""
    more_rows: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    counted: str = "pairs of runs"
    repeated: str = "sim.words.shared.subject:pairs_of_runs"
    source_line: str = "sim.words.shared.subject:line_of_one"
    document: str = ""
    document_kind: str = ""
    answered: str = ""
    again: str = ""
    stored_again: str = "sim.cli.asking:stored_again"
    compared: str = ""
    is_seeded: bool = True
    is_quick: bool = False
    states_assumptions: bool = True
    draws_assumptions: bool = False

    @property
    def result_type(self) -> type[Any]:
        """The type of its result."""
        kind: type[Any] = imported(self.result)
        return kind

    @property
    def document_type(self) -> type[Any]:
        """The type of the document that is told of it; what is stored is one of its result."""
        kind: type[Any] = imported(self.document_kind or self.result)
        return kind

    def ask(self, *args: Any, **options: Any) -> Any:
        """The answer, found anew."""
        return imported(self.answer)(*args, **options)


def _figure(draw: str, sentence: str, reading: str) -> Figure:
    return Figure(f"sim.plots.{draw}", f"sim.words.{sentence}", f"sim.words.{reading}")


_QUESTIONS = (
    Question(
        name="run",
        room="forecast",
        title="Forecast",
        answer="sim.analysis.forecast.forecast:simulate",
        result="sim.analysis.forecast.result:ForecastResult",
        headline="sim.words.forecast.forecast:headline",
        sentences="sim.words.forecast.forecast:sentences",
        rows="sim.words.forecast.forecast:rows",
        more_rows="sim.words.forecast.forecast:cascade_rows",
        figures={
            "forecast": _figure(
                "forecast.forecast:forecast",
                "forecast.figures:forecast",
                "forecast.figures:forecast_reading",
            ),
            "cascade": _figure(
                "shared.exit_counts:cascade",
                "forecast.figures:cascade",
                "forecast.figures:cascade_reading",
            ),
            "order": _figure(
                "shared.dots:order", "forecast.figures:order", "forecast.figures:order_reading"
            ),
            "paths": _figure(
                "forecast.trajectories:paths",
                "forecast.figures:paths",
                "forecast.figures:paths_reading",
            ),
            "terms": _figure(
                "forecast.terms:terms", "forecast.figures:terms", "forecast.figures:terms_reading"
            ),
            "timeline": _figure(
                "forecast.timeline:timeline",
                "forecast.figures:timeline",
                "forecast.figures:timeline_reading",
            ),
        },
        counted="runs",
        repeated="sim.words.shared.subject:runs",
        compared="sim.analysis.comparison.kinds:FORECASTS",
        is_quick=True,
    ),
    Question(
        name="effect",
        room="domino",
        title="Domino effect",
        answer="sim.analysis.domino.effect:domino_effect",
        result="sim.analysis.domino.result:EffectResult",
        headline="sim.words.domino.effect:headline",
        sentences="sim.words.domino.effect:sentences",
        rows="sim.words.domino.effect:rows",
        figures={
            "effect": _figure(
                "shared.dots:effect", "domino.figures:effect", "domino.figures:effect_reading"
            ),
            "effect_cascade": _figure(
                "shared.exit_counts:effect_cascade",
                "domino.figures:effect_cascade",
                "domino.figures:effect_cascade_reading",
            ),
        },
        compared="sim.analysis.comparison.kinds:EFFECTS",
    ),
    Question(
        name="joint",
        room="domino",
        title="Joint domino effect",
        answer="sim.analysis.domino.joint:joint_effect",
        result="sim.analysis.domino.result:JointResult",
        headline="sim.words.domino.joint:headline",
        sentences="sim.words.domino.joint:sentences",
        rows="sim.words.domino.joint:rows",
        figures={
            "joint": _figure(
                "domino.joint:joint",
                "domino.joint:figure_sentence",
                "domino.joint:figure_reading",
            )
        },
    ),
    Question(
        name="matrix",
        room="domino",
        title="Who topples whom",
        answer="sim.analysis.domino.matrix:domino_matrix",
        result="sim.analysis.domino.result:MatrixResult",
        headline="sim.words.domino.matrix:headline",
        sentences="sim.words.domino.matrix:sentences",
        rows="sim.words.domino.matrix:rows",
        figures={
            "matrix": _figure(
                "domino.matrix:matrix", "domino.figures:matrix", "domino.figures:matrix_reading"
            )
        },
        compared="sim.analysis.comparison.kinds:MATRICES",
    ),
    Question(
        name="attribute",
        room="attribution",
        title="Attribution",
        answer="sim.analysis.attribution.attribution:attribute",
        result="sim.analysis.attribution.result:AttributionResult",
        headline="sim.words.attribution.attribution:headline",
        sentences="sim.words.attribution.attribution:attribution",
        rows="sim.words.attribution.shares:table",
        figures={
            "attribution": _figure(
                "attribution.attribution:attribution",
                "attribution.shares:shares_sentence",
                "attribution.shares:shares_reading",
            ),
            "contagion": _figure(
                "attribution.contagion:contagion",
                "attribution.contagion:contagion",
                "attribution.contagion:contagion_reading",
            ),
            "tree": _figure(
                "attribution.tree:tree",
                "attribution.tree:tree_sentence",
                "attribution.tree:tree_reading",
            ),
        },
    ),
    Question(
        name="tip",
        room="tipping",
        title="Tipping",
        answer="sim.analysis.tipping.tipping:tip",
        result="sim.analysis.tipping.result:TippingResult",
        headline="sim.words.tipping.tipping:headline",
        sentences="sim.words.tipping.tipping:sentences",
        rows="sim.words.tipping.tipping:rows",
        figures={
            "tip_curve": _figure(
                "tipping.tipping:curve", "tipping.figures:curve", "tipping.figures:curve_reading"
            ),
            "tip_phases": _figure(
                "tipping.tipping:phases", "tipping.figures:phases", "tipping.figures:phases_reading"
            ),
            "tip_channels": _figure(
                "tipping.tipping:channels",
                "tipping.figures:channels",
                "tipping.figures:channels_reading",
            ),
            "tip_distances": _figure(
                "tipping.rows:distances",
                "tipping.figures:distances",
                "tipping.figures:distances_reading",
            ),
            "tip_change": _figure(
                "tipping.rows:changes", "tipping.figures:changes", "tipping.figures:changes_reading"
            ),
        },
        counted="points",
        repeated="sim.words.shared.subject:runs_at_each_point",
    ),
    Question(
        name="sensitivity",
        room="sensitivity",
        title="Sensitivity",
        answer="sim.analysis.sensitivity.sensitivity:sensitivity",
        result="sim.analysis.sensitivity.result:SensitivityResult",
        headline="sim.words.sensitivity.sensitivity:headline",
        sentences="sim.words.sensitivity.sensitivity:sentences",
        rows="sim.words.sensitivity.figures:rows",
        figures={
            "sensitivity_indices": _figure(
                "sensitivity.sensitivity:indices_figure",
                "sensitivity.figures:indices_sentence",
                "sensitivity.figures:indices_reading",
            ),
            "sensitivity_effects": _figure(
                "sensitivity.sensitivity:effects_figure",
                "sensitivity.figures:effects_sentence",
                "sensitivity.figures:effects_reading",
            ),
            "sensitivity_split": _figure(
                "sensitivity.variance_split:split",
                "sensitivity.figures:split_sentence",
                "sensitivity.figures:split_reading",
            ),
        },
        counted="points",
        repeated="sim.words.sensitivity.sensitivity:points_and_runs",
        answered="sim.cli.resuming:answered",
        draws_assumptions=True,
    ),
    Question(
        name="sweep",
        room="sweep",
        title="Sweep",
        answer="sim.sweeps.sweep:sweep",
        result="sim.sweeps.result:SweepResult",
        headline="sim.words.sweep.sweep:headline",
        sentences="sim.words.sweep.sweep:sentences",
        rows="sim.words.sweep.sweep:rows",
        figures={
            "sweep_curve": _figure(
                "sweep.sweep:curve", "sweep.figures:curve", "sweep.figures:curve_reading"
            ),
            "sweep_map": _figure(
                "sweep.map:heat_map", "sweep.sweep:where", "sweep.figures:map_reading"
            ),
            "sweep_phases": _figure(
                "sweep.map:phases", "sweep.figures:phases", "sweep.figures:phases_reading"
            ),
            "sweep_scatter": _figure(
                "sweep.sweep:scatter", "sweep.sweep:where", "sweep.figures:scatter_reading"
            ),
        },
        counted="points",
        repeated="sim.words.sweep.sweep:points_and_runs",
        document="sim.sweeps.document:document",
        document_kind="sim.sweeps.result:SweepDocument",
        again="sim.cli.sweep:again",
        stored_again="sim.cli.sweep:stored_again",
        compared="sim.analysis.comparison.kinds:SWEEPS",
        states_assumptions=False,
    ),
    Question(
        name="compare",
        room="comparison",
        title="Comparison",
        answer="sim.analysis.comparison.comparison:compare",
        result="sim.analysis.comparison.result:ComparisonResult",
        headline="sim.words.comparison.comparison:headline",
        sentences="sim.words.comparison.comparison:compare",
        rows="sim.words.comparison.side_by_side:rows",
        figures={
            "compare_curves": _figure(
                "comparison.comparison:curves",
                "comparison.side_by_side:curves_sentence",
                "comparison.side_by_side:curves_reading",
            ),
            "compare_differences": _figure(
                "comparison.contrast:differences",
                "comparison.side_by_side:differences_sentence",
                "comparison.side_by_side:differences_reading",
            ),
            "compare_over_time": _figure(
                "comparison.comparison:over_time",
                "comparison.side_by_side:over_time_sentence",
                "comparison.side_by_side:over_time_reading",
            ),
            "compare_sweep_curves": _figure(
                "comparison.sweeps:curves",
                "comparison.side_by_side:sweep_sentence",
                "comparison.side_by_side:sweep_curves_reading",
            ),
            "compare_sweep_maps": _figure(
                "comparison.sweeps:maps",
                "comparison.side_by_side:sweep_sentence",
                "comparison.side_by_side:sweep_maps_reading",
            ),
        },
        repeated="sim.words.comparison.sides:runs",
        source_line="sim.words.comparison.sides:source_line",
        again="sim.cli.comparison:again",
    ),
    Question(
        name="exact",
        room="exact",
        title="Exact answer",
        answer="sim.analysis.exact.exact:exact",
        result="sim.analysis.exact.result:ExactResult",
        headline="sim.words.exact.exact:headline",
        sentences="sim.words.exact.exact:exact",
        rows="sim.words.exact.exact:rows",
        figures={
            "exact": _figure(
                "exact.exact:exact", "exact.exact:figure_sentence", "exact.exact:figure_reading"
            )
        },
        counted="runs",
        repeated="sim.words.shared.subject:runs",
    ),
    Question(
        name="story",
        room="story",
        title="Story of one run",
        answer="sim.analysis.story.story:story",
        result="sim.analysis.story.result:StoryResult",
    ),
    Question(
        name="playback",
        room="story",
        title="Story of one run, month by month",
        answer="sim.analysis.story.playback:playback",
        result="sim.analysis.story.result:StoryResult",
        is_quick=True,
    ),
    Question(
        name="evidence",
        room="evidence",
        title="Evidence",
        answer="sim.analysis.evidence.evidence:evidence",
        result="sim.analysis.evidence.result:EvidenceResult",
        is_seeded=False,
    ),
    Question(
        name="weakest",
        room="evidence",
        title="The guess to replace first",
        answer="sim.analysis.evidence.weakest:weakest",
        result="sim.analysis.evidence.result:WeakestResult",
        states_assumptions=False,
    ),
)

QUESTIONS: dict[str, Question] = {question.name: question for question in _QUESTIONS}
"""Every question by its name."""

FIGURES: dict[str, Figure] = {
    name: figure for question in _QUESTIONS for name, figure in (question.figures or {}).items()
}
"""Every figure by its name."""
