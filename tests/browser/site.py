"""A small whole site for the browser: both documents of ``seeds/``, their films, and a page of each hard kind."""

import datetime as dt
import re
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from essays.desk.facts import load_facts
from essays.desk.importing import import_document
from essays.desk.indexing import bring_up_to_date
from essays.desk.rendering import body_of, renew_rendering
from essays.desk.revising import record_revision
from essays.desk.sharing import share, token_of
from essays.models import Byline, Correction, Credit, Critic, Essay, Film, FilmTitle, FixedPage, Subject
from people.models import Alias, Person
from people.tagging import Tag
from tests import build

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
HOSTILE_TITLE = "“Dr. Strange & Sons” </script> 'in' <b>the</b> Land of the Very Long Titles, or How I Learned to Stop"
RIGHT_TO_LEFT_TITLE = "جدایی نادر از سیمین"  # A Separation, 2011, by its own title


def build_site() -> dict[str, str]:
    """Fill an empty database; the address of one page of each kind, by a name for it."""
    load_facts(SEEDS / "films.toml", now=build.NOW)
    about = FixedPage.objects.create(
        title="About", slug="about", body="<p>Double Bill: Walter Hill, Arnold Schwarzenegger.</p>", is_published=True
    )
    desk = build.critic(note="Several hands that sign with one name.")
    red_heat = Film.objects.get(title="Red Heat", release_year=1988)
    review = _from_seed("red-heat-review", "One Face, Two Cities", by=desk, day=12)
    review.standfirst = (
        "Walter Hill took the jokes away from Arnold Schwarzenegger and gave them to the man beside him. "
        "Half of the film has been waiting for its audience ever since."
    )
    review.rating, review.has_spoilers = 3.5, True
    review.save()
    review.tags.add("Cold War", "buddy films")
    Correction.objects.create(
        essay=review,
        what_was="Red Heat opened in the United States in 1987.",
        what_is="It opened there on 17 June 1988.",
        corrected_on=dt.date(2026, 6, 20),
    )
    entry = _from_seed("red-heat-reference", "Red Heat, the reference entry", day=10)
    Tag.objects.filter(slug="cold-war").update(
        description="Films made while two powers looked at each other, and films about that time made since."
    )
    _more_essays(desk)
    hostile = _hostile_film()
    draft = build.essay("A draft that nobody may see", about=red_heat, body="<p>Nothing of this is settled.</p>")
    revision = record_revision(review, by=None, now=timezone.now(), note="as an outsider reads it")
    shown = share(revision, days=30, by=build.superuser(), now=timezone.now())
    bring_up_to_date(now=timezone.now())
    return {
        "home": "/",
        "essays": "/essays/",
        "essay": review.get_absolute_url(),
        "entry": entry.get_absolute_url(),
        "fixed": about.get_absolute_url(),
        "report": f"{review.get_absolute_url()}report/",
        "report-thanks": f"{review.get_absolute_url()}report/thanks/",
        "hostile-essay": Essay.objects.get(films=hostile, kind="review").get_absolute_url(),
        "preview": reverse("essays:preview", args=[token_of(shown)]),
        "draft": draft.get_absolute_url(),
        "films": "/films/",
        "films-of-a-decade": "/films/decade/1980/",
        "people-of-a-letter": "/people/letter/s/",
        "essays-of-a-year": "/essays/year/2026/",
        "film": red_heat.get_absolute_url(),
        "hostile-film": hostile.get_absolute_url(),
        "film-essays": f"{red_heat.get_absolute_url()}essays/",
        "hostile-film-essays": f"{hostile.get_absolute_url()}essays/",
        "hostile-person": Person.objects.get(name="Player A. O’Number-0").get_absolute_url(),
        "hostile-critic": Critic.objects.get(name__startswith="Ann").get_absolute_url(),
        "hostile-tag": "/tags/tags-and/",
        "right-to-left-film": Film.objects.get(title=RIGHT_TO_LEFT_TITLE, release_year=2011).get_absolute_url(),
        "people": "/people/",
        "person": Person.objects.get(name="Walter Hill").get_absolute_url(),
        "person-essays": f"{Person.objects.get(name='Walter Hill').get_absolute_url()}essays/",
        "tags": "/tags/",
        "tag": "/tags/cold-war/",
        "critics": "/critics/",
        "critic": desk.get_absolute_url(),
        "search": "/search/?q=red+heat",
        "search-misspelt": "/search/?q=shwarzeneger",
        "search-narrowed": "/search/?q=heat&kind=review&decade=1980",
        "search-nothing": "/search/?q=zzyzx+qqq",
        "search-empty": "/search/",
        "search-names": "/search/?q=j&in=names",
        "search-hostile": "/search/?q=%3C%2Fscript%3E%22%27%26+number",
        "not-found": "/films/the-day-the-clown-cried/",
    }


