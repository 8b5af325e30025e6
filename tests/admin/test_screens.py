"""Every list, add and change screen opens; who may not, does not."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from tests import build

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
EDITED = [model for model in MODELS if model is not Group]


def name_of(model) -> str:
    return model._meta.label


def address(model, screen: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{screen}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_each_list_opens_and_answers_a_search(desk, review, model):
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "hill"}).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "1988 ”*% nm0000001"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_each_add_screen_opens_where_records_are_added_by_hand(desk, review, model):
    expected = 403 if model._meta.model_name in {"mention", "finding", "source"} else 200
    assert desk.get(address(model, "add")).status_code == expected


@pytest.mark.parametrize("model", EDITED, ids=name_of)
def test_each_change_screen_opens(desk, review, model):
    row = model._default_manager.first()
    assert desk.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_each_filter_of_each_list_answers(desk, review, model):
    response = desk.get(address(model, "changelist"))
    changelist = response.context["cl"]
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            assert desk.get(address(model, "changelist") + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_stranger_is_sent_to_the_log_in(client, db, model):
    response = client.get(address(model, "changelist"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_staff_without_a_permission_see_no_screen(client, review, model):
    client.force_login(build.account("nobody"))
    row = model._default_manager.first()
    assert client.get(address(model, "changelist")).status_code == 403
    assert client.get(address(model, "add")).status_code == 403
    if row is not None:
        assert client.get(address(model, "change", row.pk)).status_code == 403


def test_the_desk_is_called_by_the_sites_name_and_lists_essays_first(desk):
    response = desk.get(reverse("admin:index"))
    assert "Double Bill" in response.content.decode()
    assert response.context["app_list"][0]["models"][0]["object_name"] == "Essay"


def test_the_tags_of_the_tag_package_have_no_screen(desk):
    assert "taggit" not in {model._meta.app_label for model in MODELS}
