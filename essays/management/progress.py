"""A bar with rate and time left, on a terminal only."""

from __future__ import annotations

from typing import Any

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


class Progress:
    """Shows how far a run has come, and prints sentences above the bar; without a terminal only the sentences."""

    def __init__(self, stdout: OutputWrapper, stderr: OutputWrapper, total: int, *, what: str = "documents") -> None:
        self._stdout = stdout
        self._stderr = stderr
        self._count = 0
        self._bar: Bar | None = None
        if stderr.isatty():
            self._bar = Bar(
                TextColumn("{task.fields[count]} " + what),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[rate]}/s"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=total, count=0, rate="–")

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *args: Any) -> None:
        if self._bar is not None:
            self._bar.stop()

    def done(self, reached: int) -> None:
        """One more is done; ``reached`` of the total, which may be counted in bytes, lies behind."""
        self._count += 1
        if self._bar is not None:
            seconds = self._bar.tasks[0].elapsed or 0
            rate = f"{self._count / seconds:.0f}" if seconds > 1 else "–"
            self._bar.update(self._task, completed=reached, count=self._count, rate=rate)

    def reached(self, done: int, known: int) -> None:
        """So many are done, of so many that are known so far."""
        if self._bar is not None:
            self._bar.update(self._task, total=known)
        self.done(done)

    def say(self, sentence: str) -> None:
        self._print(self._stdout, sentence)

    def complain(self, sentence: str) -> None:
        self._print(self._stderr, sentence)

    def _print(self, stream: OutputWrapper, sentence: str) -> None:
        # A document's name may hold half a surrogate pair, which no terminal can print.
        printable = sentence.encode("utf-8", "backslashreplace").decode()
        if self._bar is not None:
            self._bar.console.print(printable, markup=False, highlight=False, soft_wrap=True)
        else:
            stream.write(printable)
