"""Preview links: who makes them, what they lead to, and all that closes them."""

import datetime as dt

import pytest

from essays.desk.blanking import blank_revision
from essays.desk.editing import discard, essay_was_saved, take_back
from essays.desk.revising import record_revision
from essays.desk.sharing import (
    DAYS,
    ClosedLinkError,
    SharingError,
    UnknownLinkError,
    close_link,
    may_share,
    revision_behind,
    share,
    token_of,
)
from essays.models import PreviewLink
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def editor():
    return build.member("Editors")


@pytest.fixture
def revision():
    return record_revision(build.essay(), by=None, now=NOW, note="written")


def test_a_link_leads_to_its_revision_until_it_expires(editor, revision):
    link = share(revision, days=7, by=editor, now=NOW)
    token = token_of(link)
    essay_was_saved(revision.essay, by=editor, now=NOW)  # a newer text is not what the link is of
    assert revision_behind(token, now=NOW + dt.timedelta(days=7) - HOUR) == revision
    with pytest.raises(ClosedLinkError, match="expired"):
        revision_behind(token, now=NOW + dt.timedelta(days=7))


def test_an_address_that_we_never_gave_leads_nowhere(editor, revision):
    token = token_of(share(revision, days=1, by=editor, now=NOW))
    pk, signature = token.split(".")
    other = share(revision, days=1, by=editor, now=NOW)
    wrong = ["", pk, f"{other.pk}.{signature}", f"{pk}.{signature[:-1]}", f"{pk}.", f"x.{signature}", token + "x"]
    for one in wrong:
        with pytest.raises(UnknownLinkError):
            revision_behind(one, now=NOW)
    PreviewLink.objects.all().delete()
    with pytest.raises(UnknownLinkError):
        revision_behind(token, now=NOW)


def test_a_link_is_closed_by_hand_once(editor, revision):
    link = share(revision, days=1, by=editor, now=NOW)
    close_link(link, by=editor, now=NOW + HOUR)
    with pytest.raises(ClosedLinkError, match="closed"):
        revision_behind(token_of(link), now=NOW + HOUR)
    with pytest.raises(SharingError, match="closed already"):
        close_link(link, by=editor, now=NOW + HOUR)


def test_blanking_the_revision_closes_its_links_and_those_of_others_stay_open(editor, revision):
    second = essay_was_saved(revision.essay, by=editor, now=NOW).revision
    gone, stays = (share(one, days=30, by=editor, now=NOW) for one in (revision, second))
    blank_revision(revision, by=build.superuser(), now=NOW, reason="a court said so")
    with pytest.raises(ClosedLinkError, match="blanked"):
        revision_behind(token_of(gone), now=NOW)
    assert revision_behind(token_of(stays), now=NOW) == second
    with pytest.raises(SharingError, match="revision 1 was blanked"):
        share(revision, days=1, by=editor, now=NOW)


def test_in_the_wastebasket_no_link_of_an_essay_is_open(editor, revision):
    link = share(revision, days=30, by=editor, now=NOW)
    discard(revision.essay, by=None, now=NOW)
    with pytest.raises(ClosedLinkError, match="in the wastebasket"):
        revision_behind(token_of(link), now=NOW)
    with pytest.raises(SharingError, match="in the wastebasket"):
        share(revision, days=1, by=editor, now=NOW)
    take_back(revision.essay, by=None, now=NOW)
    assert revision_behind(token_of(link), now=NOW) == revision


@pytest.mark.parametrize("days", [0, 2, 365])
def test_a_link_is_open_for_one_of_the_offered_times(editor, revision, days):
    assert days not in DAYS
    with pytest.raises(SharingError, match="1, 3, 7, 14, 30 days"):
        share(revision, days=days, by=editor, now=NOW)


def test_authors_show_nothing_to_outsiders(revision):
    author = build.member("Authors")
    assert [may_share(revision.essay, one) for one in (author, build.member("Publishers"))] == [False, True]
    with pytest.raises(SharingError, match="may not show essays to outsiders"):
        share(revision, days=1, by=author, now=NOW)
    link = share(revision, days=1, by=build.superuser("owner"), now=NOW)
    with pytest.raises(SharingError, match="The link stays open"):
        close_link(link, by=author, now=NOW)
    assert not PreviewLink.objects.filter(closed_at__isnull=False).exists()


def test_who_reaches_only_their_own_essays_shows_only_those(revision):
    writer = build.account("writer", "essays.share_revision")
    assert not may_share(revision.essay, writer)
    assert may_share(build.essay("Mine", owner=writer), writer)
