"""Two write at one essay, each by any of the ways there are, in both orders: every text that was ever sent is kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essays.desk.editing import essay_was_saved
from essays.desk.importing import import_document
from essays.desk.publishing import publish
from essays.desk.relinking import RelinkingError, relink_essay
from essays.models import Account, Autosave, Essay, Film, Merge, Revision, Source
from people.models import Person, Tag
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db
NAME = "red-heat.txt"
WORDS = "Chris\n\nWalter Hill made Red Heat in 1988, and Peter Boyle waits in it. {}\n"
FIRST = "The snow was there first."


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody at the essay, and the sentence that only they write."""

    name: str
    client: Client
    essay: Essay

    @property
    def sentence(self) -> str:
        return f"Only {self.name} wrote this."

    def address(self, screen: str) -> str:
        return reverse(f"admin:essays_essay_{screen}", args=[self.essay.pk])

    def open_form(self) -> dict[str, Any]:
        form = filled_form(self.client.get(self.address("change")), "essay_form")
        return form | {"body": f"{form['body']}<p>{self.sentence}</p>"}


# What each way does with what was opened before the other wrote, and whether it sends a text.
def save_form(writer: Writer, opened: dict[str, Any]) -> None:
    writer.client.post(writer.address("change"), opened)


def autosave(writer: Writer, opened: dict[str, Any]) -> None:
    writer.client.post(writer.address("autosave"), opened | {"changed": "1"})


def import_again(writer: Writer, opened: dict[str, Any]) -> None:
    import_document(WORDS.format(writer.sentence).encode(), name=NAME, now=timezone.now())


def link_again(writer: Writer, opened: dict[str, Any]) -> None:
    if not Person.objects.filter(name="Peter Boyle", visibility="mentioned").exists():
        build.credit(Film.objects.get(title="Red Heat"), build.person("Peter Boyle"), job="actor")
    with suppress(RelinkingError):  # in the wastebasket nothing is linked
        relink_essay(writer.essay.pk, by=None, now=timezone.now(), published=True)


def schedule(writer: Writer, opened: dict[str, Any]) -> None:
    at = timezone.localtime() + dt.timedelta(days=1)
    times = {"publish_at": at.strftime("%Y-%m-%dT%H:%M"), "withdraw_at": ""}
    writer.client.post(writer.address("schedule"), times | {"confirmed": "1"})


def merge(writer: Writer, opened: dict[str, Any]) -> None:
    hill = writer.essay.mentions.filter(person__isnull=False).first().person
    other = build.person(f"Walter Hill {writer.name}")
    screen = reverse("admin:essays_merge_compare", args=["person", other.pk, hill.pk])
    clashes = writer.client.get(screen).context["clashes"]
    writer.client.post(screen, {clash.key: side for clash, side in clashes})


def tag_many(writer: Writer, opened: dict[str, Any]) -> None:
    tag = Tag.objects.create(name=f"Tag of {writer.name}")
    data = {"action": "add_tag", ACTION_CHECKBOX_NAME: [writer.essay.pk], "tag": tag.pk, "apply": "1"}
    writer.client.post(reverse("admin:essays_essay_changelist"), data)


def throw_away(writer: Writer, opened: dict[str, Any]) -> None:
    writer.client.post(writer.address("delete"), {"post": "yes"})


Way = Callable[[Writer, dict[str, Any]], None]
SENDING: tuple[Way, ...] = (save_form, autosave, import_again)
WAYS: tuple[Way, ...] = (*SENDING, link_again, schedule, merge, tag_many, throw_away)


@pytest.fixture
def essay() -> Essay:
    """Imported, with a credit and a link, and not edited yet."""
    build.credit(build.film(), build.person("Walter Hill", birth_year=1942))
    report = import_document(WORDS.format(FIRST).encode(), name=NAME, now=build.NOW)
    return Essay.objects.get(pk=report.essay_id)


def at_desk(name: str, role: str = "Publishers") -> Client:
    client = Client()
    client.force_login(build.member(role, name))
    return client


def kept_texts() -> str:
    """All that the site has of what was ever sent: revisions, slots, and documents as they came."""
    revisions = [json.dumps(one.content, ensure_ascii=False) for one in Revision.objects.all()]
    slots = [json.dumps(one.fields, ensure_ascii=False) for one in Autosave.objects.all()]
    documents = [bytes(one.content).decode() for one in Source.objects.all()]
    return "\n".join([*revisions, *slots, *documents])


@pytest.mark.parametrize(("first", "then"), list(product(WAYS, WAYS)), ids=lambda way: way.__name__)
def test_no_text_is_lost_whoever_comes_second(essay: Essay, first: Way, then: Way) -> None:
    anna, bert = (Writer(name, at_desk(name), essay) for name in ("anna", "bert"))
    opened = {writer.name: writer.open_form() for writer in (anna, bert)}
    first(anna, opened["anna"])
    then(bert, opened["bert"])
    kept = kept_texts()
    assert FIRST in kept
    assert first not in SENDING or anna.sentence in kept
    assert then not in SENDING or bert.sentence in kept
    assert list(Revision.objects.altered()) == []


def test_the_ways_do_what_they_are_called_for(essay: Essay) -> None:
    """Each way by itself writes something: a pair of ways that did nothing would lose nothing."""
    for way in WAYS:
        writer = Writer("carl", at_desk(f"carl-{way.__name__}"), essay)
        opened, before = writer.open_form(), _rows()
        way(writer, opened)
        assert _rows() != before, way.__name__


def _rows() -> list[int]:
    return [kind.objects.count() for kind in (Revision, Autosave, Source, Merge)]


@pytest.mark.parametrize("role", ["Authors", "Editors"])
def test_a_form_that_may_not_be_saved_any_more_keeps_what_was_typed_and_says_so(essay: Essay, role: str) -> None:
    writer = Writer("dora", at_desk("dora", role), essay)
    Essay.objects.update(owner=Account.objects.get(username="dora"))
    opened = writer.open_form()
    essay_was_saved(essay, by=None, now=build.NOW)
    publish(Essay.objects.get(), by=None, now=build.NOW)
    answer = writer.client.post(writer.address("change"), opened)
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "are not saved" in said and writer.sentence in said
    assert writer.sentence in Autosave.objects.get().fields["body"]


def test_a_form_with_a_fault_keeps_what_was_typed_too(essay: Essay) -> None:
    writer = Writer("emil", at_desk("emil"), essay)
    writer.client.post(writer.address("change"), writer.open_form() | {"headline": ""})
    assert writer.sentence in Autosave.objects.get().fields["body"]


def test_nothing_is_kept_of_who_does_not_work_on_the_essay(essay: Essay) -> None:
    opened = Writer("anna", at_desk("anna"), essay).open_form()
    stranger = Writer("fred", at_desk("fred", "Authors"), essay)
    stranger.client.post(stranger.address("change"), opened)
    stranger.client.post(stranger.address("autosave"), opened | {"changed": "1"})
    assert not Autosave.objects.exists()
