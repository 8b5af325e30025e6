"""Screens on which an editor decides what words mean, one key each: over one essay, and over all that they reach.

Every decision is a plain form. The script beside it sends the same form without loading a page, and asks for the part
of the screen that changes by the header ``X-Desk-Part``.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from essays.admin.account import at_desk_of, editor_of
from essays.admin.decision_post import Sent, carry_out, take_back_last, undoable
from essays.admin.marked_text import blocks_of, mark_of
from essays.admin.mention_rows import for_deciding, meaning, why_open, words_in_context
from essays.admin.offers import Surroundings, offers_of, search
from essays.admin.queue import Queue, place_of
from essays.desk.deciding import alike, proposed_person, seen
from essays.desk.mentions import MentionError
from essays.desk.publishing import may_change, why_not_changed
from essays.desk.selecting import places_in, text_of, words_at
from essays.models import Essay, Film, Mention, Subject
from people.models import Person

QUEUE_SHOWN = 30  # of the words that wait after these; the rest are counted
PART = "X-Desk-Part"


class DecidingScreens(admin.ModelAdmin):
    """To look needs the right to view mentions; to decide, to change them, in an essay that the editor may change."""

    def get_urls(self) -> list[Any]:
        queue = self.admin_site.admin_view(self.queue_view)
        essay = self.admin_site.admin_view(self.essay_view)
        return [
            path("decide/", queue, name="essays_mention_decide"),
            path("decide/<int:essay_id>/", essay, name="essays_mention_decide_essay"),
            *super().get_urls(),
        ]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """The words that wait in all essays that this editor reaches."""
        self._check_may_look(request)
        return self._answer(request, Queue.asked_for(request))

    def essay_view(self, request: HttpRequest, essay_id: int) -> HttpResponse:
        """One essay: its text with its mentions, those that wait first."""
        self._check_may_look(request)
        essay = Essay.objects.reached_by(request.user).filter(pk=essay_id).first()
        if essay is None:
            raise Http404("There is no such essay.")
        return self._answer(request, Queue(essay_id=essay.pk), essay)

    def _check_may_look(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def _answer(self, request: HttpRequest, queue: Queue, essay: Essay | None = None) -> HttpResponse:
        if request.method == "POST":
            return self._decide(request, queue, essay)
        waiting = queue.waiting(request)
        current = self._current(request, waiting, essay)
        if essay is None and current is not None:
            essay = Essay.objects.get(pk=current.essay_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Links of “{essay}”" if queue.essay_id else "Links to decide",
            "opts": self.opts,
            "queue": queue,
            "essay": essay,
            "one_essay": queue.essay_id is not None,
            "kinds": Mention.Kind.choices,
            "left": waiting.count(),
            "undoable": undoable(request),
            "media": self.media,
            **self._of_essay(request, queue, essay, current),
        }
        if queue.essay_id is None:
            context["coming"] = [_row(one) for one in self._coming(waiting, current)]
        if current is not None:
            context["address_of_next"] = _address(queue, queue.after(waiting, place_of(current)))
            context["address_of_previous"] = _address(queue, queue.before(waiting, place_of(current)))
        template = "_deciding" if request.headers.get(PART) else "decide"
        return TemplateResponse(request, f"admin/essays/mention/{template}.html", context)

    def _current(self, request: HttpRequest, waiting: Any, essay: Essay | None) -> Mention | None:
        """The mention asked for, where this editor reaches it; else the first that waits."""
        asked = request.GET.get("mention", "")
        if asked.isascii() and asked.isdecimal() and len(asked) < 19:
            reached = at_desk_of(request, Mention.objects.filter(pk=int(asked)))
            reached = reached.filter(essay=essay) if essay is not None else reached
            if found := for_deciding(reached).select_related("decided_by_account").first():
                return found  # type: ignore[no-any-return]
        return for_deciding(waiting).select_related("decided_by_account").first()  # type: ignore[no-any-return]

    def _coming(self, waiting: Any, current: Mention | None) -> list[Mention]:
        rows = waiting.select_related("essay", "film", "person").defer("essay__body", "essay__rendered")
        return list(rows[:QUEUE_SHOWN])

    def _of_essay(
        self, request: HttpRequest, queue: Queue, essay: Essay | None, current: Mention | None
    ) -> dict[str, Any]:
        """The text of the essay with its mentions, and what is to be decided in it now."""
        if essay is None:
            return {}
        by = editor_of(request)
        mentions = list(essay.mentions.select_related("film", "person").order_by("start", "pk"))
        for mention in mentions:
            mention.essay = essay
        subjects = list(essay.subjects.select_related("film").order_by("position"))
        right = self.has_change_permission(request)
        is_open = essay.discarded_at is None and may_change(essay, by)
        context: dict[str, Any] = {
            "subjects": subjects,
            "may_decide": right and is_open,
            "is_seen": essay.is_live_or_scheduled(),
            "why_not": "" if is_open or not right else why_not_changed(essay, by),
            "waiting_here": [_row(one) for one in mentions if _waits(one)],
            "decided_here": [_row(one) for one in mentions if not _waits(one)],
        }
        panel = self._panel(request, essay, mentions, subjects, current)
        pointed = (panel["start"], panel["end"]) if "end" in panel else None
        return context | panel | {"blocks": blocks_of(essay, mentions, pointed=pointed)}

    def _panel(
        self,
        request: HttpRequest,
        essay: Essay,
        mentions: list[Mention],
        subjects: list[Subject],
        current: Mention | None,
    ) -> dict[str, Any]:
        """The words to decide about: a mention, or those that the editor points at (``words`` in the address)."""
        words = " ".join(request.GET.get("words", "").split())
        pointed = _pointed_at(request, essay, words) if words else {}
        if standing := next((one for one in mentions if _stands_at(one, pointed)), None):
            # These words are a mention already: it is that which is decided about.
            current, words, pointed = for_deciding(Mention.objects.filter(pk=standing.pk)).get(), "", {}
        mention = None if words else current
        panel: dict[str, Any] = {"current": mention, "words": words, **pointed}
        term = "" if panel.get("why_no_words") else request.GET.get("q", words)
        kinds = (Person, Film) if mention is not None and mention.kind != Mention.Kind.FILM else (Film, Person)
        around = Surroundings.of(mentions, subjects)
        may_open = {str(kind._meta.model_name) for kind in kinds if _may(request, "view", kind)}
        offers, found = offers_of(mention, search(request, term, kinds), term, around, may_open=may_open)
        panel |= {"offers": offers, "found": found, "term": term, "has_searched": bool(request.GET.get("q") or words)}
        panel["may_make"] = [kind._meta.model_name for kind in kinds if _may(request, "add", kind)]
        if mention is not None:
            proposal = proposed_person(mention)
            panel |= {
                "context": words_in_context(mention),
                "why": why_open(mention),
                "means": meaning(mention),
                "mark": mark_of(mention),
                "proposal": proposal,
                "is_waiting": _waits(mention),
                "seen": seen(mention),
                "alike": len(alike(mention, mentions)),
                "new_name": mention.name or mention.exact,
            }
        else:
            panel["new_name"] = words
        return panel

    def _decide(self, request: HttpRequest, queue: Queue, essay: Essay | None) -> HttpResponse:
        """Carry out what was sent, and go on to the next words that wait. An undo goes back to what it gave back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = Sent.of(request)
        if sent.decision == "undo":
            back = take_back_last(request)
            same = back is None or queue.essay_id in (None, back.essay_id)
            there = queue if same or back is None else Queue(essay_id=back.essay_id)
            return HttpResponseRedirect(there.address(mention=back.mention_id if back else None))
        reached = at_desk_of(request, Mention.objects.filter(pk=sent.mention_id or 0))
        mention = (reached.filter(essay=essay) if essay is not None else reached).first()
        if sent.mention_id and mention is None:
            self.message_user(request, "These words wait no more. Look at the next.", messages.WARNING)
            return HttpResponseRedirect(queue.address())
        target = essay or self._essay_sent(request, sent) if mention is None else None
        place = place_of(mention) if mention is not None else None
        try:
            done = carry_out(request, sent, mention, target, by=editor_of(request), now=timezone.now())
        except MentionError as error:
            self.message_user(request, str(error), messages.WARNING)
            words = sent.query if mention is None else {"mention": sent.mention_id}
            return HttpResponseRedirect(queue.address(**words))
        self.message_user(request, done.sentence, messages.SUCCESS)
        if place is None:
            return HttpResponseRedirect(queue.address(mention=sent.back))
        following = queue.after(queue.waiting(request), place)
        return HttpResponseRedirect(queue.address(mention=following.pk if following else None))

    def _essay_sent(self, request: HttpRequest, sent: Sent) -> Essay:
        """In the queue over all essays, the one whose words were pointed at."""
        essay = Essay.objects.reached_by(request.user).filter(pk=sent.essay_id or 0).first()
        if essay is None:
            raise Http404("There is no such essay.")
        return essay


