"""Where the points of a sweep are computed: in threads of this machine, or by workers of Dask.

An executor gives rows in the order in which they are found; the sweep, its only reader, stores
them. What is under way at a time is bounded, so that a million points never wait in memory.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import islice
from threading import Event
from typing import Any, Protocol

from sim.pool import as_ended, processors
from sim.refusal import Refusal, nearest, shown
from sim.sweeps.points import Task, row_of

THREADS = "threads"
MOST_WORKERS = 1024
PATIENCE = 30
"""Seconds to wait for a scheduler, and for its first worker."""
TRIES = 5
"""How often a point is sent out that workers die of, before the sweep gives up."""
_DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
"""For workers of this machine: Ctrl-C is for the sweep alone, which then ends them."""
AHEAD = 256
"""Points that wait at workers at least: those that join later find some."""

_DASK = re.compile(
    r"dask://(?:local:(?P<local>[1-9][0-9]{0,3})|(?P<address>(?!local:)[^\s/@]+:[0-9]{1,5}))"
)


Rows = Generator[tuple[int, str]]
"""Number and row of each point, in the order in which they are found."""


class ExecutorError(ConnectionError):
    """The points cannot be computed where they should be."""


class Executor(Protocol):
    """Computes points."""

    def rows(self, task: Task, ks: Iterable[int]) -> Rows:
        """Number and row of each point, as soon as it is found; closed, it stops its work."""
        ...


def executor_of(name: str, threads: int | None = None) -> Executor:
    """The executor of a name.

    Parameters
    ----------
    name : str
        ``threads``; ``dask://local:N`` for N processes of this machine; ``dask://HOST:PORT`` for
        the scheduler of a cluster that you trust, for it runs what it is sent.
    threads : int, optional
        Points at a time in threads; default one for each processor.

    Raises
    ------
    Refusal
        Where there is none of that name, or it knows no threads.
    ExecutorError
        Where Dask is not installed.
    """
    if name == THREADS:
        return Threads(threads or processors())
    asked = _DASK.fullmatch(name)
    if asked is None or int(asked["local"] or 1) > MOST_WORKERS:
        allowed = f"{THREADS}, dask://HOST:PORT, or dask://local:N with N up to {MOST_WORKERS}"
        near = nearest(name, [THREADS, "dask://local:2"])
        found = shown(name)
        raise Refusal("no such executor", field="executor", found=found, allowed=allowed, near=near)
    if threads is not None:
        message, allowed = "no number of threads", "none with Dask"
        raise Refusal(message, field="threads", found=str(threads), allowed=allowed)
    if find_spec("distributed") is None:
        raise ExecutorError(
            f"{name} needs Dask, which comes with the extra `cluster` "
            "(domino-alliances[cluster]); the executor `threads` needs nothing"
        )
    return Dask(int(asked["local"]) if asked["local"] else asked["address"])


class Threads:
    """Some points at a time in this process, each in one thread."""

    def __init__(self, count: int) -> None:
        self.count = count

    def rows(self, task: Task, ks: Iterable[int]) -> Rows:
        """Number and row of each point, as soon as it is found.

        Interrupted, it waits for the points that are nearly found, gives these, and stops.
        """
        stop = Event()
        return as_ended(lambda k: row_of(task, k, stop.is_set), ks, self.count, stop)


class Dask:
    """Workers of Dask: so many processes of this machine, or those of a scheduler elsewhere.

    A worker that dies costs no point: the scheduler sends its points to others, and what is lost
    nevertheless is sent again from here.
    """

    def __init__(self, where: int | str) -> None:
        self.where = where

    def rows(self, task: Task, ks: Iterable[int]) -> Rows:
        """Number and row of each point, as soon as it is found."""
        with _client(self.where) as client:
            yield from _Sending(client, task).rows(iter(ks))


class _Sending:
    """Points sent to workers, and what has become of them."""

    def __init__(self, client: Any, task: Task) -> None:
        from distributed import as_completed

        self.client, self.task = client, task
        self.under_way: dict[str, int] = {}
        """Number of each point by the key under which Dask knows it."""
        self.tries: dict[int, int] = {}
        self.ended = as_completed(loop=client.loop)

    def rows(self, waiting: Iterator[int]) -> Rows:
        ahead = max(AHEAD, 4 * sum(self.client.nthreads().values()))
        while True:
            for k in islice(waiting, ahead - len(self.under_way)):
                self._send(k)
            if not self.under_way:
                return
            future = next(self.ended)
            k = self.under_way.pop(future.key)
            row = self._row(future, k)
            if row is None:
                self._send(k)
            else:
                yield k, row

    def _send(self, k: int) -> None:
        # Not pure: a key that was lost once is never taken for the answer.
        future = self.client.submit(row_of, self.task, k, pure=False, key=f"point-{k}-{_token()}")
        self.under_way[future.key] = k
        self.ended.add(future)

    def _row(self, future: Any, k: int) -> str | None:
        """The row of a point; None where it was lost and has to be sent again."""
        from distributed import KilledWorker

        if future.status == "finished":
            row: str = future.result()
            return row
        if self.client.status != "running":
            raise ExecutorError("the scheduler is gone; finished points are stored, ask again")
        error = future.exception() if future.status == "error" else None
        if error is not None and not isinstance(error, KilledWorker):
            raise error
        self.tries[k] = self.tries.get(k, 1) + 1
        if self.tries[k] > TRIES:
            raise ExecutorError(f"point {k} was sent {TRIES} times, and its worker died each time")
        return None


def _token() -> str:
    return os.urandom(8).hex()


@contextmanager
def _client(where: int | str) -> Iterator[Any]:
    """A client of a scheduler that has at least one worker."""
    from distributed import Client
    from distributed import TimeoutError as TooLate

    with ExitStack() as stack:
        address = stack.enter_context(_local(where)) if isinstance(where, int) else where
        try:
            client = stack.enter_context(
                Client(address, timeout=PATIENCE, set_as_default=False, name="domino")
            )
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TooLate) as error:
            raise ExecutorError(
                f"no scheduler of Dask with a worker answers at {address} within {PATIENCE} "
                f"seconds ({error})"
            ) from error
        yield client


@contextmanager
def _local(workers: int) -> Iterator[str]:
    """A cluster of processes of this machine, which no other machine can reach; its address."""
    import logging

    from distributed import LocalCluster

    with (
        tempfile.TemporaryDirectory(prefix="domino-dask-") as folder,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            local_directory=folder,
            preload=[_DEAF],
        ) as cluster,
    ):
        yield cluster.scheduler_address
