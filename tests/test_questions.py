"""One record for each question: what it names is there, and nothing else is keyed by question."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.documents import document_of, result_of, schema_of
from sim.questions import FIGURES, QUESTIONS, Figure, Question, imported

TOLD = ("headline", "sentences", "rows")
NAMES = ("answer", "result", *TOLD, "more_rows", "repeated", "source_line", "document")
MORE = ("document_kind", "answered", "again", "stored_again", "compared")
TYPED = [name for name, question in QUESTIONS.items() if question.result_type is not dict]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_a_question_names_is_there(question: Question) -> None:
    for field in (*NAMES, *MORE):
        if name := getattr(question, field):
            assert imported(name) is not None, field


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_told_whole_or_by_a_page_of_its_own(question: Question) -> None:
    told = [bool(getattr(question, field)) for field in TOLD]
    assert all(told) or not any(told)
    assert all(told) or not question.figures


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_no_figure_goes_without_words(figure: Figure) -> None:
    for name in (figure.draw, figure.sentence, figure.reading):
        assert callable(imported(name))


def test_no_two_questions_share_the_name_of_a_figure() -> None:
    assert len(FIGURES) == sum(len(question.figures) for question in QUESTIONS.values())


@pytest.mark.parametrize("name", TYPED)
def test_the_documents_of_a_question_have_a_schema(name: str) -> None:
    schema = schema_of(QUESTIONS[name].result_type)
    variants = schema["oneOf"] if "oneOf" in schema else schema.get("anyOf", [schema])
    assert all(variant.get("properties") or variant.get("$ref") for variant in variants)


@pytest.mark.parametrize("name", TYPED)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_result_is_read_back_from_its_document(name: str, data: st.DataObject) -> None:
    kind = QUESTIONS[name].result_type
    written = _as_stored(document_of(data.draw(st.from_type(kind))))
    assert _as_stored(document_of(result_of(kind, json.loads(written)))) == written


def _as_stored(document: dict[str, Any]) -> str:
    return json.dumps(document, sort_keys=True)


# --- nothing else knows a question by its name ----------------------------------------------------

HOME = Path(__file__).resolve().parent.parent
RECORD = HOME / "sim" / "questions.py"
MOST_KEYS = 2
"""Names of questions that a mapping may have as keys: some are ordinary words too."""


def is_called_question(node: ast.AST) -> bool:
    """Whether an expression is a question's name by what it is called."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name) if name.endswith("question"):
            return True
        case ast.Attribute(value, "name"):
            return is_called_question(value)
        case ast.Subscript(slice=ast.Constant("question")):
            return True
        case ast.Call(ast.Attribute(attr="get"), [ast.Constant("question"), *_]):
            return True
    return False


def names_a_question(node: ast.AST) -> bool:
    """Whether an expression holds the name of a question, alone or among others."""
    return any(isinstance(n, ast.Constant) and n.value in set(QUESTIONS) for n in ast.walk(node))


def forks(tree: ast.AST) -> Iterator[int]:
    """Lines where code goes another way for a question that it knows by name."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left, _, others):
                sides = [left, *others]
                if any(map(is_called_question, sides)) and any(map(names_a_question, sides)):
                    yield node.lineno
            case ast.Match(subject, cases) if is_called_question(subject):
                yield from (each.pattern.lineno for each in cases if names_a_question(each.pattern))
            case ast.Dict(keys):
                if sum(key is not None and _is_name(key) for key in keys) > MOST_KEYS:
                    yield node.lineno


def _is_name(key: ast.AST) -> bool:
    return isinstance(key, ast.Constant) and key.value in QUESTIONS


@pytest.mark.parametrize("folder", ["sim", "ui"])
def test_no_other_code_knows_a_question_by_its_name(folder: str) -> None:
    files = [file for file in (HOME / folder).rglob("*.py") if file != RECORD]
    assert len(files) > 15
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    assert [f"{file}:{line}" for file, tree in trees.items() for line in forks(tree)] == []


@pytest.mark.parametrize(
    "code",
    [
        'if question == "run": pass',
        'if answer.question != "compare": pass',
        'if side.answer.question in ("effect", "matrix"): pass',
        'if made["question"] == "sweep": pass',
        'if origin.get("question") == "sweep": pass',
        'if question.name == "exact": pass',
        'match answer.question:\n    case "run" | "effect": pass',
        'TITLES = {"run": 1, "effect": 2, "matrix": 3}',
    ],
)
def test_such_code_would_be_found(code: str) -> None:
    assert list(forks(ast.parse(code)))
