"""Every rule that the database itself keeps, each broken once, by a row or a change that breaks nothing else."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint

from essays.models import (
    Account,
    Autosave,
    BarredWords,
    Byline,
    Correction,
    Credit,
    CriticAlias,
    DeliveredDocument,
    DeliveredFile,
    Delivery,
    Double,
    ErrorReport,
    EssayTag,
    FilmFigure,
    FilmIdentifier,
    FilmKey,
    FilmRelease,
    FilmTag,
    FilmTitle,
    Finding,
    FixedPage,
    FormerCriticSlug,
    FormerEssaySlug,
    FormerFilmSlug,
    IndexedEssay,
    IndexedName,
    IndexedTerm,
    LinkingRun,
    MarginNote,
    MentionCandidate,
    Merge,
    Picture,
    PreviewLink,
    Redirect,
    ReviewRequest,
    Revision,
    SavedFilter,
    SiteSettings,
    Source,
    Subject,
    WaitingDraft,
)
from people.history import KeptRow
from people.models import (
    Alias,
    FormerSlug,
    FormerTagSlug,
    HeldAddress,
    PersonIdentifier,
    PersonKey,
    PersonTag,
    Tag,
    TagSynonym,
)
from tests.build import NOW, account, credit, critic, essay, film, mention, person, published

pytestmark = pytest.mark.django_db

Break = Callable[[], object]
BREAKS: dict[str, Break] = {}


def breaks(name: str) -> Callable[[Break], Break]:
    """That a function breaks the constraint of this name; a unique field is named as "people.person.slug"."""

    def enter(function: Break) -> Break:
        assert name not in BREAKS
        BREAKS[name] = function
        return function

    return enter


def change(row: models.Model, **values: Any) -> None:
    """Change a stored row past its ``save``, which would derive what we want to be wrong."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def insert(*rows: models.Model) -> None:
    """Store rows past their ``save``."""
    type(rows[0])._default_manager.bulk_create(rows)


def our_models() -> list[type[models.Model]]:
    return [model for app in ("people", "essays") for model in apps.get_app_config(app).get_models()]


def our_constraints() -> Iterator[str]:
    """The names of all constraints, those that a ``unique=True`` makes included."""
    for model in our_models():
        yield from (constraint.name for constraint in model._meta.constraints)
        yield from (
            f"{model._meta.label_lower}.{f.name}" for f in model._meta.local_fields if f.unique and not f.primary_key
        )


def broken_constraint(error: IntegrityError) -> str:
    """Which constraint the database says was broken, by the names of ``our_constraints``."""
    if connection.vendor == "postgresql":
        diagnosis = error.__cause__.diag
        name, table, columns = diagnosis.constraint_name, diagnosis.table_name, None
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, table)[name]
            columns = found["columns"] if found["unique"] else None
    else:
        kind, _, rest = str(error).partition(" constraint failed: ")
        if kind == "CHECK":
            return rest
        names = [place.split(".") for place in rest.split(", ")]
        table, columns = names[0][0], [column for _, column in names]
    if columns is None:
        return name
    model = next(model for model in our_models() if model._meta.db_table == table)
    for constraint in model._meta.constraints:
        if columns == [model._meta.get_field(field).column for field in getattr(constraint, "fields", ())]:
            return constraint.name
    field = next(field for field in model._meta.local_fields if [field.column] == columns)
    return f"{model._meta.label_lower}.{field.name}"


# People
@breaks("person_has_name_key")
def _() -> None:
    change(person(), name_key="")


@breaks("person_has_sort_name")
def _() -> None:
    change(person(), sort_name="")


@breaks("person_has_slug")
def _() -> None:
    change(person(), slug="")


@breaks("person_visibility_is_known")
def _() -> None:
    change(person(), visibility="secret")


@breaks("person_dies_after_birth")
def _() -> None:
    person("Steve McQueen", birth_year=1980, death_year=1930)


