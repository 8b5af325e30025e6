"""What readers see, or will see at its time, is changed by those who may publish, and by nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essays.models import Essay, Mention
from people.models import Person, Tag
from tests import build
from tests.admin.forms import filled_form

RIGHTS = ["essays.view_essay", "essays.change_essay", "essays.view_mention", "essays.change_mention"]
SENTENCE = "only those who may publish change it"
TEXT = "<p>Walter Hill made Red Heat.</p>"


@pytest.fixture
def writer(db) -> Client:
    """The browser of one who may change essays and mentions and not publish."""
    client = Client()
    client.force_login(build.account("writer", *RIGHTS))
    return client


@pytest.fixture
def publisher(db) -> Client:
    """The browser of one who may publish as well."""
    client = Client()
    client.force_login(build.account("editor", *RIGHTS, "essays.publish_essay"))
    return client


def scheduled() -> Essay:
    return build.essay(status="published", published_at=timezone.now() + dt.timedelta(days=1), body=TEXT)


def live() -> Essay:
    return build.published(body=TEXT)


def withdrawn() -> Essay:
    return build.published(body=TEXT, withdrawn_at=timezone.now() - dt.timedelta(days=1))


def address(row: Essay | Mention) -> str:
    return reverse(f"admin:essays_{row._meta.model_name}_change", args=[row.pk])


def saved_body(reader: Client, client: Client, essay: Essay) -> str:
    """The stored body after ``client`` posts the form, as ``reader`` sees it, with another text."""
    data = filled_form(reader.get(address(essay)), "essay_form")
    client.post(address(essay), data | {"body": "<p>Mine.</p>"})
    return Essay.objects.get(pk=essay.pk).body


@pytest.mark.parametrize("made", [live, scheduled])
def test_who_may_not_publish_reads_a_live_or_scheduled_essay_and_is_told_who_changes_it(writer, publisher, made):
    essay = made()
    assert saved_body(publisher, writer, essay) == TEXT
    page = writer.get(address(essay)).content.decode()
    assert SENTENCE in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("made", [live, scheduled])
def test_who_may_publish_changes_a_live_or_scheduled_essay(publisher, made):
    essay = made()
    assert SENTENCE not in publisher.get(address(essay)).content.decode()
    assert saved_body(publisher, publisher, essay) == "<p>Mine.</p>"


@pytest.mark.parametrize("made", [build.essay, withdrawn])
def test_what_no_reader_sees_is_changed_without_the_right_to_publish(writer, made):
    assert saved_body(writer, writer, made()) == "<p>Mine.</p>"


def test_a_link_of_a_live_essay_is_read_only_too(writer, publisher):
    hill = build.person()
    mention = build.mention(live(), "Walter Hill", hill)
    page = writer.get(address(mention)).content.decode()
    assert SENTENCE in page
    assert 'name="decision"' not in page
    assert writer.post(address(mention), {"decision": "never"}).status_code == 403
    assert Mention.objects.get().state == "linked"
    assert publisher.post(address(mention), {"decision": "never", "person": hill.pk}).status_code == 302
    assert Mention.objects.get().state == "rejected"


def act(client: Client, model: str, action: str, *rows: Essay | Mention, **more: object) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(reverse(f"admin:essays_{model}_changelist"), data, follow=True).content.decode()


def test_bulk_decisions_leave_the_links_of_a_live_essay_and_say_so(writer):
    hill = build.person()
    ours = build.mention(build.essay("Draft", body=TEXT), "Walter Hill", hill)
    theirs = build.mention(live(), "Walter Hill", hill)
    page = act(writer, "mention", "never_here", ours, theirs)
    assert "1 marked as naming no record here." in page
    assert SENTENCE in page
    assert [Mention.objects.get(pk=row.pk).state for row in (ours, theirs)] == ["rejected", "linked"]


def test_of_the_people_accepted_together_those_proposed_in_a_live_essay_wait_for_a_publisher(writer, publisher):
    draft = build.essay("Draft", body=TEXT)
    hinson = build.person("Hal Hinson", visibility="proposed")
    ansen = build.person("David Ansen", visibility="proposed")
    ours = build.mention(draft, "Walter Hill", hinson, state="proposed")
    shared = build.mention(draft, "Red Heat", ansen, state="proposed", start=17)
    build.mention(live(), "Red Heat", ansen, state="proposed", start=17)
    page = act(writer, "mention", "accept_people", shared, ours)
    assert "1 people accepted, 1 mentions linked." in page
    assert SENTENCE in page
    assert [Person.objects.get(pk=one.pk).visibility for one in (hinson, ansen)] == ["mentioned", "proposed"]
    assert "1 people accepted, 2 mentions linked." in act(publisher, "mention", "accept_people", shared)


def test_a_tag_for_many_leaves_live_essays_out_and_says_so(writer):
    draft, public = build.essay("Draft"), live()
    tag = Tag.objects.create(name="Cold War")
    page = act(writer, "essay", "add_tag", draft, public, apply="1", tag=tag.pk)
    assert "1 essay tagged “Cold War”." in page
    assert SENTENCE in page
    assert (list(draft.tags.all()), list(public.tags.all())) == ([tag], [])
