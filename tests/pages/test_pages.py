"""What each kind of page shows."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from essays.desk.importing import import_document
from essays.desk.rendering import renew_rendering
from essays.models import CriticAlias, Essay, Film, FilmFigure, FilmRelease, FilmTitle, Source
from essays.templatetags.records import big_size
from people.models import Alias, Person, Tag, TagSynonym
from tests import build
from tests.pages import rows

pytestmark = pytest.mark.django_db


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text_of(html: str) -> str:
    """What a reader reads of a page: without tags, white space collapsed."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.split("<body>")[-1])).split())


def red_heat() -> Film:
    """Red Heat with the heads of its cast and crew as the film credits them."""
    film = build.film(runtime_minutes=104, countries=["United States"], languages=["English", "Russian"])
    hill = build.person("Walter Hill")
    build.credit(film, hill)
    build.credit(film, hill, job="writer")
    build.credit(film, build.person("Troy Kennedy Martin"), job="writer")
    build.credit(film, build.person("James Horner"), job="composer")
    build.credit(film, build.person("Arnold Schwarzenegger"), job="actor", billing=1, character="Ivan Danko")
    fishburne = build.person("Laurence Fishburne")
    build.credit(film, fishburne, job="actor", billing=5, character="Stobbs", credited_as="Larry Fishburne")
    return film


def review_of(film: Film, **fields: Any) -> Essay:
    fields.setdefault("body", "<p>It begins in Moscow.</p><h2>Steel Drums</h2><p>James Horner scores it.</p>")
    fields = {"status": "published", "published_at": build.NOW - dt.timedelta(days=16)} | fields
    essay = build.essay("One Face, Two Cities", about=film, **fields)
    horner = Person.objects.get(name="James Horner")
    build.mention(essay, "James Horner", horner, start=38)
    renew_rendering(essay)
    return essay


def entry_on(film: Film) -> Essay:
    body = (
        '<p>Red Heat is a film.</p><p>The score is by James Horner.<sup class="citation" data-number="3">[3]</sup></p>'
        '<p>It opened in June.<sup class="citation" data-number="4">[4]</sup></p><p class="footnote">[4] Variety.</p>'
    )
    essay = build.published("The Entry", kind="reference", about=film, body=body)
    build.mention(essay, "James Horner", Person.objects.get(name="James Horner"), start=37)
    renew_rendering(essay)
    return essay


# The essay


def test_an_essay_shows_its_text_to_the_character(client: Client) -> None:
    essay = review_of(red_heat())
    said = re.findall(r'<div class="said">(.*?)</div>', get(client, essay.get_absolute_url()), re.DOTALL)
    assert unescape(re.sub(r"<[^>]+>", "", "".join(said))) == unescape(re.sub(r"<[^>]+>", "", essay.body))


def test_an_essay_without_a_stored_rendering_is_shown_all_the_same(client: Client) -> None:
    assert "<p>Walter Hill made Red Heat in 1988.</p>" in get(client, build.published().get_absolute_url())


def test_an_essay_names_who_signed_it_in_order_and_as_signed(client: Client) -> None:
    essay = build.published(by=build.critic("Chris"))
    essay.bylines.create(critic=build.critic("Dana Stevens"), position=2, as_signed="D. Stevens")
    page = get(client, essay.get_absolute_url())
    assert "By Chris and D. Stevens" in text_of(page).replace(" ,", ",")
    assert '<a rel="author" href="/critics/dana-stevens/">D. Stevens</a>' in page


def test_an_essay_has_the_films_record_beside_it(client: Client) -> None:
    page = text_of(get(client, review_of(red_heat()).get_absolute_url()))
    assert "The record Red Heat Year 1988, United States Director Walter Hill With Arnold Schwarzenegger" in page
    assert "Runs 104 minutes" in page


def test_a_double_bill_has_a_ticket_for_each_film_in_order(client: Client) -> None:
    essay = build.published(about=build.film())
    essay.subjects.create(film=build.film("48 Hrs.", 1982), position=2)
    assert get(client, essay.get_absolute_url()).count('class="ticket"') == 2


