"""Many related rows at once, for tests that care how many there are and not what they say."""

import datetime as dt

from essays.models import Byline, Credit, Critic, Essay, EssayTag, Film, FilmTag, Mention, Subject
from people.models import Person, PersonTag, Tag

PUBLISHED = {"status": "published", "published_at": dt.datetime(2026, 6, 1, tzinfo=dt.UTC)}


def people(count: int) -> list[Person]:
    rows = [
        Person(name=f"Extra {n}", name_key=f"extra {n}", sort_name=f"Extra {n:04}", slug=f"extra-{n}")
        for n in range(count)
    ]
    return Person.objects.bulk_create(rows)


def films(count: int) -> list[Film]:
    rows = [
        Film(title=f"Reel {n}", title_key=f"reel {n}", sort_title=f"Reel {n:04}", slug=f"reel-{n}", release_year=1980)
        for n in range(count)
    ]
    return Film.objects.bulk_create(rows)


def films_by_year(count: int) -> list[Film]:
    """Films of a hundred years, some in each where there are more."""
    rows = [
        Film(
            title=f"Year {n}",
            title_key=f"year {n}",
            sort_title=f"Year {n:04}",
            slug=f"year-{n}",
            release_year=1920 + n % 100,
        )
        for n in range(count)
    ]
    return Film.objects.bulk_create(rows)


def critics(count: int) -> list[Critic]:
    rows = [
        Critic(name=f"Pen {n}", name_key=f"pen {n}", sort_name=f"Pen {n:04}", slug=f"pen-{n}") for n in range(count)
    ]
    return Critic.objects.bulk_create(rows)


def tags(count: int) -> list[Tag]:
    return Tag.objects.bulk_create(Tag(name=f"Theme {n:04}", slug=f"theme-{n}") for n in range(count))


def essays(
    count: int, *, about: Film | None = None, by: list[Critic] | None = None, kind: str = "review"
) -> list[Essay]:
    """Published essays; signed by one critic each where there are any."""
    body = "<p>Walter Hill made Red Heat in 1988.</p>"
    rows = Essay.objects.bulk_create(
        Essay(headline=f"Piece {n}", slug=f"piece-{kind}-{n}", body=body, kind=kind, **PUBLISHED) for n in range(count)
    )
    if about is not None:
        Subject.objects.bulk_create(Subject(essay=row, film=about) for row in rows)
    if by:
        Byline.objects.bulk_create(Byline(essay=row, critic=by[n % len(by)]) for n, row in enumerate(rows))
    return rows


def mentions(naming: list[Essay], record: Film | Person) -> None:
    """One mention of the record in each essay, where the builder's body has "Walter Hill"."""
    which = {"kind": "film", "film": record} if isinstance(record, Film) else {"kind": "person", "person": record}
    Mention.objects.bulk_create(
        Mention(essay=essay, exact="Walter Hill", start=0, end=11, state="linked", **which) for essay in naming
    )


def mentions_of_each(essay: Essay, records: list[Film] | list[Person]) -> None:
    """One mention in the essay of each of the records, at places of their own."""
    Mention.objects.bulk_create(
        Mention(
            essay=essay,
            exact="x",
            start=10_000 + (50_000 if isinstance(record, Film) else 0) + n,
            end=10_001 + (50_000 if isinstance(record, Film) else 0) + n,
            state="linked",
            **({"kind": "film", "film": record} if isinstance(record, Film) else {"kind": "person", "person": record}),
        )
        for n, record in enumerate(records)
    )


def credits(film: Film, cast: list[Person]) -> None:
    Credit.objects.bulk_create(
        Credit(film=film, person=person, job="actor", billing=n, character=f"Role {n}")
        for n, person in enumerate(cast, start=1)
    )


def tag_all(records: list[Essay] | list[Film] | list[Person], tag: Tag) -> None:
    through = {Essay: EssayTag, Film: FilmTag, Person: PersonTag}[type(records[0])]
    through.objects.bulk_create(through(content_object=record, tag=tag) for record in records)


def people_named(first: str, count: int) -> list[Person]:
    rows = [
        Person(name=f"{first} {n}", name_key=f"{first} {n}", sort_name=f"{n:04}, {first}", slug=f"{first}-{n}".lower())
        for n in range(count)
    ]
    return Person.objects.bulk_create(rows)


def linked_body(named: list[Person], seen: list[Film]) -> str:
    return "".join(f"<p>{record}</p>" for record in [*named, *seen])


def linked_rendering(named: list[Person], seen: list[Film]) -> str:
    """A stored form that links each of these records once."""
    links = [f'<p><a data-person="{person.pk}">{person}</a></p>' for person in named]
    links += [f'<p><a data-film="{film.pk}">{film}</a></p>' for film in seen]
    return f'<section class="passage"><div class="said">{"".join(links)}</div></section>'
