"""Corrections: written on the essay's form, kept in its history, shown to readers below the text."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essays.desk.history import compare_contents, in_a_line
from essays.desk.revising import made_by_import, restore_revision
from essays.models import Correction, Essay
from tests import build
from tests.admin.forms import filled_form

WAS, IS = "Red Heat opened in 1987.", "It opened on <17> June 1988."


def correct(client: Client, essay: Essay, number: int = 0, **fields: str):
    address = reverse("admin:essays_essay_change", args=[essay.pk])
    data = filled_form(client.get(address), "essay_form")
    row = {"what_was": WAS, "what_is": IS, "corrected_on": "2026-06-20"} | fields
    data |= {f"corrections-{number}-{name}": value for name, value in row.items()}
    return client.post(address, data | {"corrections-TOTAL_FORMS": str(number + 1)}, follow=True)


def test_a_correction_is_written_on_the_form_and_read_below_the_text(desk):
    made = build.published()
    assert "Correction" not in Client().get(made.get_absolute_url()).content.decode()
    correct(desk, made)
    page = Client().get(made.get_absolute_url()).content.decode()
    assert '<del lang="en">Red Heat opened in 1987.</del>' in page
    assert '<ins lang="en">It opened on &lt;17&gt; June 1988.</ins>' in page
    assert '<time datetime="2026-06-20">20 June 2026</time>' in page
    assert '<a href="#corrections">Corrected</a>' in page


def test_the_newest_correction_comes_first(desk):
    made = build.published()
    Correction.objects.create(essay=made, what_was="b", what_is="older", corrected_on=dt.date(2026, 6, 1))
    Correction.objects.create(essay=made, what_was="a", what_is="newer", corrected_on=dt.date(2026, 7, 1))
    page = Client().get(made.get_absolute_url()).content.decode()
    assert page.index("newer") < page.index("older")
    assert 'href="#corrections">Corrected</a> <time datetime="2026-07-01">' in page


def test_the_history_tells_of_it_and_going_back_takes_no_correction_away(desk):
    made = build.published()
    correct(desk, made)
    correct(desk, made, 1, what_is="By Walter Hill.")
    first, second = made.revisions.order_by("number")
    assert first.content["corrections"] == [{"what_was": WAS, "what_is": IS, "corrected_on": "2026-06-20"}]
    assert in_a_line(first.content, second.content) == "correction added: By Walter Hill."
    assert compare_contents(second.content, first.content, restoring=True).is_same
    restored = restore_revision(first, by=None, now=timezone.now())
    assert Correction.objects.filter(essay=made).count() == 2
    assert len(restored.content["corrections"]) == 2


def test_a_revision_of_an_essay_without_corrections_says_nothing_of_them(desk):
    made = build.published()
    data = filled_form(desk.get(reverse("admin:essays_essay_change", args=[made.pk])), "essay_form")
    desk.post(reverse("admin:essays_essay_change", args=[made.pk]), data | {"headline": "Stone"})
    assert "corrections" not in made.revisions.get().content


def test_an_essay_that_an_editor_corrected_is_no_longer_just_the_imports(desk):
    from essays.desk.importing import import_document

    report = import_document("Chris\n\nIt was late in Chicago.\n", name="late.txt", now=timezone.now())
    made = Essay.objects.get(pk=report.essay_id)
    assert made_by_import(made)
    Correction.objects.create(essay=made, what_was=WAS, what_is=IS)
    assert not made_by_import(made)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"what_was": ""}, "This field is required.", id="nothing was"),
        pytest.param({"what_is": " "}, "This field is required.", id="nothing is"),
        pytest.param({"corrected_on": "2999-01-01"}, "That day is to come.", id="to come"),
        pytest.param({"corrected_on": "soon"}, "Enter a valid date.", id="no day"),
        pytest.param({"what_is": "x" * 601}, "at most 600 characters", id="a paragraph"),
    ],
)
def test_what_is_no_correction_is_said_at_the_field(desk, fields, said):
    made = build.published()
    assert said in correct(desk, made, **fields).content.decode()
    assert not Correction.objects.exists()


def test_a_live_essay_is_corrected_by_publishers_only(client, db):
    made = build.published()
    client.force_login(build.member("Editors"))
    address = reverse("admin:essays_essay_change", args=[made.pk])
    publisher = Client()
    publisher.force_login(build.member("Publishers"))
    data = filled_form(publisher.get(address), "essay_form")
    row = {"corrections-0-what_was": WAS, "corrections-0-what_is": IS, "corrections-0-corrected_on": "2026-06-20"}
    assert client.post(address, data | row | {"corrections-TOTAL_FORMS": "1"}).status_code == 403
    assert not Correction.objects.exists()
    correct(publisher, made)
    assert Correction.objects.get().what_is == IS
    assert WAS in client.get(address).content.decode()