def test_the_records_sentences_stand_beside_the_section_that_names_what_they_name(client: Client) -> None:
    film = red_heat()
    essay, _ = review_of(film), entry_on(film)
    sections = get(client, essay.get_absolute_url()).split('<section class="passage"')[1:]
    assert "The score is by James Horner." not in sections[0]
    assert "The score is by James Horner." in sections[1]
    assert 'aria-labelledby="s-steel-drums"' in sections[1]


def test_an_unpublished_entry_gives_no_notes(client: Client) -> None:
    film = red_heat()
    essay, entry = review_of(film), entry_on(film)
    Essay.objects.filter(pk=entry.pk).update(status="draft")
    assert "The score is by James Horner." not in get(client, essay.get_absolute_url())


def test_sources_have_their_text_or_say_that_the_document_gives_none(client: Client) -> None:
    page = get(client, entry_on(red_heat()).get_absolute_url())
    notes = re.findall(r'<li id="source-(\d+)" value="\d+">(.*?) <a class="back" href="#cite-(\d+)"', page)
    assert notes == [("3", "The document gives no source for this number.", "3"), ("4", "Variety.", "4")]
    assert page.count('id="cite-3"') == 1


def test_an_essay_says_where_it_came_from(client: Client) -> None:
    essay = build.published()
    Source.objects.create(
        name="000_5bd3.txt",
        sha256="0" * 64,
        content=b"x",
        encoding="windows-1252",
        is_guess=True,
        read_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        read_by="0.1",
        outcome="created",
        essay=essay,
    )
    page = text_of(get(client, essay.get_absolute_url()))
    assert (
        "“000_5bd3.txt” on 2 March 2026. Its encoding was a guess (windows-1252). Nothing of it was left out." in page
    )


def test_an_essay_lists_the_people_with_their_jobs_and_the_films_in_it(client: Client) -> None:
    essay = review_of(red_heat())
    Person.objects.get(name="James Horner").tags.add(Tag.objects.create(name="composer", slug="composer", kind="job"))
    page = text_of(get(client, essay.get_absolute_url()))
    assert "Who and what is in it People James Horner composer" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"rating": "3.5"}, "Rated 3.5 out of 5", id="on the site's scale"),
        pytest.param({"rating": "4"}, "Rated 4 out of 5", id="whole"),
        pytest.param({"rating_printed": "B+"}, "Rated B+", id="as printed"),
        pytest.param({"has_spoilers": True}, "Gives the ending away", id="spoilers"),
        pytest.param({"standfirst": "A cold open."}, "A cold open.", id="standfirst"),
    ],
)
def test_what_an_author_gave_is_shown(client: Client, fields: dict[str, Any], words: str) -> None:
    assert words in text_of(get(client, build.published(**fields).get_absolute_url()))


def test_an_essay_without_a_rating_claims_none(client: Client) -> None:
    assert "Rated" not in text_of(get(client, build.published().get_absolute_url()))


def test_reading_time_is_in_whole_minutes_and_never_none(client: Client) -> None:
    long = build.published("Long", body="<p>" + "word " * 690 + "</p>")
    assert "3 minutes" in text_of(get(client, long.get_absolute_url()))
    assert "1 minute" in text_of(get(client, build.published("Short").get_absolute_url()))


# The film


def test_a_film_has_opinion_and_reference_side_by_side(client: Client) -> None:
    film = red_heat()
    review, entry = review_of(film), entry_on(film)
    page = get(client, film.get_absolute_url())
    opinion, _, record = page.partition("What is known")
    assert review.get_absolute_url() in opinion
    assert "It begins in Moscow." in opinion
    assert entry.get_absolute_url() in record
    assert f'href="{entry.get_absolute_url()}#source-3"' in record
    assert 'id="cite-3"' not in page


def test_a_cast_has_characters_and_names_as_credited_and_links_only_who_is_public(client: Client) -> None:
    film = red_heat()
    review_of(film)
    page = get(client, film.get_absolute_url())
    cast = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td class=\"quiet\">(.*?)</td></tr>", page)
    assert cast == [
        ("Arnold Schwarzenegger", "Ivan Danko", "as here"),
        ("Laurence Fishburne", "Stobbs", "Larry Fishburne"),
    ]
    assert '<a href="/people/james-horner/">James Horner</a>' in page
    assert "/people/laurence-fishburne/" not in page


