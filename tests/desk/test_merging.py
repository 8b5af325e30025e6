"""Merging people, films and tags: nothing is lost, every link follows, and it can be taken back."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from essays.desk.facts import load_facts
from essays.desk.ledger import rows_about
from essays.desk.merge_plan import plan_merge
from essays.desk.merge_rows import RELATIONS
from essays.desk.merging import MergeError, merge, undo_merge
from essays.desk.rendering import renew_rendering
from essays.desk.revising import made_by_import, record_revision, restore_revision
from essays.desk.tagging import derive_job_tags
from essays.models import (
    Credit,
    Double,
    Essay,
    EssayTag,
    Film,
    FilmFigure,
    FilmIdentifier,
    FilmKey,
    FilmRelease,
    FilmTag,
    FilmTitle,
    Finding,
    IndexedEssay,
    IndexedName,
    IndexedTerm,
    Mention,
    MentionCandidate,
    Merge,
    RecordKind,
    Revision,
    Subject,
)
from people.history import KeptRow
from people.models import Alias, HeldAddress, Person, PersonIdentifier, PersonKey, PersonTag, Tag, TagSynonym
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)
# What is for ever, says when a page changed, or is made of all the rest: never the same again after an undo.
NEVER_AGAIN = (Revision, Merge, IndexedEssay, IndexedName, IndexedTerm, HeldAddress)
CLOCK = {"essays.essay": {"updated_at"}}
DERIVED = (PersonKey, FilmKey)  # written anew, so under another id


def everything() -> dict[tuple[str, int], dict]:
    """Every row of ours as it is in the database, but for those that tell what was done."""
    rows = {}
    for model in [*apps.get_app_config("people").get_models(), *apps.get_app_config("essays").get_models()]:
        if model not in NEVER_AGAIN and not issubclass(model, KeptRow):
            left_out = {"id"} if model in DERIVED else CLOCK.get(model._meta.label_lower, set())
            for row in model._default_manager.values():
                key = tuple(row[name] for name in ("person_id", "film_id", "key") if name in row)
                number = key if model in DERIVED else row["id"]
                rows[(model._meta.label, number)] = {n: v for n, v in row.items() if n not in left_out}
    return rows


@pytest.fixture
def larrys():
    """Laurence Fishburne under two records, each with a bit of everything, and an essay that names both."""
    kept = build.person("Laurence Fishburne", birth_year=1961)
    gone = build.person("Larry Fishburne", birth_year=1962, death_year=None, note="An actor.", visibility="public")
    third = build.person("Fishburn, L.")
    apocalypse, matrix = build.film("Apocalypse Now", 1979), build.film("The Matrix", 1999)
    cotton = build.film("The Cotton Club", 1984)
    build.credit(matrix, kept, "actor", character="Morpheus", billing=2)
    build.credit(cotton, kept, "actor", source="a list")
    build.credit(matrix, gone, "actor", character="Morpheus", billing=3, credited_as="Larry Fishburne")
    build.credit(cotton, gone, "actor", character="Bumpy Rhodes", state="proposed")
    build.credit(apocalypse, gone, "actor", character="Clean")
    build.credit(apocalypse, gone, "producer")
    derive_job_tags([kept.pk, gone.pk])
    topic = Tag.objects.create(name="New York")
    PersonTag.objects.create(content_object=gone, tag=topic)
    PersonTag.objects.create(content_object=kept, tag=Tag.objects.create(name="stage"), is_derived=False)
    Alias.objects.create(person=kept, name="L. Fishburne")
    Alias.objects.create(person=gone, name="L. Fishburne")
    Alias.objects.create(person=gone, name="Laurence John Fishburne III")
    PersonIdentifier.objects.create(person=kept, scheme="imdb", value="nm0000401")
    PersonIdentifier.objects.create(person=gone, scheme="imdb", value="nm9000401")
    PersonIdentifier.objects.create(person=gone, scheme="wikidata", value="Q193048")
    gone.slug = "laurence-fishburne-the-actor"
    gone.save()
    essay = build.published(
        body="<p>Laurence Fishburne and Larry Fishburne are one. Fishburne again.</p>", about=matrix
    )
    build.mention(essay, "Laurence Fishburne", kept, start=0)
    build.mention(essay, "Larry Fishburne", gone, start=23)
    undecided = build.mention(essay, "Fishburne", kind="person", start=48)
    for rank, person in enumerate((kept, gone, third), start=1):
        MentionCandidate.objects.create(mention=undecided, rank=rank, person=person, confidence=0.3)
    Finding.objects.create(essay=essay, rule="credit", person=gone, exact="Larry", message="Is it he?", found_at=NOW)
    Double.objects.create(person=kept, other_person=gone, reason="the same role", found_at=NOW)
    Double.objects.create(person=gone, other_person=third, reason="the same initials", found_at=NOW)
    renew_rendering(essay)
    return kept, gone


@pytest.fixture
def heats():
    """*Red Heat* (1988) under two records."""
    kept, gone = build.film("Red Heat", 1988), build.film("Red Heat", None, runtime_minutes=104)
    hill = build.person("Walter Hill")
    build.credit(kept, hill)
    build.credit(gone, hill)
    build.credit(gone, build.person("James Horner"), "composer")
    FilmTitle.objects.create(film=gone, title="Ночь над Чикаго")
    FilmIdentifier.objects.create(film=gone, scheme="imdb", value="tt0095963")
    for film in (kept, gone):
        FilmRelease.objects.create(film=film, country="USA", released_on=dt.date(1988, 6, 17), source="a list")
        FilmTag.objects.create(content_object=film, tag=Tag.objects.get_or_create(name="buddy cop film")[0])
    FilmFigure.objects.create(film=gone, kind="gross", amount=34994648, source="a list")
    series = build.film("Heat series", None, kind="film series")
    Film.objects.filter(pk=gone.pk).update(part_of=series)
    build.film("A part", 1990, part_of=gone)
    both = build.published("Of both", about=kept)
    Subject.objects.create(essay=both, film=gone, position=2)
    alone = build.published("Of the double", about=gone, body="<p>Red Heat is loud.</p>")
    build.mention(alone, "Red Heat", gone, start=0)
    renew_rendering(alone)
    gone.refresh_from_db()
    return kept, gone


@pytest.fixture
def cops():
    kept = Tag.objects.create(name="buddy cop film", kind="genre")
    gone = Tag.objects.create(name="buddy cops", description="Two policemen.")
    first, second = build.published("First"), build.published("Second")
    EssayTag.objects.create(content_object=first, tag=kept)
    EssayTag.objects.create(content_object=first, tag=gone)
    EssayTag.objects.create(content_object=second, tag=gone)
    FilmTag.objects.create(content_object=build.film(), tag=gone, is_derived=True)
    TagSynonym.objects.create(tag=gone, name="cop movie")
    return kept, gone


def test_every_foreign_key_to_a_record_has_its_decision():
    """A new one without a decision fails here: add it to RELATIONS. The rows of history go on telling what was."""
    for kind, relations in RELATIONS.items():
        decided = {relation.label for relation in relations}
        found, through = set(), set()
        for field in kind.model._meta.get_fields(include_hidden=True):
            if not field.is_relation or not (field.auto_created and not field.concrete):
                continue
            if issubclass(field.related_model, KeptRow):
                continue
            if field.many_to_many:
                through.add(field.through._meta.label)
            else:
                found.add(f"{field.related_model._meta.label}.{field.field.name}")
        for label in through:  # the rows of a many-to-many field point at the record themselves
            assert any(key.startswith(f"{label}.") for key in decided), label
        assert found == decided


def test_everything_of_a_person_goes_to_the_one_who_stays(larrys):
    kept, gone = larrys
    gone_id = gone.pk
    merge(kept, gone, by=None, now=NOW)
    assert not Person.objects.filter(pk=gone_id).exists()
    assert rows_about(RecordKind.PERSON, (gone_id,)) == {}
    credits = kept.credits.order_by("film__title", "job").values_list("film__title", "job", "character", "billing")
    assert list(credits) == [
        ("Apocalypse Now", "actor", "Clean", None),
        ("Apocalypse Now", "producer", "", None),
        ("The Cotton Club", "actor", "Bumpy Rhodes", None),
        ("The Matrix", "actor", "Morpheus", 2),
    ]
    assert kept.credits.get(film__title="The Matrix").credited_as == "Larry Fishburne"
    assert kept.credits.get(film__title="The Cotton Club").state == "confirmed"
    assert set(kept.aliases.values_list("name", flat=True)) == {
        "L. Fishburne",
        "Larry Fishburne",
        "Laurence John Fishburne III",
    }
    assert set(kept.identifiers.values_list("value", flat=True)) == {"nm0000401", "nm9000401", "Q193048"}
    assert {(t.tag.name, t.is_derived) for t in kept.taggings.all()} == {
        ("New York", False),
        ("stage", False),
        ("actor", True),
        ("producer", True),
    }
    kept.refresh_from_db()
    assert (kept.birth_year, kept.note, kept.visibility) == (1961, "An actor.", "mentioned")
    assert list(Person.objects.called("Larry Fishburne")) == [kept]


def test_the_essays_lead_to_the_person_who_stays(larrys):
    kept, gone = larrys
    merge(kept, gone, by=None, now=NOW)
    assert set(Mention.objects.exclude(state="undecided").values_list("person", flat=True)) == {kept.pk}
    essay = Essay.objects.get(headline="A Russian in Chicago")
    page = Client().get(essay.get_absolute_url(), secure=True).content.decode()
    assert page.count(f'href="{kept.get_absolute_url()}"') >= 2
    assert "larry-fishburne" not in page
    candidates = MentionCandidate.objects.values_list("person__name", flat=True)
    assert list(candidates) == ["Laurence Fishburne", "Fishburn, L."]
    assert Finding.objects.get().person == kept
    assert [str(double) for double in Double.objects.all()] == ["Laurence Fishburne (born 1961) and Fishburn, L."]


def test_every_former_address_leads_to_the_record_in_one_hop(larrys):
    kept, gone = larrys
    first = merge(kept, gone, by=None, now=NOW)
    other = build.person("Fishburne", visibility="public")
    merge(other, Person.objects.get(pk=kept.pk), by=None, now=LATER)
    for slug in ("larry-fishburne", "laurence-fishburne-the-actor", "laurence-fishburne"):
        answer = Client().get(f"/people/{slug}/", secure=True)
        assert (answer.status_code, answer["Location"]) == (301, other.get_absolute_url())
    with pytest.raises(MergeError, match="was merged into Fishburne since"):
        undo_merge(first, by=None, now=LATER)
    assert build.person("Larry Fishburne").slug == "larry-fishburne-2"


@pytest.mark.parametrize("records", ["larrys", "heats", "cops"])
def test_the_addresses_of_both_are_the_one_records_and_then_again_each_ones_own(request, records):
    kept, gone = request.getfixturevalue(records)
    kind = RecordKind.of(kept)
    done = merge(kept, gone, by=None, now=NOW)
    stays = kind.model.objects.get(pk=kept.pk)
    stays.slug = gone.slug
    stays.full_clean()
    stays.slug = kept.slug
    back = undo_merge(done, by=None, now=LATER)
    for record in (kind.model.objects.get(pk=kept.pk), back):
        record.slug = f"{record.slug}-now"
        record.save()
    for record, other in ((kept, gone), (gone, kept)):
        again = kind.model.objects.get(pk=record.pk)
        again.slug = record.slug
        again.full_clean()
        again.slug = other.slug
        with pytest.raises(ValidationError, match="another record's address"):
            again.full_clean()


def test_what_one_record_was_merged_into_holds_the_addresses_of_both_when_it_is_deleted():
    kept, gone = build.person("Walter Hill"), build.person("W. Hill", visibility="public")
    merge(kept, gone, by=None, now=NOW)
    Person.objects.get().delete()
    statuses = {slug: Client().get(f"/people/{slug}/", secure=True).status_code for slug in ("w-hill", "walter-hill")}
    assert statuses == {"w-hill": 410, "walter-hill": 404}  # the one that readers could open, and the other
    assert build.person("W. Hill").slug == "w-hill-2"


@pytest.mark.parametrize("records", ["larrys", "heats", "cops"])
def test_an_undone_merge_leaves_the_database_as_it_was(request, records):
    kept, gone = request.getfixturevalue(records)
    before = everything()
    done = merge(kept, gone, by=None, now=NOW)
    assert everything() != before
    back = undo_merge(done, by=None, now=LATER)
    assert back.pk == gone.pk or back.pk
    assert everything() == before


@pytest.mark.parametrize("records", ["larrys", "heats", "cops"])
def test_also_where_the_other_side_was_chosen_everywhere(request, records):
    kept, gone = request.getfixturevalue(records)
    before = everything()
    chosen = {clash.key: "gone" for clash in plan_merge(kept, gone).clashes}
    done = merge(kept, gone, by=None, now=NOW, chosen=chosen)
    undo_merge(done, by=None, now=LATER)
    assert everything() == before


def test_also_after_an_edit_that_has_nothing_to_do_with_it(larrys):
    kept, gone = larrys
    matrix = Film.objects.get(title="The Matrix")
    done = merge(kept, gone, by=None, now=NOW)
    kept = Person.objects.get(pk=kept.pk)
    kept.sort_name = "Fishburne III, Laurence"
    kept.save()
    build.credit(matrix, build.person("Keanu Reeves"), "actor", character="Neo")
    build.credit(build.film("Contagion", 2011), kept, "actor")
    undo_merge(done, by=None, now=LATER)
    kept.refresh_from_db()
    assert kept.sort_name == "Fishburne III, Laurence"
    assert set(kept.credits.values_list("film__title", flat=True)) == {"The Matrix", "The Cotton Club", "Contagion"}
    assert Person.objects.get(name="Larry Fishburne").credits.count() == 4


def test_what_was_decided_since_stays_decided(larrys):
    kept, gone = larrys
    done = merge(kept, gone, by=None, now=NOW)
    other = build.person("Larry Fishburne the Elder")
    Mention.objects.filter(exact="Larry Fishburne").update(person=other)
    undo_merge(done, by=None, now=LATER)
    assert Mention.objects.get(exact="Larry Fishburne").person == other


def a_year(kept):
    Person.objects.filter(pk=kept.pk).update(note="A great actor.")


def a_credit(kept):
    kept.credits.get(character="Clean").delete()


def a_namesake(kept):
    kept.former_slugs.filter(slug="laurence-fishburne-the-actor").delete()
    build.person("Larry Fishburne", slug="laurence-fishburne-the-actor")


def a_deletion(kept):
    kept.credits.all().delete()
    Mention.objects.all().delete()
    kept.delete()


@pytest.mark.parametrize(
    ("since", "said"),
    [
        pytest.param(a_year, r"was changed since the merge \(note\)", id="a field of the record"),
        pytest.param(a_credit, "A credit that moved was deleted since", id="a credit that moved"),
        pytest.param(a_namesake, "cannot come back, since something else is in its place", id="its address"),
        pytest.param(a_deletion, "was deleted since; there is nothing left to take apart", id="the record"),
    ],
)
def test_an_undo_that_would_lose_a_later_change_is_refused_and_changes_nothing(larrys, since, said):
    kept, gone = larrys
    done = merge(kept, gone, by=None, now=NOW)
    since(Person.objects.get(pk=kept.pk))
    before = everything()
    with pytest.raises(MergeError, match=said):
        undo_merge(done, by=None, now=LATER)
    assert everything() == before


def test_a_merge_is_undone_once(larrys):
    done = merge(*larrys, by=None, now=NOW)
    undo_merge(done, by=None, now=LATER)
    with pytest.raises(MergeError, match="has been undone already"):
        undo_merge(done, by=None, now=LATER)


def test_the_plan_says_what_clashes_and_changes_nothing(larrys):
    before = everything()
    plan = plan_merge(*larrys)
    assert everything() == before
    assert [(clash.what, clash.kept, clash.gone) for clash in plan.clashes] == [
        ("name", "Laurence Fishburne", "Larry Fishburne"),
        ("address", "/people/laurence-fishburne/", "/people/laurence-fishburne-the-actor/"),
        ("birth year", "1961", "1962"),
        ("visibility", "public where something published names it", "always public"),
        ("id in imdb", "nm0000401", "nm9000401"),
        (
            "actor of The Matrix (1999)",
            "plays Morpheus, billed no. 2",
            "plays Morpheus, billed no. 3, as “Larry Fishburne”",
        ),
    ]
    assert [moves.sentence() for moves in plan.moves] == [
        "4 credits (2 of them there already)",
        "1 mentions in essays",
        "1 open links they may be meant by (1 of them there already)",
        "1 findings",
        "2 other names (1 of them there already)",
        "3 tags (1 of them there already)",
        "2 ids in other catalogues",
        "1 former addresses",
    ]
    assert plan.gains == ("note: An actor.",)


def test_the_chosen_side_holds(larrys):
    kept, gone = larrys
    sides = {clash.key: "gone" for clash in plan_merge(kept, gone).clashes}
    merge(kept, gone, by=None, now=NOW, chosen=sides)
    kept.refresh_from_db()
    assert (kept.name, kept.slug, kept.birth_year, kept.visibility) == (
        "Larry Fishburne",
        "laurence-fishburne-the-actor",
        1962,
        "public",
    )
    assert kept.sort_name == "Fishburne, Larry"
    assert kept.credits.get(film__title="The Matrix").billing == 3
    assert set(kept.identifiers.values_list("value", flat=True)) == {"nm9000401", "Q193048"}
    assert "Laurence Fishburne" in kept.aliases.values_list("name", flat=True)
    assert set(kept.former_slugs.values_list("slug", flat=True)) == {"larry-fishburne", "laurence-fishburne"}
    assert kept.provenance["birth_year"] == "editor"


def test_a_clash_without_a_choice_is_refused(larrys):
    before = everything()
    with pytest.raises(MergeError, match="Choose a side for “name” first"):
        merge(*larrys, by=None, now=NOW, chosen={})
    assert everything() == before


def test_years_that_do_not_fit_together_are_refused():
    kept, gone = build.person("A. Tarkovsky", birth_year=1932), build.person("Tarkovsky", death_year=1930)
    before = everything()
    with pytest.raises(MergeError, match="do not fit together: The year of death is before the year of birth"):
        merge(kept, gone, by=None, now=NOW)
    assert everything() == before


def test_only_two_records_of_one_kind_are_merged(larrys):
    kept, _ = larrys
    with pytest.raises(MergeError, match="cannot be merged with itself"):
        merge(kept, Person.objects.get(pk=kept.pk), by=None, now=NOW)
    with pytest.raises(MergeError, match="not of one kind"):
        plan_merge(kept, build.film())
    Person.objects.filter(name="Fishburn, L.").delete()
    elsewhere = Person(pk=99999, name="Nobody")
    with pytest.raises(MergeError, match="not there any more"):
        merge(kept, elsewhere, by=None, now=NOW)


def test_everything_of_a_film_goes_to_the_one_that_stays(heats):
    kept, gone = heats
    gone_id = gone.pk
    merge(kept, gone, by=None, now=NOW)
    kept.refresh_from_db()
    assert rows_about(RecordKind.FILM, (gone_id,)) == {}
    assert (kept.release_year, kept.runtime_minutes, kept.part_of.title) == (1988, 104, "Heat series")
    assert Film.objects.get(title="A part").part_of == kept
    assert [c.person.name for c in kept.credits.order_by("pk")] == ["Walter Hill", "James Horner"]
    assert set(kept.titles.values_list("title", flat=True)) == {"Ночь над Чикаго"}
    assert (kept.releases.count(), kept.figures.count(), kept.taggings.count()) == (1, 1, 1)
    assert {s.essay.headline: s.film_id for s in Subject.objects.all()} == {
        "Of both": kept.pk,
        "Of the double": kept.pk,
    }
    assert f'data-film="{kept.pk}"' in Essay.objects.get(headline="Of the double").rendered


def test_an_essay_that_says_something_else_now_keeps_a_revision_and_stays_the_imports(heats):
    kept, gone = heats
    essay = Essay.objects.get(headline="Of the double")
    source = {"name": "red-heat.txt", "sha256": "0" * 64}
    first = record_revision(essay, by=None, now=NOW, note="imported", source=source)
    done = merge(kept, gone, by=None, now=NOW)
    assert essay.revisions.get(number=2).note == "merged Red Heat into Red Heat (1988)"
    assert made_by_import(essay)
    restore_revision(first, by=None, now=LATER)
    assert [subject.film for subject in essay.subjects.all()] == [kept]
    with pytest.raises(MergeError, match="A subject film that moved was deleted since"):
        undo_merge(done, by=None, now=LATER)


def test_a_series_and_a_part_of_it_can_be_one():
    series = build.film("Red Heat", None, kind="film series")
    part = build.film("Red Heat", 1988, part_of=series)
    merge(series, part, by=None, now=NOW)
    series.refresh_from_db()
    assert series.part_of is None
    series, part = build.film("48 Hrs.", None, kind="film series"), build.film("48 Hrs.", 1982)
    Film.objects.filter(pk=part.pk).update(part_of=series)
    merge(part, series, by=None, now=NOW)
    part.refresh_from_db()
    assert part.part_of is None


def test_everything_of_a_tag_goes_to_the_one_that_stays(cops):
    kept, gone = cops
    merge(kept, gone, by=None, now=NOW, chosen={"name": "kept", "slug": "kept", "kind": "kept"})
    kept.refresh_from_db()
    assert kept.description == "Two policemen."
    carrying = EssayTag.objects.filter(tag=kept).values_list("content_object__headline", flat=True)
    assert sorted(carrying) == ["First", "Second"]
    assert set(kept.synonyms.values_list("name", flat=True)) == {"cop movie", "buddy cops"}
    answer = Client().get("/tags/buddy-cops/", secure=True)
    assert (answer.status_code, answer["Location"]) == (301, "/tags/buddy-cop-film/")
    assert {r.note for r in Revision.objects.all()} == {"merged buddy cops into buddy cop film"}


def test_a_catalogue_and_the_facts_meet_the_merged_person_under_both_names(larrys, tmp_path):
    kept, gone = larrys
    merge(kept, gone, by=None, now=NOW)
    file = tmp_path / "films.toml"
    file.write_text(
        '[[film]]\ntitle = "The Matrix"\nyear = 1999\ncast = [{ name = "Larry Fishburne", character = "Morpheus" }]\n',
        encoding="utf-8",
    )
    load_facts(file, now=LATER)
    assert Person.objects.filter(name__icontains="fishburne").count() == 1


def test_credits_are_paired_one_to_one():
    """Two roles of one and the same player are no doubles of each other."""
    kept, gone = build.person("Alec Guinness"), build.person("Sir Alec Guinness")
    hearts = build.film("Kind Hearts and Coronets", 1949)
    for character in ("The Duke", "The Banker"):
        build.credit(hearts, kept, "actor", character=character)
    for character in ("The Duke", "The General"):
        build.credit(hearts, gone, "actor", character=character)
    merge(kept, gone, by=None, now=NOW)
    assert sorted(Credit.objects.values_list("character", flat=True)) == ["The Banker", "The Duke", "The General"]


def test_models_of_the_ledger_hold_nothing_that_json_would_lose():
    for kind, relations in RELATIONS.items():
        for model in {kind.model, *(relation.model for relation in relations)}:
            for field in model._meta.concrete_fields:
                assert not isinstance(field, models.BinaryField), field


def test_a_poster_goes_to_the_film_that_has_none_and_back():
    poster = build.picture(name="The one sheet")
    kept, gone = build.film(), build.film("Red Heat", 1985, poster=poster)
    plan = plan_merge(kept, gone)
    assert "poster: The one sheet" in plan.gains
    done = merge(kept, gone, by=None, now=NOW)
    kept.refresh_from_db()
    assert kept.poster == poster
    back = undo_merge(done, by=None, now=LATER)
    kept.refresh_from_db()
    assert (kept.poster, back.poster) == (None, poster)


def test_a_poster_deleted_since_is_no_reason_to_stay_merged():
    mine, theirs = build.picture(name="The one sheet"), build.picture(build.drawn(colour="navy"), name="The quad")
    kept, gone = build.film(poster=mine), build.film("Red Heat", 1985, poster=theirs)
    done = merge(kept, gone, by=None, now=NOW, chosen=dict(plan_merge(kept, gone).sides(None), poster="kept"))
    theirs.delete()
    assert undo_merge(done, by=None, now=LATER).poster is None
    kept.refresh_from_db()
    assert kept.poster == mine
