"""What holds for every rule, every engine and every number of a scenario, whoever adds the next."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim.futures.experiment import Do, play
from sim.model import AllianceModel
from sim.scenario.document.parameters import CHANNELS, Parameters
from sim.scenario.scenario import Scenario

ROOT = Path(__file__).parents[1]
RULES = {file.stem: file for file in sorted((ROOT / "sim/rules").glob("[!_]*.py"))}
DECIDING = ("sim/scenario", "sim/futures/experiment.py")
"""Where rules may be called beside the engines: from a scenario to what the engines read."""


class Rule(NamedTuple):
    module: str
    name: str


def files_of(place: str) -> list[Path]:
    """The source files of a module, be it one file or a folder."""
    folder = ROOT / place.removesuffix(".py")
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / place]


ENGINES = {"model": files_of("sim/model.py"), "ensemble": files_of("sim/ensemble.py")}


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def is_decorated(node: ast.AST, decorator: str) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(mark, ast.Name) and mark.id == decorator for mark in node.decorator_list
    )


@cache
def rules() -> dict[Rule, ast.FunctionDef]:
    return {
        Rule(module, node.name): node
        for module, file in RULES.items()
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef) and is_decorated(node, "rule")
    }


def names_of_rules(tree: ast.AST, module: str = "") -> tuple[dict[str, Rule], dict[str, str]]:
    """What names stand for in a file: rules, and modules of rules."""
    named = {rule.name: rule for rule in rules() if rule.module == module}
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "sim.rules":
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim.rules."):
            origin = (node.module or "").removeprefix("sim.rules.")
            named |= {a.asname or a.name: Rule(origin, a.name) for a in node.names}
    return named, modules


def rules_called(tree: ast.AST, named: dict[str, Rule], modules: dict[str, str]) -> set[Rule]:
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name in named:
                found.add(named[name])
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in modules:
                found.add(Rule(modules[name], attr))
    return found & set(rules())


def called_in(files: list[Path]) -> set[Rule]:
    return set().union(
        *(rules_called(tree_of(file), *names_of_rules(tree_of(file))) for file in files)
    )


def called_by_rules(start: set[Rule]) -> set[Rule]:
    """These rules, those that they call, and so on."""
    reached, to_do = set(start), list(start)
    while to_do:
        rule = to_do.pop()
        names = names_of_rules(tree_of(RULES[rule.module]), rule.module)
        new = rules_called(rules()[rule], *names) - reached
        reached |= new
        to_do += new
    return reached


# Rules


def test_both_engines_call_the_same_rules() -> None:
    assert called_in(ENGINES["model"]) == called_in(ENGINES["ensemble"])


def test_every_rule_is_called() -> None:
    beside = [file for place in DECIDING for file in files_of(place)]
    called = called_by_rules(called_in(ENGINES["ensemble"]) | called_in(beside))
    assert set(rules()) - called == set()


def test_every_function_of_the_rules_is_a_rule() -> None:
    plain = [
        f"{module}.{node.name}"
        for module, file in RULES.items()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and not is_decorated(node, "rule")
    ]
    assert plain == []


def test_rules_import_nothing_but_rules() -> None:
    allowed = {"__future__", "math", "typing", "sim.jit"} | {f"sim.rules.{name}" for name in RULES}
    imported = set()
    for file in [*RULES.values(), ROOT / "sim/rules/__init__.py"]:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    assert imported - allowed == set()


@pytest.mark.parametrize("rule", rules(), ids=".".join)
def test_a_rule_says_what_it_rests_on_and_fits_ten_lines(rule: Rule) -> None:
    node = rules()[rule]
    said = ast.get_docstring(node) or ""
    assert any(word in said for word in ("Source:", "Source for", "Assumption:", "Definition:"))
    first, *rest = node.body
    assert isinstance(first, ast.Expr)
    assert (node.end_lineno or 0) - rest[0].lineno < 10
    assert not node.args.defaults
    assert all(argument.annotation for argument in node.args.args)


@pytest.mark.parametrize("rule", rules(), ids=".".join)
def test_a_rule_is_tested_by_itself(rule: Rule) -> None:
    tests = tree_of(ROOT / f"tests/rules/test_{rule.module}.py")
    assert rule in rules_called(tests, *names_of_rules(tests))


# Engines


def functions(files: list[Path]) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for file in files
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef)
    }


def test_the_compiled_engine_has_a_phase_of_each_name() -> None:
    phases = functions(ENGINES["ensemble"])
    assert [name for name in AllianceModel.PHASES if not is_decorated(phases[name], "phase")] == []
    assert all(inspect.isfunction(getattr(AllianceModel, name)) for name in AllianceModel.PHASES)


def test_both_engines_play_the_phases_in_the_same_order() -> None:
    months = functions(ENGINES["ensemble"])["advance"]
    calls = [
        node
        for node in ast.walk(months)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in AllianceModel.PHASES
    ]
    calls.sort(key=lambda call: call.lineno)
    assert tuple(ast.unparse(call.func) for call in calls) == AllianceModel.PHASES


MONTHS = "months are counted"
PURPOSE = "the second of two purposes of a draw"
COUNT = "requests are counted"
PARTS = "fading parts add up, as in level"
FIXED = "sums over runs are fixed-point"
BIN = "which bin of a histogram"
ROW = "a row of zeros"

ARITHMETIC: dict[str, dict[str, str]] = {
    "model": {
        "self.world.calendar.last_recorded + 1": MONTHS,
        "month + calendar.notice_months": MONTHS,
        "calendar.last_recorded + notice": MONTHS,
        "draws.CRISIS + kind": PURPOSE,
        "draws.ASK + kind": PURPOSE,
        "draws.HONOUR + kind": PURPOSE,
        "sum(member.asks)": COUNT,
        "sum((sum(member.asks) for member in self.members))": COUNT,
        "sum((member.first_exit >= 0 for member in self.members))": "exits are counted",
        "parts.get(slot, 0.0) + size": PARTS,
        "[0.0] * len(self.names)": ROW,
    },
    "ensemble": {
        "last_recorded + notice": MONTHS,
        "month + notice_months": MONTHS,
        "draws.CRISIS + kind": PURPOSE,
        "draws.ASK + kind": PURPOSE,
        "draws.HONOUR + kind": PURPOSE,
        "work.asks[i, 0] + work.asks[i, 1]": COUNT,
        "np.floor(value * FIXED_POINT + 0.5)": FIXED,
        "min(max(int((value - low) / width * BINS), 0), BINS - 1)": BIN,
    },
}
"""Arithmetic that an engine may do beside indexing and adding up, and what it is for."""

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
STORAGE = {"array", "ascontiguousarray", "empty", "full", "full_like", "ones", "repeat", "zeros"}
TYPES = {"float64", "int16", "int64", "uint8", "uint64"}
REDUCTIONS = {"abs", "divmod", "max", "min", "pow", "round", "sum"}


def is_one(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value == 1


def is_arithmetic(node: ast.AST) -> bool:
    match node:
        case ast.BinOp():
            return isinstance(node.op, OPERATORS)
        case ast.UnaryOp(op=ast.USub()):
            return not isinstance(node.operand, ast.Constant)
        case ast.AugAssign():
            return not isinstance(node.op, ast.Add)
        case ast.Call(func=ast.Name(id=name)):
            return name in REDUCTIONS
        case ast.Call(func=ast.Attribute(value=ast.Name(id="math"))):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=attr)):
            return attr not in STORAGE | TYPES
    return False


def is_place(node: ast.AST) -> bool:
    """One further, one back, or the other of two: where an index may lead."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return False
    return is_one(node.left) or is_one(node.right)


