"""A draft beside the text that readers see, with all else that may happen to the essay meanwhile."""

import datetime as dt

import pytest
from django.test import Client

from essays.desk.beside import (
    DraftError,
    StaleDraftError,
    brought_together,
    clashes_of,
    discard_draft,
    may_draft,
    may_end,
    publish_draft,
    save_draft,
    waiting_draft,
    what_it_changes,
)
from essays.desk.blanking import blank_revision
from essays.desk.editing import discard, essay_was_saved, take_back
from essays.desk.history import told_lines
from essays.desk.importing import Outcome, import_document
from essays.desk.merging import merge
from essays.desk.pointing import PointedAt
from essays.desk.publishing import PublishingError, withdraw
from essays.desk.revising import RevisingError, made_by_import, record_revision, restore_revision
from essays.desk.scheduling import schedule
from essays.models import Essay, Revision, WaitingDraft
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)
BODY = "<p>Walter Hill made Red Heat in 1988.</p>\n<p>It rains.</p>\n<p>The end.</p>"


@pytest.fixture
def editor():
    return build.member("Editors")


@pytest.fixture
def publisher():
    return build.member("Publishers")


@pytest.fixture
def live(db) -> Essay:
    """A published essay with one revision."""
    essay = build.published(body=BODY, about=build.film())
    record_revision(essay, by=None, now=NOW, note="published")
    return essay


def drafted(essay: Essay, by, *, seen: int = 0, is_compared: bool = False, pointed=None, **fields) -> Revision:
    """Save a draft with these fields, the others as they are drafted so far."""
    draft = waiting_draft(essay)
    shown = draft.essay_again() if draft else Essay.objects.get(pk=essay.pk)
    for name, value in fields.items():
        setattr(shown, name, value)
    return save_draft(shown, seen=seen, by=by, now=LATER, is_compared=is_compared, pointed=pointed).revision