@breaks("people.person.slug")
def _() -> None:
    person(slug="walter-hill")
    person(slug="walter-hill")


@breaks("people.formerslug.slug")
def _() -> None:
    walter = person()
    insert(FormerSlug(person=walter, slug="hill"), FormerSlug(person=walter, slug="hill"))


@breaks("alias_once_a_person")
def _() -> None:
    fishburne = person("Laurence Fishburne")
    insert(*(Alias(person=fishburne, name="Larry Fishburne", name_key="larry fishburne") for _ in range(2)))


@breaks("alias_has_name_key")
def _() -> None:
    insert(Alias(person=person("Laurence Fishburne"), name="Larry Fishburne"))


@breaks("person_identifier_is_one_persons")
def _() -> None:
    insert(
        PersonIdentifier(person=person("Walter Hill"), scheme="imdb", value="nm0001353"),
        PersonIdentifier(person=person("James Belushi"), scheme="imdb", value="nm0001353"),
    )


@breaks("person_identifier_is_not_empty")
def _() -> None:
    insert(PersonIdentifier(person=person(), scheme="imdb", value=""))


@breaks("person_key_once")
def _() -> None:
    insert(PersonKey(person=person("Walter Hill"), key="walter hill", form="alias"))


@breaks("person_key_is_not_empty")
def _() -> None:
    insert(PersonKey(person=person(), key="", form="alias"))


@breaks("person_key_form_is_known")
def _() -> None:
    insert(PersonKey(person=person(), key="hill", form="surname"))


# Tags
@breaks("tag_has_slug")
def _() -> None:
    insert(Tag(name="Cold War", slug=""))


@breaks("tag_kind_is_known")
def _() -> None:
    insert(Tag(name="Cold War", slug="cold-war", kind="mood"))


@breaks("people.tag.name")
def _() -> None:
    insert(Tag(name="Cold War", slug="cold-war"), Tag(name="Cold War", slug="cold-war-2"))


@breaks("people.tag.slug")
def _() -> None:
    insert(Tag(name="Cold War", slug="cold-war"), Tag(name="Cold war", slug="cold-war"))


@breaks("tag_synonym_has_key")
def _() -> None:
    insert(TagSynonym(tag=Tag.objects.create(name="police film"), name="cop movie"))


@breaks("people.tagsynonym.key")
def _() -> None:
    police = Tag.objects.create(name="police film")
    insert(
        TagSynonym(tag=police, name="cop movie", key="cop movie"), TagSynonym(tag=police, name="Cop", key="cop movie")
    )


@breaks("person_tag_once")
def _() -> None:
    director, walter = Tag.objects.create(name="director", kind="job"), person()
    insert(PersonTag(content_object=walter, tag=director), PersonTag(content_object=walter, tag=director))


@breaks("film_tag_once")
def _() -> None:
    comedy, heat = Tag.objects.create(name="buddy cop film", kind="genre"), film()
    insert(FilmTag(content_object=heat, tag=comedy), FilmTag(content_object=heat, tag=comedy))


@breaks("essay_tag_once")
def _() -> None:
    cold_war, review = Tag.objects.create(name="Cold War"), essay()
    insert(EssayTag(content_object=review, tag=cold_war), EssayTag(content_object=review, tag=cold_war))


# Accounts and critics
@breaks("essays.account.username")
def _() -> None:
    account("editor")
    insert(Account(username="editor"))


@breaks("critic_has_name_key")
def _() -> None:
    change(critic(), name_key="")


@breaks("critic_has_sort_name")
def _() -> None:
    change(critic(), sort_name="")


@breaks("critic_has_slug")
def _() -> None:
    change(critic(), slug="")


@breaks("essays.critic.name_key")
def _() -> None:
    critic("The film desk")
    critic("The Film Desk")


@breaks("essays.critic.slug")
def _() -> None:
    critic("The film desk", slug="desk")
    critic("The copy desk", slug="desk")


