"""The mark-up of every page: well-formed, one h1, headings in order, ids once, nothing inline, with hostile words."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client

from essays.desk.rendering import renew_rendering
from essays.index.record import records_were_changed
from essays.models import Essay, Subject
from people.models import Tag
from tests import build

pytestmark = pytest.mark.django_db

VOID = {"meta", "link", "br", "hr", "img", "input"}
HOSTILE = "\"'><script>alert(1)</script> & “Sons” </title></script><!-- "
RIGHT_TO_LEFT = "\u202eجدایی نادر از سیمین"
NAMES = [
    pytest.param(HOSTILE, id="mark-up"),
    pytest.param(RIGHT_TO_LEFT, id="right to left"),
    pytest.param("Word " * 59, id="very long"),
    pytest.param("{{ 7|add:1 }}{% now %}", id="a template's own marks"),
]


class Page(HTMLParser):
    """What of a page's mark-up can be wrong."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.ids: Counter[str] = Counter()
        self.references: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in VOID:
            self.opened.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            if name in {"aria-labelledby", "for"}:
                self.references |= set((value or "").split())
            if name == "href" and value and value.startswith("#"):
                self.references.add(value[1:])
            if tag == "script" and name == "type" and value == "application/ld+json":
                self.tags["script"] -= 1  # a block of data, which runs nothing
            if name == "style" or name.startswith("on"):
                self.faults.append(f"inline {name} on {tag}")

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")


