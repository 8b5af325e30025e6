"""The guide for editors, and what empty lists say."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.urls import reverse

from essays.models import Account, SiteSettings
from tests import build
from tests.admin.guide import BYTES_MOST, PICTURES

pytestmark = pytest.mark.django_db

admin.autodiscover()
NEVER_EMPTY = {Group, Account, SiteSettings}  # the last has no list, but one form
LISTS = [model for model in admin.site._registry if model not in NEVER_EMPTY]


def test_who_is_at_the_desk_reads_the_guide_and_nobody_else(client, db):
    address = reverse("admin:guide")
    assert client.get(address).status_code == 302
    client.force_login(build.account("stranger"))
    page = client.get(address).content.decode()
    assert "Guide for editors" in page
    assert f'href="{address}"' in client.get(reverse("admin:index")).content.decode()


def test_each_picture_of_the_guide_is_there_and_said_in_words_and_none_is_left_over(desk):
    page = desk.get(reverse("admin:guide")).content.decode()
    shown = re.findall(r'<img src="[^"]*guide/([\w-]+)\.webp"[^>]* alt="([^"]{20,})"', page)
    assert len(shown) == page.count("<img")
    assert {name for name, _ in shown} == set(PICTURES)
    found = {name: finders.find(f"essays/guide/{name}.webp") for name in PICTURES}
    assert all(found.values())
    assert [name for name, path in found.items() if Path(path).stat().st_size > BYTES_MOST] == []


def test_each_place_that_the_guides_list_leads_to_is_there(desk):
    page = desk.get(reverse("admin:guide")).content.decode()
    for place in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{place}"' in page or place == "content-start"


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.model_name)
def test_an_empty_list_says_what_to_do_first(desk, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    said = admin.site._registry[model].when_empty
    page = desk.get(address).content.decode()
    assert said and said in page
    assert "Nothing here is such." in desk.get(address, {"q": "no such thing"}).content.decode()