def _waits(mention: Mention) -> bool:
    return mention.is_lost or mention.state in (Mention.State.UNDECIDED, Mention.State.PROPOSED)


def _stands_at(mention: Mention, pointed: dict[str, Any]) -> bool:
    """Whether the mention is just the words that the editor points at."""
    return not mention.is_lost and (mention.start, mention.end) == (pointed.get("start", -1), pointed.get("end"))


def _row(mention: Mention) -> dict[str, Any]:
    """A mention as a line of a list."""
    return {"mention": mention, "means": meaning(mention), "mark": mark_of(mention)}


def _address(queue: Queue, mention: Mention | None) -> str:
    return queue.address(mention=mention.pk) if mention is not None else ""


def _may(request: HttpRequest, verb: str, kind: Any) -> bool:
    return request.user.has_perm(f"{kind._meta.app_label}.{verb}_{kind._meta.model_name}")


def _pointed_at(request: HttpRequest, essay: Essay, words: str) -> dict[str, Any]:
    """Which of the words in the text are meant; why none are."""
    sent = Sent.pointed(request.GET)
    text = text_of(essay)
    places = places_in(text, words)
    try:
        first, last = words_at(text, words, start=sent.start, place=sent.place)
    except MentionError as error:
        return {"why_no_words": str(error)}
    return {
        "words": text[first:last],
        "start": first,
        "end": last,
        "place": places.index(first) + 1,
        "places": len(places),
    }