def test_the_billing_block_words_each_job_and_bills_a_name_as_the_screen_has_it(client: Client) -> None:
    film = red_heat()
    review_of(film)
    billing = re.search(r'<p class="billing">(.*?)</p>', get(client, film.get_absolute_url()), re.DOTALL)
    assert billing is not None
    assert text_of(billing[1]) == (
        "Arnold Schwarzenegger Larry Fishburne music by James Horner "
        "written by Walter Hill & Troy Kennedy Martin directed by Walter Hill"
    )


def test_a_contribution_is_shown_as_no_screen_credit(client: Client) -> None:
    film = red_heat()
    review_of(film)
    build.credit(film, build.person("Steven Meerson"), job="writer", is_credited=False)
    build.credit(film, build.person("Peter Krikes"), job="writer", is_credited=False, state="proposed")
    page = text_of(get(client, film.get_absolute_url()))
    assert "Without a screen credit Steven Meerson writer" in page
    assert "Writer Walter Hill, Troy Kennedy Martin" in page
    assert "Peter Krikes" not in page


def test_a_films_facts_come_with_their_sources(client: Client) -> None:
    film = red_heat()
    review_of(film)
    FilmRelease.objects.create(
        film=film, country="United States", released_on=dt.date(1988, 6, 17), source="Box Office Mojo"
    )
    FilmFigure.objects.create(
        film=film, kind="gross", amount=34994648, territory="United States and Canada", source="Box Office Mojo"
    )
    FilmTitle.objects.create(film=film, title="Красная жара", language="ru")
    page = get(client, film.get_absolute_url())
    assert "$34,994,648, United States and Canada (Box Office Mojo)" in text_of(page)
    assert '<time datetime="1988-06-17">17 June 1988</time>' in page
    assert '<cite dir="auto" lang="ru">Красная жара</cite>' in page


def test_a_film_says_where_else_it_is_named_with_the_sentence_and_the_section(client: Client) -> None:
    film = red_heat()
    review_of(film)
    other = build.published(
        "Doves", about=build.film("The Killer", 1989), body="<h2>Horns</h2><p>One. Woo knew Red Heat well. Two.</p>"
    )
    build.mention(other, "Red Heat", film, start=21)
    page = get(client, film.get_absolute_url())
    assert "<p>Woo knew <mark>Red Heat</mark> well.</p>" in page
    assert f'<a href="{other.get_absolute_url()}#s-horns">Doves</a>' in page


def test_an_essay_about_the_film_is_not_named_as_elsewhere(client: Client) -> None:
    film = red_heat()
    essay = review_of(film)
    build.mention(essay, "Moscow", film, start=13)
    assert "Named elsewhere" not in get(client, film.get_absolute_url())


def test_a_series_shows_its_years_and_its_creator(client: Client) -> None:
    series = build.film("Miami Vice", 1984, kind="series", end_year=1989, visibility="public")
    build.credit(series, build.person("Anthony Yerkovich"), job="creator")
    page = text_of(get(client, series.get_absolute_url()))
    assert "Television series, 1984–1989, created by Anthony Yerkovich" in page


# The person


def test_a_persons_films_stand_by_job_with_years_and_characters(client: Client) -> None:
    red_heat()
    fishburne = Person.objects.get(name="Laurence Fishburne")
    Person.objects.update(visibility="public")
    Alias.objects.create(person=fishburne, name="Larry Fishburne")
    page = text_of(get(client, fishburne.get_absolute_url()))
    assert "Actor 1988 Red Heat as Stobbs (credited as Larry Fishburne)" in page
    assert "Also Larry Fishburne" in page


def test_what_essays_say_of_a_person_comes_weightiest_first_and_the_rest_without_a_sentence(client: Client) -> None:
    hill = build.person()
    rows.mentions(rows.essays(20), hill)
    weighty = build.published("All About Hill", body="<p>Hill. Hill is back. Hill.</p>")
    for start in (0, 6, 20):
        build.mention(weighty, "Hill", hill, start=start)
    page = get(client, hill.get_absolute_url())
    first = page.index("All About Hill")
    assert first < page.index("Piece 1")
    assert page.count("<blockquote") == 8
    assert "13 more" in text_of(page)
    assert all(f"/essays/piece-review-{number}/" in page for number in range(20))


