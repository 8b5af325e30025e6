"""What an essay should have before readers see it: told, and asked for where the site says so."""

import datetime as dt

import pytest

from essays.desk.checklist import POINTS, what_is_missing
from essays.desk.publishing import PublishingError, publish
from essays.desk.scheduling import schedule
from essays.models import Essay, Finding
from tests import build

pytestmark = pytest.mark.django_db


def whole(**fields) -> Essay:
    """An essay that has all it should have."""
    return build.essay(about=build.film("Red Heat", 1988), standfirst="Two policemen.", **fields)


def points(essay: Essay) -> list[str]:
    return [missing.point for missing in what_is_missing(essay)]


def test_a_whole_essay_lacks_nothing():
    assert points(whole(body='<p>Good.</p><figure><img src="/media/a.jpg" alt="A street"></figure>')) == []


def test_each_point_is_told_in_working_order():
    essay = build.essay(
        headline_is_proposed=True,
        body='<p>Red Heat.</p><figure><img src="/a.jpg"></figure><figure><img alt="" src="/b.jpg"></figure>',
    )
    build.mention(essay, "Red Heat", state="undecided")
    Finding.objects.create(essay=essay, rule="year", message="1988?", exact="1985", found_at=build.NOW)
    missing = what_is_missing(essay)
    assert [each.point for each in missing] == list(POINTS)
    assert "2 pictures have no alternative text" in missing[3].sentence
    assert "1 name waits" in missing[4].sentence and "1 question" in missing[5].sentence


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("review", ["subject", "standfirst"]), ("reference", ["subject"]), ("feature", ["standfirst"])],
)
def test_what_a_kind_does_not_need_is_not_missed(kind, expected):
    assert points(build.essay(kind=kind)) == expected


def test_nothing_stops_where_the_site_asks_for_nothing():
    essay = build.essay()
    publish(essay, by=None, now=build.NOW)
    assert essay.status == "published"


@pytest.mark.parametrize("step", ["publish", "schedule"])
def test_what_the_site_asks_for_stops_a_publication_and_says_what_to_do(settings, step):
    settings.PUBLISHING_NEEDS = ["subject"]
    essay = build.essay()
    with pytest.raises(PublishingError, match="it has no subject film; choose it"):
        if step == "publish":
            publish(essay, by=None, now=build.NOW)
        else:
            later = build.NOW + dt.timedelta(days=1)
            schedule(essay, publish_at=later, withdraw_at=None, by=None, now=build.NOW)
    assert Essay.objects.get().status == "draft"
    publish(whole(headline="Another"), by=None, now=build.NOW)
