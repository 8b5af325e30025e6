"""What a search finds: the same on both engines, whatever is typed, and nothing that readers may not see."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from essays.desk.editing import discard, essay_was_saved, take_back
from essays.desk.indexing import behind, bring_up_to_date, forget_all
from essays.desk.mentions import link_mention, reject_mention
from essays.desk.merging import merge, undo_merge
from essays.desk.publishing import publish, withdraw
from essays.desk.revising import record_revision
from essays.desk.scheduling import pass_planned_times, schedule
from essays.index.answering import essays_shown
from essays.index.record import records_were_changed
from essays.models import Essay, IndexedEssay, IndexedName, Mention
from people.models import Visibility
from tests import build
from tests.index.misspelt import FILMS, PEOPLE, pairs
from tests.index.names import write_names
from tests.index.site import ask, essays, records, write_site

pytestmark = pytest.mark.django_db
OTHER_NAMES = 12_000  # beside those that are misspelt: as many as a site of some thousand essays names
DAY = dt.timedelta(days=1)


@pytest.fixture
def site() -> dict[str, Any]:
    return write_site()


def test_two_hundred_misspelt_names_are_right_among_as_many_as_a_site_has() -> None:
    write_names(OTHER_NAMES)
    typed = pairs(PEOPLE) + pairs(FILMS)
    assert len(typed) == 200
    assert all(sum(map(str.isalpha, meant)) >= 8 for _, meant in typed)
    found = [([str(getattr(r, "title", "") or r.name) for r in records(text)[:3]], meant) for text, meant in typed]
    first = [meant for names, meant in found if names[:1] == [meant]]
    in_three = [meant for names, meant in found if meant in names]
    assert len(first) >= 190, [pair for pair in found if pair[0][:1] != [pair[1]]]
    assert len(in_three) >= 196


@pytest.mark.parametrize(
    ("typed", "whom"),
    [
        pytest.param("walter hill", "hill", id="the name"),
        pytest.param("HILL", "hill", id="one word of it, in capitals"),
        pytest.param("hill, walter", "hill", id="the other way round"),
        pytest.param("walterhill", "hill", id="run together"),
        pytest.param("walt", "hill", id="its beginning"),
        pytest.param("Schwarzeneger", "arnold", id="misspelt"),
        pytest.param("Jim Belushi", "belushi", id="another name"),
        pytest.param("Jim Belushy", "belushi", id="another name, misspelt"),
        pytest.param("red heat", "heat", id="a title"),
        pytest.param("48 stunden", "hours", id="words of another title"),
        pytest.param("walter hill nobody else", "hill", id="within a longer question"),
    ],
)
def test_a_person_or_film_is_found_by_what_somebody_may_type(site: dict[str, Any], typed: str, whom: str) -> None:
    assert records(typed)[0] == site[whom]


def test_of_equal_names_the_one_that_more_essays_name_comes_first(site: dict[str, Any]) -> None:
    lesser = build.person("Walter Hill", visibility=Visibility.PUBLIC)
    records_were_changed(people=[lesser.pk], now=timezone.now())
    assert records("walter hill") == [site["hill"], lesser]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("moscow", ["review", "other"], id="a word, what says it in more places not before what is newer"),
        pytest.param("moscow cadillac", ["other"], id="all words"),
        pytest.param('"moscow is cold"', ["review"], id="a phrase"),
        pytest.param('"cold is moscow"', [], id="no phrase"),
        pytest.param("mosc*", ["review", "other"], id="a beginning"),
        pytest.param("captains", ["review"], id="in the plural, in the standfirst"),
        pytest.param("cold war", ["review"], id="its tag"),
        pytest.param("the film desk", ["review"], id="who signed it"),
        pytest.param("1982", ["other"], id="the year of its film"),
    ],
)
def test_essays_are_found_by_their_words(site: dict[str, Any], typed: str, found: list[str]) -> None:
    assert {essay.pk for essay in essays(typed)} == {site[name].pk for name in found}


def test_what_stands_in_the_head_comes_first_then_what_is_said_often(site: dict[str, Any]) -> None:
    Essay.objects.update(published_at=build.NOW)
    passing = build.published("Something Else", body="<p>One cadillac.</p>", slug="passing")
    often = build.published("Another", body="<p>A cadillac, a cadillac, a cadillac.</p>", slug="often")
    Essay.objects.filter(pk__in=[passing.pk, often.pk]).update(published_at=build.NOW - DAY)
    Essay.objects.filter(pk=passing.pk).update(published_at=build.NOW + DAY)
    forget_all()
    bring_up_to_date(now=build.NOW + 2 * DAY)
    assert [e.slug for e in essays("cadillac") if e.pk != site["other"].pk] == ["often", "passing"]
    assert essays("cadillac")[0] == site["other"]


def test_where_no_essay_has_all_words_the_last_may_go_on_and_then_some_will_do(site: dict[str, Any]) -> None:
    assert (ask("belush").loosened, len(ask("belush").hits)) == ("beginning", 1)
    assert (ask("zebra nolte").loosened, len(ask("zebra nolte").hits)) == ("any", 1)
    assert (ask("zebra").loosened, len(ask("zebra").hits)) == ("", 0)


def test_a_misspelt_name_is_guessed_and_a_right_one_is_not(site: dict[str, Any]) -> None:
    assert ask("Schwarzeneger").meant == "Arnold Schwarzenegger"
    assert ask("Schwarzenegger").meant == ""


def test_the_sentences_shown_are_marked_and_lead_to_their_section(site: dict[str, Any]) -> None:
    answer = ask("schwarzenegger")
    [shown] = essays_shown(answer, answer.hits)
    [excerpt] = shown.excerpts
    assert [(piece.text, piece.is_marked) for piece in excerpt.pieces] == [
        ("Schwarzenegger", True),
        (" does not.", False),
    ]
    assert (excerpt.heading_id, excerpt.heading) == ("s-two-men", "Two men")


def test_an_essay_is_under_its_kind_critic_decade_director_and_tag(site: dict[str, Any]) -> None:
    facets = {facet.key: [(value.slug, value.count) for value in facet.values] for facet in ask("moscow").facets}
    assert facets == {
        "kind": [("feature", 1), ("review", 1)],
        "critic": [("the-film-desk", 1)],
        "decade": [("1980", 2)],
        "director": [("walter-hill", 1)],
        "tag": [("cold-war", 1)],
    }


@pytest.mark.parametrize(
    "chosen",
    [
        {"kind": "review"},
        {"critic": "the-film-desk"},
        {"director": "walter-hill"},
        {"tag": "cold-war"},
        {"kind": "review", "tag": "cold-war", "decade": "1980"},
    ],
)
def test_a_search_is_narrowed_to_what_is_chosen(site: dict[str, Any], chosen: dict[str, str]) -> None:
    assert essays("moscow", **chosen) == essays("", **chosen) == [site["review"]]


def test_what_there_is_not_cannot_be_chosen(site: dict[str, Any]) -> None:
    for key in ("kind", "critic", "decade", "director", "tag"):
        assert essays("moscow", **{key: "zorglub"}) == []


def test_no_more_is_read_than_is_said_and_that_there_is_more_is_told(site: dict[str, Any]) -> None:
    answer = ask("moscow", read=1)
    assert (len(answer.hits), answer.has_more) == (1, True)
    assert sum(value.count for value in answer.facets[0].values) == 1
    assert not ask("moscow", read=2).has_more


def test_the_catalogue_is_not_in_the_index_but_for_what_readers_see(site: dict[str, Any]) -> None:
    names = set(IndexedName.objects.values_list("key", flat=True))
    assert "zygmunt zorglub" not in names
    assert records("zygmunt zorglub") == []
    assert names == {
        "walter hill", "arnold schwarzenegger", "james belushi", "jim belushi", "red heat", "48 hrs", "nur 48 stunden",
    }  # fmt: skip


def test_a_draft_is_found_once_it_is_published_and_no_more_when_it_is_withdrawn(site: dict[str, Any]) -> None:
    nobody, now = site["nobody"], timezone.now()
    draft = build.essay("Zorglub Speaks", body="<p>Zygmunt Zorglub is here.</p>", about=build.film("Zorglub", 1991))
    build.mention(draft, "Zygmunt Zorglub", nobody)
    essay_was_saved(draft, by=None, now=now)
    assert (essays("zorglub"), records("zorglub")) == ([], [])
    publish(draft, by=None, now=now)
    assert essays("zorglub") == [draft]
    assert set(records("zorglub")) == {nobody, draft.films.get()}
    withdraw(draft, by=None, now=now)
    assert (essays("zorglub"), records("zorglub")) == ([], [])
    assert not IndexedName.objects.filter(key__contains="zorglub").exists()


def test_times_decide_without_a_worker(site: dict[str, Any]) -> None:
    nobody, now = site["nobody"], timezone.now()
    draft = build.essay("Zorglub Speaks", body="<p>Zygmunt Zorglub is here.</p>")
    build.mention(draft, "Zygmunt Zorglub", nobody)
    schedule(draft, publish_at=now + DAY, withdraw_at=now + 3 * DAY, by=None, now=now)
    assert (essays("zorglub"), records("zorglub")) == ([], [])
    # The clock is moved by moving the essay's times, the index's with them, as nothing else happens meanwhile.
    move(draft, -2 * DAY)
    assert (essays("zorglub"), records("zorglub")) == ([draft], [nobody])
    move(draft, -2 * DAY)
    assert (essays("zorglub"), records("zorglub")) == ([], [])


def move(essay: Essay, by: dt.timedelta) -> None:
    row = Essay.objects.get(pk=essay.pk)
    times = {"published_at": row.published_at + by, "withdrawn_at": row.withdrawn_at + by}  # type: ignore[operator]
    Essay.objects.filter(pk=essay.pk).update(planned_at=None, **times)
    IndexedEssay.objects.filter(essay=essay).update(live_from=times["published_at"], live_until=times["withdrawn_at"])
    IndexedName.objects.filter(person__mentions__essay=essay).update(
        seen_from=times["published_at"], seen_until=times["withdrawn_at"]
    )


def test_the_number_of_essays_follows_when_a_planned_time_has_passed(site: dict[str, Any]) -> None:
    now = timezone.now()
    draft = build.essay("Later", body="<p>Walter Hill.</p>")
    build.mention(draft, "Walter Hill", site["hill"])
    schedule(draft, publish_at=now + DAY, withdraw_at=None, by=None, now=now)
    assert weight("walter hill") == 2
    pass_planned_times(now=now + 2 * DAY)
    assert weight("walter hill") == 3


def weight(key: str) -> int:
    return IndexedName.objects.get(key=key).weight


def test_the_wastebasket_takes_an_essay_out_of_search(site: dict[str, Any]) -> None:
    now = timezone.now()
    discard(site["other"], by=None, now=now)
    assert essays("nolte") == []
    take_back(Essay.objects.get(pk=site["other"].pk), by=None, now=now)
    publish(Essay.objects.get(pk=site["other"].pk), by=None, now=now)
    assert essays("nolte") == [site["other"]]


def test_an_edited_essay_is_found_by_what_it_says_now(site: dict[str, Any]) -> None:
    other = site["other"]
    other.body, other.headline = "<p>Murphy sings.</p>", "One in a Jail"
    other.save()
    essay_was_saved(other, by=None, now=timezone.now())
    assert (essays("murphy"), essays("jail"), essays("nolte"), essays("cadillac")) == ([other], [other], [], [])


def test_who_is_named_no_more_is_found_no_more(site: dict[str, Any]) -> None:
    now = timezone.now()
    mention = Mention.objects.get(exact="Belushi")
    reject_mention(mention, by=None, now=now)
    assert records("belushi") == []
    link_mention(mention, site["belushi"], by=None, now=now)
    assert records("belushi") == [site["belushi"]]


def test_a_merged_record_is_found_by_both_names_and_undone_by_its_own(site: dict[str, Any]) -> None:
    now = timezone.now()
    jim = build.person("Jacky Jones", visibility=Visibility.PUBLIC)
    records_were_changed(people=[jim.pk], now=now)
    assert records("jacky jones") == [jim]
    done = merge(site["belushi"], jim, by=None, now=now)
    assert records("jacky jones") == [site["belushi"]]
    undo_merge(done, by=None, now=now)
    assert [person.name for person in records("jacky jones")] == ["Jacky Jones"]


def test_a_hidden_record_is_found_by_nobody(site: dict[str, Any]) -> None:
    site["hill"].visibility = Visibility.HIDDEN
    site["hill"].save()
    assert records("walter hill") == []  # by the query, before the index follows
    records_were_changed(people=[site["hill"].pk], now=timezone.now())
    assert not IndexedName.objects.filter(key="walter hill").exists()


def test_the_index_made_anew_is_the_index_that_the_desk_wrote(site: dict[str, Any]) -> None:
    def rows() -> list[Any]:
        essays = IndexedEssay.objects.order_by("essay").values_list("essay", "facets", "tiers", "words", "live_from")
        names = IndexedName.objects.order_by("film", "person", "key").values_list("film", "person", "key", "words")
        return [*essays, *names]

    before = rows()
    forget_all()
    assert (behind().essays, behind().records) == (2, 5)
    assert essays("moscow")  # search answers meanwhile
    bring_up_to_date(now=timezone.now())
    assert behind().essays == behind().records == 0
    assert rows() == before


def test_what_a_caller_holds_and_has_not_stored_is_not_found(site: dict[str, Any]) -> None:
    held = Essay.objects.get(pk=site["other"].pk)
    held.headline, held.rendered = "Zorglub Held Back", "<p>Zorglub.</p>"
    record_revision(held, by=None, now=timezone.now(), note="a draft beside the text")
    assert essays("zorglub") == []
    assert essays("nolte") == [site["other"]]