def test_every_essay_that_names_a_person_stands_on_numbered_pages_with_its_sentence(client: Client) -> None:
    hill = build.person()
    rows.mentions(rows.essays(24), hill)
    weighty = build.published("All About Hill", body="<p>Hill. Hill is back. Hill.</p>")
    for start in (0, 6, 20):
        build.mention(weighty, "Hill", hill, start=start)
    every = f"{hill.get_absolute_url()}essays/"
    assert f'href="{every}"' in get(client, hill.get_absolute_url())
    first, second = get(client, every), get(client, f"{every}page/2/")
    assert (first.count("<blockquote"), second.count("<blockquote")) == (20, 5)
    assert first.index("All About Hill") < first.index("Piece ")
    assert "<mark>Walter Hill</mark> made Red Heat in 1988." in second
    assert client.get(f"{every}page/3/").status_code == 404


def test_every_essay_on_a_film_has_those_about_it_first_whether_or_not_they_name_it(client: Client) -> None:
    film = red_heat()
    for number in (1, 2):
        build.mention(build.published(f"Passing {number}", body="<p>Red Heat. Red Heat.</p>"), "Red Heat", film)
    build.published("The Whole of It", about=film)
    build.essay("A draft", about=film)
    page = get(client, f"{film.get_absolute_url()}essays/")
    assert page.index("The Whole of It") < page.index("Passing 2") < page.index("Passing 1")
    assert "A draft" not in page
    assert "3 essays are about it or name it" in text_of(page)


def test_no_page_of_essays_is_made_of_none_and_a_former_address_leads_on(client: Client) -> None:
    film = red_heat()
    Person.objects.update(visibility="public")
    Film.objects.update(visibility="public")
    hill = Person.objects.get(name="Walter Hill")
    assert client.get(f"{film.get_absolute_url()}essays/").status_code == 404
    assert client.get(f"{hill.get_absolute_url()}essays/").status_code == 404
    review_of(film)
    film.slug = "red-heat-the-film"
    film.save()
    assert client.get("/films/red-heat-1988/essays/")["Location"] == "/films/red-heat-the-film/essays/"
    assert client.get("/films/red-heat-the-film/essays/").status_code == 200


def test_of_very_many_opinions_a_film_page_lists_the_newest_and_says_how_many_more(client: Client) -> None:
    film = red_heat()
    rows.essays(43, about=film)
    page = get(client, film.get_absolute_url())
    assert page.count('<article class="opening">') == 40
    assert f'<a href="{film.get_absolute_url()}essays/">3 more opinions</a>' in page


def test_a_person_is_shown_with_those_who_worked_on_the_most_of_the_same_films(client: Client) -> None:
    hill, horner, cooder = build.person(), build.person("James Horner"), build.person("Ry Cooder")
    once = build.person("Nick Nolte")
    films = [build.film("48 Hrs.", 1982), build.film(), build.film("Another 48 Hrs.", 1990)]
    for film in films:
        build.credit(film, hill)
        build.credit(film, hill, job="writer")
        build.credit(film, horner, job="composer")
    build.credit(films[0], once, job="actor")
    build.credit(films[0], cooder, job="composer")
    build.credit(films[2], cooder, job="composer")
    build.credit(films[2], build.person("Eddie Murphy"), job="story", is_credited=False)
    Person.objects.filter(name__in=["Walter Hill", "James Horner"]).update(visibility="public")
    page = get(client, hill.get_absolute_url())
    table = page[page.index('<table class="bars">') :].partition("</table>")[0]
    assert [" ".join(row.split()) for row in re.findall(r'<th scope="row">(.*?) <span', table)] == [
        f'<a href="{horner.get_absolute_url()}">James Horner</a>',
        "Ry Cooder",
    ]
    assert re.findall(r'<td class="num">(\d+)</td>', table) == ["3", "2"]
    assert re.findall(r'<rect width="(\d+)"', table) == ["100", "66"]
    assert "Nick Nolte" not in table


