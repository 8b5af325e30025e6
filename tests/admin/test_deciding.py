"""Deciding what words mean on the desk's own screens: who may, what each button does, how much is asked."""

import datetime as dt

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essays.models import BarredWords, Essay, Film, Mention, MentionCandidate
from people.models import Person
from tests import build

TEXT = "<p>Walter Hill made Red Heat in 1988. Red Heat came late, and Hill knew.</p>"
QUEUE = "admin:essays_mention_decide"


def screen(essay: Essay) -> str:
    return reverse("admin:essays_mention_decide_essay", args=[essay.pk])


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def films(db):
    return [build.film("Red Heat", 1988), build.film("Red Heat", 1985)]


@pytest.fixture
def essay(films) -> Essay:
    """A draft with one word that waits between two films, and one that a machine has linked."""
    made = build.essay(about=films[0], body=TEXT)
    hill = build.person(birth_year=1942)
    build.credit(films[0], hill)
    build.mention(made, "Walter Hill", hill)
    mention = build.mention(made, "Red Heat", start=17, reason="two films have this title")
    for rank, film in enumerate(films, start=1):
        MentionCandidate.objects.create(mention=mention, rank=rank, film=film, confidence=0.7 / rank, reason="title")
    return made


@pytest.fixture
def waiting(essay) -> Mention:
    return essay.mentions.get(state="undecided")


@pytest.fixture
def editor(db) -> Client:
    return browser(build.member("Editors"))


def page_of(response) -> str:
    return response.content.decode()


def post(client: Client, address: str, **data) -> str:
    return page_of(client.post(address, data, follow=True))


def test_the_screen_shows_the_text_the_candidates_best_first_and_what_tells_them_apart(editor, essay, waiting):
    response = editor.get(screen(essay))
    offers = response.context["offers"]
    assert [(offer.key, offer.name, offer.share) for offer in offers] == [
        ("1", "Red Heat (1988)", "70%"),
        ("2", "Red Heat (1985)", "35%"),
    ]
    assert ("directed by", "Walter Hill") in offers[0].facts
    assert ("people of this essay", "Walter Hill (director)") in offers[0].facts
    assert offers[1].facts == ()
    page = page_of(response)
    assert "two films have this title" in page
    assert '<a class="mark-undecided desk-here"' in page
    assert '<a class="mark-person"' in page
    assert [row["mention"] for row in response.context["waiting_here"]] == [waiting]


def test_people_are_told_apart_by_years_other_names_work_and_the_films_of_the_essay(editor, essay, films):
    hill = Person.objects.get(name="Walter Hill")
    build.credit(build.film("The Warriors", 1979), hill)
    hill.aliases.create(name="W. Hill")
    mention = build.mention(essay, "Hill", kind="person", start=61)
    MentionCandidate.objects.create(mention=mention, rank=1, person=hill, confidence=0.5)
    [offer] = editor.get(screen(essay), {"mention": mention.pk}).context["offers"]
    assert offer.name == "Walter Hill (born 1942)"
    assert dict(offer.facts) == {
        "also called": "W. Hill",
        "films of this essay": "Red Heat (1988) (director)",
        "work": "Red Heat (1988) (director), The Warriors (1979) (director)",
    }


def test_a_candidate_is_chosen_recorded_and_undone(editor, essay, waiting, films):
    page = post(editor, screen(essay), mention=waiting.pk, decision=f"film:{films[0].pk}")
    assert "“Red Heat” means Red Heat (1988)." in page
    assert "Nothing waits" in page
    waiting.refresh_from_db()
    assert (waiting.state, waiting.film, str(waiting.decided_by_account)) == ("linked", films[0], "editor")
    assert f'data-film="{films[0].pk}"' in Essay.objects.get().rendered
    page = post(editor, screen(essay), decision="undo")
    assert "Undone: “Red Heat” means Red Heat (1988)." in page
    waiting.refresh_from_db()
    assert (waiting.state, waiting.candidates.count()) == ("undecided", 2)
    assert "There is nothing to undo." in post(editor, screen(essay), decision="undo")