def site(name: str) -> list[str]:
    """A site in which everything is called ``name``; the addresses of its pages."""
    film = build.film(name, None, visibility="public", synopsis=name, countries=[name])
    people = [build.person(f"{name[:200]} {number}", note=name) for number in range(40)]
    for number, person in enumerate(people, start=1):
        build.credit(film, person, job="actor", billing=number, character=name, credited_as=name)
    critic = build.critic(name[:150], note=name)
    essay = build.published(name, about=film, by=critic, standfirst=name, body="<p>One.</p><h2>Two</h2><p>Three.</p>")
    for person in people:
        build.mention(essay, "x", person, start=1000 + person.pk)
    build.mention(essay, "Three", people[0], start=11)
    renew_rendering(essay)
    entry = build.published(f"{name[:200]} entry", about=film, kind="reference", by=critic)
    other = build.published(f"{name[:200]} again")
    build.mention(other, "Walter Hill", film)
    tag = Tag.objects.create(name=name[:90], slug="hostile", description=name)
    for record in (essay, film, people[0]):
        record.tags.add(tag)
    records = [essay, entry, film, people[0], critic, tag]
    lists = ["/", "/essays/", "/films/", "/people/", "/tags/", "/critics/", "/nothing-here/"]
    return [*lists, *(record.get_absolute_url() for record in records)]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_sound_whatever_its_records_are_called(client: Client, name: str) -> None:
    faults = []
    for address in site(name):
        html = client.get(address).content.decode()
        page = Page(html)
        found = list(page.faults)
        found += [f"<{tag}> is never closed" for tag in page.opened]
        found += [f"id {name} stands {times} times" for name, times in page.ids.items() if times > 1]
        found += [f"nothing has the id {name}" for name in page.references - page.ids.keys()]
        if page.headings.count(1) != 1 or page.headings[0] != 1:
            found.append(f"headings {page.headings}")
        jumps = [pair for pair in zip(page.headings, page.headings[1:], strict=False) if pair[1] - pair[0] > 1]
        found += [f"a heading jumps from {above} to {below}" for above, below in jumps]
        found += [f"{page.tags[tag]} <{tag}>" for tag in ("style", "iframe", "font") if page.tags[tag]]
        if page.tags["script"] != 1 or '<script src="/static/essays/suggest.js" defer></script>' not in html:
            found.append(f"{page.tags['script']} scripts where one suggests names and reading needs none")
        for tag in ("title", "main", "nav"):
            if not page.tags[tag]:
                found.append(f"no <{tag}>")
        if not re.search(r'<meta name="description" content="[^"]+">', html):
            found.append("no description")
        faults += [f"{address}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_no_two_pages_have_the_same_title(client: Client) -> None:
    titles = Counter(
        re.findall(r"<title>(.*?)</title>", client.get(a).content.decode(), re.DOTALL)[0] for a in site("Heat")
    )
    assert [title for title, times in titles.items() if times > 1] == []


def test_text_in_another_direction_keeps_to_itself(client: Client) -> None:
    film = build.film("جدایی نادر از سیمین", 2011, visibility="public")
    page = client.get(film.get_absolute_url()).content.decode()
    assert re.search(r'<h1 [^>]*dir="auto">جدایی نادر از سیمین</h1>', page)
    assert '<cite dir="auto">جدایی نادر از سیمین</cite> (2011)' in client.get("/films/").content.decode()


def test_a_title_of_another_language_says_so_wherever_it_stands_and_no_other_does(client: Client) -> None:
    illusion = build.film("La Grande Illusion", 1937, title_language="fr", languages=["French", "German"])
    partie = build.film("Partie de campagne", 1946, languages=["French"])  # what is spoken in it says nothing of that
    renoir, gabin = build.person("Jean Renoir"), build.person("Jean Gabin")
    for film in (illusion, partie):
        build.credit(film, renoir)
        build.credit(film, gabin, "actor", billing=1)
    essay = build.published(about=illusion, body="<p>La Grande Illusion is older than Partie de campagne.</p>")
    Subject.objects.create(essay=essay, film=partie, position=2)
    build.mention(essay, "La Grande Illusion", illusion)
    build.mention(essay, "Partie de campagne", partie, start=33)
    build.mention(essay, "Jean Renoir", renoir, start=0, end=1)
    build.published("The entry", kind="reference", about=illusion)
    for film in (illusion, partie):
        film.tags.add("prison film")
    renew_rendering(essay)
    records_were_changed(films=[illusion.pk, partie.pk], people=[renoir.pk], now=build.NOW)
    addresses = ["/", "/films/", "/films/year/1937/", "/films/director/jean-renoir/", "/people/jean-renoir/"]
    addresses += ["/tags/prison-film/", "/search/?q=illusion", essay.get_absolute_url()]
    addresses += [f"{illusion.get_absolute_url()}{part}" for part in ("", "essays/")]
    for address in addresses:
        page = client.get(address).content.decode()
        set_off = re.findall(r"<(?:h1|h2|cite|bdi)\b[^>]*>(?:<a [^>]*>)?La Grande Illusion<", page)
        assert set_off, address
        assert [tag for tag in set_off if ' lang="fr"' not in tag and tag != "<cite>La Grande Illusion<"] == [], address
        assert not re.search(r' lang="fr"[^>]*>(?:<a [^>]*>)?(?!<a |La Grande Illusion<)', page), address
    data = client.get(f"{illusion.get_absolute_url().rstrip('/')}.json").json()
    assert data["title_language"] == "fr"


def test_the_essays_language_is_told_and_the_furniture_keeps_its_own(client: Client) -> None:
    essay = build.published("Rot und Heiß", language="de")
    page = client.get(essay.get_absolute_url()).content.decode()
    assert '<article class="essay" lang="de">' in page
    assert '<p class="kind" lang="en">' in page
    assert '<html lang="en">' in page


@pytest.mark.parametrize("address", ["/", "/essays/a-russian-in-chicago/", "/films/", "/nothing-here/"])
def test_every_page_is_sent_under_the_sites_policy_and_sets_no_cookie(client: Client, address: str) -> None:
    build.published()
    response = client.get(address)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_no_space_stands_before_a_comma_or_a_full_stop(client: Client) -> None:
    film = build.film(visibility="public")
    build.credit(film, build.person())
    build.credit(film, build.person("Troy Kennedy Martin"), job="writer")
    build.credit(film, build.person("Harry Kleiner"), job="writer")
    build.published(about=film, by=build.critic())
    for address in ("/", "/essays/", film.get_absolute_url(), Essay.objects.get().get_absolute_url()):
        text = re.sub(r"<[^>]*>", "", client.get(address).content.decode())
        assert re.search(r"\s[,.](?:\s|$)", text) is None, address