@breaks("essays.critic.account")
def _() -> None:
    editor = account()
    critic("The film desk", account=editor)
    critic("The copy desk", account=editor)


@breaks("critic_alias_has_name_key")
def _() -> None:
    insert(CriticAlias(critic=critic(), name="Desk"))


@breaks("essays.criticalias.name_key")
def _() -> None:
    insert(*(CriticAlias(critic=critic(name), name="Desk", name_key="desk") for name in ("Film desk", "Copy desk")))


@breaks("essays.formercriticslug.slug")
def _() -> None:
    desk = critic()
    insert(FormerCriticSlug(critic=desk, slug="desk"), FormerCriticSlug(critic=desk, slug="desk"))


# Films
@breaks("film_has_title_key")
def _() -> None:
    change(film(), title_key="")


@breaks("film_has_sort_title")
def _() -> None:
    change(film(), sort_title="")


@breaks("film_has_slug")
def _() -> None:
    change(film(), slug="")


@breaks("essays.film.slug")
def _() -> None:
    film("Red Heat", 1988, slug="red-heat")
    film("Red Heat", 1985, slug="red-heat")


@breaks("film_year_is_a_film_year")
def _() -> None:
    film("Red Heat", 1788)


@breaks("film_ends_after_it_begins")
def _() -> None:
    film("Miami Vice", 1984, kind="series", end_year=1983)


@breaks("film_kind_is_known")
def _() -> None:
    film(kind="play")


@breaks("film_visibility_is_known")
def _() -> None:
    film(visibility="secret")


@breaks("film_runs_some_minutes")
def _() -> None:
    film(runtime_minutes=0)


@breaks("film_is_not_part_of_itself")
def _() -> None:
    series = film("Rambo", 1982, kind="film series")
    change(series, part_of=series)


@breaks("film_title_once_a_film")
def _() -> None:
    hours = film("48 Hrs.", 1982)
    insert(*(FilmTitle(film=hours, title="48 Hours", title_key="48 hours") for _ in range(2)))


@breaks("film_title_has_key")
def _() -> None:
    insert(FilmTitle(film=film("48 Hrs.", 1982), title="48 Hours"))


@breaks("film_title_kind_is_known")
def _() -> None:
    FilmTitle.objects.create(film=film("48 Hrs.", 1982), title="48 Hours", kind="nickname")


@breaks("film_release_once")
def _() -> None:
    heat, day = film(), dt.date(1988, 6, 17)
    insert(*(FilmRelease(film=heat, country="United States", released_on=day, source="the poster") for _ in range(2)))


@breaks("film_release_has_source")
def _() -> None:
    insert(FilmRelease(film=film(), country="United States", released_on=dt.date(1988, 6, 17)))


@breaks("film_figure_once_a_source")
def _() -> None:
    heat = film()
    insert(
        *(FilmFigure(film=heat, kind="gross", amount=amount, source="Variety") for amount in (34_994_648, 35_000_000))
    )


@breaks("film_figure_has_source")
def _() -> None:
    insert(FilmFigure(film=film(), kind="gross", amount=34_994_648))


@breaks("film_figure_kind_is_known")
def _() -> None:
    insert(FilmFigure(film=film(), kind="rentals", amount=34_994_648, source="Variety"))


@breaks("film_identifier_is_one_films")
def _() -> None:
    insert(
        FilmIdentifier(film=film("Red Heat", 1988), scheme="imdb", value="tt0095963"),
        FilmIdentifier(film=film("Red Heat", 1985), scheme="imdb", value="tt0095963"),
    )


@breaks("film_identifier_is_not_empty")
def _() -> None:
    insert(FilmIdentifier(film=film(), scheme="", value="tt0095963"))


@breaks("film_key_once")
def _() -> None:
    insert(FilmKey(film=film("Red Heat"), key="red heat", form="other"))


@breaks("film_key_is_not_empty")
def _() -> None:
    insert(FilmKey(film=film(), key="", form="other"))