def arithmetic(node: ast.AST, allowed: set[str], *, in_index: bool = False) -> Iterator[str]:
    """The arithmetic of an engine, outermost first; what is allowed is not looked into."""
    if is_arithmetic(node) and not (in_index and is_place(node)):
        yield ast.unparse(node)
        if ast.unparse(node) in allowed:
            return
    is_range = isinstance(node, ast.Call) and ast.unparse(node.func) == "range"
    for field, value in ast.iter_fields(node):
        indexes = is_range or (isinstance(node, ast.Subscript) and field == "slice")
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST):
                through = in_index and isinstance(inner, ast.Tuple | ast.Slice | ast.BinOp)
                yield from arithmetic(inner, allowed, in_index=indexes or through)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_holds_no_formula(engine: str) -> None:
    allowed = set(ARITHMETIC[engine])
    found = {text for file in ENGINES[engine] for text in arithmetic(tree_of(file), allowed)}
    assert found == allowed


@pytest.mark.parametrize(
    "formula",
    [
        "x = 1 - state.trust[run, i]",
        "y = state.level[run, i] * p.w_ties",
        "y = -value",
        "state.capacity[run] -= cost",
        "state.capacity[run] *= 0.5",
        "state.kept[run, i] += salience * size",
        "y = rows[2 * i]",
        "y = max(x, 0.0)",
        "y = math.exp(x)",
        "y = np.clip(x, 0.0, 1.0)",
        "y = rule(1.0 - x)",
        "y = rows[i] + 1",
        "y = (value - low) / width",
    ],
)
def test_a_formula_would_be_found(formula: str) -> None:
    assert list(arithmetic(ast.parse(formula), {"total + size"}))


