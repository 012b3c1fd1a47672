"""``domino schema``: the form of scenario files and of JSON documents."""

from __future__ import annotations

import json

from sim.documents import schema_of
from sim.questions import QUESTIONS
from sim.refusal import unknown
from sim.scenario.document.json_schema import schema_text


def text(question: str | None) -> str:
    """A JSON Schema: of a scenario file, or of the document of a question.

    Raises
    ------
    Refusal
        Where there is no such question.
    """
    if question is None:
        return schema_text()
    known = {name: each for name, each in QUESTIONS.items() if each.result_type is not dict}
    if question not in known:
        raise unknown("question", question, known, field="of")
    return json.dumps(schema_of(known[question].document_type), indent=2, ensure_ascii=False) + "\n"