def test_a_persons_line_of_years_says_which_films_essays_are_about_in_its_table_too(client: Client) -> None:
    film = red_heat()
    review_of(film)
    hill = Person.objects.get(name="Walter Hill")
    named, known = build.film("The Warriors", 1979), build.film("Hard Times </text><script>", 1975)
    for other in (named, known):
        build.credit(other, hill)
    build.mention(build.published("Gangs", body="<p>The Warriors.</p>"), "The Warriors", named)
    Person.objects.update(visibility="public")
    page = get(client, hill.get_absolute_url())
    assert re.findall(r'<circle class="(\w+)"', page) == ["known", "named", "about"]
    assert "</text><script>" not in page
    text = text_of(page)
    assert "1988 Red Heat one is about it" in text
    assert "1979 The Warriors named" in text
    assert "style=" not in page


def test_a_character_quotes_who_plays_it_and_counts_as_no_name(client: Client) -> None:
    arnold = build.person("Arnold Schwarzenegger")
    essay = build.published(body="<p>Danko came. Arnold Schwarzenegger came too. Danko went.</p>")
    for start in (0, 45):
        build.mention(essay, "Danko", arnold, start=start, kind="character", name="Ivan Danko")
    build.mention(essay, "Arnold Schwarzenegger", arnold, start=12)
    page = get(client, arnold.get_absolute_url())
    assert "<mark>Arnold Schwarzenegger</mark> came too." in page
    assert "times" not in text_of(page)


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("Red Heat", "big"),
        ("Predator", "big long"),
        ("The Taking of Pelham One Two Three", "big long"),
        ("Arnold Schwarzenegger", "big wordy"),
        ("Donaudampfschifffahrt", "big longest"),
        ("Word " * 20, "big longest"),
        ("", "big"),
    ],
)
def test_a_title_is_set_no_larger_than_its_longest_word_fits(title: str, size: str) -> None:
    assert big_size(title) == size


# Tags, critics, lists


def test_a_tag_shows_essays_films_and_people_and_its_synonyms_lead_to_it(client: Client) -> None:
    tag = Tag.objects.create(name="Cold War", slug="cold-war", description="East and West.")
    TagSynonym.objects.create(tag=tag, name="East–West conflict")
    film, hill = red_heat(), Person.objects.get(name="Walter Hill")
    essay = review_of(film)
    build.mention(essay, "It", hill, start=0)
    for record in (essay, film, hill):
        record.tags.add(tag)
    page = text_of(get(client, "/tags/cold-war/"))
    assert all(words in page for words in ("East and West.", "One Face, Two Cities", "Red Heat (1988)", "Walter Hill"))
    response = client.get("/tags/east-west-conflict/")
    assert (response.status_code, response["Location"]) == (301, "/tags/cold-war/")


def test_two_films_of_a_title_and_two_people_of_a_name_are_told_apart_in_lists(client: Client) -> None:
    build.film("Red Heat", 1985, visibility="public")
    build.film("Red Heat", 1988, visibility="public")
    build.person("Steve McQueen", disambiguation="actor, 1930–1980", visibility="public")
    build.person("Steve McQueen", disambiguation="director, born 1969", visibility="public")
    films, people = text_of(get(client, "/films/")), text_of(get(client, "/people/"))
    assert "Red Heat (1985)" in films
    assert "Red Heat (1988)" in films
    assert "McQueen, Steve (actor, 1930–1980)" in people
    assert "McQueen, Steve (director, born 1969)" in people


def test_critics_stand_under_the_letters_of_their_names_with_how_much_they_signed(client: Client) -> None:
    for number, name in enumerate(("Dana Stevens", "Ann Other", "Sam Other")):
        build.published(f"Piece {number}", by=build.critic(name))
    page = get(client, "/critics/")
    assert re.findall(r"<h2>(\w)</h2>", page) == ["O", "S"]
    assert "O Ann Other 1 essay Sam Other 1 essay S Dana Stevens 1 essay" in text_of(page)


# The front page


def test_the_newest_essay_leads_and_a_film_with_both_voices_is_a_double_bill(client: Client) -> None:
    film = red_heat()
    review_of(film)
    entry_on(film)
    thief = build.film("Thief", 1981)
    newest = build.essay(
        "The Newest",
        status="published",
        published_at=dt.datetime(2026, 6, 9, tzinfo=dt.UTC),
        about=thief,
    )
    page = get(client, "/")
    assert page.index(newest.headline) < page.index("Double bill") < page.index("Lately")
    bill = text_of(page[page.index("Double bill") : page.index("Lately")])
    assert "Opinion One Face, Two Cities It begins in Moscow." in bill
    assert "The record The Entry Red Heat is a film." in bill


