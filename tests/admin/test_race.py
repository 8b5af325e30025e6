"""Two saves at the same moment, on a database that lets two writers begin (SQLite has one at a time)."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse

from essays.models import Essay
from tests import build
from tests.admin.forms import filled_form


@pytest.mark.django_db(transaction=True)
def test_a_save_that_another_overtakes_between_check_and_write_is_refused_with_both_texts() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, so nobody can overtake; run with a PostgreSQL DATABASE_URL")
    client = Client()
    client.force_login(build.superuser())
    essay = build.essay("Draft")
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    mine = filled_form(client.get(address), "essay_form") | {"headline": "Mine"}
    is_overtaken = False

    def overtake() -> None:
        Essay.objects.filter(pk=essay.pk).update(version=F("version") + 1, headline="Theirs")
        connection.close()

    def after_the_check(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal is_overtaken
        result = execute(sql, params, many, context)
        if not is_overtaken and sql.startswith("SELECT") and '"essays_essay"."version" =' in sql:
            is_overtaken = True
            other = threading.Thread(target=overtake)
            other.start()
            other.join()
        return result

    with connection.execute_wrapper(after_the_check):
        response = client.post(address, mine)
    assert is_overtaken
    assert response.status_code == 200
    assert response.context["adminform"].form.conflict.fields[0].saved == "Theirs"
    assert filled_form(response, "essay_form")["headline"] == "Mine"
    assert Essay.objects.get(pk=essay.pk).headline == "Theirs"