@pytest.mark.parametrize(("decision", "said"), [("nothing", "names no record here"), ("never", "is never linked")])
def test_words_are_rejected_here_or_in_the_whole_essay_and_come_back(editor, essay, waiting, decision, said):
    assert said in post(editor, screen(essay), mention=waiting.pk, decision=decision)
    waiting.refresh_from_db()
    assert waiting.state == "rejected"
    assert BarredWords.objects.exists() == (decision == "never")
    post(editor, screen(essay), decision="undo")
    waiting.refresh_from_db()
    assert waiting.state == "undecided"
    assert not BarredWords.objects.exists()


def test_a_record_is_found_by_search_and_chosen(editor, essay, waiting):
    bull = build.film("Red Scorpion", 1988)
    response = editor.get(screen(essay), {"mention": waiting.pk, "q": "scorpion"})
    assert [(offer.name, offer.key) for offer in response.context["found"]] == [("Red Scorpion (1988)", "3")]
    post(editor, screen(essay), mention=waiting.pk, decision=f"film:{bull.pk}")
    waiting.refresh_from_db()
    assert waiting.film == bull


def test_a_search_offers_proposed_films_as_such_and_nothing_hidden_and_nobody_proposed(editor, essay, waiting):
    build.film("Red Sonja", 1985, visibility="proposed")
    build.film("Red Dawn", 1984, visibility="hidden")
    build.person("Red Buttons", visibility="proposed")
    build.person("Red Adair")
    found = editor.get(screen(essay), {"mention": waiting.pk, "q": "red"}).context["found"]
    assert [offer.name for offer in found] == ["Red Sonja (1985)", "Red Adair"]
    assert found[0].facts == (("public", "not yet: the film is only proposed"),)


def test_a_new_record_is_made_warned_of_a_namesake_and_undone(editor, essay, waiting):
    page = post(editor, screen(essay), mention=waiting.pk, decision="new-film", name="Red Heat", year="1999")
    assert "Red Heat (1999) is a new record." in page
    assert "There is another of this name already" in page
    waiting.refresh_from_db()
    assert waiting.film.release_year == 1999
    post(editor, screen(essay), decision="undo")
    assert not Film.objects.filter(release_year=1999).exists()
    assert "is no year" in post(
        editor, screen(essay), mention=waiting.pk, decision="new-film", name="Red Heat", year="MCM"
    )


def test_pointed_at_words_are_found_looked_up_linked_and_undone_without_a_script(editor, essay, films):
    response = editor.get(screen(essay), {"words": "red heat", "place": "2"})
    assert response.context["start"] == 35
    assert [offer.name for offer in response.context["found"]] == ["Red Heat (1988)", "Red Heat (1985)"]
    data = {"words": "Red Heat", "start": 35, "place": 2, "essay": essay.pk}
    assert "means Red Heat (1985)" in post(editor, screen(essay), decision=f"film:{films[1].pk}", **data)
    assert essay.mentions.get(start=35).film == films[1]
    post(editor, screen(essay), decision="undo")
    assert not essay.mentions.filter(start=35).exists()


def test_pointing_at_words_that_wait_already_decides_about_them(editor, essay, waiting):
    response = editor.get(screen(essay), {"words": "Red Heat", "place": "1"})
    assert response.context["current"] == waiting
    assert [offer.key for offer in response.context["offers"]] == ["1", "2"]
    assert 'name="words" value="Red Heat"' not in page_of(response)


def test_words_that_are_not_in_the_text_say_so(editor, essay):
    assert "does not stand in the text" in page_of(editor.get(screen(essay), {"words": "Ridzik"}))


def test_a_decision_over_another_editors_is_refused_and_says_whose(editor, essay, waiting, films):
    seen = editor.get(screen(essay)).context["seen"]
    post(browser(build.member("Editors", "mara")), screen(essay), mention=waiting.pk, decision="nothing", seen=seen)
    page = post(editor, screen(essay), mention=waiting.pk, decision=f"film:{films[0].pk}", seen=seen)
    assert "was decided by mara since you saw it" in page
    waiting.refresh_from_db()
    assert waiting.state == "rejected"