def _from_seed(name: str, headline: str, *, by: Critic | None = None, day: int) -> Essay:
    """A document of ``seeds/`` imported and published, under a headline of an editor's."""
    path = SEEDS / f"{name}.txt"
    import_document(path.read_bytes(), name=path.name, now=build.NOW, publish=True)
    essay = Essay.objects.get(sources__name=path.name)
    essay.headline, essay.headline_is_proposed, essay.slug = headline, False, ""
    essay.published_at = dt.datetime(2026, 6, day, 9, tzinfo=dt.UTC)
    essay.save()
    if by is not None:
        essay.bylines.all().delete()
        Byline.objects.create(essay=essay, critic=by)
    return essay


def link_full_names(essay: Essay) -> None:
    """Mention every film and person whose full name stands in the body; of two that share it, the older film."""
    text = read_text(essay)
    records: dict[str, Film | Person] = {film.title: film for film in Film.objects.order_by("-release_year")}
    records |= {title.title: title.film for title in FilmTitle.objects.select_related("film")}
    records |= {person.name: person for person in Person.objects.all()}
    records |= {alias.name: alias.person for alias in Alias.objects.select_related("person")}
    records = {name.replace("’", "'"): record for name, record in records.items()}
    records |= {subject.film.title: subject.film for subject in Subject.objects.filter(essay=essay)}
    names = sorted((name for name in records if len(name) > 4), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")
    for found in pattern.finditer(text.replace("’", "'")):
        build.mention(essay, text[found.start() : found.end()], records[found.group()], start=found.start())
    renew_rendering(essay)


def read_text(essay: Essay) -> str:
    """The text of an essay's body, in which mentions have their places."""
    return body_of(essay).document.text


def _more_essays(by: Critic) -> None:
    """Shorter texts, so that lists have something to list."""
    texts = [
        ("Two Men and a Cadillac", "48 Hrs.", 1982, "Walter Hill locks Nick Nolte and Eddie Murphy into one car."),
        (
            "The Bus That Could Not Stop",
            "The Driver",
            1978,
            "Nobody in The Driver has a name.",
        ),
        (
            "Moscow by Way of Hollywood",
            "Gorky Park",
            1983,
            "James Horner scores Gorky Park, then Red Heat.",
        ),
        (
            "A Small War in Los Angeles",
            "Predator",
            1987,
            "Arnold Schwarzenegger goes from Commando to Predator.",
        ),
        (
            "The Other Twin",
            "Twins",
            1988,
            "Twins gave Arnold Schwarzenegger the laugh he lacked in Red Heat.",
        ),
        ("Garbo Inspects Paris", "Ninotchka", 1939, "Ernst Lubitsch asks Greta Garbo to laugh in Ninotchka."),
        ("What Friday Left Behind", "Thief", 1981, "Michael Mann gives James Belushi a part in Thief."),
    ]
    for number, (headline, title, year, sentence) in enumerate(texts):
        film = Film.objects.filter(title=title, release_year=year).first() or build.film(title, year)
        at = dt.datetime(2026, 5, 20 - number, tzinfo=dt.UTC)
        essay = build.published(headline, about=film, by=by, standfirst=sentence, body=f"<p>{sentence}</p>" * 3)
        Essay.objects.filter(pk=essay.pk).update(published_at=at)
        essay.refresh_from_db()
        essay.tags.add("Cold War" if number % 2 else "Los Angeles on film")
        link_full_names(essay)


def _hostile_film() -> Film:
    """A film without a year, with a title full of mark-up, forty people, an essay that names them all in 120 sections
    and a reference entry with three notes beside each; and a critic, a tag and a person as hard."""
    hostile = build.film(HOSTILE_TITLE, None, languages=["English"])
    people = [build.person(f"Player {chr(65 + number % 26)}. O’Number-{number}") for number in range(40)]
    for number, person in enumerate(people, start=1):
        Credit.objects.create(
            film=hostile, person=person, job="actor", billing=number, character=f"The & <i>{number}</i>"
        )
    sections = "".join(
        f"<h2>{each.name} & “Co.” {n}</h2><p>{each.name} enters.</p>" for n in range(3) for each in people
    )
    signed = build.critic("Ann </script> <Other> & “Daughters”", note=HOSTILE_TITLE)
    essay = build.published(f"On {HOSTILE_TITLE}"[:300], about=hostile, by=signed, body=sections)
    link_full_names(essay)
    facts = "".join(f"<p>{each.name} said so. {each.name} & “Co.” did. {each.name} < all.</p>" * 3 for each in people)
    link_full_names(build.published("Of all that is known", kind="reference", about=hostile, body=facts))
    tag = Tag.objects.create(name="“Tags” & </script>", slug="tags-and", description=HOSTILE_TITLE)
    for carries in (essay, hostile, people[0]):
        carries.tags.add(tag)
    for title, year in ((HOSTILE_TITLE[:80], 1925), (RIGHT_TO_LEFT_TITLE, 1926), ("“&”", 2011)):
        other = build.film(title, year, visibility="public")
        for number, person in enumerate(people, start=1):
            Credit.objects.create(film=other, person=person, job="actor", billing=number)
    separation = build.film(RIGHT_TO_LEFT_TITLE, 2011, languages=["Persian"])
    build.credit(separation, build.person("Asghar Farhadi"))
    named = build.published("A Separation, Twice Seen", about=separation, body=f"<p>{RIGHT_TO_LEFT_TITLE} (2011).</p>")
    link_full_names(named)
    return hostile
