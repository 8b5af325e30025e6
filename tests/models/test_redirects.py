"""Redirects: what they may be, and that their addresses are nobody else's."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from essays.desk.bulk import Addresses
from essays.desk.merging import merge, undo_merge
from essays.desk.redirecting import redirect_to
from essays.models import Film, FormerFilmSlug, Redirect
from people.models import Tag
from tests.build import NOW, critic, essay, film, person

pytestmark = pytest.mark.django_db


def redirect(path: str, **fields: object) -> Redirect:
    made = Redirect(path=path, **fields)
    made.full_clean()
    made.save()
    return made


def test_it_is_stored_in_one_form_and_found_again_as_another_spelling() -> None:
    review = essay()
    assert redirect("/2009/06/Red-Heat/", essay=review).path == "/2009/06/red-heat"
    with pytest.raises(ValidationError, match="leads somewhere already"):
        redirect("/2009/06/red-heat", essay=review)


@pytest.mark.parametrize("fields", [{}, {"to": "/critics/", "is_twice": True}])
def test_it_leads_to_one_thing(fields: dict[str, object]) -> None:
    both = {"essay": essay()} if fields.pop("is_twice", False) else {}
    with pytest.raises(ValidationError, match="only one"):
        redirect("/old", **fields, **both)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "first page"),
        ("/films/", "A page of the site has that address"),
        ("/Films", "A page of the site has that address"),
        ("/admin/essays/essay/", "A page of the site has that address"),
        ("/healthz", "A page of the site has that address"),
        ("/essays/moscow/", "is or was the address of “Moscow”"),
        ("/essays/leningrad", "is or was the address of “Moscow”"),
        ("//films.example", "single slashes"),
        ("https://films.example/a", "Leave out the host"),
        ("/a\x00b", "which no text may hold"),
        ("/a%0ab", "control characters"),
    ],
)
def test_an_address_where_something_answers_is_refused_with_a_sentence(path: str, said: str) -> None:
    review = essay("Leningrad")
    review.headline, review.slug = "Moscow", "moscow"
    review.save()
    with pytest.raises(ValidationError, match=said):
        redirect(path, film=film())


def test_an_address_among_our_own_that_nothing_has_may_lead_somewhere() -> None:
    assert redirect("/essays/an-old-one/", essay=essay()).path == "/essays/an-old-one"
    assert redirect("/?p=123", essay=essay()).path == "/?p=123"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("/old/", "lead to itself"),
        ("/older", "a redirect itself"),
        ("/no-such-page/", "No page of this site"),
        ("/admin/", "Readers cannot open the desk"),
        ("/essays/moscow/", "Choose the record instead"),
        ("https://films.example/", "Leave out the host"),
        ("//films.example/", "single slashes"),
        ("/\\films.example/", "single slashes"),
        ("/critics/%0d%0aSet-Cookie:a", "control characters"),
        ("critics/", "begins with a slash"),
    ],
)
def test_where_it_leads_is_a_page_of_this_site(to: str, said: str) -> None:
    redirect("/older", essay=essay("Moscow"))
    with pytest.raises(ValidationError, match=said):
        redirect("/old", to=to)


def test_a_chain_is_not_made_from_its_other_end_either() -> None:
    redirect("/about-us", to="/critics/")
    Redirect.objects.create(path="/older", to="/gone-since/")
    with pytest.raises(ValidationError, match="/older leads here"):
        redirect("/Gone-since", to="/critics/")


def test_no_record_takes_an_address_that_leads_elsewhere() -> None:
    made = {"essays": essay("Chicago"), "people": person("Chicago"), "critics": critic("Chicago")}
    made |= {"films": film("Chicago", None), "tags": Tag.objects.create(name="Chicago")}
    kinds = {"essays": "essay", "people": "person", "critics": "critic", "films": "film", "tags": "tag"}
    for folder, record in made.items():
        redirect(f"/{folder}/Moscow/", **{kinds[folder]: record})
    assert essay("Moscow").slug == person("Moscow").slug == critic("Moscow").slug == "moscow-2"
    assert film("Moscow", None).slug == Tag.objects.create(name="Moscow").slug == "moscow-2"
    other = essay("Leningrad")
    other.slug = "moscow"
    with pytest.raises(ValidationError, match="no other is given"):
        other.full_clean()
    own = made["essays"]
    own.slug = "moscow"
    own.full_clean()
    own.save()
    assert own.get_absolute_url() == "/essays/moscow/"


def test_a_catalogue_gives_no_film_an_address_that_leads_elsewhere() -> None:
    redirect("/films/heat-1995/", essay=essay())
    assert Addresses(Film, FormerFilmSlug).take(["heat-1995", "heat-1996"]) == ["heat-1995-2", "heat-1996"]


def test_a_record_that_an_address_leads_to_is_not_deleted() -> None:
    heat = film()
    redirect("/heat", film=heat)
    with pytest.raises(ProtectedError):
        heat.delete()


def test_merged_the_addresses_lead_to_the_record_that_stays_and_back_when_it_is_undone() -> None:
    kept, gone = film(), film("Red Heat", 1987)
    redirect("/heat", film=gone)
    done = merge(kept, gone, by=None, now=NOW)
    assert Redirect.objects.get().film == kept
    undo_merge(done, by=None, now=NOW)
    assert Redirect.objects.get().film_id == gone.pk


def test_an_import_keeps_the_addresses_it_can_and_says_which_it_cannot() -> None:
    review, other = essay("Moscow"), essay("Leningrad")
    redirect("/taken", essay=other)
    addresses = ["/?p=12", "/2009/moscow/", "/2009/moscow/", "/essays/moscow/", "/taken/", "/films/", "/a//b"]
    said = redirect_to(review, addresses, by=None, source="films.xml")
    assert [row.path for row in review.redirects.all()] == ["/2009/moscow", "/?p=12"]
    assert {row.source for row in review.redirects.all()} == {"films.xml"}
    assert [sentence.partition(" was ")[0].partition(" leads ")[0] for sentence in said] == [
        "its old address /taken",
        "its old address /films",
        "its old address /a//b",
    ]
    assert redirect_to(review, addresses, by=None) == said
    assert Redirect.objects.count() == 3
