"""What several phases share: learning from a case, taking a status, what is seen of others."""

from __future__ import annotations

from sim.jit import phase
from sim.rules import beliefs, patron
from sim.rules import influence as influence_rules
from sim.rules.status import ACTIVE, NOTICE, OUT, begun_notice, is_outward, is_stopped
from sim.scenario.compiling import world as w


@phase
def learn(state, world, run, victim, kind, kept, size):
    """The victim of a case learns, and everyone who heeds it.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    victim : int
        Index of the member whose case it is.
    kind : int
        ``EXTERNAL`` or ``REGIME``.
    kept : int
        1 where the pledge was kept, 0 where it was broken.
    size : float >= 0
        Observed crises.
    """
    p, reputation = world.parameters, world.channels.reputation
    own = beliefs.first_hand_evidence(size, p.salience)
    for j in range(state.status.shape[1]):
        if j == victim:
            evidence = own
        else:
            share = influence_rules.attention_share(
                j, victim, world.members.influence, state.joined[run]
            )
            evidence = beliefs.observed_evidence(own, p.watch, share, reputation)
        other = beliefs.other_type(evidence, p.cross_type)
        if kept:
            state.kept[run, j, kind] += evidence
            state.kept[run, j, 1 - kind] += other
        else:
            state.broken[run, j, kind] += evidence
            state.broken[run, j, 1 - kind] += other


@phase
def take_status(state, world, run, i, status, month):
    """A member takes a status; its clock and its place among those who are or were in follow.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    i : int
        Index of the member.
    status : int
        The status that it chose, or that an event sets.
    month : int
        Months from the start of the scenario.
    """
    before = state.status[run, i]
    if status == before:  # a running notice keeps its clock
        return
    notice_months, new = world.calendar.notice_months, status
    if month > world.calendar.last_recorded:  # the record is taken as it is
        new = begun_notice(status, notice_months, world.calendar.renewal[month])
    if new == before:
        return
    if is_stopped(world.members.hold[i], before, new):
        state.stopped[run, i] = 1
        return
    state.moved[run, i] = is_outward(before, new)
    if before == ACTIVE and state.first_step[run, i] == w.NOT_YET:
        state.first_step[run, i] = month
    if new == NOTICE:
        state.exit_due[run, i] = month + notice_months
    if new != OUT:
        state.joined[run, i] = 1
    state.status[run, i] = new


@phase
def fading_of(state, world, run, i, q):
    """The fading parts of a quantity of an actor, together.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    i : int
        Index of the member; the patron comes last.
    q : int
        Column of the quantity in ``level``.
    """
    fading = 0.0
    for s in range(len(world.events.slot_factor)):
        if world.events.slot_actor[s] == i and world.events.slot_level[s] == q:
            fading += state.fading[run, s]
    return fading


@phase
def trust_of(state, run, i):
    """One trust from two, by what a member has to fear this month.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    run : int
        Row of the run in the chunk.
    i : int
        Index of the member.
    """
    return beliefs.mean_trust(
        beliefs.trust(state.kept[run, i, 0], state.broken[run, i, 0]),
        beliefs.trust(state.kept[run, i, 1], state.broken[run, i, 1]),
        state.level[run, i, w.THREAT],
        state.level[run, i, w.REGIME_RISK],
    )


@phase
def look(state, world, run, work):
    """What is seen through each channel: the others as they are, or as at the branch if cut.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    work : Work
        Scratch of the thread.
    """
    cut = world.cut
    for j in range(state.status.shape[1]):
        status, seen_status = state.status[run, j], state.seen_status[run, j]
        joined, seen_joined = state.joined[run, j], state.seen_joined[run, j]
        work.club_status[j] = seen_status if cut.club else status
        work.club_joined[j] = seen_joined if cut.club else joined
        work.dilution_status[j] = seen_status if cut.dilution else status
        work.dilution_joined[j] = seen_joined if cut.dilution else joined
        work.discipline_status[j] = seen_status if cut.discipline else status
        work.discipline_joined[j] = seen_joined if cut.discipline else joined
        alignment, seen_alignment = state.alignment[run, j], state.seen_alignment[run, j]
        work.discipline_alignment[j] = seen_alignment if cut.discipline else alignment


@phase
def reach_of(state, world, run, i, work):
    """How hard a leaver would be hit, as the statuses stand.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    i : int
        Index of the member.
    work : Work
        Scratch of the thread.
    """
    p, channels = world.parameters, world.channels
    return patron.reach(
        p.cheap,
        p.costly,
        state.capacity[run],
        channels.dilution,
        patron.others_defiance(i, work.dilution_status, work.dilution_joined),
        channels.discipline,
        p.backing,
        patron.loyal_share(
            i,
            world.members.weight,
            work.discipline_status,
            work.discipline_alignment,
            work.discipline_joined,
        ),
    )
