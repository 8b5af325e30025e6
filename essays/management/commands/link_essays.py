"""Link essays again: their text as it stands against the records as they are now, one transaction each."""

import datetime as dt
import json
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from essays.desk.collecting import collecting_seldom
from essays.desk.relinking import (
    Outcome,
    Relinked,
    RelinkingError,
    begin_run,
    finish_run,
    ids_in_order,
    kept_essays,
    relink_essay,
)
from essays.management.progress import Progress
from essays.models import Essay, LinkingRun

INTERRUPTED = 130  # what a shell expects of a command stopped by Ctrl-C
LARGEST_ID = 2**63 - 1


class Command(BaseCommand):
    help = (
        "Links essays again after the catalogue grew or records changed. What an editor decided stays. Published "
        "essays are reported on and changed only with --published. Run again, it goes on where it was stopped."
    )
    requires_system_checks = ()  # they load every screen and page, which no essay waits for

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", metavar="ID", help="of essays")
        parser.add_argument("--all", action="store_true", help="every essay outside the wastebasket")
        parser.add_argument("--since", metavar="DATE", help="essays saved on that day or later: 2026-06-17")
        parser.add_argument("--published", action="store_true", help="change published and scheduled essays too")
        parser.add_argument("--dry-run", action="store_true", help="report what would change; store nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a line of JSON on each change")
        parser.add_argument("--anew", action="store_true", help="begin at the first essay, not where a run stopped")
        parser.add_argument("--rest", type=int, default=0, metavar="MS", help="pause after each, for a busy site")

    def handle(self, *args: Any, ids: list[str], report: Path | None, **options: Any) -> None:
        since = self._day(options["since"])
        if bool(ids) + options["all"] + (since is not None) != 1:
            raise CommandError("Say which essays: their ids, --all, or --since DATE; one of the three.")
        run: LinkingRun | None = None
        essays = kept_essays(since=since)
        if ids:
            chosen: Iterable[int] = self._known(ids)
            total = len(list(chosen))
        else:
            if not options["dry_run"]:
                selection = f"since {options['since']}" if since else "all"
                run = begin_run(
                    selection + (", published too" if options["published"] else ""),
                    now=timezone.now(),
                    anew=options["anew"],
                )
            reached = run.reached if run else 0
            if run and reached:
                self.stdout.write(
                    f"Going on after essay {reached}, where this was stopped; --anew begins at the first."
                )
            chosen = ids_in_order(essays, after=reached)
            total = essays.filter(pk__gt=reached).count()
        goes_on = bool(run and run.reached)
        outcomes: Counter[Outcome] = Counter()
        failed = 0
        with ExitStack() as stack:
            stack.enter_context(collecting_seldom())
            lines = stack.enter_context(self._opened(report, goes_on=goes_on)) if report else None
            progress = stack.enter_context(Progress(self.stdout, self.stderr, total, what="essays"))
            try:
                for number, essay_id in enumerate(chosen, start=1):
                    try:
                        done = self._link(essay_id, run, options, progress)
                    except Essay.DoesNotExist:  # deleted since its id was read
                        continue
                    progress.done(number)
                    if done is None:
                        failed += 1
                        continue
                    outcomes[done.outcome] += 1
                    if lines is not None:
                        lines.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in done.lines)
                        lines.flush()  # a run that is killed has reported what it did
                    if options["rest"] > 0:
                        time.sleep(options["rest"] / 1000)
            except KeyboardInterrupt:
                said = f"Stopped. {_summary(outcomes)} Run it again to go on."
                raise CommandError(said, returncode=INTERRUPTED) from None
            except OSError as error:
                said = f"{report}: the report cannot be written ({error.strerror}). Free some space and run it again."
                raise CommandError(said) from error
        if run is not None:
            finish_run(run, now=timezone.now())
        self.stdout.write(_summary(outcomes))
        if outcomes[Outcome.WAITS]:
            self.stdout.write("Published essays were left as they are. Look at the changes, then give --published.")
        if failed:
            raise CommandError(f"{failed} could not be linked again and are as they were.")

    def _link(
        self, essay_id: int, run: LinkingRun | None, options: dict[str, Any], progress: Progress
    ) -> Relinked | None:
        """Link one essay again; None, after a sentence on why, where that is not possible."""
        try:
            done = relink_essay(
                essay_id,
                by=None,
                now=timezone.now(),
                published=options["published"],
                dry_run=options["dry_run"],
                run=run,
            )
        except (Essay.DoesNotExist, OperationalError):
            raise
        except RelinkingError as error:
            progress.complain(str(error))
            return None
        except Exception as error:
            if options["traceback"]:
                raise
            progress.complain(
                f"Essay {essay_id}: a fault of Double Bill ({type(error).__name__}: {error}). It is as it was; link "
                "it alone with --traceback and report what that prints."
            )
            return None
        if options["verbosity"] > 1 or (options["verbosity"] == 1 and done.changes):
            progress.say(done.sentence())
        return done

    def _day(self, written: str | None) -> dt.datetime | None:
        if written is None:
            return None
        try:
            day = dt.date.fromisoformat(written)
            return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        except (ValueError, OverflowError) as error:
            raise CommandError(f"--since {written}: that is no date. Write year, month and day: 2026-06-17.") from error

    def _known(self, written: list[str]) -> list[int]:
        """The ids, in order and each once; a CommandError names those that no essay outside the wastebasket has."""
        wrong = [word for word in written if not (word.isascii() and word.isdigit() and int(word) <= LARGEST_ID)]
        if wrong:
            raise CommandError(f"{', '.join(wrong)}: an id is a number, as in the address of the essay's form.")
        ids = sorted({int(word) for word in written})
        known = set(kept_essays().filter(pk__in=ids).values_list("pk", flat=True))
        if missing := [str(pk) for pk in ids if pk not in known]:
            said = f"No essay outside the wastebasket has the id {', '.join(missing)}. Nothing was linked."
            raise CommandError(said)
        return ids

    def _opened(self, report: Path, *, goes_on: bool) -> IO[str]:
        """The report: of a run that goes on it goes on too."""
        try:
            return report.open("a" if goes_on else "w", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{report}: the report cannot be written there ({error.strerror}).") from error


def _summary(outcomes: Counter[Outcome]) -> str:
    total = sum(outcomes.values())
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return f"{total} essay{'' if total == 1 else 's'}{': ' + counts if counts else ''}."