def test_a_reference_entry_leads_only_where_nothing_else_is_there_to(client: Client) -> None:
    film = red_heat()
    entry = entry_on(film)
    leads = '<h2 class="headline" dir="auto"><a href="{}">'
    assert leads.format(entry.get_absolute_url()) in get(client, "/")
    review = review_of(film, published_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), status="published")
    assert leads.format(review.get_absolute_url()) in get(client, "/")


def test_a_film_with_one_voice_is_no_double_bill(client: Client) -> None:
    review_of(red_heat())
    assert "Double bill" not in get(client, "/")


def test_an_empty_site_says_what_it_is_and_tells_editors_what_to_do_first(client: Client) -> None:
    page = get(client, "/")
    assert "Nothing is published yet." in page
    assert "What to do first" not in page
    client.force_login(build.account())
    assert "What to do first" in get(client, "/")


# A critic and a tag


def test_a_critic_is_shown_with_the_directors_and_films_they_come_back_to(client: Client) -> None:
    desk, hill, woo = build.critic(), build.person("Walter Hill"), build.person("John Woo")
    hidden = build.person("Nobody's Business", visibility="hidden")
    red_heat, fourth_eight = build.film(), build.film("48 Hrs.", 1982)
    for film, director in ((red_heat, hill), (fourth_eight, hill), (build.film("The Killer", 1989), woo)):
        build.credit(film, director)
        build.published(f"On {film}", about=film, by=desk)
        build.credit(film, hidden)
    naming = build.published("Woo again", by=desk, body="<p>Red Heat.</p>")
    build.mention(naming, "Red Heat", red_heat)
    build.essay("A draft", about=fourth_eight, by=desk)
    build.published("By another", about=fourth_eight, by=build.critic("Another"))
    Person.objects.exclude(pk=hidden.pk).update(visibility="public")
    text = text_of(get(client, desk.get_absolute_url()))
    assert "Often on the films of Walter Hill 2 essays Comes back to Red Heat (1988) 2 essays" in text


def test_a_critics_essays_stand_by_year_and_each_year_is_one_click_away(client: Client) -> None:
    desk = build.critic()
    CriticAlias.objects.create(critic=desk, name="The desk at night")
    rows.essays(25, by=[desk])
    old = build.published("An old one", by=desk)
    Essay.objects.filter(pk=old.pk).update(published_at=dt.datetime(2019, 3, 1, tzinfo=dt.UTC))
    page = get(client, desk.get_absolute_url())
    assert "Also signs as The desk at night." in text_of(page)
    assert f'<a href="{desk.get_absolute_url()}feed.atom">Feed</a>' in page
    assert re.findall(r'<li><a href="([^"]*#y\d+)">(\d+) <span class="quiet">(\d+)<', page) == [
        (f"{desk.get_absolute_url()}#y2026", "2026", "25"),
        (f"{desk.get_absolute_url()}page/2/#y2019", "2019", "1"),
    ]
    second = get(client, f"{desk.get_absolute_url()}page/2/")
    assert second.index('id="y2026"') < second.index('id="y2019"') < second.index(">An old one<")


def test_a_tag_says_which_tags_stand_on_the_same_essays(client: Client) -> None:
    for number, names in enumerate((["Cold War", "buddy films", "Chicago"], ["Cold War", "buddy films"], ["trains"])):
        build.published(f"Piece {number}").tags.add(*names)
    build.essay("A draft").tags.add("Cold War", "Moscow")
    page = get(client, "/tags/cold-war/")
    assert "Stands beside Tags on the same essays. buddy films 2 essays Chicago 1 essay" in text_of(page)
    assert "trains" not in page
    assert "Moscow" not in page
    assert '<a href="/tags/cold-war/feed.atom">Feed</a>' in page


# Parts of the lists


def some_films() -> None:
    hill = build.person("Walter Hill")
    for title, year in (("Red Heat", 1988), ("48 Hrs.", 1982), ("The Driver", 1978), ("Extreme Prejudice", 1987)):
        build.credit(build.film(title, year, visibility="public"), hill)
    build.film("Élisa", 1995, visibility="public")
    build.film("eXistenZ", 1999, visibility="public")
    build.film("Ran", None, visibility="public")
    build.film("Rope", 1948)
    Person.objects.update(visibility="public")