@pytest.mark.parametrize(
    "indexing",
    [
        "state.kept[run, j, 1 - kind] += other",
        "first, last = agenda[month], agenda[month + 1]",
        "for s in range(first, last + 1): pass",
        "total += state.fading[run, s]",
        "y = total + size",
        "y = np.zeros((n, 5))",
        "y = -1.0",
        "def f(x: int | None) -> None: pass",
    ],
)
def test_indexing_and_adding_up_are_no_formulas(indexing: str) -> None:
    assert set(arithmetic(ast.parse(indexing), {"total + size"})) <= {"total + size"}


# Numbers of a scenario


def member(**stated: Any) -> dict[str, Any]:
    usual = {
        "alignment": 0.3,
        "trust": {"external": 0.4, "regime": 0.6},
        "threat": 0.6,
        "regime_risk": 0.5,
        "dependence": 0.5,
        "presence": 0.4,
        "weight": 0.4,
        "expected_cost": 0.5,
    }
    return usual | stated


RICH: dict[str, Any] = {
    "title": "Something of everything",
    "start": "2000-01",
    "now": "2001-06",
    "end": "2006-06",
    "charter": {
        "notice_months": 4,
        "decision_dates": {"2002-01": {"multiplier": 4.0}, "2003-01": {"multiplier": 6.0}},
    },
    "patron": {"capacity": 0.6, "coerce": 0.4, "concede": 0.3},
    "members": {
        "ash": member(offers={"west": 0.5}),
        "birch": member(alignment=-0.2, pull=0.3),
        "cedar": member(status="FROZEN", pull=0.2),
        "dune": member(alignment=0.6, offers={"east": 0.6}),
    },
    "poles": {"west": {"exclusivity": 0.8}, "east": {"exclusivity": 0.5}},
    "influence": {
        "ash": {"birch": 0.5, "cedar": 0.3},
        "birch": {"ash": 0.6, "dune": 0.2},
        "cedar": {"ash": 0.4, "birch": 0.4},
        "dune": {"cedar": 0.7},
    },
    "parameters": {
        "w_inertia": 0.5,
        "rate_out": 0.2,
        "rate_finish": 0.3,
        "rate_back": 0.2,
        "rate_return": 0.2,
        "crisis_external": 0.3,
        "crisis_regime": 0.3,
        "reluctance": 0.5,
        "attention": 0.4,
        "memory_months": 24,
        "frailty_sd": 1.0,
    },
    "blocs": {"pact": {"members": ["ash", "dune"], "cohesion": 0.8}},
    "events": {
        "refused": {
            "title": "A request refused",
            "month": "2000-03",
            "weight": 0.6,
            "pledge": {"member": "ash", "kind": "external", "kept": False, "size": 0.8},
            "shocks": {"others": {"alignment": -0.1}},
        },
        "storm": {
            "title": "A storm that passes",
            "month": "2001-05",
            "half_life": 12,
            "shocks": {
                "birch": {"threat": 0.2, "regime_risk": 0.2},
                "cedar": {"dependence": -0.2, "presence": -0.2, "pull": 0.2},
                "patron": {"capacity": -0.2},
            },
        },
        "turn": {
            "title": "A turn that lasts",
            "month": "2001-02",
            "lasting": True,
            "shocks": {"dune": {"alignment": -0.2, "pull": 0.1}},
        },
        "example": {
            "title": "An example made of a leaver",
            "month": "2001-04",
            "weight": 0.5,
            "punishment": {"member": "cedar", "fate": 0.8},
        },
        "line": {
            "title": "Another line",
            "month": "2003-06",
            "policy": {"coerce": 0.6, "concede": 0.2},
        },
        "offer": {
            "title": "An offer that may come",
            "chance": {"each_month": 0.05, "times": 2},
            "shocks": {"ash": {"pull": 0.2}},
        },
        "gift": {
            "title": "A gift that may come",
            "month": "2002-03",
            "chance": {"once": 0.5},
            "shocks": {"birch": {"dependence": 0.3}},
        },
        "answer": {
            "title": "The answer to an exit",
            "when": {"exit_of": "ash"},
            "shocks": {"others": {"threat": 0.1}},
        },
    },
}
PRESENT: dict[str, Any] = {
    "members": {
        "ash": {
            "alignment": 0.2,
            "trust": {"external": 0.3, "regime": 0.7},
            "threat": 0.4,
            "regime_risk": 0.6,
            "dependence": 0.6,
            "presence": 0.2,
            "pull": 0.5,
            "expected_cost": 0.4,
        }
    },
    "patron": {"capacity": 0.4, "coerce": 0.6, "concede": 0.2},
    "charter": {"notice_months": 2},
    "channels": dict.fromkeys(CHANNELS, 0.8),
    "parameters": {"w_fear": 2.0, "peer_share": 0.4},
}

