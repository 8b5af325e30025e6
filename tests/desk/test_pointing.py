"""Links that an editor makes while writing: which words of the saved text they are, and what becomes of them."""

import json

import pytest
from django.urls import reverse

from essays.desk.editing import essay_was_saved
from essays.desk.pointing import PointedAt
from essays.desk.relinking import relink_essay
from essays.models import Essay
from tests import build
from tests.admin.forms import filled_form
from tests.build import NOW

pytestmark = pytest.mark.django_db
BODY = "<p>That picture came late. Then that picture went, and Red Heat with it.</p>"


def pointed(words: str, record_id: int, *, before: str = "", after: str = "", kind: str = "film") -> PointedAt:
    return PointedAt(words, before, after, kind, record_id)


def test_the_words_between_what_was_around_them_are_linked_as_an_editor_decided():
    film, editor = build.film("Red Heat", 1988), build.superuser()
    essay = build.essay(body=BODY.replace("That", "Now that"))
    saved = essay_was_saved(essay, by=editor, now=NOW, pointed=[pointed("that picture", film.pk, before="Then ")])
    mention = essay.mentions.get(exact="that picture")
    assert (mention.film, mention.state, mention.decided_by_account, mention.prefix[-5:]) == (
        *(film, "linked", editor, "Then "),
    )
    assert saved.refused == ()
    assert {link["words"] for link in saved.revision.content["links"]} >= {"that picture"}
    relink_essay(essay.pk, by=None, now=NOW)
    assert essay.mentions.get(exact="that picture").film == film


def test_a_link_takes_the_place_of_what_the_machine_made_of_the_words():
    film = build.film("Red Heat", 1988)
    essay = build.essay(body=BODY)
    essay_was_saved(essay, by=None, now=NOW)
    hill = build.person("Walter Hill")
    essay_was_saved(essay, by=None, now=NOW, pointed=[pointed("Red Heat", hill.pk, kind="person")])
    assert essay.mentions.get(exact="Red Heat").person == hill
    assert not essay.mentions.filter(film=film).exists()


@pytest.mark.parametrize(
    ("words", "record", "why"),
    [
        ("hat picture", None, "does not stand in the text as whole words"),
        ("never said", None, "does not stand in the text as whole words"),
        ("picture went", 10**9, "is not there any more"),
        ("and Red", None, "is linked by an editor"),
    ],
)
def test_what_cannot_be_linked_is_said_and_the_text_is_saved_all_the_same(words, record, why):
    film = build.film("Red Heat", 1988)
    essay = build.essay(body=BODY)
    essay_was_saved(essay, by=None, now=NOW, pointed=[pointed("Red Heat", film.pk)])
    saved = essay_was_saved(essay, by=None, now=NOW, pointed=[pointed(words, record or film.pk)])
    assert [why in sentence for sentence in saved.refused] == [True]
    assert [mention.exact for mention in essay.mentions.all()] == ["Red Heat"]


def sent(client, essay: Essay, links: object):
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    data = filled_form(client.get(address), "essay_form")
    return client.post(address, data | {"links": links if isinstance(links, str) else json.dumps(links)})


def test_a_form_with_nothing_but_a_link_saves_it(client):
    film = build.film("Red Heat", 1988)
    essay = build.essay(body=BODY)
    client.force_login(build.superuser())
    link = {"film": film.pk, "words": "that picture", "before": "Then ", "after": " went"}
    assert sent(client, essay, [link]).status_code == 302
    assert essay.mentions.get(exact="that picture").film == film
    assert Essay.objects.get(pk=essay.pk).version == 2


def test_who_may_not_decide_links_makes_none_while_writing(client):
    film = build.film("Red Heat", 1988)
    writer = build.account("writer", "essays.view_essay", "essays.change_essay", "essays.reach_every_essay")
    essay = build.essay(body=BODY)
    client.force_login(writer)
    sent(client, essay, [{"film": film.pk, "words": "that picture", "before": "Then ", "after": ""}])
    assert Essay.objects.get(pk=essay.pk).version == 2
    assert not essay.mentions.filter(exact="that picture").exists()


@pytest.mark.parametrize(
    "links",
    [
        *("[", "7", "[7]", "[{}]", '{"film": 1}', '[{"film": "1", "words": "a", "before": "", "after": ""}]'),
        *('[{"film": 1}]', '[{"film": 0, "words": "a", "before": "", "after": ""}]', "[" * 100_000),
        '[{"film": 1e400, "words": "a", "before": "", "after": ""}]',
        '[{"film": 1, "words": "\\ud800", "before": "", "after": ""}]',
    ],
)
def test_what_is_no_list_of_links_is_refused_with_a_sentence(client, links):
    essay = build.essay(body=BODY)
    client.force_login(build.superuser())
    answer = sent(client, essay, links)
    assert answer.status_code == 200
    assert "cannot be read" in str(answer.context["adminform"].form.non_field_errors())
    assert Essay.objects.get(pk=essay.pk).version == 1
