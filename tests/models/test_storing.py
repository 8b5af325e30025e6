"""What one database would store and the other refuse is refused by ``full_clean``; what is derived is kept so."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from essays.models import Account, Critic, CriticAlias, Essay, Film, FilmTitle
from people.models import Alias, Person, Tag, TagSynonym
from people.rows import Row
from tests.build import NOW, critic, essay, film, person
from tests.models.test_constraints import our_models

pytestmark = pytest.mark.django_db


def errors_of(row: models.Model, **values: Any) -> dict[str, list[str]]:
    """What ``full_clean`` says of each of these values."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        return {name: said for name, said in error.message_dict.items() if name in values}
    return {}


def fields_of(*kinds: type[models.Field]) -> list[Any]:
    return [
        pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
        for model in our_models()
        if issubclass(model, Row)
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.primary_key and not isinstance(field, models.FileField)
    ]


@pytest.mark.parametrize("bad", ["\0", "\x1b", "\x9d", "\ud83c"], ids=["NUL", "escape", "C1", "half a pair"])
@pytest.mark.parametrize(("model", "field"), fields_of(models.CharField, models.TextField))
def test_no_text_holds_a_character_that_no_text_may_hold(model: type[models.Model], field: Any, bad: str) -> None:
    errors = errors_of(model(), **{field.name: f"Red{bad}Heat"})
    assert f"Character 4 is U+{ord(bad):04X}" in errors[field.name][0]


@pytest.mark.parametrize(
    ("model", "field"), [p for p in fields_of(models.CharField) if p.values[1].max_length and p.values[1].editable]
)
def test_no_text_is_longer_than_its_column(model: type[models.Model], field: Any) -> None:
    # A name is shortened nowhere: only what is derived from it is.
    assert field.name in errors_of(model(), **{field.name: "x" * (field.max_length + 1)})


@pytest.mark.parametrize(("model", "field"), fields_of(models.IntegerField))
def test_no_number_is_larger_than_its_column(model: type[models.Model], field: Any) -> None:
    largest = {
        "PositiveSmallIntegerField": 2**15,
        "PositiveIntegerField": 2**31,
        "PositiveBigIntegerField": 2**63,
        "BigIntegerField": 2**63,
    }
    assert field.name in errors_of(model(), **{field.name: largest[field.get_internal_type()]})


@pytest.mark.parametrize("value", [["Soviet\0Union"], {"name": "\0"}, {"\0": 1}, [{"a": ["\ud83c"]}]])
def test_no_list_or_mapping_holds_such_a_character(value: Any) -> None:
    assert "countries" in errors_of(film(), countries=value)


def test_the_longest_name_has_a_key_that_fits() -> None:
    """Folding may lengthen a name (one ligature, three letters): the key is cut, the name is not."""
    name = "ﬃ" * 300
    for row in (Person(name=name), Film(title=name), Critic(name="ﬃ" * 200)):
        row.full_clean()
        row.save()
        row.refresh_from_db()
    person_row, film_row = Person.objects.get(), Film.objects.get()
    assert (person_row.name, film_row.title) == (name, name)
    assert len(person_row.name_key) == len(film_row.title_key) == 200


def test_a_sort_form_is_never_too_long_for_its_column() -> None:
    """It has a comma more than the name it is made of."""
    for row, field, length in (
        (Person(name="a " + "b" * 298), "sort_name", 300),
        (Film(title="The " + "b" * 296), "sort_title", 300),
        (Critic(name="a " + "b" * 198), "sort_name", 200),
    ):
        row.full_clean()
        row.save()
        assert len(getattr(row, field)) == length


def test_a_row_as_an_editor_types_it_passes_and_has_its_derived_fields() -> None:
    """Keys are derived before the check, which would otherwise say that they are empty."""
    walter, heat = Person(name=" Walter  Hill "), Film(title="Red Heat", release_year=1988)
    for row in (
        walter,
        heat,
        Essay(headline="A Russian in\nChicago"),
        Critic(name="The film desk"),
        Tag(name="police"),
    ):
        row.full_clean()
        row.save()
    rows = (
        Alias(person=walter, name="Walter Wesley Hill"),
        FilmTitle(film=heat, title="Red Heat: Moscow"),
        CriticAlias(critic=Critic.objects.get(), name="Desk"),
        TagSynonym(tag=Tag.objects.get(), name="cops"),
        Account(username="editor", password="a long password"),
    )
    for row in rows:
        row.full_clean()
        row.save()
    assert (walter.name, walter.name_key, walter.sort_name) == ("Walter Hill", "walter hill", "Hill, Walter")
    assert Essay.objects.get().headline == "A Russian in Chicago"


def test_an_error_in_a_constraint_is_a_sentence_for_an_editor() -> None:
    essays = Essay(headline="Late", published_at=NOW, withdrawn_at=NOW), Essay(headline="Late", status="published")
    people = (Person(name="Steve McQueen", birth_year=1980, death_year=1930),)
    films = (
        Film(title="Red Heat", runtime_minutes=0),
        Film(title="Miami Vice", release_year=1984, end_year=1983, kind="series"),
    )
    said = []
    for row in (*essays, *people, *films):
        with pytest.raises(ValidationError) as raised:
            row.full_clean()
        said += raised.value.messages
    assert said == [
        "The time to withdraw it is not after the time to publish it.",
        "A published essay needs the time it is published at.",
        "The year of death is before the year of birth.",
        "Leave the runtime empty where it is not known; it is never 0.",
        "The last year is before the first.",
    ]


def test_a_second_spelling_of_one_name_is_an_error_beside_the_name() -> None:
    police = Tag.objects.create(name="police film")
    TagSynonym.objects.create(tag=police, name="cop movie")
    desk = critic("The film desk")
    CriticAlias.objects.create(critic=desk, name="Desk")
    for row in (
        TagSynonym(tag=police, name="Cop Movie"),
        Critic(name="The Film Desk"),
        CriticAlias(critic=desk, name="desk"),
    ):
        with pytest.raises(ValidationError, match="the same but for spelling"):
            row.full_clean(exclude=["name_key", "key"])  # as a form does, which leaves derived fields out
    desk.full_clean()


@pytest.mark.parametrize(
    ("make", "changed", "derived"),
    [
        pytest.param(person, {"name": "James Belushi"}, {"name_key": "james belushi"}, id="person"),
        pytest.param(film, {"title": "48 Hrs."}, {"title_key": "48 hrs", "sort_title": "48 Hrs."}, id="film"),
        pytest.param(critic, {"name": "Copy desk"}, {"name_key": "copy desk", "sort_name": "desk, Copy"}, id="critic"),
        pytest.param(essay, {"body": "<p>Late.<script></script>"}, {"body": "<p>Late.</p>"}, id="essay"),
    ],
)
def test_saving_one_field_saves_what_is_derived_from_it(make: Any, changed: dict, derived: dict) -> None:
    row = make()
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in derived} == derived


def test_saving_another_field_neither_reads_nor_writes_the_body(django_assert_num_queries: Any) -> None:
    essay()
    listed = Essay.objects.for_listing().get()
    listed.status = "in review"
    with django_assert_num_queries(1):
        listed.save(update_fields=["status"])
