"""Do what follows from the times to publish and to withdraw that have passed; for a timer, where requests do not."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.formats import date_format

from essays.desk.bulk import renew_statistics_where_due
from essays.desk.scheduling import next_planned_time, pass_planned_times


class Command(BaseCommand):
    help = (
        "Work out anew what hangs on essays whose time to be published or withdrawn has passed, and say the next time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        passed = 0
        while found := pass_planned_times(now=timezone.now()):
            passed += found
        renew_statistics_where_due()
        following = next_planned_time()
        said = date_format(timezone.localtime(following), "j F Y, H:i") if following else "none"
        self.stdout.write(f"{passed} {'essay' if passed == 1 else 'essays'} seen to; the next planned time: {said}.")