# Who may


def made_in(state: str, essay: Essay) -> None:
    fields = {
        "draft": {},
        "in review": {"status": "in review"},
        "approved": {"status": "approved"},
        "published": {"status": "published", "published_at": build.NOW - dt.timedelta(days=9)},
        "scheduled": {"status": "published", "published_at": timezone.now() + dt.timedelta(days=9)},
        "withdrawn": {"status": "withdrawn", "published_at": build.NOW},
        "discarded": {"discarded_at": build.NOW},
    }[state]
    Essay.objects.filter(pk=essay.pk).update(**fields)


ALWAYS = {"draft", "in review", "approved", "withdrawn"}
MAY = {
    "owner": {"draft"},
    "Authors": set(),
    "Editors": ALWAYS,
    "Publishers": ALWAYS | {"published", "scheduled"},
    "superuser": ALWAYS | {"published", "scheduled"},
}


@pytest.mark.parametrize(
    "state", ["draft", "in review", "approved", "published", "scheduled", "withdrawn", "discarded"]
)
@pytest.mark.parametrize("role", list(MAY))
def test_each_decision_is_taken_by_those_who_may_change_the_essay_and_by_nobody_else(
    essay, waiting, films, role, state
):
    account = build.superuser() if role == "superuser" else build.member("Authors" if role == "owner" else role)
    if role == "owner":
        Essay.objects.update(owner=account)
    made_in(state, essay)
    client = browser(account)
    for address in (screen(essay), reverse(QUEUE)):
        for decision in (f"film:{films[0].pk}", "nothing", "never", "new-film"):
            client.post(address, {"mention": waiting.pk, "decision": decision, "name": "Red Heat", "year": "1977"})
            is_makers = decision != "new-film" or role not in ("owner", "Authors")
            changed = Mention.objects.get(pk=waiting.pk).state != "undecided"
            assert changed == (state in MAY[role] and is_makers), (address, decision)
            client.post(address, {"decision": "undo"})
            assert Mention.objects.get(pk=waiting.pk).state == "undecided"
        words = {"words": "1988", "essay": essay.pk, "decision": f"film:{films[0].pk}"}
        client.post(address, words)
        assert essay.mentions.filter(exact="1988").exists() == (state in MAY[role])
        client.post(address, {"decision": "undo"})
        assert not essay.mentions.filter(exact="1988").exists()
    assert not Film.objects.filter(release_year=1977).exists()


