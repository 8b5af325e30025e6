"""The links in a revision: which record each linked name meant, so that a comparison names them and the way back
brings them along."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from essays.desk.asking import rows_of
from essays.desk.finding_again import context
from essays.desk.rendering import body_of
from essays.desk.storing import checked
from essays.models import Account, Essay, Film, Mention, MentionCandidate, Merge, RecordKind
from people.models import Person

LINKS = "links"  # key of a snapshot; one that an earlier version kept has none, and its links are not known
FILM_IS_CALLED_BY = ("title", "release_year", "disambiguation", "kind", "slug")  # what ``str`` of one reads
PERSON_IS_CALLED_BY = ("name", "disambiguation", "birth_year", "death_year", "slug")
LINKED = f"""
    SELECT mention.exact, mention.start, mention.kind, mention.film_id, mention.person_id,
           {", ".join(f"film.{field}" for field in FILM_IS_CALLED_BY)},
           {", ".join(f"person.{field}" for field in PERSON_IS_CALLED_BY)}
    FROM essays_mention mention
    LEFT JOIN essays_film film ON film.id = mention.film_id
    LEFT JOIN people_person person ON person.id = mention.person_id
    WHERE mention.essay_id IN (values) AND mention.state = '{Mention.State.LINKED.value}' AND NOT mention.is_lost
          AND (film.id IS NOT NULL OR person.id IS NOT NULL)
    ORDER BY mention.start, mention.id"""  # noqa: S608
NAMED_MOST = 3  # changed links in a line of the history; more are counted


def links_of(essay: Essay) -> list[dict[str, Any]]:
    """Each linked name of an essay, in order: its words and place, and the record by id and name. One query."""
    return [
        {
            "words": words,
            "start": start,
            "kind": kind,
            **({"film": film} if film else {"person": person}),
            "name": _film(called) if film else _person(called),
        }
        for words, start, kind, film, person, *called in rows_of(LINKED, [essay.pk])
    ]


def _film(called: list[Any]) -> str:
    return str(Film(**dict(zip(FILM_IS_CALLED_BY, called[: len(FILM_IS_CALLED_BY)], strict=True))))


def _person(called: list[Any]) -> str:
    return str(Person(**dict(zip(PERSON_IS_CALLED_BY, called[len(FILM_IS_CALLED_BY) :], strict=True))))


def changed_links(old: Mapping[str, Any], new: Mapping[str, Any], *, only_added: bool = False) -> Iterator[str]:
    """What linked names mean otherwise in ``new`` than in ``old``, in words; nothing where one does not tell."""
    if LINKS not in old or LINKS not in new:
        return
    had, has = _by_words(old[LINKS]), _by_words(new[LINKS])
    for words in dict.fromkeys([*had, *has]):
        was, now = had.get(words, []), has.get(words, [])
        if len(was) == len(now):
            changed = [
                (before["name"], after["name"])
                for before, after in zip(was, now, strict=True)
                if not _same(before, after)
            ]
            yield from (f"“{words}”: {before} → {after}" for before, after in dict.fromkeys(changed))
            continue
        more, fewer = Counter(map(_meaning, now)), Counter(map(_meaning, was))
        yield from (f"“{words}” linked to {name}" for _, _, name in more - fewer)
        if not only_added:
            yield from (f"“{words}” no longer linked to {name}" for _, _, name in fewer - more)


def in_short(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """As ``changed_links``, for one line: many are counted."""
    changed = list(changed_links(old, new))
    yield from changed if len(changed) <= NAMED_MOST else [f"{len(changed)} links changed"]


def _by_words(links: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for link in links:
        found[str(link["words"])].append(link)
    return found


def _meaning(link: Mapping[str, Any]) -> tuple[Any, Any, str]:
    return link.get("film"), link.get("person"), str(link["name"])


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _meaning(one)[:2] == _meaning(other)[:2]


def restore_links(essay: Essay, said: Mapping[str, Any], *, by: Account | None, now: dt.datetime) -> None:
    """Let each name of the essay's body mean again what it meant when the body was the same, as ``said`` tells.

    A record that was merged is the one it was merged into; words whose record is deleted, or that are part of another
    link by now, stay as they are. What was linked since stays linked.
    """
    wanted = said.get(LINKS, ())
    if not wanted:
        return
    text = body_of(essay).document.text
    meant = {kind: _still_there(kind, wanted) for kind in (RecordKind.FILM, RecordKind.PERSON)}
    mentions = [m for m in Mention.objects.filter(essay=essay, is_lost=False) if m.start is not None]
    at = {(mention.start, mention.exact): mention for mention in mentions}
    changed = []
    for link in wanted:
        start, words = int(link["start"]), str(link["words"])
        kind = RecordKind.FILM if "film" in link else RecordKind.PERSON
        record = meant[kind].get(link[kind.value])
        if record is None or text[start : start + len(words)] != words:
            continue
        mention = at.get((start, words))
        if mention is None:
            if any(m.start < start + len(words) and start < m.end for m in mentions):  # type: ignore[operator]
                continue
            mention = Mention(essay=essay, kind=link["kind"], exact=words, start=start, end=start + len(words))
            mention.prefix, mention.suffix = context(text, start, start + len(words))
            if mention.kind == Mention.Kind.CHARACTER:
                mention.name = words
        elif mention.kind != link["kind"] or (_is_linked(mention) and getattr(mention, f"{kind.value}_id") == record):
            continue
        mention.film_id, mention.person_id = (record, None) if kind == RecordKind.FILM else (None, record)
        mention.state, mention.confidence, mention.reason = Mention.State.LINKED, 1.0, "as in the restored revision"
        mention.decided_by, mention.decided_by_account, mention.decided_at = Mention.DecidedBy.EDITOR, by, now
        checked(mention).save()
        changed.append(mention.pk)
    MentionCandidate.objects.filter(mention__in=changed).delete()


def _is_linked(mention: Mention) -> bool:
    return mention.state == Mention.State.LINKED


def _still_there(kind: RecordKind, links: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """Of the records of links, by their id then, the id of each that is there now."""
    ids = {link[kind.value] for link in links if kind.value in link}
    merged = Merge.objects.now_under(kind, ids)
    model: type[Film | Person] = kind.model
    there = set(model._default_manager.filter(pk__in={merged.get(pk, pk) for pk in ids}).values_list("pk", flat=True))
    return {pk: merged.get(pk, pk) for pk in ids if merged.get(pk, pk) in there}
