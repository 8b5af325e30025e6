"""Words that an editor bars from an essay on the desk, and lets be linked again."""

import pytest
from django.test import Client
from django.urls import reverse

from essays.models import BarredWords, Mention
from tests import build
from tests.admin.test_publishers import RIGHTS, SENTENCE, TEXT, act, live

pytestmark = pytest.mark.django_db


def desk_of(name: str, *rights: str) -> Client:
    """The browser of an account with these rights."""
    client = Client()
    client.force_login(build.account(name, *rights))
    return client


def barred_list() -> str:
    return reverse("admin:essays_barredwords_changelist")


def test_words_are_barred_from_their_essay_by_an_action_and_let_go_in_their_list() -> None:
    publisher = desk_of("publisher", *RIGHTS, "essays.publish_essay")
    made = build.essay("Draft", body=TEXT)
    mention = build.mention(made, "Walter Hill", build.person())
    page = act(publisher, "mention", "never_in_the_essay", mention)
    assert "1 barred, 1 mentions rejected." in page
    assert Mention.objects.get().state == "rejected"
    assert "Walter Hill" in publisher.get(barred_list()).content.decode()
    barred = BarredWords.objects.get(essay=made)
    gone = publisher.post(reverse("admin:essays_barredwords_delete", args=[barred.pk]), {"post": "yes"}, follow=True)
    assert gone.status_code == 200
    assert not BarredWords.objects.exists()
    assert not Mention.objects.filter(state="rejected").exists()


def test_words_of_a_live_essay_are_barred_by_publishers_only() -> None:
    writer = desk_of("writer", *RIGHTS)
    mention = build.mention(live(), "Walter Hill", build.person())
    page = act(writer, "mention", "never_in_the_essay", mention)
    assert SENTENCE in page
    assert not BarredWords.objects.exists()
    assert Mention.objects.get().state == "linked"


def test_the_bars_of_a_live_essay_are_lifted_by_publishers_only() -> None:
    barred = BarredWords(essay=live(), words="Hill")
    barred.save()
    writer = desk_of("writer", *RIGHTS)
    page = reverse("admin:essays_barredwords_delete", args=[barred.pk])
    assert writer.post(page, {"post": "yes"}).status_code == 403
    writer.post(barred_list(), {"action": "delete_selected", "_selected_action": [barred.pk], "post": "yes"})
    assert BarredWords.objects.exists()
    assert desk_of("publisher", *RIGHTS, "essays.publish_essay").post(page, {"post": "yes"}).status_code == 302
    assert not BarredWords.objects.exists()


def test_who_may_not_change_links_neither_sees_nor_deletes_barred_words() -> None:
    client = desk_of("nobody")
    made = build.essay("Draft", body=TEXT)
    barred = BarredWords(essay=made, words="Hill")
    barred.save()
    assert client.get(barred_list()).status_code == 403
    assert client.post(reverse("admin:essays_barredwords_delete", args=[barred.pk]), {"post": "yes"}).status_code == 403
    assert BarredWords.objects.exists()