def test_who_reads_links_sees_the_screens_without_a_button(essay, waiting, films):
    reader = browser(build.account("reader", "essays.view_mention"))
    for address in (screen(essay), reverse(QUEUE)):
        page = page_of(reader.get(address))
        assert "Red Heat (1988)" in page
        assert 'name="decision"' not in page
        data = {"mention": waiting.pk, "decision": f"film:{films[0].pk}"}
        assert reader.post(address, data).status_code == 403
        assert reader.post(address, {"decision": "undo"}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "undecided"


def test_who_has_no_right_sees_nothing_and_a_stranger_logs_in(client, essay):
    nobody = browser(build.account("nobody"))
    for address in (screen(essay), reverse(QUEUE)):
        assert nobody.get(address).status_code == 403
        assert nobody.post(address, {"decision": "undo"}).status_code == 403
        assert client.get(address)["Location"].startswith(reverse("admin:login"))


def test_an_author_finds_no_essay_of_others(essay, waiting):
    author = browser(build.member("Authors"))
    assert author.get(screen(essay)).status_code == 404
    page = page_of(author.get(reverse(QUEUE), {"mention": waiting.pk}))
    assert essay.headline not in page
    assert "Nothing waits" in page


def test_a_live_essay_says_who_decides_in_it(editor, essay):
    made_in("published", essay)
    page = page_of(editor.get(screen(essay)))
    assert "only those who may publish change it" in page
    assert 'name="decision"' not in page


def test_records_are_searched_by_those_who_may_view_them(essay, waiting):
    reader = browser(build.account("reader", "essays.view_mention", "essays.change_mention"))
    assert reader.get(screen(essay), {"mention": waiting.pk, "q": "heat"}).context["found"] == []


def test_a_token_is_needed(essay, waiting):
    client = Client(enforce_csrf_checks=True)
    client.force_login(build.superuser())
    assert client.post(screen(essay), {"mention": waiting.pk, "decision": "nothing"}).status_code == 403


# The queue over all essays


@pytest.fixture
def two(films) -> list[Mention]:
    """Words that wait in two essays, in the order of the queue."""
    older = build.essay("Older", body=TEXT, about=films[1])
    newer = build.essay("Newer", body=TEXT, about=build.film("48 Hrs.", 1982))
    return [
        build.mention(newer, "Walter Hill", kind="person", start=0),
        build.mention(newer, "Red Heat", start=17),
        build.mention(older, "Red Heat", start=17),
    ]


def test_the_queue_goes_from_essay_to_essay_and_says_how_many_are_left(editor, two, films):
    response = editor.get(reverse(QUEUE))
    assert (response.context["current"], response.context["left"]) == (two[0], 3)
    response = editor.post(reverse(QUEUE), {"mention": two[0].pk, "decision": "nothing"}, follow=True)
    assert (response.context["current"], response.context["left"]) == (two[1], 2)
    response = editor.get(response.context["address_of_next"])
    assert response.context["current"] == two[2]
    assert editor.get(response.context["address_of_next"]).context["current"] == two[1]
    assert editor.get(response.context["address_of_previous"]).context["current"] == two[1]
    response = editor.post(reverse(QUEUE), {"decision": "undo"}, follow=True)
    assert (response.context["current"], response.context["left"]) == (two[0], 3)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        pytest.param({"kind": "film"}, [1, 2], id="kind"),
        pytest.param({"headline": "old"}, [2], id="essay"),
        pytest.param({"subject": "48 hrs"}, [0, 1], id="subject"),
        pytest.param({"kind": "film", "subject": "red heat"}, [2], id="two"),
        pytest.param({"kind": "nonsense"}, [0, 1, 2], id="an unknown kind"),
        pytest.param({"subject": "Ridzik"}, [], id="nothing"),
    ],
)
def test_the_queue_is_narrowed_and_stays_so(editor, two, chosen, expected):
    response = editor.get(reverse(QUEUE), chosen)
    assert [row["mention"] for row in response.context["coming"]] == [two[n] for n in expected]
    if len(expected) > 1:
        following = editor.get(response.context["address_of_next"])
        assert following.context["current"] == two[expected[1]]
        assert following.context["left"] == len(expected)


def test_the_wastebasket_is_not_in_the_queue(editor, two):
    Essay.objects.filter(headline="Newer").update(discarded_at=build.NOW)
    assert editor.get(reverse(QUEUE)).context["left"] == 1


def test_an_address_with_nonsense_is_answered(editor, essay):
    for query in ("mention=x", "mention=9" * 2, "mention=99999999999999999999", "words=%00", "place=-1&words=Red"):
        assert editor.get(f"{screen(essay)}?{query}").status_code == 200
        assert editor.get(f"{reverse(QUEUE)}?{query}").status_code == 200
    for data in ({}, {"decision": "film:x"}, {"decision": "new-tag"}, {"mention": "7", "decision": "nothing"}):
        assert editor.post(screen(essay), data).status_code == 302
    assert editor.post(reverse(QUEUE), {"decision": "film:1", "words": "x"}).status_code == 404


# How much is asked


