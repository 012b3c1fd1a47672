"""Work handed out to threads: one loop for everything that is computed in parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from threading import Event

Progress = Callable[[int, int], None]
"""Called with the parts done and the parts in all."""


def processors() -> int:
    """How many threads serve where nobody says how many."""
    return os.cpu_count() or 1


def as_ended[Item, Result](
    task: Callable[[Item], Result],
    items: Iterable[Item],
    threads: int | None = None,
    stop: Event | None = None,
) -> Generator[tuple[Item, Result]]:
    """Each item with its result, in the order in which they end.

    Parameters
    ----------
    task : callable
        Called with each item, in one of the threads.
    items : iterable
        Read no further ahead than twice the number of threads.
    threads : int >= 1, optional
        Default: one for each processor. With one, no thread is started.
    stop : Event, optional
        Set when nothing further is wanted, so that a long task can end early. Where it is given,
        an interruption first yields the results that still come to an end.

    Raises
    ------
    Exception
        Whatever the task raises, for the first item that fails; nothing is begun after it.
    """
    threads = threads or processors()
    if threads == 1 and stop is None:
        for item in items:
            yield item, task(item)
        return
    waiting = iter(items)
    under_way: dict[Future[Result], Item] = {}
    with ThreadPoolExecutor(threads) as pool:
        try:
            while True:
                for item in islice(waiting, 2 * threads - len(under_way)):
                    under_way[pool.submit(task, item)] = item
                if not under_way:
                    return
                done = wait(under_way, return_when=FIRST_COMPLETED).done
                for future in [future for future in under_way if future in done]:
                    yield under_way.pop(future), future.result()
        except KeyboardInterrupt:
            if stop is not None:
                stop.set()
                yield from _last(under_way)
            raise
        finally:
            if stop is not None:
                stop.set()
            for future in under_way:
                future.cancel()


def _last[Item, Result](under_way: dict[Future[Result], Item]) -> Iterator[tuple[Item, Result]]:
    """The items that come to an end although nothing new is begun."""
    running = {future: item for future, item in under_way.items() if not future.cancel()}
    wait(running)
    for future, item in running.items():
        if future.exception() is None:
            yield item, future.result()