@breaks("essays.formerfilmslug.slug")
def _() -> None:
    heat = film()
    insert(FormerFilmSlug(film=heat, slug="heat"), FormerFilmSlug(film=heat, slug="heat"))


@breaks("credit_once")
def _() -> None:
    heat, walter = film(), person()
    insert(Credit(film=heat, person=walter, job="director"), Credit(film=heat, person=walter, job="director"))


@breaks("credit_bills_from_one")
def _() -> None:
    credit(film(), person("Arnold Schwarzenegger"), "actor", character="Ivan Danko", billing=0)


@breaks("credit_state_is_known")
def _() -> None:
    credit(film(), person(), state="rumoured")


@breaks("credit_job_is_known")
def _() -> None:
    credit(film(), person(), job="caterer")


# Essays
@breaks("essay_published_has_date")
def _() -> None:
    essay(status="published")


@breaks("essay_is_withdrawn_after_publication")
def _() -> None:
    essay(status="published", published_at=NOW, withdrawn_at=NOW)


@breaks("essay_planned_time_is_one_of_its_times")
def _() -> None:
    change(published(withdrawn_at=NOW), planned_at=NOW + dt.timedelta(days=1))


@breaks("essay_has_headline")
def _() -> None:
    change(essay(), headline="")


@breaks("essay_has_slug")
def _() -> None:
    change(essay(), slug="")


@breaks("essay_status_is_known")
def _() -> None:
    essay(status="spiked")


@breaks("essay_kind_is_known")
def _() -> None:
    essay(kind="listicle")


@breaks("essay_rating_is_on_a_scale")
def _() -> None:
    essay(rating=101)


@breaks("essay_version_counts_from_one")
def _() -> None:
    essay(version=0)


@breaks("essays.essay.slug")
def _() -> None:
    essay("Moscow on the Lake", slug="moscow")
    essay("Moscow in June", slug="moscow")


@breaks("essays.formeressayslug.slug")
def _() -> None:
    review = essay()
    insert(FormerEssaySlug(essay=review, slug="moscow"), FormerEssaySlug(essay=review, slug="moscow"))


@breaks("subject_once_an_essay")
def _() -> None:
    heat = film()
    insert(Subject(essay=essay(about=heat), film=heat, position=2))


@breaks("subject_has_a_place_of_its_own")
def _() -> None:
    insert(Subject(essay=essay(about=film("Red Heat")), film=film("48 Hrs.", 1982), position=1))


@breaks("subject_counts_from_one")
def _() -> None:
    insert(Subject(essay=essay(), film=film(), position=0))


@breaks("byline_once_an_essay")
def _() -> None:
    desk = critic()
    insert(Byline(essay=essay(by=desk), critic=desk, position=2))


@breaks("byline_has_a_place_of_its_own")
def _() -> None:
    insert(Byline(essay=essay(by=critic("The film desk")), critic=critic("The copy desk"), position=1))


@breaks("byline_counts_from_one")
def _() -> None:
    insert(Byline(essay=essay(), critic=critic(), position=0))


# Mentions
@breaks("mention_once_a_place")
def _() -> None:
    review = essay()
    mention(review, "Red Heat", film("Red Heat", 1988))
    mention(review, "Red Heat", film("Red Heat", 1985))


@breaks("mention_has_a_place_or_is_lost")
def _() -> None:
    mention(essay(), "Red Heat", film(), start=5, end=5)


@breaks("mention_confidence_is_a_share")
def _() -> None:
    mention(essay(), "Red Heat", film(), confidence=1.5)


@breaks("mention_has_words")
def _() -> None:
    mention(essay(), "", film(), end=1)


@breaks("mention_names_one_record_of_its_kind")
def _() -> None:
    change(mention(essay(), "Red Heat", film()), person=person())


@breaks("mention_linked_has_its_record")
def _() -> None:
    mention(essay(), "Red Heat", state="linked")


@breaks("mention_state_is_known")
def _() -> None:
    mention(essay(), "Red Heat", film(), state="guessed")


