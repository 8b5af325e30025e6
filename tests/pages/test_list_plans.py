"""Parts of lists are read through their indexes: no whole table is read, and nothing is sorted."""

import pytest
from django.db import connection

from essays.models import Essay, Film
from essays.views.film_lists import ORDERS
from people.lists import under_letter
from people.models import Person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans a small table otherwise"),
]


def by_title(films):
    return ORDERS["title"][1](films)


LISTS = [
    pytest.param(
        lambda: by_title(under_letter(Film.objects.public(), "sort_title", "r")), "film_by_letter", id="letter"
    ),
    pytest.param(lambda: by_title(Film.objects.public().filter(release_year=1988)), "film_by_year", id="year"),
    pytest.param(
        lambda: ORDERS["newest"][1](Film.objects.public().filter(release_year__gte=1980, release_year__lt=1990)),
        "film_by_year",
        id="decade",
    ),
    pytest.param(lambda: ORDERS["oldest"][1](Film.objects.public()), "film_by_year", id="oldest first"),
    pytest.param(lambda: under_letter(Person.objects.public(), "sort_name", "r"), "person_by_letter", id="people"),
    pytest.param(lambda: Essay.objects.published().order_by("published_at", "id"), "essay", id="essays, oldest first"),
]


@pytest.mark.parametrize(("rows", "index"), LISTS)
def test_a_part_of_a_list_is_read_in_the_order_of_an_index(rows, index: str) -> None:
    plan = rows()[:60].explain()
    lines = [line.partition("CORRELATED")[0] for line in plan.splitlines()]
    assert index in lines[0], plan
    assert lines[0].split()[1].startswith("SEARCH") or "USING" in lines[0], plan
    assert "TEMP B-TREE" not in plan, plan
