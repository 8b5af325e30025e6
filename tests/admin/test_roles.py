"""What an author finds at the desk: their own essays and nothing of the others'."""

import pytest
from django.test import Client
from django.urls import reverse

from essays.models import Essay
from tests import build
from tests.admin.forms import filled_form


@pytest.fixture
def author(db):
    return build.member("Authors")


@pytest.fixture
def at_desk(author) -> Client:
    client = Client()
    client.force_login(author)
    return client


def form_of(row) -> str:
    return reverse(f"admin:essays_{row._meta.model_name}_change", args=[row.pk])


def test_lists_queues_and_counts_hold_only_what_is_the_authors(at_desk, author, review):
    mine = build.essay("Mine", owner=author)
    build.mention(mine, "Red Heat", kind="film", start=17)
    for model in ("essay", "mention", "finding", "source"):
        page = at_desk.get(reverse(f"admin:essays_{model}_changelist")).content.decode()
        assert review.headline not in page, model
    waiting = at_desk.get(reverse("admin:index")).context["waiting"]
    assert {work["what"]: work["number"] for work in waiting} == {"drafts": 1, "links to decide": 1}


def test_the_rows_of_anothers_essay_open_for_no_author(at_desk, review):
    rows = [review, review.mentions.first(), review.findings.first(), review.sources.first()]
    for row in rows:
        assert at_desk.get(form_of(row)).status_code == 302, row
        at_desk.post(form_of(row), {"headline": "Taken over"})
    assert at_desk.get(reverse("admin:essays_source_download", args=[rows[-1].pk])).status_code == 404
    assert Essay.objects.get().headline == review.headline


def test_the_record_of_a_person_does_not_tell_an_author_which_drafts_name_them(at_desk, review):
    person = review.mentions.get(state="linked").person
    page = at_desk.get(reverse("admin:people_person_change", args=[person.pk])).content.decode()
    assert review.headline not in page


def test_an_author_writes_submits_and_then_only_reads(at_desk, author):
    new = reverse("admin:essays_essay_add")
    data = filled_form(at_desk.get(new), "essay_form") | {"headline": "Mine", "body": "Snow.", "owner": 99}
    at_desk.post(new, data | {"_step": "submit"})
    mine = Essay.objects.get()
    assert (mine.owner, mine.status) == (author, "in review")
    page = at_desk.get(form_of(mine)).content.decode()
    assert "you change only your drafts" in page
    assert 'name="_save"' not in page
    assert at_desk.post(form_of(mine), data | {"body": "Rain."}).status_code == 403


@pytest.mark.parametrize("step", ["publish", "approve", "withdraw", "return_to_draft"])
def test_a_step_that_is_not_an_authors_is_refused_to_a_forged_form(at_desk, author, step):
    mine = build.essay(owner=author)
    data = filled_form(at_desk.get(form_of(mine)), "essay_form")
    assert at_desk.post(form_of(mine), data | {"_step": step}).status_code == 403
    assert Essay.objects.get().status == "draft"


def test_a_person_whom_a_live_essay_proposes_is_not_accepted_on_the_form_by_who_may_not_change_it(client, db):
    client.force_login(build.member("Editors"))
    live = build.published(body="<p>Danko is stone.</p>")
    danko = build.person("Ivan Danko", visibility="proposed")
    build.mention(live, "Danko", danko, state="proposed", name="Ivan Danko")
    form = reverse("admin:people_person_change", args=[danko.pk])
    data = filled_form(client.get(form), "person_form") | {"visibility": "public"}
    said = client.post(form, data, follow=True).content.decode()
    danko.refresh_from_db()
    assert "is still only proposed" in said
    assert (danko.visibility, live.mentions.get().state) == ("proposed", "proposed")
