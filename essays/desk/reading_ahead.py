"""Documents read and linked by other processes while this one stores those before: all cores work, the order stays.

One process stores, as SQLite has one writer and as a document may need what the one before it made: it is then read
again by ``import_document``, so that the outcome is that of one process.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from essays.desk.delivered import Incoming, Item
from essays.desk.importing import ReadDocument, newest_credit, read_document
from essays.desk.reader_process import begin_reading
from essays.models import Film

DOCUMENTS_AHEAD = 8  # for each process: enough that none waits, few enough that memory stays flat

Ahead = Future[ReadDocument | None]


class ReadersEndedError(Exception):
    """A process that reads was ended from outside."""

    def __init__(self) -> None:
        super().__init__(
            "A process that reads documents was ended (the machine may be short of memory). What came before is "
            "stored whole; run the import again, with fewer --jobs."
        )


@contextmanager
def reading_ahead(jobs: int, *, kind: str | None, film: Film | None, dry_run: bool) -> Iterator[ReadingAhead]:
    """Readers in ``jobs`` processes, none where that is 1. Leaving it, also by an error, starts no further document."""
    if jobs <= 1:
        yield ReadingAhead(None, 0, kind, film, dry_run)
        return
    # Not forked: a database connection must not be shared.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=begin_reading)
    try:
        yield ReadingAhead(pool, jobs * DOCUMENTS_AHEAD, kind, film, dry_run)
    finally:
        pool.shutdown(cancel_futures=True)


class ReadingAhead:
    """Sends documents to the readers and gives them back in their order."""

    def __init__(
        self, pool: ProcessPoolExecutor | None, window: int, kind: str | None, film: Film | None, dry_run: bool
    ) -> None:
        self._pool = pool
        self._window = window
        self._kind = kind
        self._film = film
        self._dry_run = dry_run

    def items(self, items: Iterable[Item]) -> Iterator[tuple[Item, Ahead | None]]:
        """Each of ``items`` in order, with what is being read of it; None where this process is to read it."""
        waiting: deque[tuple[Item, Ahead | None]] = deque()
        for item in items:
            waiting.append((item, self._send(item)))
            if len(waiting) > self._window:
                yield waiting.popleft()
        yield from waiting

    def _send(self, item: Item) -> Ahead | None:
        if self._pool is None or not isinstance(item, Incoming):
            return None
        # A submission may start a process, which inherits the mask: Ctrl-C is the storing process's to answer.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._pool.submit(
                read_document,
                item.data,
                name=item.name,
                last_credit=newest_credit(),
                kind=self._kind,
                film=self._film,
                dry_run=self._dry_run,
                beside=dict.fromkeys(item.beside, b"held"),  # their bytes stay in this process
            )
        except BrokenProcessPool as error:
            raise ReadersEndedError from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def read_by(ahead: Ahead | None) -> ReadDocument | None:
    """What a reader made of a document, waited for; None where there is no reader. Raises what the reader raised."""
    try:
        return ahead.result() if ahead is not None else None
    except BrokenProcessPool as error:
        raise ReadersEndedError from error
