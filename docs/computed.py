"""The tables of the documents that are computed from runs; each says what it was computed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tables import table

from sim import Scenario, domino_effect, load, simulate, tip, words
from sim.analysis.evidence.evidence import evidence
from sim.analysis.shared.base_rates import Reference
from sim.analysis.tipping.findings import LevelCrossing, LevelScan
from sim.futures.experiment import Do, Futures, do_exit, do_stay, play
from sim.futures.measures import BASE, exit_counts, exits, exposure, others, yearly_rate
from sim.futures.outcomes import arms_of, asked
from sim.futures.tables import terms_table
from sim.rules.decision import DECISIONS, TERMS, pressure
from sim.rules.status import FROZEN
from sim.scenario.compiling.peers import gain_of_peers
from sim.scenario.document.parameters import CHANNELS
from sim.statistics.estimates import Estimate
from sim.words.evidence import evidence as words_of_evidence
from sim.words.tipping.channel_strengths import first_resolved
from sim.words.tipping.crossings import spot

BASELINE, SEED = "armenia-2025", 1
RUNS, PAIRS = 5_000, 10_000
POINTS, RUNS_A_POINT = 200, 500
RATIO_POINTS, RATIO_PAIRS = 80, 1_500
GAIN_POINTS = 500
TIPPED = 2_000
HEADS = ("P(Armenia leaves)", "others, a year", "effect of Armenia")
QUESTIONS = ("p_ever_out.armenia", "implied_rate_others.armenia", "effect.armenia")
Changes = Mapping[str, Any]


@cache
def baseline() -> Scenario:
    """The scenario that all tables are about."""
    return load(BASELINE)


def per_cent(value: float, decimals: int = 0) -> str:
    """A fraction as a per cent."""
    return f"{100 * value:.{decimals}f}%"


def known(estimate: Estimate) -> tuple[float, float, float]:
    """Value, low and high of a number that these runs can give."""
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.value, estimate.low, estimate.high


def told(estimate: Estimate, decimals: int = 3) -> str:
    """A number with its 95% interval."""
    value, low, high = known(estimate)
    return f"{value:.{decimals}f} ({low:.{decimals}f} to {high:.{decimals}f})"


def told_rate(estimate: Estimate) -> str:
    """Exits per member-year as a per cent, with the 95% interval."""
    value, low, high = known(estimate)
    return f"{per_cent(value, 2)} ({100 * low:.2f} to {100 * high:.2f})"


# --- what is printed at the start -----------------------------------------------------------------


def example() -> str:
    """What the two commands of ``make run`` say, without the tables."""
    forecast = simulate(baseline(), seed=SEED)
    effect = domino_effect(baseline(), "armenia", seed=SEED)
    lines = ["$ domino run armenia-2025", *words.lines(forecast), ""]
    lines += ["$ domino effect armenia-2025 --of armenia", *words.lines(effect)]
    return "\n".join(["```text", *lines, "```"])


# --- the seeding, and what members weigh at the start ---------------------------------------------


def seeded() -> str:
    """The check of the seeding, and what an empty record would score."""
    check = evidence(baseline()).result.seeding
    rows = [
        (
            baseline().label(row.member),
            row.quantity,
            f"{row.value:.2f}",
            f"{row.low:g} to {row.high:g}",
            "inside" if row.inside else "**outside**",
        )
        for row in check.values
    ]
    heads = ("member", "quantity", "replay, August 2025", "plausible range", "")
    return f"{table(heads, rows)}\n\n{words_of_evidence.seeding(check)}"


def terms() -> str:
    """The mean terms of the decision in the first free month, and the chance of a step outwards."""
    recorded = _recorded(baseline())
    found = terms_table(recorded)
    first = found[found["month"] == recorded.month(recorded.at)]
    means = first.pivot(index="member", columns="term", values="value")
    rows = []
    for i, member in enumerate(recorded.members):
        parts = [float(means.loc[member, term]) for term in TERMS]
        value = sum(parts)
        is_frozen = (recorded.today[:, i] == FROZEN).mean() > 0.5
        rate = baseline().parameters.rate_finish if is_frozen else baseline().parameters.rate_out
        step = 12 * rate.value * float(pressure(value))
        cells = [f"{part:.2f}" for part in (*parts, value)]
        rows.append((baseline().label(member), *cells, per_cent(step, 1)))
    return table(("member", *TERMS, "U", "step outwards, a year"), rows)


def graded() -> str:
    """How much of what the scenario states is measured, derived and judged."""
    found = evidence(baseline()).result
    share = found.share
    return (
        f"Of the {found.numbers} numbers that `{BASELINE}` states, {per_cent(share.measured)} are "
        f"measured, {per_cent(share.derived)} derived and {per_cent(share.judged)} judged. Of the "
        f"{found.count.judged} judged ones {found.judged_in_sourced_events} are sizes of events "
        f"that themselves have a source; {found.judged_without_range} have no range."
    )


INERTIA = "in part: `w_inertia` was chosen by it"


def record() -> str:
    """What the record and the literature say, beside what the baseline gives."""
    heads = ("quantity", "record or catalogue of mechanisms", "baseline", "was it an input?")
    return table(heads, [*_rates_beside(), *_follow_on_beside(), *_steps_beside()])


def _rates_beside() -> Iterator[tuple[str, str, str, str]]:
    rates = simulate(baseline(), seed=SEED).result.base_rate
    spans = {reference.name: _span(reference) for reference in rates.references}
    late, pacts = spans["csto-after-1999"], spans["atop-dyads"]
    both = f"{spans['csto-all']} (1994-2026), {late} (after April 1999)"
    yield "exits per member-year, all members", both, per_cent(rates.implied.value, 2), INERTIA
    active = per_cent(rates.implied_active.value, 2)
    yield (
        "exits per member-year, members active now",
        f"{late}; defence pacts {pacts}",
        active,
        INERTIA,
    )


def _follow_on_beside() -> Iterator[tuple[str, str, str, str]]:
    another = domino_effect(baseline(), "armenia", seed=SEED).result.p_another_5y
    band = " to ".join(per_cent(end) for end in another.reference)
    arms = [per_cent(chance.value) for chance in (another.exit, another.stay)]
    yield "another exit within 60 months of an Armenian one", band, ", without it ".join(arms), "no"
    ratio = f"{_mean_ratio():.2f}"
    yield "hazard ratio after a peer's exit", "1.3 to 1.4, prior 1.0 to 1.6", ratio, "no"


def _steps_beside() -> Iterator[tuple[str, str, str, str]]:
    p, h = baseline().parameters, armenian_pressure()
    finish, back = 12 * p.rate_finish.value * h, 12 * p.rate_back.value * (1 - h)
    freezes = p.freeze_share.value / (1 - p.freeze_share.value)
    yield "frozen to notice, Armenia, a year", "3 to 25%", per_cent(finish, 1), "yes: `rate_finish`"
    yield "frozen to active, Armenia, a year", "1 to 8%", per_cent(back, 1), "yes: `rate_back`"
    yield "freezes for one direct exit", "2 to 6", f"{freezes:g}", "yes: `freeze_share`"
    most = f"at most {per_cent(12 * p.rate_return.value, 1)}"
    yield "return of a leaver, a year", "0.2 to 1%", most, "yes: `rate_return`"


def _span(reference: Reference) -> str:
    value, low, high = reference.value, reference.low, reference.high
    ends = "" if low is None else f"{100 * low:.1f} to {100 * high:.1f}%"
    if value is None or not ends:
        return ends or per_cent(value, 2)
    return f"{per_cent(value, 1)} [{ends}]"


def armenian_pressure() -> float:
    """E(-U) of Armenia in the first free month, at the mean of its terms."""
    recorded = _recorded(baseline())
    found = terms_table(recorded)
    is_here = (found["month"] == recorded.month(recorded.at)) & (found["member"] == "armenia")
    return float(pressure(float(found.loc[is_here, "value"].sum())))


def _recorded(scenario: Scenario) -> Futures:
    return play(scenario, {BASE: Do()}, runs=RUNS, seed=SEED, record=frozenset([BASE]))


# --- an alliance of average members ---------------------------------------------------------------

QUIET = ("threat", "regime_risk", "pull")


def average_alliance(
    with_threats: bool = False, with_pull: bool = False, changes: Changes | None = None
) -> Scenario:
    """Five members, each the mean of the five, with nothing recorded and ten years to come."""
    members = baseline().members.values()
    means = {
        name: float(np.mean([getattr(member, name).value for member in members]))
        for name in ("alignment", "dependence", "presence", "expected_cost", *QUIET)
    }
    means |= {name: 0.0 for name in ("threat", "regime_risk") if not with_threats}
    means |= {"pull": 0.0} if not with_pull else {}
    trust = {
        kind: float(np.mean([getattr(member.trust, kind).value for member in members]))
        for kind in ("external", "regime")
    }
    names = [f"member-{k}" for k in range(1, 6)]
    heeded = [q.value for row in baseline().influence.values() for q in row.values()]
    weight = float(np.mean(heeded))
    patron = {
        name: getattr(baseline().patron, name).value for name in ("capacity", "coerce", "concede")
    }
    plain = {
        "title": "Average members",
        "start": "2018-01",
        "now": "2018-01",
        "end": "2028-01",
        "patron": patron,
        "members": {name: {**means, "trust": trust, "weight": 0.2} for name in names},
        "influence": {a: {b: weight for b in names if b != a} for a in names},
    }
    scenario = Scenario.from_plain(plain, "average")
    return scenario.change(changes) if changes else scenario


def average() -> str:
    """What an alliance of average members loses a year."""
    cases: dict[str, Scenario] = {
        "nothing to fear, no offers": average_alliance(),
        "the same, `w_inertia` 2": average_alliance(changes={"parameters.w_inertia": 2}),
        "the same, `w_inertia` 4": average_alliance(changes={"parameters.w_inertia": 4}),
        "the same, `rate_out` 0.03": average_alliance(changes={"parameters.rate_out": 0.03}),
        "the same, `rate_out` 0.07": average_alliance(changes={"parameters.rate_out": 0.07}),
        "average threat and regime risk": average_alliance(with_threats=True),
        "average pull": average_alliance(with_pull=True),
        "all three": average_alliance(with_threats=True, with_pull=True),
    }
    for name in DECISIONS[1:]:
        cases[f"nothing to fear, no offers, `decision: {name}`"] = average_alliance(
            changes={"decision": name}
        )
    rows = []
    for label, scenario in cases.items():
        ensemble = play(scenario, {BASE: Do()}, runs=PAIRS, seed=SEED)
        rows.append((label, told_rate(yearly_rate(*exposure(ensemble, BASE)))))
    return table(("five average members", "exits per member-year"), rows)


# --- one number at a time -------------------------------------------------------------------------


@cache
def played(changes: tuple[tuple[str, Any], ...] = ()) -> Futures:
    """The baseline with changes, and in it the exit and the stay of Armenia."""
    scenario = baseline().change(dict(changes)) if changes else baseline()
    arms = arms_of(asked(name, scenario) for name in QUESTIONS)
    return play(scenario, arms, runs=RUNS, seed=SEED)


def answers(changes: Changes) -> list[Estimate]:
    """The three numbers that the tables follow, of the baseline with changes."""
    here = played(tuple(changes.items()))
    return [asked(name, here.scenario).measure(here) for name in QUESTIONS]


def cells(changes: Changes) -> tuple[str, str, str]:
    """The three numbers in short."""
    leaves, rate, effect = (known(e)[0] for e in answers(changes))
    return per_cent(leaves), per_cent(rate, 2), f"{effect:.3f}"


def _with_errors() -> tuple[str, str, str]:
    leaves, rate, effect = answers({})
    value, low, high = known(leaves)
    share = f"{per_cent(value)} ({100 * low:.1f} to {100 * high:.1f})"
    return share, told_rate(rate), told(effect)


def _swings(paths: Iterable[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
    for path in paths:
        setting = baseline().settable(path)
        assert setting.low is not None
        assert setting.high is not None
        ends = ({path: setting.low}, {path: setting.high})
        found = [known(answers(end)[0])[0] for end in ends]
        spans = [" to ".join(pair) for pair in zip(*map(cells, ends), strict=True)]
        name = path.removeprefix("parameters.")
        swing = abs(found[1] - found[0])
        yield swing, (f"`{name}`", f"{setting.low:g} to {setting.high:g}", *spans)


def _one_at_a_time(paths: Iterable[str]) -> str:
    rows = [row for _, row in sorted(_swings(paths), key=lambda entry: -entry[0])]
    return table(
        ("number", "range", *HEADS), [("as stated, with 95% intervals", "", *_with_errors()), *rows]
    )


def _ranged(prefix: str) -> list[str]:
    return [
        path
        for path, setting in baseline().paths().items()
        if path.startswith(prefix) and setting.low is not None
    ]


def ranges() -> str:
    """Each parameter at the ends of its range."""
    return _one_at_a_time(_ranged("parameters."))


def values() -> str:
    """What is stated of Armenia, of its offers and of the patron, at the ends of its range."""
    offers = [
        "events.eu-law-2025.shocks.armenia.pull",
        "events.eu-mission-2023.shocks.armenia.pull",
        "events.gyumri-2025.weight",
        "events.invasion-2022.shocks.patron.capacity",
    ]
    return _one_at_a_time([*_ranged("members.armenia."), *_ranged("patron."), *offers])


def order() -> str:
    """Whether the order of the members holds in every row of the tables."""
    rows = list(_all_rows())
    shares = [exits(played(tuple(row.items())), BASE) for row in rows]
    least, most = _least_to_most(shares[0])
    kept = sum(bool(share.mean(axis=0)[least].max() < share.mean(axis=0)[most]) for share in shares)
    first = baseline().label(baseline().member_ids[most])
    alone = [float((share.sum(axis=1) == share[:, most]).mean()) for share in shares]
    return (
        f"{first} is the likeliest to leave in {kept} of {len(rows)} rows. Nobody else leaves in "
        f"at least {per_cent(min(alone))} of runs in every row."
    )


def _least_to_most(share: NDArray[np.bool_]) -> tuple[NDArray[np.intp], int]:
    """The members but the likeliest to leave, and that one."""
    ranked = np.argsort(share.mean(axis=0))
    return ranked[:-1], int(ranked[-1])


def _all_rows() -> Iterator[Changes]:
    yield {}
    for path in (*_ranged("parameters."), *_ranged("members.armenia."), *_ranged("patron.")):
        setting = baseline().settable(path)
        yield from ({path: end} for end in (setting.low, setting.high))
    yield from ({"decision": name} for name in DECISIONS)
    yield from together().values()
    yield from ({f"channels.{name}": k} for name in CHANNELS for k in (0, 2))


def rules() -> str:
    """The three rules of decision side by side."""
    rows = [(f"`{name}`", *cells({"decision": name})) for name in DECISIONS]
    return table(("decision", *HEADS), rows)


def trade() -> str:
    """Inertia and the rates are one number in two: the product is what the runs see."""
    more = {
        "parameters.w_inertia": 2.5 + log(2),
        "parameters.rate_out": 0.1,
        "parameters.rate_finish": 0.06,
    }
    rows = [("as stated", *cells({})), ("inertia + ln 2, both rates doubled", *cells(more))]
    return table(("", *HEADS), rows)


def switches() -> str:
    """What chance after now contributes."""
    crises = dict.fromkeys(("crisis_external", "crisis_regime"), 0.0)
    calm = {f"present.parameters.{name}": value for name, value in crises.items()}
    rows = [
        ("as stated", *cells({})),
        ("no crises after now", *cells(calm)),
        ("no shared disturbance after now", *cells({"present.parameters.shock_sd": 0.0})),
        ("no noise of alignment after now", *cells({"present.parameters.alignment_noise": 0.0})),
    ]
    return table(("", *HEADS), rows)


# --- the channels ---------------------------------------------------------------------------------


def gain(changes: Changes) -> float:
    """How much of a push of all alignments comes back through the peers."""
    return gain_of_peers(baseline().change(changes) if changes else baseline())


def together() -> dict[float, Changes]:
    """All channels at one strength."""
    return {k: {f"channels.{name}": k for name in CHANNELS} for k in (0, 0.5, 1, 2, 4, 8)}


def strengths() -> str:
    """All channels together, then each alone, weaker and stronger."""
    rows = [(f"all six at {k:g}", *cells(c), f"{gain(c):.2f}") for k, c in together().items()]
    for name in CHANNELS:
        for k in (0, 2):
            change = {f"channels.{name}": k}
            rows.append((f"`{name}` alone at {k}", *cells(change), f"{gain(change):.2f}"))
    return table(("channels", *HEADS, "gain of the peers"), rows)


def peers() -> str:
    """The share of the peers in the target, from none to the end of its range and beyond."""
    rows = [
        (share, *cells(change), f"{gain(change):.2f}")
        for share in ("0", "0.17", "0.33", "0.5", "0.67", "0.9")
        for change in [{"parameters.peer_share": float(share)}]
    ]
    return table(("`peer_share`", *HEADS, "gain of the peers"), rows)


def frailty() -> str:
    """How far alliances differ, with what it does to the counts of exits beside the mean."""
    rows = []
    for sd in ("0", "0.6", "1", "1.4", "1.8"):
        change = {"parameters.frailty_sd": float(sd)}
        here = played(tuple(change.items()))
        among = others(here, "armenia")
        counts = exit_counts(here, BASE, among)
        spread = f"{counts.var() / counts.mean():.2f}"
        share = per_cent(float((counts >= 2).mean()), 1)
        rows.append((sd, *cells(change)[:2], spread, share))
    heads = ("`frailty_sd`", *HEADS[:2], "variance over mean", "P(at least 2 others leave)")
    return table(heads, rows)


@cache
def _of_leavers() -> dict[str, list[Estimate]]:
    """Hazard ratio, effect, and chance of another exit within 60 months, by leaver."""
    names = ("hazard_ratio", "effect", "p_another_5y")
    asking = {m: [asked(f"{n}.{m}", baseline()) for n in names] for m in baseline().member_ids}
    arms = arms_of(question for questions in asking.values() for question in questions)
    pairs = play(baseline(), arms, runs=PAIRS, seed=SEED)
    return {m: [question.measure(pairs) for question in each] for m, each in asking.items()}


def _mean_ratio() -> float:
    ratios = [known(ratio)[0] for ratio, _, _ in _of_leavers().values()]
    return exp(sum(log(ratio) for ratio in ratios) / len(ratios))


def leavers() -> str:
    """The hazard ratio and the effect of each leaver."""
    rows = [
        (baseline().label(member), told(ratio, 2), told(effect), per_cent(known(another)[0]))
        for member, (ratio, effect, another) in _of_leavers().items()
    ]
    rows.append(("geometric mean", f"{_mean_ratio():.2f}", "", ""))
    heads = ("leaver", "hazard ratio", "further exits", "another exit within 60 months")
    return table(heads, rows)


# --- how strong a channel must be -----------------------------------------------------------------


def tipping() -> str:
    """The strength of the channels at which an exit is a domino, by leaver."""
    rows = []
    for member in baseline().member_ids:
        answer = tip(baseline(), of=member, runs=TIPPED, seed=SEED)
        found = answer.result.channels
        spots = {name: spot(crossing, named=False) for name, crossing in _tipped(found)}
        single = [f"{name} {where}" for name, where in spots.items() if name != "all"]
        whole = [where for name, where in spots.items() if name == "all"]
        below = [name for name in CHANNELS if found[name].side < 0]
        rows.append(
            (
                baseline().label(member),
                *(whole or ["not told"]),
                ", ".join(single) or "none",
                ", ".join(below),
            )
        )
    heads = ("leaver", "all together", "alone", "not even at 16 times")
    return table(heads, rows)


def _tipped(found: Mapping[str, LevelScan]) -> list[tuple[str, LevelCrossing]]:
    firsts = ((name, first_resolved(found[name])) for name in ("all", *CHANNELS))
    return [(name, crossing) for name, crossing in firsts if crossing is not None]


# --- ignorance ------------------------------------------------------------------------------------


def spread() -> str:
    """The forecast over the uncertain ranges."""
    answer = simulate(baseline(), runs=RUNS_A_POINT, seed=SEED, uncertain=POINTS)
    rows = []
    for row in answer.tables["spread"].to_dict("records"):
        name, member = row["outcome"], row["member"]
        ends = [row["low"], row["median"], row["high"]]
        if name == "p_ever_out":
            label = f"{baseline().label(member)} leaves"
        elif name == "p_at_least":
            label = f"at least {member} exit{'' if member == '1' else 's'}"
        else:
            label = {"mean_exits": "mean number of exits", "implied_rate": "exits a year"}[name]
        texts = {"mean_exits": [f"{end:.2f}" for end in ends]}
        decimals = 2 if name == "implied_rate" else 0
        rows.append((label, *texts.get(name, [per_cent(end, decimals) for end in ends])))
    return table(("", "5% of points", "median", "95% of points"), rows)


def gains() -> str:
    """The gain of the peers over the uncertain prior."""
    from sim.analysis.shared.prior import feasible, points

    drawn = points(baseline(), GAIN_POINTS, SEED)
    found = np.array([gain_of_peers(baseline().change(feasible(point))) for point in drawn])
    low, median, high = np.quantile(found, [0.05, 0.5, 0.95])
    return (
        f"Over {len(drawn):,} points of the prior the gain of the peers has a median of "
        f"{median:.2f} (5 to 95%: {low:.2f} to {high:.2f}); the greatest is {found.max():.2f}."
    )


def ratios() -> str:
    """The hazard ratio of the leavers over the uncertain ranges."""
    from sim.analysis.shared.prior import feasible, points

    drawn = points(baseline(), RATIO_POINTS, SEED)
    found = [mean_ratio(baseline().change(feasible(point))) for point in drawn]
    known_ones = np.array([ratio for ratio in found if ratio is not None])
    ends = np.quantile(known_ones, [0.05, 0.5, 0.95])
    return (
        f"Over {len(known_ones)} points of the prior, {RATIO_PAIRS:,} pairs for each leaver, that "
        f"geometric mean has a median of {ends[1]:.2f} (5 to 95%: {ends[0]:.2f} to {ends[2]:.2f}); "
        f"the least is {known_ones.min():.2f}, the greatest {known_ones.max():.2f}."
    )


def mean_ratio(scenario: Scenario) -> float | None:
    """Geometric mean over the leavers; None where for one of them nobody follows."""
    members = scenario.member_ids
    arms = {m: {"exit": do_exit(m), "stay": do_stay(m)} for m in members}
    every = {f"{arm} {m}": do for m, both in arms.items() for arm, do in both.items()}
    played = play(scenario, every, runs=RATIO_PAIRS, seed=SEED)
    logs = []
    for m in members:
        among = others(played, m)
        both = [exposure(played, f"{arm} {m}") for arm in ("exit", "stay")]
        rates = [exited[:, among].sum() / months[:, among].sum() for exited, months in both]
        if min(rates) == 0:
            return None
        logs.append(log(rates[0] / rates[1]))
    return exp(sum(logs) / len(logs))


BLOCKS = {
    "example": example,
    "seeding": seeded,
    "grades": graded,
    "record": record,
    "terms": terms,
    "average": average,
    "trade": trade,
    "switches": switches,
    "ranges": ranges,
    "values": values,
    "rules": rules,
    "order": order,
    "peers": peers,
    "frailty": frailty,
    "strengths": strengths,
    "leavers": leavers,
    "tipping": tipping,
    "spread": spread,
    "gains": gains,
    "ratios": ratios,
}
"""Name of a block, and what computes it."""
