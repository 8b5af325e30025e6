"""Readers report an error: it reaches the desk, so many of one sender, and nothing else changes."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from essays.desk import error_reports
from essays.models import ErrorReport, Essay
from tests import build

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
SAYS = "It opened in June 1988, not in 1987."


@pytest.fixture
def essay() -> Essay:
    return build.published("Late", body="<p>It opened in 1987.</p>")


def send(client: Client, essay: Essay, *, address: str = "192.0.2.1", **said: str) -> HttpResponse:
    said = {"says": SAYS, "passage": "", "mail": ""} | said
    return client.post(f"{essay.get_absolute_url()}report/", said, headers=HERE, REMOTE_ADDR=address)


def test_an_essay_leads_to_the_form_and_a_report_reaches_the_desk(client: Client, essay: Essay) -> None:
    page = client.get(essay.get_absolute_url()).content.decode()
    assert f'action="{essay.get_absolute_url()}report/"' in page
    form = client.get(f"{essay.get_absolute_url()}report/")
    assert form.status_code == 200
    assert "no-store" in form["Cache-Control"]
    assert form["X-Robots-Tag"] == "noindex"
    assert not form.cookies
    sent = send(client, essay, passage="It opened in 1987.", mail="reader@films.example")
    assert sent.status_code == 303
    assert client.get(sent["Location"]).status_code == 200
    report = ErrorReport.objects.get()
    assert (report.essay, report.says, report.passage) == (essay, SAYS, "It opened in 1987.")
    assert (report.mail, report.state) == ("reader@films.example", "open")


def test_no_address_of_a_sender_is_kept(client: Client, essay: Essay) -> None:
    send(client, essay)
    row = ErrorReport.objects.values().get()
    assert not any("192.0.2.1" in str(value) for value in row.values())
    today = timezone.now()
    assert row["sender"] == error_reports.sender_of("192.0.2.1", today)
    assert row["sender"] != error_reports.sender_of("192.0.2.1", today + dt.timedelta(days=1))


@pytest.mark.parametrize(
    "said", [{"says": ""}, {"says": "x" * 2_001}, {"mail": "nobody"}, {"passage": "x" * 601}, {"says": "a\0b"}]
)
def test_what_is_wrong_with_a_report_is_said_and_what_was_typed_stays(
    client: Client, essay: Essay, said: dict[str, str]
) -> None:
    answer = send(client, essay, **said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    if said.get("says") is None:
        assert SAYS in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_so_many_of_one_sender_are_taken_and_others_go_on(client: Client, essay: Essay) -> None:
    for _ in range(error_reports.OF_ONE_SENDER):
        assert send(client, essay).status_code == 303
    assert send(client, essay).status_code == 429
    assert send(client, essay, address="192.0.2.2").status_code == 303
    assert ErrorReport.objects.count() == error_reports.OF_ONE_SENDER + 1
    ErrorReport.objects.update(sent_at=timezone.now() - dt.timedelta(days=2))
    assert send(client, essay).status_code == 303


def test_a_flood_from_everywhere_ends(client: Client, essay: Essay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_reports, "IN_ALL", 2)
    assert [send(client, essay, address=f"192.0.2.{n}").status_code for n in range(4)] == [303, 303, 429, 429]


def test_who_fills_in_what_no_reader_sees_is_thanked_and_not_heard(client: Client, essay: Essay) -> None:
    assert send(client, essay, website="https://example.org").status_code == 303
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_the_form_of_another_site_reports_nothing(client: Client, essay: Essay, headers: dict[str, str]) -> None:
    answer = client.post(f"{essay.get_absolute_url()}report/", {"says": SAYS}, headers=headers)
    assert answer.status_code == 403
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "withdrawn", "published_at": build.NOW}])
def test_of_what_readers_do_not_see_nothing_is_reported(client: Client, fields: dict[str, object]) -> None:
    hidden = build.essay("Zorglub", **fields)
    for ending in ("report/", "report/thanks/"):
        assert client.get(f"{hidden.get_absolute_url()}{ending}").status_code == 404
    assert send(client, hidden).status_code == 404
    assert not ErrorReport.objects.exists()


def test_a_report_leaves_the_kept_pages_as_they_are(client: Client, essay: Essay) -> None:
    before = client.get(essay.get_absolute_url())["ETag"]
    send(client, essay)
    assert client.get(essay.get_absolute_url())["ETag"] == before
