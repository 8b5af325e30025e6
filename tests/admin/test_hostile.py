"""Titles, names and texts full of markup stay words on every screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from essays.models import Byline, EssayTag, Finding, MentionCandidate
from people.models import Alias, Tag
from tests import build
from tests.admin.forms import filled_form

MARKUP = "<script>alert('x')</script>\"&<b>bold</b>"


@pytest.fixture
def hostile(db) -> dict[str, str]:
    """The address of each screen that shows a row whose every word is markup."""
    film = build.film(MARKUP, 1988, disambiguation="<i>one</i>")
    build.film(MARKUP, 1989)
    person = build.person(MARKUP, disambiguation="<i>one</i>")
    Alias.objects.create(person=person, name=f"Other {MARKUP}")
    credit = build.credit(film, person, character=MARKUP)
    essay = build.essay(MARKUP, about=film, standfirst=MARKUP, body=f"<p>{MARKUP}</p>")
    critic = build.critic(MARKUP)
    Byline.objects.create(essay=essay, critic=critic, as_signed=MARKUP)
    tag = Tag.objects.create(name=MARKUP[:90], slug="markup", description=MARKUP)
    EssayTag.objects.create(content_object=essay, tag=tag)
    linked = build.mention(essay, MARKUP, person, start=0, prefix="<b>", suffix="</b>", reason=MARKUP)
    undecided = build.mention(essay, MARKUP, start=100, kind="film", reason=MARKUP)
    MentionCandidate.objects.create(mention=undecided, rank=1, film=film, confidence=0.4, reason=MARKUP)
    finding = Finding.objects.create(
        essay=essay, rule="year", exact=MARKUP, message=MARKUP, suggestion=MARKUP, found_at=timezone.now()
    )
    rows = [film, person, credit, essay, critic, tag, linked, undecided, finding]
    names = {f"{row._meta.app_label}_{row._meta.model_name}" for row in rows}
    screens = {f"list of {name}": reverse(f"admin:{name}_changelist") for name in names}
    for row in rows:
        name = f"{row._meta.app_label}_{row._meta.model_name}"
        screens[f"{name} {row.pk}"] = reverse(f"admin:{name}_change", args=[row.pk])
        if row not in (linked, undecided, finding):
            screens[f"delete {name}"] = reverse(f"admin:{name}_delete", args=[row.pk])
    return screens


def test_no_screen_runs_what_a_record_says(desk, hostile):
    for name, address in hostile.items():
        page = desk.get(address).content.decode()
        for markup in ("<script>alert", "<b>bold", "<i>one"):
            assert markup not in page, f"{name}: {markup}"


def test_a_chooser_gives_text_and_not_markup(desk, hostile):
    query = {"app_label": "essays", "model_name": "subject", "field_name": "film", "term": "bold"}
    response = desk.get(reverse("admin:autocomplete"), query)
    assert response["Content-Type"] == "application/json"
    assert len(response.json()["results"]) == 2


def test_messages_about_a_record_are_text(desk, db):
    essay = build.essay(MARKUP, body="")
    data = {"action": "publish_selected", "_selected_action": [essay.pk]}
    page = desk.post(reverse("admin:essays_essay_changelist"), data, follow=True).content.decode()
    assert "it has no text yet" in page
    assert "<script>alert" not in page


def test_a_refused_stale_save_shows_both_texts_as_text(desk, db):
    essay = build.essay("Draft", body="<p>One</p>")
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    mine = filled_form(desk.get(address), "essay_form") | {"headline": MARKUP, "body": f"<p>Mine {MARKUP}</p>"}
    desk.post(address, filled_form(desk.get(address), "essay_form") | {"body": "<p>Two</p>"})
    page = desk.post(address, mine).content.decode()
    assert "Two versions of this essay" in page
    assert "<script>alert" not in page
