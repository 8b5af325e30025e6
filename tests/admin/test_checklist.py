"""The form of an essay tells what it should have before readers see it."""

import pytest
from django.urls import reverse

from essays.models import Essay
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db


def test_the_form_tells_what_is_missing_and_publishing_says_it_again(desk):
    essay = build.essay("A draft")
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    page = desk.get(address)
    assert "It has no subject film" in page.content.decode()
    answer = desk.post(address, filled_form(page, "essay_form") | {"_step": "publish"}, follow=True)
    assert "Readers see it, but it has no subject film" in answer.content.decode()
    assert Essay.objects.get().status == "published"


def test_the_form_says_what_nothing_is_published_without(desk, settings):
    settings.PUBLISHING_NEEDS = ["standfirst"]
    essay = build.essay("A draft", about=build.film("Red Heat", 1988))
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    page = desk.get(address)
    assert "Nothing is published without it" in page.content.decode()
    answer = desk.post(address, filled_form(page, "essay_form") | {"_step": "publish"}, follow=True)
    assert "Your changes are saved." in answer.content.decode() and "it has no standfirst" in answer.content.decode()
    assert Essay.objects.get().status == "draft"