def edit_live(essay: Essay, **fields) -> None:
    row = Essay.objects.get(pk=essay.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    essay_was_saved(row, by=None, now=LATER)


def test_readers_see_the_live_text_until_the_draft_is_published(live, editor, publisher):
    revision = drafted(live, editor, body=BODY.replace("rains", "snows"), standfirst="Cold.")
    page = Client().get(live.get_absolute_url(), secure=True).content.decode()
    assert "It rains." in page and "snows" not in page and "Cold." not in page
    assert Essay.objects.get().version == live.version
    publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    page = Client().get(live.get_absolute_url(), secure=True).content.decode()
    assert "It snows." in page and "Cold." in page
    assert waiting_draft(live) is None
    assert live.revisions.order_by("number").last().note == "published the draft of revision 2"
    assert Revision.objects.first_altered() is None


@pytest.mark.parametrize(
    ("state", "draws", "ends"),
    [
        pytest.param({}, {"Editors", "Publishers"}, {"Publishers"}, id="live"),
        pytest.param(
            {"published_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)},
            {"Editors", "Publishers"},
            {"Publishers"},
            id="scheduled",
        ),
        pytest.param({"status": "withdrawn"}, set(), {"Editors", "Publishers"}, id="withdrawn"),
        pytest.param({"discarded_at": NOW}, set(), set(), id="thrown away"),
    ],
)
def test_who_may_write_a_draft_and_who_may_publish_it(live, state, draws, ends):
    Essay.objects.update(**state)
    live.refresh_from_db()
    accounts = [build.member(role) for role in ("Authors", "Editors", "Publishers")]
    roles = {account.groups.get().name: account for account in accounts}
    assert {role for role, account in roles.items() if may_draft(live, account)} == draws
    assert {role for role, account in roles.items() if may_end(live, account)} == ends
    stranger = build.account("stranger", "essays.view_essay")
    assert not may_draft(live, stranger) and not may_end(live, stranger)


def test_an_author_writes_beside_their_own_and_leaves_publishing_to_others(live):
    author = build.member("Authors")
    Essay.objects.update(owner=author)
    live.refresh_from_db()
    revision = drafted(live, author, standfirst="Cold.")
    with pytest.raises(DraftError, match="was not published"):
        publish_draft(live, seen=revision.number, by=author, now=LATER)
    assert Essay.objects.get().standfirst == ""


def test_an_editor_may_not_publish_it(live, editor):
    revision = drafted(live, editor, standfirst="Cold.")
    with pytest.raises(DraftError, match="only those who may publish change it"):
        publish_draft(live, seen=revision.number, by=editor, now=LATER)
    assert waiting_draft(live) is not None


def test_every_draft_that_was_saved_is_in_the_revisions(live, editor):
    first = drafted(live, editor, standfirst="Cold.")
    second = drafted(live, editor, seen=first.number, standfirst="Colder.")
    discard_draft(live, seen=second.number, by=editor, now=LATER)
    said = [revision.content["standfirst"] for revision in live.revisions.order_by("number")]
    assert said == ["", "Cold.", "Colder."]
    assert not WaitingDraft.objects.exists()
    restore_revision(first, by=None, now=LATER)
    assert Essay.objects.get().standfirst == "Cold."


def test_a_second_save_from_one_draft_is_refused(live, editor, publisher):
    first = drafted(live, editor, standfirst="Cold.")
    drafted(live, publisher, seen=first.number, standfirst="Colder.")
    for act in (
        lambda: drafted(live, editor, seen=first.number, standfirst="Mine."),
        lambda: publish_draft(live, seen=first.number, by=publisher, now=LATER),
        lambda: discard_draft(live, seen=first.number, by=editor, now=LATER),
    ):
        with pytest.raises(StaleDraftError, match="by somebody else meanwhile"):
            act()
    assert waiting_draft(live).essay.standfirst == "Colder."


def test_what_was_changed_in_the_live_text_meanwhile_stays(live, editor, publisher):
    revision = drafted(live, editor, body=BODY.replace("rains", "snows"))
    edit_live(live, body=BODY.replace("The end.", "The very end."), headline="Renamed meanwhile")
    draft = waiting_draft(live)
    live.refresh_from_db()
    assert clashes_of(live, draft) == 0
    assert [field.label for field in what_it_changes(live, draft).fields] == []
    publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    live.refresh_from_db()
    assert live.headline == "Renamed meanwhile"
    assert "It snows." in live.body and "The very end." in live.body


def test_a_place_that_both_changed_is_compared_before_anything_is_published(live, editor, publisher):
    revision = drafted(live, editor, body=BODY.replace("rains", "snows"))
    edit_live(live, body=BODY.replace("rains", "hails").replace("The end.", "The very end."))
    live.refresh_from_db()
    assert clashes_of(live, waiting_draft(live)) == 1
    with pytest.raises(DraftError, match="in one place that it changes too"):
        publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    live.refresh_from_db()
    assert "hails" in live.body
    shown = brought_together(live, waiting_draft(live))
    assert "snows" in shown.body and "The very end." in shown.body
    compared = save_draft(shown, seen=revision.number, by=editor, now=LATER, is_compared=True).revision
    publish_draft(live, seen=compared.number, by=publisher, now=LATER)
    live.refresh_from_db()
    assert "snows" in live.body and "The very end." in live.body


def test_subjects_tags_and_links_of_the_live_essay_are_left_alone(live, editor, publisher):
    revision = drafted(live, editor, standfirst="Cold.")
    live.tags.add("Cold War")
    build.mention(live, "Walter Hill", build.person(), start=0)
    publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    assert [str(tag) for tag in live.tags.all()] == ["Cold War"]
    assert live.subjects.count() == 1
    assert live.mentions.linked().filter(person__name="Walter Hill").exists()


def test_a_scheduled_essay_is_published_with_its_draft_and_a_withdrawn_one_takes_it_over(live, editor, publisher):
    revision = drafted(live, editor, standfirst="Cold.")
    schedule(live, publish_at=None, withdraw_at=LATER + dt.timedelta(days=2), by=publisher, now=LATER)
    assert waiting_draft(live).revision == revision
    withdraw(live, by=publisher, now=LATER)
    live.refresh_from_db()
    with pytest.raises(DraftError, match="readers do not see it any more"):
        drafted(live, editor, seen=revision.number, standfirst="Colder.")
    publish_draft(live, seen=revision.number, by=editor, now=LATER)
    live.refresh_from_db()
    assert (live.standfirst, live.status) == ("Cold.", "withdrawn")


def test_an_essay_comes_back_from_the_wastebasket_with_its_draft(live, editor, publisher):
    drafted(live, editor, standfirst="Cold.")
    discard(live, by=publisher, now=LATER)
    live.refresh_from_db()
    assert not may_draft(live, editor)
    take_back(live, by=publisher, now=LATER)
    assert waiting_draft(live) is not None


def test_a_document_that_is_imported_again_is_kept_beside(live, publisher):
    document = b"Cold Rooms\n\nBy Chris\n\nIt rained on the day I saw Red Heat. It was cold in the cinema.\n"
    made = import_document(document, name="cold.txt", now=NOW, by=publisher, publish=True, film=live.films.get())
    essay = Essay.objects.get(pk=made.essay_id)
    revision = drafted(essay, publisher, standfirst="Cold.")
    assert made_by_import(essay)
    again = import_document(document + b"\nIt ended.\n", name="cold.txt", now=LATER, by=publisher, publish=True)
    assert again.outcome == Outcome.KEPT_BESIDE
    assert "an editor's draft waits beside that essay" in again.sentence()
    publish_draft(essay, seen=revision.number, by=publisher, now=LATER)
    assert not made_by_import(essay)


def test_what_the_site_publishes_nothing_without_holds_for_a_draft_too(live, editor, publisher, settings):
    edit_live(live, standfirst="Warm.")
    settings.PUBLISHING_NEEDS = ["standfirst"]
    revision = drafted(live, editor, standfirst="")
    live.refresh_from_db()
    with pytest.raises(PublishingError, match="it has no standfirst"):
        publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    assert Essay.objects.get().standfirst == "Warm."
    assert waiting_draft(live) is not None


def test_a_draft_that_waits_is_not_blanked_and_one_that_does_not_is(live, publisher):
    root = build.superuser("root")
    first = drafted(live, publisher, standfirst="Cold.")
    with pytest.raises(RevisingError, match="Throw the draft away first"):
        blank_revision(first, by=root, now=LATER, reason="The law.")
    second = drafted(live, publisher, seen=first.number, standfirst="Colder.")
    blank_revision(first, by=root, now=LATER, reason="The law.")
    assert Revision.objects.first_altered() is None
    publish_draft(live, seen=second.number, by=publisher, now=LATER)
    assert Essay.objects.get().standfirst == "Colder."
    assert Revision.objects.first_altered() is None


def at_rain(record) -> PointedAt:
    """The words “It rains” of BODY, and what they are to mean."""
    return PointedAt("It rains", "er Hill made Red Heat in 1988.\n\n", ".\n\nThe end.", "person", record.pk)


def meanings(essay: Essay) -> dict[str, str]:
    return {mention.exact: str(mention.person or mention.film) for mention in essay.mentions.linked()}


def test_a_link_made_in_a_draft_takes_effect_when_readers_see_the_draft_and_not_before(live, editor, publisher):
    hill, page = build.person("Walter Hill"), live.get_absolute_url()
    edit_live(live)
    live.refresh_from_db()
    before = Client().get(page, secure=True).content
    revision = drafted(live, editor, pointed=[at_rain(hill)])
    assert "It rains" not in meanings(live)
    assert Client().get(page, secure=True).content == before
    assert what_it_changes(live, waiting_draft(live)).links == ("“It rains” linked to Walter Hill",)
    [(_, line)] = told_lines(live, [revision])
    assert line == "“It rains” linked to Walter Hill"
    saved = publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    assert saved.refused == ()
    mention = live.mentions.get(exact="It rains")
    assert (mention.person, mention.state, mention.decided_by_account) == (hill, "linked", publisher)
    assert hill.get_absolute_url() in Client().get(page, secure=True).content.decode().split("It rains")[0][-200:]


def test_the_links_of_a_draft_stay_with_it_until_they_are_taken_out(live, editor, publisher):
    hill = build.person("Walter Hill")
    first = drafted(live, editor, pointed=[at_rain(hill)])
    second = drafted(live, publisher, seen=first.number, standfirst="Cold.")
    assert waiting_draft(live).pointed == (at_rain(hill),)
    third = drafted(live, editor, seen=second.number, pointed=[])
    assert waiting_draft(live).pointed == ()
    publish_draft(live, seen=third.number, by=publisher, now=LATER)
    assert "It rains" not in meanings(live)


def test_a_link_of_a_draft_follows_its_words_through_the_draft_and_the_live_text(live, editor, publisher):
    hill = build.person("Walter Hill")
    body = BODY.replace("<p>It", "<p>It rains here too.</p>\n<p>It")
    here = PointedAt("It rains", "1988.\n\nIt rains here too.\n\n", ".\n\nThe", "person", hill.pk)
    revision = drafted(live, editor, body=body, pointed=[here])
    edit_live(live, body=BODY.replace("The end.", "The very end."))
    publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    live.refresh_from_db()
    [mention] = live.mentions.filter(exact="It rains")
    assert mention.suffix.startswith(".\n\nThe very end")


def test_a_link_in_a_draft_takes_the_place_of_the_live_one_in_what_it_changes(live, editor):
    hill = build.person("Walter Hill")
    edit_live(live)
    live.refresh_from_db()
    assert meanings(live)["Red Heat"] != "Walter Hill"
    body = BODY.replace("Walter Hill made", "He made")
    drafted(live, editor, body=body, pointed=[PointedAt("Red Heat", "made ", " in", "person", hill.pk)])
    assert set(what_it_changes(live, waiting_draft(live)).links) == {
        "“Red Heat”: Red Heat (1988) → Walter Hill",
        "“Walter Hill” no longer linked to Walter Hill",
    }


def test_a_draft_keeps_no_link_that_cannot_be_made_and_says_so(live, editor):
    hill = build.person("Walter Hill")
    part = PointedAt("t rain", "I", "s", "person", hill.pk)
    gone = PointedAt("The end", "", "", "film", 10**9)
    saved = save_draft(Essay.objects.get(pk=live.pk), seen=0, by=editor, now=LATER, pointed=[part, gone, at_rain(hill)])
    assert ["whole words" in saved.refused[0], "is not there any more" in saved.refused[1]] == [True, True]
    assert waiting_draft(live).pointed == (at_rain(hill),)


def test_words_that_are_gone_when_the_draft_is_published_are_said(live, editor, publisher):
    revision = drafted(live, editor, standfirst="Cold.", pointed=[at_rain(build.person("Walter Hill"))])
    edit_live(live, body=BODY.replace("It rains", "It snows"))
    saved = publish_draft(live, seen=revision.number, by=publisher, now=LATER)
    assert saved.refused == ("“It rains” was not linked: it does not stand in the text as whole words.",)
    assert Essay.objects.get().standfirst == "Cold."


def test_a_restored_draft_brings_its_links(live, editor, publisher):
    hill = build.person("Walter Hill")
    first = drafted(live, editor, body="<p>First.</p>\n" + BODY, pointed=[at_rain(hill)])
    discard_draft(live, seen=first.number, by=editor, now=LATER)
    restore_revision(first, by=publisher, now=LATER)
    assert meanings(live)["It rains"] == "Walter Hill"


def test_a_link_of_a_draft_goes_to_what_its_record_was_merged_into(live, editor, publisher):
    hill, double = build.person("Walter Hill"), build.person("Walter Hil")
    revision = drafted(live, editor, pointed=[at_rain(double)])
    merge(hill, double, by=publisher, now=LATER)
    assert publish_draft(live, seen=revision.number, by=publisher, now=LATER).refused == ()
    assert meanings(live)["It rains"] == "Walter Hill"
