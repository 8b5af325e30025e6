"""Linking words that no machine took for a name: an editor points at them and says what they mean."""

from __future__ import annotations

import datetime as dt

from essays.desk.finding_again import context, places_of
from essays.desk.mentions import MentionError, link_mention
from essays.desk.storing import checked
from essays.models import Account, Essay, Film, Mention
from essays.models.decision import WORDS_MAX_LENGTH
from essays.reading.markup import read_markup
from people.models import Person

# Signs that a keyboard types otherwise than a text prints them, one for one, so that places stay what they are.
AS_TYPED = str.maketrans("’‘‚“”„\u00a0\n", "'''\"\"\"  ")


def text_of(essay: Essay) -> str:
    """The text of the essay's body, in which mentions have their places."""
    return "".join(read_markup(essay.body).text)


def places_in(text: str, words: str) -> list[int]:
    """Where these words stand whole in the text, however quotation marks and capitals are typed."""
    wanted, plain = _plain(" ".join(words.split())), _plain(text)
    return [] if not wanted else list(places_of(wanted, plain))


def _plain(text: str) -> str:
    typed = text.translate(AS_TYPED)
    lowered = "".join(low if len(low := sign.lower()) == 1 else sign for sign in typed)
    return lowered if len(lowered) == len(text) else typed


def words_at(text: str, words: str, *, start: int | None = None, place: int = 1) -> tuple[int, int]:
    """Where the words meant begin and end: those at ``start``, else the ``place``-th in the text, from 1.

    Raises MentionError where they do not stand there.
    """
    length = len(" ".join(words.split()))
    found = places_in(text, words)
    if not length or not found:
        raise MentionError(
            f"“{words.strip()}” does not stand in the text. Give whole words, just as they are printed there."
        )
    if length > WORDS_MAX_LENGTH:
        raise MentionError(f"A link has at most {WORDS_MAX_LENGTH} characters; these words have {length}.")
    if start is not None and start in found:
        return start, start + length
    if not 1 <= place <= len(found):
        raise MentionError(f"“{words.strip()}” stands in the text {len(found)} times, and not {place}. Count again.")
    return found[place - 1], found[place - 1] + length


def link_words(
    essay: Essay,
    words: str,
    record: Film | Person,
    *,
    by: Account | None,
    now: dt.datetime,
    start: int | None = None,
    place: int = 1,
) -> Mention:
    """Link words of the essay to a record, in place of what the machine or an earlier rejection made of them.

    Called in a transaction that holds the essay. Returns the mention. Raises MentionError where the words do not stand
    there, or where an editor has linked words that overlap them.
    """
    text = text_of(essay)
    first, last = words_at(text, words, start=start, place=place)
    standing = Mention.objects.filter(essay=essay, is_lost=False, start__lt=last, end__gt=first)
    for mention in standing:
        is_same = (mention.start, mention.end) == (first, last)
        is_linked = mention.state == Mention.State.LINKED and mention.decided_by == Mention.DecidedBy.EDITOR
        if is_linked and not is_same:
            raise MentionError(f"“{mention.exact}” stands there and is linked by an editor. Reject that link first.")
    standing.delete()
    prefix, suffix = context(text, first, last)
    kind = Mention.Kind.FILM if isinstance(record, Film) else Mention.Kind.PERSON
    mention = Mention(essay=essay, kind=kind, exact=text[first:last], start=first, end=last)
    mention.prefix, mention.suffix, mention.state = prefix, suffix, Mention.State.UNDECIDED
    checked(mention).save()
    link_mention(mention, record, by=by, now=now)
    return mention
