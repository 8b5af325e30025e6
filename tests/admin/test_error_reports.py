"""Reported errors at the desk: seen to or dismissed, by whom and when."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essays.models import ErrorReport
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> ErrorReport:
    essay = build.published("Late")
    return ErrorReport.objects.create(essay=essay, says="It opened in June.", sent_at=timezone.now())


def test_a_report_is_settled_in_its_form_and_opened_again(client: Client, report: ErrorReport) -> None:
    editor = build.superuser()
    client.force_login(editor)
    screen = reverse("admin:essays_errorreport_change", args=[report.pk])
    assert "It opened in June." in client.get(screen).content.decode()
    client.post(screen, {"state": "done"})
    report.refresh_from_db()
    assert (report.state, report.settled_by_id, report.settled_at is not None) == ("done", editor.pk, True)
    client.post(screen, {"state": "open"})
    report.refresh_from_db()
    assert (report.state, report.settled_by_id, report.settled_at) == ("open", None, None)


@pytest.mark.parametrize(("action", "state"), [("see_to", "done"), ("dismiss", "dismissed")])
def test_many_are_settled_at_once_and_those_that_were_are_named(
    client: Client, report: ErrorReport, action: str, state: str
) -> None:
    settled = ErrorReport.objects.create(
        essay=report.essay, says="No.", state="dismissed", sent_at=timezone.now(), settled_at=timezone.now()
    )
    client.force_login(build.superuser())
    chosen = {"action": action, "_selected_action": [report.pk, settled.pk]}
    answer = client.post(reverse("admin:essays_errorreport_changelist"), chosen, follow=True).content.decode()
    assert "1 had been settled." in answer
    report.refresh_from_db()
    assert report.state == state
    settled.refresh_from_db()
    assert settled.state == "dismissed"
