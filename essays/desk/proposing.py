"""Records that a document brings: people and a film that no record matches, and the credits it states."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from essays.checking.contributions import contributions
from essays.checking.credits import new_credits
from essays.checking.stated import StatedCredit
from essays.desk.asking import rows_of
from essays.desk.mentions import link_proposals
from essays.desk.storing import all_checked, checked
from essays.desk.tagging import derive_job_tags
from essays.desk.understanding import IS_STATED, films_near
from essays.linking.catalogue import CreditRecord
from essays.models import Credit, Film
from essays.reading.document import Document, DocumentKind
from people.addresses import slug_base
from people.models import Person, PersonKey, Visibility
from people.names import name_key, name_keys

SERIES_GENRES = ("series", "serial", "sitcom")


def film_proposed(document: Document, title: str, year: int, *, source: str) -> Film | None:
    """The film that a reference entry states and no record has: an earlier proposal of it, or a new one.

    None where several proposals have the title within a year: which of them it is, an editor says.
    """
    if earlier := list(films_near(title, year)[:2]):
        return earlier[0] if len(earlier) == 1 else None
    film = Film(
        title=title,
        release_year=year,
        kind=_kind(document.facts.genres),
        countries=list(document.facts.countries),
        runtime_minutes=document.facts.runtime_minutes,
        visibility=Visibility.PROPOSED,
        provenance=dict.fromkeys(("title", "release_year", "countries", "runtime_minutes"), source),
    )
    checked(film).save()
    return film


def _kind(genres: Iterable[str]) -> str:
    words = " ".join(genres).casefold()
    if "miniseries" in words or "mini-series" in words:
        return str(Film.Kind.MINI_SERIES)
    return str(Film.Kind.SERIES if any(word in words for word in SERIES_GENRES) else Film.Kind.FILM)


def people_proposed(names: Mapping[str, Visibility], *, source: str) -> dict[str, Person]:
    """A person for each name that no record matches: an earlier proposal of the name, or a new record.

    ``names`` says what each is to be: PROPOSED, or MENTIONED where the document itself states a credit.
    """
    if not names:
        return {}
    by_key = {name_key(name): name for name in sorted(names)}
    found: dict[str, Person] = {}
    proposals = Person.objects.filter(name_key__in=by_key, visibility=Visibility.PROPOSED)
    for person in proposals.order_by("-id"):
        found[person.name_key] = person
    upgraded = [
        person
        for key, person in found.items()
        if any(names[name] == Visibility.MENTIONED for name in names if name_key(name) == key)
    ]
    if upgraded:
        Person.objects.filter(pk__in=[person.pk for person in upgraded]).update(visibility=Visibility.MENTIONED)
        for person in upgraded:
            person.visibility = Visibility.MENTIONED
        link_proposals(upgraded)
    found |= _made({key: name for key, name in by_key.items() if key not in found}, names, source=source)
    return {name: found[name_key(name)] for name in names}


def _made(by_key: Mapping[str, str], names: Mapping[str, Visibility], *, source: str) -> dict[str, Person]:
    """New people, in a fixed number of queries where no address is taken."""
    bases = {key: slug_base(name, fallback="person") for key, name in by_key.items()}
    in_use = Person.slugs_in_use(set(bases.values()))
    people = {}
    for key, name in by_key.items():
        person = Person(name=name, visibility=names[name], provenance={"name": source})
        if bases[key] not in in_use:
            person.slug = bases[key]
            in_use.add(bases[key])
            person.derive_keys()
        people[key] = person
    plain = [person for person in people.values() if person.slug]
    Person.objects.bulk_create(all_checked(plain))
    PersonKey.objects.bulk_create(
        PersonKey(person=person, key=key, form=form) for person in plain for key, form in name_keys(person.name)
    )
    for person in people.values():
        if not person.slug:  # a namesake's address: numbered by its own save
            checked(person).save()
    return people


def add_stated_credits(
    stated: Sequence[StatedCredit],
    people: Mapping[str, Person],
    *,
    film_id: int,
    record: Sequence[CreditRecord],
    kind: DocumentKind,
    source: str,
) -> None:
    """Credits that the document states and the record lacks.

    A reference entry's word is taken where it lists the credits. What it only speaks of ("A has a small role"), what a
    review says, and a contribution without a credit, wait for an editor.
    What an earlier version of the document stated and this one does not is deleted: see ``forget_stated_credits``.
    """
    rows: dict[tuple[int, str, str], Credit] = {}
    for credit in new_credits(stated, record):
        is_taken = kind is DocumentKind.REFERENCE and credit.statement.is_listed
        state = Credit.State.CONFIRMED if is_taken else Credit.State.PROPOSED
        _add(rows, credit, people, film_id, state, source)
    for credit in contributions(stated, record):
        _add(rows, credit, people, film_id, Credit.State.PROPOSED, source)
    forget_stated_credits(source, kind=kind, besides={(film_id, *key) for key in rows})
    if not rows:
        return
    have = set(Credit.objects.filter(film=film_id).values_list("person_id", "job", "character"))
    known = {(person_id, job) for person_id, job, _ in have}
    new = [credit for key, credit in rows.items() if key[:2] not in known]
    Credit.objects.bulk_create(all_checked(new))


def forget_stated_credits(
    source: str, *, kind: DocumentKind, besides: Collection[tuple[int, int, str, str]] = ()
) -> None:
    """Delete the credits that this document stated, ``besides`` those of these films, people, jobs and characters.

    What an editor has agreed to stays.
    """
    if not rows_of(IS_STATED, [source]):
        return
    stated = Credit.objects.stated_by(source, is_reference=kind is DocumentKind.REFERENCE).order_by()
    rows = stated.values_list("pk", "film_id", "person_id", "job", "character")
    gone = {pk: person_id for pk, film_id, person_id, *said in rows if (film_id, person_id, *said) not in besides}
    if gone:
        Credit.objects.filter(pk__in=gone).delete()
        derive_job_tags(gone.values())


def _add(
    rows: dict[tuple[int, str, str], Credit],
    credit: StatedCredit,
    people: Mapping[str, Person],
    film_id: int,
    state: str,
    source: str,
) -> None:
    person_id = credit.person_id or (people[credit.name].pk if credit.name in people else None)
    if person_id is None:
        return
    job = credit.job if credit.job in Credit.Job.values else Credit.Job.OTHER.value
    rows.setdefault(
        (person_id, job, credit.character),
        Credit(
            film_id=film_id,
            person_id=person_id,
            job=job,
            character=credit.character,
            is_credited=credit.statement.is_credited,
            state=state,
            source=source,
        ),
    )
