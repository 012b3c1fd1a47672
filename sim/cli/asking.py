"""From a question to an answer that is stored and shown: the part that all questions share."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import output
from sim.cli.progress import Progress
from sim.edition import notice
from sim.questions import QUESTIONS, imported
from sim.refusal import Refusal

if TYPE_CHECKING:
    from sim.answer import Answer, Inputs
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Question:
    """A question to a scenario; its name is the one of its answer."""

    name: str
    scenario: Scenario
    runs: int
    seed: int
    options: dict[str, Any]

    @property
    def inputs(self) -> Inputs:
        """What its answer rests on, before there is one."""
        from sim.answer import Inputs

        return Inputs.of(self.scenario, self.seed, self.runs, **self.options)

    def ask(
        self, threads: int | None, progress: Callable[[int, int], None], **beside: Any
    ) -> Answer:
        """The answer, found anew."""
        stated = {name: value for name, value in self.options.items() if value is not None}
        answer: Answer = QUESTIONS[self.name].ask(
            self.scenario,
            runs=self.runs,
            seed=self.seed,
            threads=threads,
            progress=progress,
            **stated,
            **beside,
        )
        return answer


def loaded(name: str, changes: Iterable[str] | None) -> Scenario:
    """A scenario by name or path, changed as the options ask."""
    from sim.scenario.loading import load_changed

    return load_changed(name, changes or ())


def forecast_options(
    scenario: Scenario, *, uncertain: int, exact: bool, rules: bool
) -> tuple[str, dict[str, Any]]:
    """The question of `domino run` and its options, judged before anything is computed.

    Raises
    ------
    Refusal
        Where the options exclude each other, or the scenario has no exact answer.
    """
    if not exact:
        return "run", {"uncertain": uncertain or None, "rules": rules or None}
    if uncertain:
        message = "the exact answer is at the stated values"
        raise Refusal(message, field="uncertain", found=str(uncertain), allowed="none with --exact")
    if rules:
        message = "the exact answer is by the rule logit"
        raise Refusal(message, field="rules", allowed="none with --exact")
    from sim.analysis.exact.chain import check

    check(scenario)
    return "exact", {}


def effect_options(
    scenario: Scenario, of: Sequence[str], at: str | None, *, rules: bool
) -> tuple[str, dict[str, Any]]:
    """The question of `domino effect` and its options, judged before anything is computed.

    Parameters
    ----------
    scenario : Scenario
        Of what it is asked.
    of : ids
        A member or an event; or several members, who exit at once.
    at : str or None
        The month, YYYY-MM.
    rules : bool
        Whether the other rules of decision are asked too; not of several at once.

    Raises
    ------
    Refusal
        Where there is no such member or event, or it cannot happen in that month.
    """
    from sim.analysis.domino.checks import check_cause, check_month

    if len(of) > 1:
        return _joint_options(scenario, of, at, rules=rules)
    (cause,) = of
    check_cause(scenario, cause)
    if at is not None:
        check_month(scenario, cause, at)
    return "effect", {"of": cause, "at": at, "rules": rules or None}


def _joint_options(
    scenario: Scenario, of: Sequence[str], at: str | None, *, rules: bool
) -> tuple[str, dict[str, Any]]:
    from sim.analysis.domino.checks import check_month, check_set

    check_set(scenario, of)
    if rules:
        raise Refusal("the other rules of decision are asked of one exit at a time", field="rules")
    if at is not None:
        check_month(scenario, of[0], at)
    return "joint", {"of": list(of), "at": at}


def ask_again(file: Path, *, out: Path, threads: int | None, as_json: bool) -> None:
    """Find or repeat the answer that is in a file, and show it.

    Raises
    ------
    StoreError
        Where the file does not say, or the question is one that this program does not know.
    """
    from sim import store

    origin = store.inputs_of(file)
    known = QUESTIONS.get(origin["question"])
    if known is None:
        names = ", ".join(QUESTIONS)
        raise store.StoreError(f"{file}: the question {origin['question']!r} is not one of {names}")
    if known.again:
        imported(known.again)(file, origin, threads=threads, out=out, as_json=as_json)
        return
    note_command(origin)
    answer_and_show(_asked(origin), out=out, threads=threads, as_json=as_json)


def stored_again(origin: Mapping[str, Any], *, threads: int | None, out: Path) -> Path:
    """Find or repeat the answer that a file tells of; where it is stored."""
    return answered(_asked(origin), out=out, threads=threads, command=origin["command"])


def _asked(origin: Mapping[str, Any]) -> Question:
    """The question that a file tells of."""
    from sim.scenario.scenario import Scenario

    scenario = Scenario.from_stored(origin["scenario_text"], f"{origin['scenario']}.yaml")
    options = dict(origin["options"])
    return Question(origin["question"], scenario, origin["runs"], origin["seed"], options)


def note_command(origin: Mapping[str, Any]) -> None:
    """Say what somebody typed to make a file, and of which edition of the model it is."""
    if origin["command"]:
        output.note(f"Made by: {origin['command']}")
    if told := notice(origin["edition"]):
        output.note(told)


def answer_and_show(question: Question, *, out: Path, threads: int | None, as_json: bool) -> None:
    """Find the answer in the store, or find it anew and store it; then show it."""
    from sim import store

    place = answered(question, out=out, threads=threads, command=typed_command())
    _show(store.load(place.name, out), place, as_json=as_json)


def answered(question: Question, *, out: Path, threads: int | None, command: str) -> Path:
    """The place of an answer in the store; where it is not there, it is found and stored."""
    from sim import store

    place = out / store.result_id(question.name, question.inputs)
    if store.find(question.name, question.inputs, out) is not None:
        output.note(f"This question was answered before; the answer is from {place}")
        return place
    _check_place(out)
    compile_first(question.scenario)
    if long := QUESTIONS[question.name].answered:
        stored: Path = imported(long)(question, place, threads, command)
        return stored
    return _answered_anew(question, out, threads, command)


def show_stored(name: str, out: Path, *, as_json: bool) -> None:
    """Show a result by its name."""
    from sim import store

    answer = store.load(name, out)
    place = out / store.result_id(answer.question, answer.inputs)
    _show(answer, place, as_json=as_json)


def _document(answer: Answer, result: str) -> dict[str, Any]:
    """The numbers of an answer for JSON; those of a sweep with its points."""
    document: dict[str, Any] = answer.numbers | {"result": result}
    if more := QUESTIONS[answer.question].document:
        document = imported(more)(answer, result)
    return document


def _check_place(out: Path) -> None:
    """Refuse a place where nothing can be stored: better now than after minutes of work."""
    from sim.store import StoreError
    from sim.store.folders import told

    with told(f"cannot store a result in {out}"):
        there = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not there.is_dir():
        raise StoreError(f"{there} is not a folder: choose another one with --out")
    if not os.access(there, os.W_OK | os.X_OK):
        raise StoreError(f"{there} cannot be written to: choose another folder with --out")


def _answered_anew(question: Question, out: Path, threads: int | None, command: str) -> Path:
    from sim import store
    from sim.cli.pictures import page_of

    began = time.monotonic()
    with Progress(QUESTIONS[question.name].counted) as progress:
        answer = question.ask(threads, progress)
    seconds = time.monotonic() - began
    page = page_of(answer, command)
    return store.save(answer, out, command=command, page=page, seconds=seconds)


def compile_first(scenario: Scenario) -> None:
    """Compile in the main thread, where Ctrl-C is heard, and say so: it takes its time."""
    from sim.futures.experiment import replayed
    from sim.jit import is_warm

    if not is_warm():
        output.note("Compiling the engine once (a minute or two)…")
        replayed(scenario)


def typed_command() -> str:
    """What was typed; what cannot be seen is replaced."""
    typed = shlex.join(["domino", *sys.argv[1:]])
    return "".join(sign if sign.isprintable() else "�" for sign in typed)


def _show(answer: Answer, place: Path, *, as_json: bool) -> None:
    if as_json:
        output.document(_document(answer, place.name))
    else:
        output.answer(answer, place)
