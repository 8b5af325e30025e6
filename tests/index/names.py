"""A set of names as large as a site's: people and films of fact, and names made of given names and surnames."""

from collections.abc import Iterator
from itertools import islice

from django.utils import timezone

from essays.desk.indexing import bring_up_to_date
from essays.index.record import renew_records
from essays.linking.lexicon import given_names, surnames
from essays.models import Film
from people.models import Person, Visibility
from people.names import name_key, sort_name
from tests.index.misspelt import FILMS, PEOPLE, pairs

OTHER_FILMS = (
    "Terminal", "The Good Shepherd", "Metropolitan", "Predators", "Vertical Limit", "The Seventh Seal", "Seven",
    "Casino", "Raging Sun", "Sunset", "Blade", "The Runner", "The Godfather Part II", "Ghost", "Barry", "La Strada",
)  # fmt: skip


def write_names(number: int) -> None:
    """Public people and films of all misspelt names, and so many others that are none of them. All are indexed."""
    meant = dict.fromkeys(name for _, name in pairs(PEOPLE))
    titles = dict.fromkeys([*(title for _, title in pairs(FILMS)), *OTHER_FILMS])
    known = {name_key(name) for name in meant}
    others = (name for name in made_names() if name_key(name) not in known)
    names = [*meant, *islice(others, number)]
    people = Person.objects.bulk_create(
        (
            Person(
                name=name,
                name_key=name_key(name),
                sort_name=sort_name(name),
                slug=f"person-{place}",
                visibility=Visibility.PUBLIC,
            )
            for place, name in enumerate(names)
        ),
        batch_size=1_000,
    )
    films = Film.objects.bulk_create(
        Film(
            title=title,
            title_key=name_key(title),
            sort_title=title,
            slug=f"film-{place}",
            visibility=Visibility.PUBLIC,
        )
        for place, title in enumerate(titles)
    )
    renew_records([film.pk for film in films], [person.pk for person in people], now=timezone.now())
    bring_up_to_date(now=timezone.now())


def made_names() -> Iterator[str]:
    """Names of given names and surnames as people have them, each once, the same at every run."""
    given, last = sorted(given_names()), sorted(surnames())
    for step in range(1, len(given)):
        for place, surname in enumerate(last):
            first = given[(place * 7 + step * 131) % len(given)]
            yield f"{first.capitalize()} {surname.capitalize()}"