@breaks("mention_decided_by_is_known")
def _() -> None:
    mention(essay(), "Red Heat", film(), decided_by="reader")


@breaks("mention_machine_has_no_account")
def _() -> None:
    mention(essay(), "Red Heat", film(), decided_by_account=account())


@breaks("mention_candidate_has_its_rank")
def _() -> None:
    unsure = mention(essay(), "Red Heat")
    insert(
        MentionCandidate(mention=unsure, rank=1, film=film("Red Heat", 1988), confidence=0.6),
        MentionCandidate(mention=unsure, rank=1, film=film("Red Heat", 1985), confidence=0.4),
    )


@breaks("mention_candidate_is_one_record")
def _() -> None:
    unsure = mention(essay(), "Red Heat")
    insert(MentionCandidate(mention=unsure, rank=1, film=film(), person=person(), confidence=0.6))


@breaks("mention_candidate_confidence_is_a_share")
def _() -> None:
    insert(MentionCandidate(mention=mention(essay(), "Red Heat"), rank=1, film=film(), confidence=-0.1))


@breaks("error_report_says_something")
def _() -> None:
    insert(ErrorReport(essay=essay(), says="", sent_at=NOW))


@breaks("error_report_state_is_known")
def _() -> None:
    insert(ErrorReport(essay=essay(), says="It opened in June.", state="ignored", sent_at=NOW))


# Findings, sources, revisions
def finding(**fields: Any) -> Finding:
    said = {"rule": "year", "exact": "1987", "message": "The text says 1987, the record 1988.", "found_at": NOW}
    return Finding(**({"essay": essay()} | said | fields))


@breaks("finding_once_an_essay")
def _() -> None:
    review = essay()
    insert(finding(essay=review), finding(essay=review))


@breaks("finding_has_message")
def _() -> None:
    insert(finding(message=""))


@breaks("finding_state_is_known")
def _() -> None:
    insert(finding(state="ignored"))


@breaks("finding_rule_is_known")
def _() -> None:
    insert(finding(rule="taste"))


def source(**fields: Any) -> Source:
    read = {"sha256": "0" * 64, "content": b"It was late.", "encoding": "utf-8", "read_at": NOW, "read_by": "0.1.0"}
    return Source(**({"name": "late.txt", "outcome": "created"} | read | fields))


@breaks("source_version_once")
def _() -> None:
    insert(source(), source())


@breaks("source_has_name")
def _() -> None:
    insert(source(name=""))


@breaks("source_outcome_is_known")
def _() -> None:
    insert(source(outcome="lost"))


@breaks("source_duplicate_makes_no_essay")
def _() -> None:
    insert(source(outcome="duplicate", essay=essay()))


@breaks("people.formertagslug.slug")
def _() -> None:
    tag = Tag.objects.create(name="western")
    insert(FormerTagSlug(tag=tag, slug="westerns"), FormerTagSlug(tag=tag, slug="westerns"))


@breaks("held_address_once_a_kind")
def _() -> None:
    insert(HeldAddress(kind="tag", slug="westerns", record=1), HeldAddress(kind="tag", slug="westerns", record=2))


# Barred words and runs of linking
@breaks("barred_words_once_an_essay")
def _() -> None:
    made = essay()
    insert(BarredWords(essay=made, words="Hill", key="hill"), BarredWords(essay=made, words="hill", key="hill"))


@breaks("barred_words_have_a_key")
def _() -> None:
    insert(BarredWords(essay=essay(), words="Hill", key=""))


@breaks("linking_run_one_unfinished")
def _() -> None:
    insert(LinkingRun(selection="all", started_at=NOW), LinkingRun(selection="all", started_at=NOW))


# Site settings
@breaks("site_settings_are_one_row")
def _() -> None:
    insert(SiteSettings(pk=2))


@breaks("site_settings_rating_is_a_scale")
def _() -> None:
    insert(SiteSettings(pk=1, rating_best=0))