def loaded(number: int) -> Essay:
    """A draft in which half of so many mentions wait, each with candidates of several credits."""
    names = "".join(f"<p>Person no. {n} in Film no. {n}.</p>" for n in range(number // 2))
    essay = build.essay(f"Of {number}", body=names, about=build.film(f"Subject of {number}", 1950))
    for n in range(number // 2):
        person, film = build.person(f"Person no. {n}"), build.film(f"Film no. {n}", 1950)
        build.credit(film, person)
        build.mention(essay, f"Person no. {n}", person, start=40 * n)
        undecided = build.mention(essay, f"Film no. {n}", start=40 * n + 20)
        for rank in range(1, 4):
            MentionCandidate.objects.create(mention=undecided, rank=rank, film=film, confidence=0.4)
    return essay


@pytest.mark.parametrize("part", [False, True])
def test_the_screens_ask_the_same_for_ten_mentions_and_for_two_hundred(desk, part):
    from django.db import connection

    headers = {"X-Desk-Part": "1"} if part else {}
    asked = []
    for number in (10, 200):
        essay = loaded(number)
        for address in (screen(essay), reverse(QUEUE)):
            desk.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address, {"q": "film"}, headers=headers).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 26


def test_a_decision_asks_the_same_for_ten_mentions_and_for_two_hundred(desk):
    from django.db import connection

    asked = []
    for number in (10, 10, 200):
        essay = loaded(number)
        mention = essay.mentions.open().first()
        data = {"mention": mention.pk, "decision": f"film:{mention.candidates.first().film_id}"}
        with CaptureQueriesContext(connection) as queries:
            assert desk.post(screen(essay), data).status_code == 302
        asked.append(len(queries))
    assert asked[1] == asked[2]
    assert asked[2] <= 40


def test_the_part_that_a_script_asks_for_is_no_whole_page(desk, essay):
    part = page_of(desk.get(screen(essay), headers={"X-Desk-Part": "1"}))
    assert 'id="deciding"' in part
    assert "<html" not in part
    assert "<html" in page_of(desk.get(screen(essay)))


def test_the_screens_are_found_from_the_essay_its_list_the_queue_and_the_report_of_an_import(desk, essay):
    link = f'href="{screen(essay)}"'
    assert link in page_of(desk.get(reverse("admin:essays_essay_change", args=[essay.pk])))
    assert link in page_of(desk.get(reverse("admin:essays_essay_changelist")))
    assert f'href="{reverse(QUEUE)}"' in page_of(desk.get(reverse("admin:essays_mention_changelist")))
    assert f'href="{reverse(QUEUE)}"' in page_of(desk.get(reverse("admin:index")))


def test_the_report_of_an_import_leads_to_the_links_of_each_essay(desk):
    brought = build.delivery(("late.txt", "Chris\n\nWalter Hill was late.\n"))
    address = reverse("admin:essays_delivery_change", args=[brought.pk])
    page = page_of(desk.post(address, {"_step": "draft_all"}, follow=True))
    if "Its links" not in page:
        page = page_of(desk.get(address))
    assert f'href="{screen(Essay.objects.get())}"' in page


def test_who_brings_a_document_is_led_to_the_names_that_wait(desk):
    brought = build.delivery(("late.txt", "Chris\n\nThe programme was written by the critic Maud Ellery.\n"))
    address = reverse("admin:essays_delivery_change", args=[brought.pk])
    shown = desk.get(address).context["form"].initial
    data = {"_step": "draft", "headline": shown["headline"], "kind": shown["kind"]}
    page = page_of(desk.post(address, data, follow=True))
    assert "1 name waits for a decision." in page
    assert f'<a href="{screen(Essay.objects.get())}">Decide now</a>' in page


def test_a_publisher_is_told_that_readers_see_what_is_decided(essay):
    note = "what you decide stands on its page at once"
    publisher = browser(build.member("Publishers"))
    assert note not in page_of(publisher.get(screen(essay)))
    made_in("published", essay)
    assert note in page_of(publisher.get(screen(essay)))


def test_a_name_taken_for_a_film_may_be_made_a_person(editor, essay, waiting):
    post(editor, screen(essay), mention=waiting.pk, decision="new-person", name="Redd Heat", year="")
    mention = essay.mentions.get(start=17)
    assert (mention.kind, str(mention.person)) == ("person", "Redd Heat")
    post(editor, screen(essay), decision="undo")
    assert essay.mentions.get(start=17).state == "undecided"
    assert not Person.objects.filter(name="Redd Heat").exists()