def titles(page: str) -> list[str]:
    return re.findall(r'<li><a href="/films/[^"]*"><cite dir="auto">([^<]*)', page)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/films/letter/r/", ["Ran", "Red Heat"]),
        ("/films/letter/e/", ["Extreme Prejudice", "eXistenZ"]),
        ("/films/letter/d/", ["The Driver"]),
        ("/films/letter/0-9/", ["48 Hrs."]),
        ("/films/letter/%C3%A9/", ["Élisa"]),
        ("/films/year/1988/", ["Red Heat"]),
        ("/films/decade/1980/", ["48 Hrs.", "Extreme Prejudice", "Red Heat"]),
        ("/films/decade/1980/?order=newest", ["Red Heat", "Extreme Prejudice", "48 Hrs."]),
        ("/films/director/walter-hill/?order=oldest", ["The Driver", "48 Hrs.", "Extreme Prejudice", "Red Heat"]),
        ("/films/?order=oldest", ["The Driver", "48 Hrs.", "Extreme Prejudice", "Red Heat", "Élisa", "eXistenZ"]),
    ],
)
def test_films_are_listed_by_letter_year_decade_and_director_in_the_order_chosen(
    client: Client, address: str, found: list[str]
) -> None:
    some_films()
    page = get(client, address)
    assert titles(page) == found
    assert f'<link rel="canonical" href="http://testserver{address.partition("?")[0]}">' in page


@pytest.mark.parametrize(
    "address",
    [
        "/films/letter/q/",
        "/films/letter/re/",
        "/films/year/1948/",
        "/films/decade/1985/",
        "/films/decade/1940/",
        "/films/director/nobody/",
        "/films/?order=money",
        "/essays/year/2019/",
        "/essays/year/0/",
        "/essays/year/99999/",
        "/people/letter/q/",
    ],
)
def test_an_empty_part_of_a_list_is_no_page(client: Client, address: str) -> None:
    some_films()
    assert client.get(address).status_code == 404


def test_lists_lead_to_their_parts_and_a_capital_to_the_small_letter(client: Client) -> None:
    some_films()
    page = get(client, "/films/")
    assert '<a href="/films/letter/0-9/">0-9</a>' in page
    assert '<a href="/films/decade/1980/">1980s</a>' in page
    assert "/films/letter/w/" not in page
    assert '<a href="/films/year/1987/">1987</a>' in get(client, "/films/decade/1980/")
    assert client.get("/films/letter/R/")["Location"] == "/films/letter/r/"
    assert '<a href="/people/letter/h/">H</a>' in get(client, "/people/")
    assert "Hill, Walter" in get(client, "/people/letter/h/")
    assert '<a href="/films/director/walter-hill/">Director</a>' in get(client, "/people/walter-hill/")


def test_essays_are_listed_by_year_the_newest_or_the_oldest_first(client: Client) -> None:
    for day, headline in ((1, "First"), (2, "Second")):
        essay = build.published(headline)
        Essay.objects.filter(pk=essay.pk).update(published_at=dt.datetime(2019, 1, day, tzinfo=dt.UTC))
    build.published("This year's")
    assert '<a href="/essays/year/2019/">2019</a>' in get(client, "/essays/")
    page = get(client, "/essays/year/2019/")
    assert "This year" not in page
    assert page.index("Second") < page.index("First")
    page = get(client, "/essays/year/2019/?order=oldest")
    assert page.index("First") < page.index("Second")


# A whole document, from its bytes to its page


def test_an_imported_entry_is_a_page_with_its_film(client: Client) -> None:
    red_heat()
    lead = (
        b"Red Heat is a 1988 American action comedy film directed by Walter Hill and starring Arnold Schwarzenegger "
        b"as Ivan Danko.\n[1] The score was composed by James Horner.\n"
    )
    import_document(lead, name="entry.txt", now=build.NOW, publish=True, kind="reference")
    essay = Essay.objects.get()
    page = get(client, essay.get_absolute_url())
    assert '<a href="/people/james-horner/">James Horner</a>' in page
    assert "Where it came from" in page
    assert "Arnold Schwarzenegger" in get(client, "/films/red-heat-1988/")
