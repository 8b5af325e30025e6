"""A small site for the tests of search: two essays that readers see, the records they name, and their index."""

from typing import Any

from django.utils import timezone

from essays.desk.indexing import bring_up_to_date
from essays.desk.rendering import renew_rendering
from essays.index.answering import Answer, answer
from essays.models import Essay, Film, FilmTitle
from people.models import Alias, Person
from tests import build

BODY = (
    "<p>Walter Hill made Red Heat in 1988. Moscow is cold in it.</p>"
    "<h2>Two men</h2><p>Belushi talks. Schwarzenegger does not. Moscow again.</p>"
)


def write_site() -> dict[str, Any]:
    """Records by short names, all of them public by what is published; ``nobody`` is in the catalogue alone."""
    hill = build.person("Walter Hill", birth_year=1942)
    arnold = build.person("Arnold Schwarzenegger")
    belushi = build.person("James Belushi")
    Alias.objects.create(person=belushi, name="Jim Belushi")
    heat = build.film()
    hours = build.film("48 Hrs.", 1982)
    FilmTitle.objects.create(film=hours, title="Nur 48 Stunden")
    build.credit(heat, hill)
    desk = build.critic()
    review = build.published(about=heat, by=desk, body=BODY, standfirst="A Captain comes to Chicago.")
    review.tags.add("Cold War")
    build.mention(review, "Walter Hill", hill, start=0)
    build.mention(review, "Red Heat", heat, start=17)
    build.mention(review, "Belushi", belushi, start=70)
    build.mention(review, "Schwarzenegger", arnold, start=85)
    other = build.published(
        "Two in a Cadillac", kind="feature", about=hours, body="<p>Nolte drives through Moscow.</p>"
    )
    build.mention(other, "Walter Hill", hill, start=0)
    nobody = build.person("Zygmunt Zorglub")
    for essay in (review, other):
        renew_rendering(essay)
    bring_up_to_date(now=timezone.now())
    return {
        "hill": hill, "arnold": arnold, "belushi": belushi, "heat": heat, "hours": hours, "review": review,
        "other": other, "nobody": nobody, "desk": desk,
    }  # fmt: skip


def ask(text: str, *, records: int = 10, read: int = 2_000, **chosen: str) -> Answer:
    return answer(text, chosen, now=timezone.now(), records=records, read=read)


def records(text: str) -> list[Film | Person]:
    """The people and films that answer, best first."""
    return [one.record for one in ask(text).records]


def essays(text: str, **chosen: str) -> list[Essay]:
    """The essays that answer, best first."""
    ids = [hit.essay_id for hit in ask(text, **chosen).hits]
    rows = Essay.objects.in_bulk(ids)
    return [rows[pk] for pk in ids]
