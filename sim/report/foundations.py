"""The end of a page: what its answers rest on, and what they cannot say."""

from __future__ import annotations

import html
from collections.abc import Sequence

from sim import words
from sim.analysis.comparison.sides import Side, sides_in
from sim.answer import Answer
from sim.words.shared.amounts import shortened


def foundations(answers: Sequence[Answer], command: str, version: str, digest: str) -> str:
    """What the page rests on, and what it cannot say, as HTML.

    Parameters
    ----------
    answers, command, version, digest
        As of ``sim.report.page``.
    """
    facts = [fact for answer in _by_scenario(answers) for fact in _facts(answer)]
    facts += [_side_fact(side) for answer in answers for side in sides_in(answer)]
    if command:
        facts.append(("Made by", f"<code>{html.escape(command)}</code>"))
    program = " ".join(
        part for part in (version, f"source {digest[:16]}" if digest else "") if part
    )
    if program:
        facts.append(("Program", html.escape(f"Domino {program}")))
    listed = "\n".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts)
    limits = list(dict.fromkeys(line for answer in answers for line in words.limits(answer)))
    items = "\n".join(f"<li>{html.escape(line)}</li>" for line in limits)
    return f"""<section>
<h2>What this rests on</h2>
<p>Every number here is {words.conditional()}.</p>
<dl>
{listed}
</dl>
<h2>What it cannot say</h2>
<ul>
{items}
</ul>
</section>"""


def _by_scenario(answers: Sequence[Answer]) -> list[Answer]:
    """One answer for each scenario, seed and number of runs."""
    every = [each for a in answers for each in [s.answer for s in sides_in(a)] or [a]]
    first = {(a.inputs.scenario_hash, a.inputs.seed, a.inputs.runs): a for a in reversed(every)}
    return list(reversed(first.values()))


def _side_fact(side: Side) -> tuple[str, str]:
    """A side of a comparison, and what made it; escaped."""
    given = side.answer.inputs
    parts = [f"{given.scenario}, hash {given.scenario_hash[:16]}, seed {given.seed}"]
    parts += [f"{given.runs:,} runs, program source {side.source_digest[:16]}"]
    facts = html.escape(", ".join(parts))
    command = f", <code>{html.escape(side.command)}</code>" if side.command else ""
    return f"Side {side.label}", facts + command


def _facts(answer: Answer) -> list[tuple[str, str]]:
    """Name and value of each fact, escaped."""
    given = answer.inputs
    span = f"recorded {words.month(given.start)} to {words.month(given.now)}, played on to "
    facts = [
        ("Scenario", html.escape(f"{shortened(given.title)} ({given.scenario})")),
        ("Asks", html.escape(words.asks(answer))),
        ("Months", html.escape(span + words.month(given.end))),
        ("As of", words.month(given.as_of) if given.as_of else ""),
        ("Hash", f"<code>{html.escape(given.scenario_hash)}</code>"),
        ("Seed", str(given.seed)),
        ("Runs", f"{given.runs:,}"),
    ]
    return [(name, text) for name, text in facts if text]