RICH_SCENARIO = Scenario.from_plain(RICH)
PRESENT_SCENARIO = Scenario.from_plain(RICH | {"present": PRESENT})
WITHOUT_A_SIZE = "events.line.weight"
"""A new policy is not contested by halves: the schema takes no weight but 1 there."""
STATED = sorted(set(RICH_SCENARIO.paths()) - {WITHOUT_A_SIZE})
STATED_AT_NOW = sorted(path for path in PRESENT_SCENARIO.paths() if path.startswith("present."))
RULE_OF = {
    "parameters.threshold_mean": "threshold",
    "parameters.threshold_sd": "threshold",
    "parameters.threshold_gap": "threshold",
    "parameters.precision": "quantal",
}
"""The rule of decision that a parameter belongs to, where that is not the usual one."""


def outcome(scenario: Scenario) -> bytes:
    """All that is kept of some runs, as bytes."""
    arm = play(scenario, {"free": Do()}, runs=40, record=frozenset({"free"})).arms["free"]
    assert arm.tally is not None
    return b"".join(array.tobytes() for array in (arm.first_exit, arm.last, *arm.tally))


@cache
def outcome_as_stated(scenario: Scenario) -> bytes:
    return outcome(scenario)


def halved(scenario: Scenario, path: str) -> Scenario:
    value = scenario.paths()[path].value
    assert value
    return scenario.change({path: value / 2})


def test_every_parameter_and_channel_is_among_the_numbers() -> None:
    named = {f"parameters.{name}" for name in Parameters.model_fields}
    named |= {f"channels.{name}" for name in CHANNELS}
    assert named <= set(STATED)


@pytest.mark.parametrize("path", STATED)
def test_every_number_moves_something(path: str) -> None:
    scenario = RICH_SCENARIO
    if path in RULE_OF:
        scenario = scenario.change({"decision": RULE_OF[path]})
    assert outcome(halved(scenario, path)) != outcome_as_stated(scenario)


@pytest.mark.parametrize("path", STATED_AT_NOW)
def test_every_number_of_the_present_moves_something(path: str) -> None:
    assert outcome(halved(PRESENT_SCENARIO, path)) != outcome_as_stated(PRESENT_SCENARIO)


@pytest.mark.parametrize("rule", ["threshold", "quantal"])
def test_every_rule_of_decision_moves_something(rule: str) -> None:
    other = RICH_SCENARIO.change({"decision": rule})
    assert outcome(other) != outcome_as_stated(RICH_SCENARIO)


def texts_of(file: Path) -> Iterator[str]:
    """The texts in a file that the program may say: all but docstrings."""
    tree = tree_of(file)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value


def test_options_of_the_command_line_are_spoken_of_there_alone() -> None:
    rooms = [folder for folder in (ROOT / "sim").iterdir() if folder.is_dir()]
    files = [
        file
        for room in rooms
        if room.name not in ("cli", "words", "report", "_home")
        for file in room.rglob("*.py")
        # One is a command line of its own, one notes in a file the command that made it.
        if file.name != "__main__.py" and file != ROOT / "sim" / "seeding" / "document.py"
    ]
    option = re.compile(r"(?<![\w-])--[a-z]")
    said = [(file.name, text) for file in files for text in texts_of(file) if option.search(text)]
    assert said == []