@breaks("fixed_page_has_a_title")
def _() -> None:
    insert(FixedPage(title="", slug="about"))


@breaks("fixed_page_has_an_address")
def _() -> None:
    insert(FixedPage(title="About", slug=""))


@breaks("essays.fixedpage.slug")
def _() -> None:
    insert(FixedPage(title="About", slug="about"), FixedPage(title="About us", slug="about"))


# Deliveries
def delivered(**fields: Any) -> Delivery:
    values = {"brought_by": account(), "brought_at": NOW, "name": "cold-rooms.txt", "size": 10} | fields
    delivery = Delivery(**values)
    insert(delivery)
    return delivery


@breaks("delivery_state_is_known")
def _() -> None:
    delivered(state="lost")


@breaks("delivery_has_name")
def _() -> None:
    delivered(name="")


@breaks("delivered_file_has_name")
def _() -> None:
    insert(DeliveredFile(delivery=delivered(), name="", content=b"x", size=1))


@breaks("delivered_document_once")
def _() -> None:
    delivery = delivered()
    insert(
        DeliveredDocument(delivery=delivery, number=1, place="a.txt", outcome="imported", sentence="Made."),
        DeliveredDocument(delivery=delivery, number=1, place="b.txt", outcome="imported", sentence="Made."),
    )


@breaks("delivered_document_counts_from_one")
def _() -> None:
    insert(DeliveredDocument(delivery=delivered(), number=0, place="a.txt", outcome="imported", sentence="Made."))


# Doubles and merges
def double(**records: Any) -> Double:
    return Double(reason="the same name", found_at=NOW, **records)


def merged(**fields: Any) -> Merge:
    return Merge(**({"kind": "film", "kept_id": 1, "gone_id": 2, "merged_at": NOW} | fields))


@breaks("double_is_two_of_one_kind")
def _() -> None:
    insert(double(film=film(), other_person=person()))


@breaks("double_state_is_known")
def _() -> None:
    insert(double(film=film(), other_film=film(), state="merged"))


@breaks("double_of_people_once")
def _() -> None:
    first, second = person(), person()
    insert(double(person=first, other_person=second), double(person=first, other_person=second))


@breaks("double_of_films_once")
def _() -> None:
    first, second = film(), film()
    insert(double(film=first, other_film=second), double(film=first, other_film=second))


@breaks("double_of_tags_once")
def _() -> None:
    first, second = Tag.objects.create(name="cop film"), Tag.objects.create(name="cop films")
    insert(double(tag=first, other_tag=second), double(tag=first, other_tag=second))


@breaks("merge_kind_is_known")
def _() -> None:
    insert(merged(kind="critic"))


@breaks("merge_is_of_two_records")
def _() -> None:
    insert(merged(gone_id=1))


@breaks("merge_once_a_record")
def _() -> None:
    insert(merged(), merged(kept_id=3))


def picture(**fields):
    insert(Picture(**{"name": "A bus", "sha256": "ab" * 32, "suffix": "jpg", "width": 9, "height": 9} | fields))


@breaks("essays.picture.sha256")
def _() -> None:
    picture(folder_name="one")
    picture(folder_name="two")


@breaks("essays.picture.folder_name")
def _() -> None:
    picture(folder_name="one")
    picture(folder_name="one", sha256="cd" * 32)


@breaks("picture_has_a_name")
def _() -> None:
    picture(name="", folder_name="one")


@breaks("picture_has_a_folder")
def _() -> None:
    picture(folder_name="")


@breaks("picture_has_a_size")
def _() -> None:
    picture(width=0, folder_name="one")


@breaks("picture_focus_is_in_it")
def _() -> None:
    picture(focus_y=101, folder_name="one")


@breaks("essays.redirect.path")
def _() -> None:
    review = essay()
    insert(Redirect(path="/moscow", essay=review), Redirect(path="/moscow", essay=review))


