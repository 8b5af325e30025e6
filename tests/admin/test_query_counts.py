"""How many questions a screen asks of the database, whatever it holds."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essays.desk.delivering import carry_out, start
from essays.models import (
    Byline,
    Credit,
    Critic,
    CriticAlias,
    Double,
    Essay,
    EssayTag,
    Film,
    FilmTag,
    Finding,
    Mention,
    MentionCandidate,
    Merge,
    Redirect,
    Source,
    Subject,
)
from people.models import Alias, Person, PersonTag, Tag
from tests import build
from tests.admin.forms import filled_form

LISTS = ["essays_essay", "essays_film", "essays_credit", "essays_mention", "essays_finding", "essays_source"]
LISTS += ["essays_redirect", "essays_delivery"]
LISTS += ["essays_double", "essays_merge", "essays_critic", "essays_account", "people_person", "people_tag"]


def fill(number: int) -> None:
    """So many rows of everything, each with the rows its list shows."""
    desk = build.critic()
    CriticAlias.objects.create(critic=desk, name="The desk")
    for n in range(number):
        topic = Tag.objects.create(name=f"topic {n}", slug=f"topic-{n}")
        film = build.film(f"Film no. {n}", 1900 + n % 100)
        person = build.person(f"Person no. {n}")
        Alias.objects.create(person=person, name=f"Alias no. {n}")
        build.credit(film, person)
        essay = build.essay(f"Essay no. {n}", published_at=build.NOW if n % 2 else None)
        Subject.objects.create(essay=essay, film=film)
        Byline.objects.create(essay=essay, critic=desk)
        for tagging, record in ((EssayTag, essay), (FilmTag, film), (PersonTag, person)):
            tagging.objects.create(tag=topic, content_object=record)
        build.mention(essay, "Walter Hill", person, start=0)
        undecided = build.mention(essay, "Red Heat", start=17, kind="film")
        MentionCandidate.objects.create(mention=undecided, rank=1, film=film, confidence=0.4)
        Finding.objects.create(essay=essay, rule="year", exact="1988", message=f"{n}?", found_at=timezone.now())
        Source.objects.create(
            name=f"{n}.txt",
            sha256=f"{n:064}",
            content=b"x",
            encoding="utf-8",
            read_at=build.NOW,
            read_by="0.1",
            outcome="created",
            essay=essay,
        )
        critic = Critic.objects.create(name=f"Critic no. {n}")
        for kind, record in (("essay", essay), ("film", film), ("person", person), ("tag", topic), ("critic", critic)):
            Redirect.objects.create(path=f"/{kind}-{n}", **{kind: record})
        other = build.person(f"Person number {n}")
        Double.objects.create(person=person, other_person=other, reason="the same name", found_at=build.NOW)
        Merge.objects.create(
            kind="film", kept_id=n, kept_name="Red Heat", gone_id=n + 9000, gone_name="Heat", merged_at=build.NOW
        )


def counted(client, address: str, connection) -> int:
    ContentType.objects.clear_cache()  # as in a process that has just started
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def connection():
    from django.db import connection

    return connection


def addresses() -> dict[str, str]:
    return {name: reverse(f"admin:{name}_changelist") for name in LISTS}


@pytest.mark.parametrize("number", [10, 500])
def test_each_list_asks_at_most_ten_questions(desk, connection, number):
    fill(number)
    asked = {name: counted(desk, address, connection) for name, address in addresses().items()}
    assert {name: count for name, count in asked.items() if count > 10} == {}


def test_an_editor_who_is_no_superuser_is_asked_no_more_than_two_rights_besides(client, db, connection):
    fill(10)
    verbs = [f"essays.view_{model}" for model in ("essay", "film", "credit", "mention", "finding", "source")]
    verbs += ["essays.view_critic", "essays.view_redirect", "essays.add_essay"]
    client.force_login(
        build.account(
            "reader", *verbs, "essays.merge_records", "essays.view_account", "people.view_person", "people.view_tag"
        )
    )
    asked = {name: counted(client, address, connection) for name, address in addresses().items()}
    assert {name: count for name, count in asked.items() if count > 12} == {}


def test_the_form_of_an_essay_asks_the_same_whatever_it_holds(desk, connection):
    few, many = (loaded_essay(number) for number in (5, 100))
    asked = [counted(desk, reverse("admin:essays_essay_change", args=[essay.pk]), connection) for essay in (few, many)]
    assert asked[0] == asked[1]
    assert asked[1] <= 25


def loaded_essay(number: int) -> Essay:
    """A draft with so many links, open questions, tags and bylines."""
    names = "".join(f"<p>Person no. {n} in Film no. {n}.</p>" for n in range(number))
    essay = build.essay(f"Of {number}", body=names)
    for n in range(number):
        person, film = build.person(f"Person no. {n}"), build.film(f"Film no. {n}", 1950)
        build.mention(essay, f"Person no. {n}", person, start=40 * n)
        undecided = build.mention(essay, f"Film no. {n}", kind="film", start=40 * n + 20)
        MentionCandidate.objects.create(mention=undecided, rank=1, film=film, confidence=0.4)
        tag = Tag.objects.create(name=f"of {number}: {n}", slug=f"of-{number}-{n}")
        EssayTag.objects.create(content_object=essay, tag=tag)
    for n in range(3):
        Byline.objects.create(essay=essay, critic=build.critic(f"Critic {n} of {number}"), position=n + 1)
    return essay


def test_the_form_of_a_film_asks_the_same_for_forty_credits_and_for_five(desk, connection):
    films = [build.film("48 Hrs.", 1982), build.film("Red Heat", 1988)]
    for film, number in zip(films, (5, 40), strict=True):
        for n in range(number):
            build.credit(film, build.person(f"Player {n} of {film}"), job="actor", billing=n + 1)
    asked = [counted(desk, reverse("admin:essays_film_change", args=[film.pk]), connection) for film in films]
    assert asked[0] == asked[1]
    assert asked[1] <= 25


def test_saving_an_unchanged_row_asks_nothing_about_it(desk, connection):
    """Forty credits of which one is changed are saved with the questions of one."""
    asked = []
    for number in (5, 5, 40):  # the first save makes the tag of the job besides
        film = build.film(f"Film of {number}")
        for n in range(number):
            build.credit(film, build.person(f"Player {n} of {film}"), job="actor", billing=n + 1)
        address = reverse("admin:essays_film_change", args=[film.pk])
        data = filled_form(desk.get(address), "film_form") | {"credits-0-character": "Jack Cates"}
        with CaptureQueriesContext(connection) as queries:
            assert desk.post(address, data).status_code == 302
        asked.append(len(queries))
    assert Credit.objects.filter(character="Jack Cates").count() == 3
    assert asked[1] == asked[2]


def test_the_chooser_of_people_asks_the_same_whatever_there_is(desk, connection):
    address = reverse("admin:autocomplete") + "?app_label=essays&model_name=credit&field_name=person&term=person"
    fill(3)
    few = counted(desk, address, connection)
    for n in range(30):
        Alias.objects.create(person=build.person(f"Another person {n}"), name=f"Person by another name {n}")
    assert counted(desk, address, connection) == few
    assert few <= 8


def test_the_rows_of_the_lists_are_all_there(desk):
    fill(10)
    assert (Essay.objects.count(), Film.objects.count(), Person.objects.count(), Mention.objects.count()) == (
        10,
        10,
        20,  # each with a likely double
        20,
    )
    assert desk.get(reverse("admin:essays_essay_changelist")).context["cl"].result_count == 10


def test_the_screens_of_deliveries_ask_the_same_whatever_they_hold(desk, connection):
    """The one that looks at many reads ten of them, so that it asks the same for twenty and for sixty."""
    reports, looks = [], []
    for number in (20, 60):
        files = [(f"{number}-{n}.txt", f"Chris\n\nIt was evening no. {n} of {number}.\n") for n in range(number)]
        waiting, done = build.delivery(*files), build.delivery(*files)
        start(done, publish=False, now=timezone.now())
        carry_out(done.pk)
        reports.append(counted(desk, reverse("admin:essays_delivery_change", args=[done.pk]), connection))
        looks.append(counted(desk, reverse("admin:essays_delivery_change", args=[waiting.pk]), connection))
    assert reports[0] == reports[1] <= 12
    assert looks[0] == looks[1]
    lists = counted(desk, reverse("admin:essays_delivery_changelist"), connection)
    assert lists <= 10
    assert counted(desk, reverse("admin:essays_delivery_add"), connection) <= 6


def test_looking_at_one_document_asks_the_same_however_much_it_names(desk, connection):
    few = build.delivery(("few.txt", "Chris\n\nWalter Hill made it. It was late.\n"))
    for n in range(40):
        build.person(f"Person no. {n}")
    long = "Chris\n\n" + "\n\n".join(f"Then Ada Number{n} came in, and it was late." for n in range(40))
    many = build.delivery(("many.txt", long))
    asked = [counted(desk, reverse("admin:essays_delivery_change", args=[one.pk]), connection) for one in (few, many)]
    assert asked[1] - asked[0] <= 6  # questions that a text without such names has no need of
