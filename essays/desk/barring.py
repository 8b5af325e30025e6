"""Words that an editor wants linked nowhere in an essay, now or later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction

from essays.desk.rendering import renew_rendering
from essays.desk.storing import checked
from essays.linking.links import Link
from essays.models import Account, BarredWords, Essay, Mention, MentionCandidate, words_key

BARRED = "never these words in this essay"  # the reason of a mention that was rejected with its words


def barred_keys(essay: Essay) -> frozenset[str]:
    """The keys (``words_key``) of the words that are not to be linked in this essay."""
    return frozenset(BarredWords.objects.filter(essay=essay).values_list("key", flat=True))


def not_barred(links: Iterable[Link], text: str, barred: Collection[str]) -> tuple[Link, ...]:
    """Those of ``links`` whose words in ``text`` are not barred."""
    if not barred:
        return tuple(links)
    return tuple(link for link in links if words_key(text[link.start : link.end]) not in barred)


@transaction.atomic
def bar_words(essay: Essay, words: str, *, by: Account | None, now: dt.datetime) -> int:
    """Decide that ``words`` are never linked in this essay: not where they stand and not where they come to stand.

    Rejects every mention of them, an editor's own earlier choice among them, and renders the essay anew. Returns how
    many mentions that were.
    """
    row = checked(BarredWords(essay=essay, words=words, barred_by=by, barred_at=now))
    if not BarredWords.objects.filter(essay=essay, key=row.key).exists():
        row.save()
    rejected = [m for m in Mention.objects.filter(essay=essay) if words_key(m.exact) == row.key]
    Mention.objects.filter(pk__in=[mention.pk for mention in rejected]).update(
        state=Mention.State.REJECTED,
        confidence=1.0,
        reason=BARRED,
        decided_by=Mention.DecidedBy.EDITOR,
        decided_by_account=by,
        decided_at=now,
    )
    MentionCandidate.objects.filter(mention__in=rejected).delete()
    renew_rendering(essay)
    return len(rejected)


@transaction.atomic
def lift_bar(barred: BarredWords) -> None:
    """Let words be linked again: the mentions rejected with them go, and the next linking finds them anew."""
    rejected = Mention.objects.filter(essay=barred.essay_id, state=Mention.State.REJECTED, reason=BARRED)
    gone = [mention.pk for mention in rejected if words_key(mention.exact) == barred.key]
    Mention.objects.filter(pk__in=gone).delete()
    barred.delete()