@breaks("redirect_leads_to_one_page")
def _() -> None:
    insert(Redirect(path="/moscow", essay=essay(), film=film()))


@breaks("redirect_path_begins_with_slash")
def _() -> None:
    insert(Redirect(path="moscow", essay=essay()))


def revision(**fields: Any) -> Revision:
    return Revision(**({"essay": essay(), "number": 1, "content": {}, "saved_at": NOW} | fields))


@breaks("margin_note_says_something")
def _() -> None:
    insert(MarginNote(essay=essay(), passage="Red Heat", text="", written_at=NOW))


@breaks("margin_note_is_on_a_passage_or_answers")
def _() -> None:
    insert(MarginNote(essay=essay(), passage="", text="Which one?", written_at=NOW))


@breaks("essays.waitingdraft.essay")
def _() -> None:
    one = published()
    held = Revision.objects.create(essay=one, number=1, content={}, saved_at=NOW)
    insert(WaitingDraft(essay=one, revision=held), WaitingDraft(essay=one, revision=held))


@breaks("autosave_once_for_an_essay")
def _() -> None:
    review, editor = essay(), account()
    insert(*(Autosave(account=editor, essay=review, seen_at=NOW) for _ in range(2)))


@breaks("autosave_once_for_a_new_essay")
def _() -> None:
    editor = account()
    insert(*(Autosave(account=editor, seen_at=NOW) for _ in range(2)))


@breaks("saved_filter_once_by_name")
def _() -> None:
    editor = account()
    insert(*(SavedFilter(account=editor, name="Late", key="late", query="q=late") for _ in range(2)))


@breaks("saved_filter_has_a_key")
def _() -> None:
    insert(SavedFilter(account=account(), name="Late", query="q=late"))


@breaks("saved_filter_narrows_the_list")
def _() -> None:
    insert(SavedFilter(account=account(), name="Late", key="late"))


@breaks("preview_link_expires_after_it_is_made")
def _() -> None:
    one = revision()
    one.save()
    insert(PreviewLink(revision=one, made_at=NOW, expires_at=NOW))


def indexed(**fields: Any) -> IndexedEssay:
    return IndexedEssay(**{"live_from": NOW, "facets": "k_review", "tiers": "", "words": "heat"} | fields)


def indexed_name(**fields: Any) -> IndexedName:
    return IndexedName(**{"key": "red heat", "seen_from": NOW, "words": "red heat w_redheat"} | fields)


@breaks("essays.indexedessay.essay")
def _() -> None:
    one = essay()
    insert(indexed(essay=one))
    insert(indexed(essay=one))


@breaks("indexed_essay_has_facets")
def _() -> None:
    insert(indexed(essay=essay(), facets=""))


@breaks("indexed_name_once_a_film")
def _() -> None:
    one = film()
    insert(indexed_name(film=one))
    insert(indexed_name(film=one))


@breaks("indexed_name_once_a_person")
def _() -> None:
    one = person()
    insert(indexed_name(person=one))
    insert(indexed_name(person=one))


@breaks("indexed_name_is_of_one_record")
def _() -> None:
    insert(indexed_name(film=film(), person=person()))


@breaks("indexed_name_has_key")
def _() -> None:
    insert(indexed_name(film=film(), key=""))


@breaks("indexed_term_once")
def _() -> None:
    insert(IndexedTerm(term="heat", is_whole=False))
    insert(IndexedTerm(term="heat", is_whole=False))


@breaks("indexed_term_is_not_empty")
def _() -> None:
    insert(IndexedTerm(term="", is_whole=False))


@breaks("correction_says_what_was")
def _() -> None:
    insert(Correction(essay=essay(), what_was="", what_is="It opened in 1988."))


@breaks("correction_says_what_is")
def _() -> None:
    insert(Correction(essay=essay(), what_was="It opened in 1987.", what_is=""))


