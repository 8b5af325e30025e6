"""A password by mail: forgotten and set anew, and an invitation to the desk."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from essays.models import Account
from tests import build

NEW = "snow falls on the bridge"
INVITED = {"username": "anna", "email": "anna@films.example", "first_name": "Anna", "role": "Editors"}


def set_by_link(link: str, password: str = NEW) -> str:
    """The page after following a mailed link and setting a password; “link is invalid” where there is none."""
    browser = Client()
    form = browser.get(link, follow=True)
    if "new_password1" not in form.content.decode():
        return "link is invalid"
    data = {"new_password1": password, "new_password2": password}
    return browser.post(form.request["PATH_INFO"], data, follow=True).content.decode()


def link_in(text: str) -> str:
    return re.search(r"http://testserver(/admin/password/\S+/)", text)[1]


@pytest.fixture
def inviter(db) -> Client:
    client = Client()
    client.force_login(build.account("boss", "essays.add_account", "essays.change_account", "essays.view_account"))
    return client


def invite(client: Client, **changed: str):
    return client.post(reverse("admin:essays_account_invite"), INVITED | changed, follow=True)


def test_a_forgotten_password_is_set_anew_by_a_mailed_link_that_works_once(client, db, mailoutbox):
    build.account("anna", email="anna@films.example")
    assert reverse("admin_password_reset") in client.get(reverse("admin:login")).content.decode()
    page = client.post(reverse("admin_password_reset"), {"email": "ANNA@films.example"}, follow=True)
    assert page.redirect_chain[0][0] == reverse("password_reset_done")
    assert mailoutbox[0].subject == "[Double Bill] A new password"
    link = link_in(mailoutbox[0].body)
    assert "log in" in set_by_link(link).lower()
    assert Account.objects.get().check_password(NEW)
    assert set_by_link(link, "another long password") == "link is invalid"
    assert Account.objects.get().check_password(NEW)


def test_nobody_is_told_whether_an_address_has_an_account(client, db, mailoutbox):
    build.account("anna", email="anna@films.example")
    asked = [client.post(reverse("admin_password_reset"), {"email": f"{who}@films.example"}) for who in ("anna", "ben")]
    assert [(answer.status_code, answer["Location"]) for answer in asked] == [(302, reverse("password_reset_done"))] * 2
    assert len(mailoutbox) == 1


def test_a_weak_password_is_refused_by_the_rules_of_the_site(client, db, mailoutbox):
    build.account("anna", email="anna@films.example")
    client.post(reverse("admin_password_reset"), {"email": "anna@films.example"})
    assert "at least 12 characters" in set_by_link(link_in(mailoutbox[0].body), "short")


def test_a_site_that_sends_no_mail_says_whom_to_ask(client, db, settings, mailoutbox):
    settings.SENDS_MAIL = False
    build.account("anna", email="anna@films.example")
    for answer in (
        client.get(reverse("admin_password_reset")),
        client.post(reverse("admin_password_reset"), {"email": "anna@films.example"}),
    ):
        assert "Ask a colleague" in answer.content.decode()
    assert mailoutbox == []


def test_who_is_invited_sets_a_password_and_has_the_rights_of_the_group(inviter, mailoutbox):
    assert (
        reverse("admin:essays_account_invite")
        in inviter.get(reverse("admin:essays_account_changelist")).content.decode()
    )
    page = invite(inviter).content.decode()
    assert "Anna has an account. Anna was told by mail." in page
    anna = Account.objects.get(username="anna")
    assert (anna.has_usable_password(), anna.is_staff, anna.is_superuser) == (False, True, False)
    assert [group.name for group in anna.groups.all()] == ["Editors"]
    assert "boss invites you" in mailoutbox[0].body
    set_by_link(link_in(mailoutbox[0].body))
    browser = Client()
    assert browser.login(username="anna", password=NEW)
    assert browser.get(reverse("admin:essays_essay_changelist")).status_code == 200


def test_without_mail_the_inviter_is_given_the_link(inviter, settings, mailoutbox):
    settings.SENDS_MAIL = False
    page = invite(inviter).content.decode()
    assert "This site sends no mail: tell Anna yourself." in page
    set_by_link(link_in(page.replace("<", " ")))
    assert Account.objects.get(username="anna").check_password(NEW)


def test_an_invitation_is_sent_again_until_a_password_is_set(inviter, mailoutbox):
    invite(inviter)
    anna = Account.objects.get(username="anna")
    again = {"action": "invite_again", "_selected_action": [anna.pk]}
    assert (
        "Anna was told by mail."
        in inviter.post(reverse("admin:essays_account_changelist"), again, follow=True).content.decode()
    )
    set_by_link(link_in(mailoutbox[1].body))
    page = inviter.post(reverse("admin:essays_account_changelist"), again, follow=True).content.decode()
    assert "Anna has a password already." in page
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"username": "boss"}, "already exists", id="a log-in that is taken"),
        pytest.param({"username": "an na"}, "Enter a valid username", id="no log-in"),
        pytest.param({"email": "Boss@films.example"}, "is the address of an account already", id="a taken address"),
        pytest.param({"email": "anna"}, "Enter a valid email address", id="no address"),
        pytest.param({"role": "Owners"}, "Select a valid choice", id="no such group"),
    ],
)
def test_who_cannot_be_invited_is_said_at_the_field_and_nobody_is_made(inviter, mailoutbox, changed, said):
    Account.objects.update(email="boss@films.example")
    page = invite(inviter, **changed).content.decode()
    assert said in page
    assert (Account.objects.count(), mailoutbox) == (1, [])


@pytest.mark.parametrize("rights", [(), ("essays.add_account", "essays.view_account"), ("essays.change_account",)])
def test_who_may_not_make_accounts_invites_nobody(client, db, mailoutbox, rights):
    client.force_login(build.account("editor", *rights))
    assert client.get(reverse("admin:essays_account_invite")).status_code == 403
    assert invite(client).status_code == 403
    assert (Account.objects.count(), mailoutbox) == (1, [])
    assert "Invite somebody" not in client.get(reverse("admin:essays_account_changelist")).content.decode()


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(reverse("admin:essays_account_invite"))["Location"].startswith(reverse("admin:login"))
