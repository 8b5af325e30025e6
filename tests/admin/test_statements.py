"""What saving and publishing cost the database, and what the form of an essay weighs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essays.desk.importing import import_document
from essays.models import Essay, EssayTag
from people.models import Tag
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db

# Of saving and publishing in one. Too many: forty is what we want. A third of them renew what search finds the essay
# and its names by, a fifth are savepoints.
STATEMENTS_MOST = 106
BYTES_MOST = 100_000  # of an essay's form
PEOPLE, TAGS = 15, 10


@pytest.fixture
def essay() -> Essay:
    """Imported, about *Red Heat*, with a byline; it names fifteen people of the record and has ten tags."""
    film = build.film()
    names = [f"Ann Number{n}" for n in range(PEOPLE)]
    for name in names:
        build.credit(film, build.person(name), job="actor")
    text = "Chris\n\nRed Heat came out in 1988.\n\n" + "\n\n".join(f"{name} is in it." for name in names)
    report = import_document(text.encode(), name="red-heat.txt", now=build.NOW)
    made = Essay.objects.get(pk=report.essay_id)
    for n in range(TAGS):
        EssayTag.objects.create(content_object=made, tag=Tag.objects.create(name=f"topic {n}", slug=f"topic-{n}"))
    assert made.mentions.filter(state="linked", person__isnull=False).count() == PEOPLE
    return made


@pytest.fixture
def publisher() -> Client:
    client = Client()
    client.force_login(build.member("Publishers"))
    return client


def sent(client: Client, essay: Essay, **changes: Any) -> list[str]:
    """The statements that the database is given as the essay's form is sent."""
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    data = filled_form(client.get(address), "essay_form")
    data["body"] = data["body"].replace("Red Heat came out", "That winter Red Heat came out")
    ContentType.objects.clear_cache()  # as in a process that has just started
    with CaptureQueriesContext(connection) as statements:
        assert client.post(address, data | changes).status_code == 302
    return [one["sql"] for one in statements.captured_queries]


def test_saving_and_publishing_an_essay_takes_no_more_statements_than_it_did(publisher: Client, essay: Essay) -> None:
    statements = sent(publisher, essay, headline="Stone in Chicago", _step="publish")
    assert Essay.objects.get().is_live()
    assert len(statements) <= STATEMENTS_MOST, "\n".join(f"{n} {sql[:160]}" for n, sql in enumerate(statements, 1))


def test_the_form_of_an_essay_takes_at_most_25_questions_and_100_kilobytes(publisher: Client, essay: Essay) -> None:
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as statements:
        page = publisher.get(address)
    asked = [one["sql"] for one in statements.captured_queries]
    assert len(asked) <= 25, "\n".join(f"{n} {sql[:160]}" for n, sql in enumerate(asked, 1))
    assert len(page.content) <= BYTES_MOST