@breaks("essays.reviewrequest.essay")
def _() -> None:
    review, editor = essay(), account()
    insert(*(ReviewRequest(essay=review, reviewer=editor, asked_at=NOW) for _ in range(2)))


@breaks("revision_number_once")
def _() -> None:
    review = essay()
    insert(revision(essay=review), revision(essay=review))


@breaks("revision_counts_from_one")
def _() -> None:
    insert(revision(number=0, previous_hash="f" * 64))


@breaks("revision_is_chained_to_the_one_before")
def _() -> None:
    insert(revision(number=2))


@breaks("revision_has_hash")
def _() -> None:
    # Every way through the model makes the hash, so that only the bare query can leave it out.
    models.QuerySet(Revision).bulk_create([revision()])


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses_what_breaks_it(name: str) -> None:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        BREAKS[name]()
    assert broken_constraint(raised.value) == name


def test_every_constraint_is_broken_here_once() -> None:
    assert sorted(BREAKS) == sorted(our_constraints())


ALLOWED: dict[str, Break] = {
    "a birth without a death": lambda: person("Steve McQueen", birth_year=1969),
    "a death without a birth": lambda: person("Steve McQueen", death_year=1980),
    "two people of one name": lambda: (person("Steve McQueen"), person("Steve McQueen")),
    "two films of one title and year": lambda: (film("Red Heat", 1988), film("Red Heat", 1988)),
    "a film without a year": lambda: film("Red Heat", None),
    "the oldest film": lambda: film("Passage de Vénus", 1874),
    "a series of one year": lambda: film("Police Squad!", 1982, kind="series", end_year=1982),
    "an end without a beginning": lambda: film("Miami Vice", None, kind="series", end_year=1989),
    "a part of a film series": lambda: film("Another 48 Hrs.", part_of=film("48 Hrs.", kind="film series")),
    "one person in two roles": lambda: [
        credit(film("Big Business", 1988), walter, "actor", character=character)
        for walter in [person("Bette Midler")]
        for character in ("Sadie Shelton", "Sadie Ratliff")
    ],
    "the worst and the best rating": lambda: (essay(rating=0), essay(rating=100)),
    "a draft with a date": lambda: essay(published_at=NOW),
    "withdrawn one second after": lambda: essay(
        status="published", published_at=NOW, withdrawn_at=NOW + dt.timedelta(seconds=1)
    ),
    "two pairs of one film": lambda: [
        insert(double(film=heat, other_film=film("Red Heat", year))) for heat in [film()] for year in (1985, 1986)
    ],
    "a record merged, taken out again and merged again": lambda: insert(merged(undone_at=NOW), merged()),
    "two lost mentions of one place": lambda: [
        mention(review, "Red Heat", film("Red Heat", year), is_lost=True)
        for review in [essay()]
        for year in (1985, 1988)
    ],
    "a character nobody is known to play": lambda: mention(
        essay(), "Danko", kind="character", name="Ivan Danko", state="linked"
    ),
    "an editor's decision without the account": lambda: mention(essay(), "Red Heat", film(), decided_by="editor"),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_the_nearest_thing_that_is_right_is_stored(what: str) -> None:
    ALLOWED[what]()


def test_a_field_with_choices_holds_nothing_else() -> None:
    """The lists in the constraints and the choices of the fields are the same lists.

    A row of history is a copy of one that was stored, and is as that was.
    """
    unguarded = set()
    for model in our_models():
        if issubclass(model, KeptRow):
            continue
        for field in model._meta.local_fields:
            values = {value for value, _ in field.flatchoices}
            lists = [
                set(part[1])
                for constraint in model._meta.constraints
                if isinstance(constraint, CheckConstraint)
                for part in constraint.condition.children
                if isinstance(part, tuple) and part[0] == f"{field.name}__in"
            ]
            if values and values not in lists:
                unguarded.add(f"{model._meta.label}.{field.name}")
    # What kind a mention has is in "mention_names_one_record_of_its_kind", broken above.
    assert unguarded == {"essays.Mention.kind"}
