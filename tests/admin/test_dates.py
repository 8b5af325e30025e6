"""Years, months and days that the desk's lists are narrowed to."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import build

LIST = reverse("admin:essays_essay_changelist")


def published_on(*days):
    for number, day in enumerate(days):
        at = dt.datetime.combine(day, dt.time(12), dt.UTC)
        build.essay(f"Essay {number}", status="published", published_at=at)


def narrowing(client, **query):
    """The choices that a list offers, by name, and what leads back."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    for context in response.context:
        if "choices" in context and "back" in context:
            return {choice["title"]: choice.get("link") for choice in context["choices"]}, context["back"]
    return {}, None


def test_years_from_the_first_to_the_last(desk):
    published_on(dt.date(2021, 5, 3), dt.date(2024, 2, 28))
    choices, back = narrowing(desk)
    assert list(choices) == ["2021", "2022", "2023", "2024"]
    assert back is None
    assert desk.get(LIST + choices["2021"]).context["cl"].result_count == 1
    assert desk.get(LIST + choices["2022"]).context["cl"].result_count == 0


def test_months_of_a_year_and_days_of_a_month(desk):
    published_on(dt.date(2021, 5, 3), dt.date(2024, 2, 28))
    choices, back = narrowing(desk, published_at__year=2024)
    assert list(choices) == ["January 2024", "February 2024"]
    assert back["link"] == "?"
    choices, back = narrowing(desk, published_at__year=2024, published_at__month=2)
    assert (len(choices), list(choices)[-1], back["title"]) == (28, "28 February", "2024")
    assert desk.get(LIST + choices["28 February"]).context["cl"].result_count == 1
    choices, back = narrowing(desk, published_at__year=2024, published_at__month=2, published_at__day=28)
    assert (choices, back["title"]) == ({"28 February": None}, "February 2024")


def test_one_year_begins_with_its_months_and_one_month_with_its_days(desk):
    published_on(dt.date(2024, 2, 3), dt.date(2024, 4, 1))
    assert list(narrowing(desk)[0]) == ["February 2024", "March 2024", "April 2024"]
    published_on(dt.date(2024, 4, 2))
    assert list(narrowing(desk, published_at__year=2024, published_at__month=4)[0]) == ["1 April", "2 April"]


def test_what_else_narrows_the_list_is_kept(desk):
    published_on(dt.date(2021, 5, 3), dt.date(2024, 2, 28))
    choices, _ = narrowing(desk, q="essay", status__exact="published")
    assert "q=essay" in choices["2021"]
    assert "status__exact=published" in choices["2021"]


def test_a_month_of_no_year_leads_nowhere_on(desk):
    published_on(dt.date(2021, 5, 3), dt.date(2024, 2, 28))
    assert narrowing(desk, published_at__month=3) == ({}, None)


@pytest.mark.parametrize("month", ["13", "x", "-1"])
def test_a_date_that_is_none_is_refused(desk, month):
    published_on(dt.date(2021, 5, 3), dt.date(2024, 2, 28))
    response = desk.get(LIST, {"published_at__year": "2024", "published_at__month": month})
    assert response["Location"].endswith("?e=1")


def test_nothing_is_offered_where_nothing_has_a_date(desk):
    build.essay("A draft")
    assert narrowing(desk) == ({}, None)


def test_dates_take_one_question(desk, django_assert_num_queries):
    published_on(dt.date(2021, 5, 3), dt.date(2024, 2, 28))
    desk.get(LIST)
    with django_assert_num_queries(9):
        desk.get(LIST)


def test_a_chooser_offers_no_essay_of_the_wastebasket(desk):
    kept, gone = build.published("Kept"), build.published("Gone")
    type(gone).objects.filter(pk=gone.pk).update(discarded_at=build.NOW)
    asked = {"app_label": "essays", "model_name": "redirect", "field_name": "essay", "term": ""}
    offered = desk.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [int(one["id"]) for one in offered] == [kept.pk]
