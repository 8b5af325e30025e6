"""Who is at the desk, and an essay with one row of everything."""

import hashlib

import pytest
from django.test import Client
from django.utils import timezone

from essays.models import (
    BarredWords,
    Double,
    ErrorReport,
    Essay,
    EssayTag,
    Finding,
    FixedPage,
    Mention,
    MentionCandidate,
    Merge,
    Redirect,
    SiteSettings,
    Source,
)
from people.models import Alias, Tag
from tests import build

TEXT = "Chris\n\nWalter Hill made Red Heat in 1988. Danko is stone.\nSign up for our letter.\n"


@pytest.fixture
def desk(db) -> Client:
    """A superuser's browser."""
    client = Client()
    client.force_login(build.superuser())
    return client


@pytest.fixture
def red_heat(db):
    """*Red Heat* (1988) with its director and a player."""
    film = build.film()
    build.credit(film, build.person("Walter Hill", birth_year=1942))
    build.credit(film, build.person("Arnold Schwarzenegger"), job="actor", character="Ivan Danko", billing=1)
    return film


@pytest.fixture
def review(red_heat) -> Essay:
    """A draft about *Red Heat* with a link, an open question of each sort, a tag, a finding and a source."""
    essay = build.essay(about=red_heat, by=build.critic())
    hill = red_heat.credits.get(job="director").person
    build.mention(essay, "Walter Hill", hill, start=0, end=11, reason="credited on Red Heat (1988)")
    undecided = build.mention(essay, "Red Heat", kind="film", start=17, end=25, reason="two films have this title")
    rival = build.film("Red Heat", 1985)
    for rank, film in enumerate((red_heat, rival), start=1):
        MentionCandidate.objects.create(mention=undecided, rank=rank, film=film, confidence=0.5, reason="same title")
    ErrorReport.objects.create(essay=essay, says="It opened in June.", sent_at=timezone.now())
    Finding.objects.create(
        essay=essay, rule="year", exact="1988", message="The text says 1988, the record 1987.", found_at=timezone.now()
    )
    BarredWords(essay=essay, words="Ridzik", barred_at=timezone.now()).save()
    Double.objects.create(film=red_heat, other_film=rival, reason="the same title", found_at=timezone.now())
    Merge.objects.create(
        kind="film",
        kept_id=rival.pk,
        kept_name=str(rival),
        gone_id=9000,
        gone_name="Red Heat",
        merged_at=timezone.now(),
    )
    Redirect.objects.create(path="/2009/06/red-heat", essay=essay)
    build.picture()
    FixedPage.objects.create(title="About", slug="about", body="<p>Two voices.</p>", is_published=True)
    SiteSettings.objects.create(pk=1, description="Films, twice looked at.")
    topic = Tag.objects.create(name="Cold War", slug="cold-war")
    EssayTag.objects.create(content_object=essay, tag=topic)
    Alias.objects.create(person=hill, name="W. Hill")
    build.delivery(("late.txt", "Chris\n\nIt was late."))
    data = TEXT.encode()
    Source.objects.create(
        name="red-heat.txt",
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        encoding="utf-8",
        read_at=timezone.now(),
        read_by="0.1",
        outcome=Source.Outcome.CREATED,
        essay=essay,
        report=report_of(TEXT),
    )
    return essay


def report_of(text: str) -> dict:
    """A report such as the import writes, on ``TEXT``."""
    lines = [0, text.index("Walter"), text.index("Sign up"), len(text)]
    kinds = ["byline", "paragraph", "boilerplate"]
    hill, title = text.index("Walter Hill"), text.index("Red Heat")
    return {
        "kind": "review",
        "film": {"title": "Red Heat", "year": 1988},
        "byline": "Chris",
        "people": [{"name": "Walter Hill", "surface": "Walter Hill", "start": hill, "end": hill + 11}],
        "films": [],
        "undecided": [{"kind": "film", "surface": "Red Heat", "start": title, "end": title + 8}],
        "credits": [{"person": "Walter Hill", "role": "director", "character": None}],
        "blocks": [{"kind": kind, "start": lines[n], "end": lines[n + 1]} for n, kind in enumerate(kinds)],
        "notes": ["The document is UTF-8."],
    }


def open_mention(essay: Essay) -> Mention:
    return essay.mentions.get(state="undecided")
