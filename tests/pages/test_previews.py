"""The page that an outsider reads by a preview link, and what they find when it is closed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from essays.desk.editing import essay_was_saved
from essays.desk.rendering import renew_rendering
from essays.desk.revising import record_revision
from essays.desk.sharing import close_link, share, token_of
from essays.models import Essay
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    """To the first of two revisions of a draft about *Red Heat* that links to Walter Hill."""
    hill = build.person("Walter Hill", visibility="public")
    made = build.essay(about=build.film(visibility="public"), by=build.critic("Chris"), rating=3.5, standfirst="Late.")
    build.mention(made, "Walter Hill", hill)
    renew_rendering(made)
    first = record_revision(made, by=None, now=timezone.now(), note="written")
    made.headline, made.body = "Stone in Chicago", "<p>Nothing of that.</p>"
    made.save()
    essay_was_saved(made, by=None, now=timezone.now())
    return share(first, days=7, by=build.superuser(), now=timezone.now())


def address(token: str) -> str:
    return reverse("essays:preview", args=[token])


def test_an_outsider_reads_that_revision_and_only_what_it_holds(client, link):
    page = client.get(address(token_of(link))).content.decode()
    for said in (
        "A Russian in Chicago",
        "Walter Hill made",
        "By Chris",
        "Late.",
        "Rated <b>3.5</b>",
        "Red Heat (1988)",
    ):
        assert said in page
    assert "Stone in Chicago" not in page
    assert "/people/walter-hill/" not in page  # what is linked later is not of this revision
    assert "Edit this essay" not in page


def test_nobody_keeps_indexes_or_is_told_of_the_page_whatever_it_answers(client, link):
    token = token_of(link)
    answers = [client.get(address(token)), client.get(address(token + "x"))]
    close_link(link, by=build.superuser("other"), now=timezone.now())
    answers.append(client.get(address(token)))
    assert [answer.status_code for answer in answers] == [200, 404, 410]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex' in answer.content.decode()
        assert 'rel="canonical"' not in answer.content.decode()
        assert not answer.cookies


def test_a_closed_or_wrong_address_says_what_to_do(client, link):
    token = token_of(link)
    assert "Try it again as it stands in the message" in client.get(address(token[:-3])).content.decode()
    link.expires_at = timezone.now() - dt.timedelta(minutes=1)
    link.made_at = link.expires_at - dt.timedelta(days=1)
    link.save()
    page = client.get(address(token)).content.decode()
    assert "Ask whoever sent it to you for a new one." in page
    assert "A Russian in Chicago" not in page


def test_the_draft_itself_stays_unseen_and_the_link_writes_nothing(client, link):
    before = Essay.objects.values().get()
    client.get(address(token_of(link)))
    assert client.post(address(token_of(link))).status_code == 405
    assert client.get(Essay.objects.get().get_absolute_url()).status_code == 404
    assert Essay.objects.values().get() == before


def test_the_page_asks_one_question(client, link, django_assert_num_queries):
    with django_assert_num_queries(2):  # of the link, and the site's settings
        client.get(address(token_of(link)))
