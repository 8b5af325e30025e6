"""Fifty essays that readers may not see leave no byte anywhere a reader, or a reader's program, can get to."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client

from essays.desk.rendering import renew_rendering
from essays.models import Correction, Essay, EssayTag, Film
from people.models import Tag
from tests import build
from tests.feeds.test_feeds import site

pytestmark = pytest.mark.django_db

PAST, FAR_AHEAD = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2120, 1, 1, tzinfo=dt.UTC)
UNSEEN = [
    {"status": "draft"},
    {"status": "in review"},
    {"status": "approved"},
    {"status": "published", "published_at": FAR_AHEAD},
    {"status": "withdrawn", "published_at": PAST},
    {"status": "published", "published_at": PAST, "withdrawn_at": PAST + dt.timedelta(days=1)},
    {"status": "published", "published_at": PAST, "discarded_at": PAST},
]
LEADS = re.compile(rb'(?:href|src|content)="([^"]*)"|<loc>([^<]*)</loc>|"(https?://testserver[^"#\\]*)')


def crawl(client: Client) -> dict[str, tuple[int, bytes, tuple[tuple[str, str], ...]]]:
    """Every address that a reader's program comes to from the front page, robots.txt and the map: what it answers."""
    found: dict[str, tuple[int, bytes, tuple[tuple[str, str], ...]]] = {}
    waiting = ["/", "/robots.txt", "/sitemap.xml", "/nothing-is-here/", "/feed.json", "/corrections/feed.atom"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        headers = tuple(sorted(response.items()))
        content = b"" if address.endswith(".png") else response.content
        found[address] = (response.status_code, response.content, headers)
        for groups in LEADS.findall(content):
            target = unescape(next(filter(None, groups), b"").decode()).partition("#")[0]
            target = target.removeprefix("http://testserver")
            if target.startswith("/") and not target.startswith(("//", "/static/", "/media/", "/admin/")):
                waiting.append(target)
    return found


def hide_fifty() -> None:
    """Each with words, a person, a film, a critic, a tag and a correction that nothing else has."""
    film = Film.objects.get(title="Commando")
    for number in range(50):
        word = f"zorglub{number}"
        person, seen = build.person(f"Agnes {word}"), build.film(f"{word} Returns", 1991)
        tag = Tag.objects.create(name=f"{word}ism", slug=f"{word}ism")
        essay = build.essay(
            f"{word} speaks",
            about=film,
            by=build.critic(f"Zoe {word}"),
            standfirst=f"{word} at last.",
            body=f"<p>Agnes {word} in {word} Returns and in Commando.</p>",
            **UNSEEN[number % len(UNSEEN)],
        )
        build.mention(essay, f"Agnes {word}", person)
        build.mention(essay, f"{word} Returns", seen, start=len(f"Agnes {word} in "))
        renew_rendering(essay)
        EssayTag.objects.create(content_object=essay, tag=tag)
        person.tags.add(tag)
        seen.tags.add(tag)
        Correction.objects.create(essay=essay, what_was=f"{word} was", what_is=f"{word} is")


@pytest.mark.slow
def test_fifty_unseen_essays_change_no_byte_and_no_header_of_anything(client: Client) -> None:
    site()
    build.film("Commando", 1985, visibility="public")
    before = crawl(client)
    assert len(before) > 30
    assert {status for status, _, _ in before.values()} == {200, 404}
    assert [address for address, (status, _, _) in before.items() if status == 404] == ["/nothing-is-here/"]
    hide_fifty()
    after = crawl(client)
    assert [address for address in before if before[address] != after.get(address)] == []
    assert after.keys() == before.keys()
    assert [address for address, (_, content, _) in after.items() if b"zorglub" in content.lower()] == []
    for essay in Essay.objects.filter(headline__startswith="zorglub"):
        for ending in ("", "card.png"):
            answer = client.get(f"{essay.get_absolute_url()}{ending}")
            assert answer.status_code in (404, 410)
            assert b"zorglub" not in answer.content.lower()
        assert client.get(f"{essay.get_absolute_url().rstrip('/')}.json").status_code in (404, 410)
        for record in (essay.tags.get(), essay.critics.get(), essay.mentions.first().person):
            for ending in ("", "feed.atom", "feed.json", "card.png"):
                assert client.get(f"{record.get_absolute_url()}{ending}").status_code == 404


def test_one_of_them_published_shows(client: Client) -> None:
    """So that the test above can fail."""
    site()
    build.film("Commando", 1985, visibility="public")
    before = crawl(client)
    hide_fifty()
    Essay.objects.filter(headline="zorglub0 speaks").update(status="published", published_at=PAST)
    after = crawl(client)
    shown = {address for address, (_, content, _) in after.items() if b"zorglub" in content.lower()}
    assert {"/", "/feed.atom", "/feed.json", "/corrections/feed.atom", "/tags/zorglub0ism/feed.json"} <= shown
    assert {"/people/agnes-zorglub0.json", "/essays/zorglub0-speaks.json"} <= shown - before.keys()
