"""Mail from the desk: sent, or said not to have been and why; nothing is undone by it."""

import pytest

from essays.desk.mailing import full_address, mail
from tests import build

pytestmark = pytest.mark.django_db


def test_a_mail_goes_to_its_reader_under_the_sites_name(mailoutbox):
    anna = build.account("anna", email="anna@films.example")
    sent = mail(anna, subject="Review asked:\nRed Heat", text="It is late.\n")
    assert (sent.is_sent, sent.sentence) == (True, "anna was told by mail.")
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["anna@films.example"], "[Double Bill] Review asked: Red Heat")


def test_without_an_address_or_a_server_somebody_must_tell_them(settings, mailoutbox):
    anna = build.account("anna")
    assert "anna has no mail address here" in mail(anna, subject="Late", text="Late.").sentence
    settings.SENDS_MAIL = False
    anna.email = "anna@films.example"
    assert mail(anna, subject="Late", text="Late.").sentence == "This site sends no mail: tell anna yourself."
    assert mailoutbox == []


class Broken:
    """A mail backend that fails as a server does that is not there."""

    def __init__(self, **options: object) -> None:
        pass

    def send_messages(self, messages: list) -> int:
        raise ConnectionRefusedError("no server")


@pytest.fixture
def broken_mail(settings):
    """A site whose mail server does not answer, on every Django we claim."""
    backend = f"{Broken.__module__}.{Broken.__name__}"
    if hasattr(settings, "MAILERS"):
        settings.MAILERS = {"default": {"BACKEND": backend}}
    else:
        settings.EMAIL_BACKEND = backend


def test_a_server_that_does_not_answer_raises_nothing(broken_mail):
    sent = mail(build.account("anna", email="anna@films.example"), subject="Late", text="Late.")
    assert not sent.is_sent
    assert sent.sentence == "The mail to anna was not sent (ConnectionRefusedError): tell them yourself."


def test_addresses_in_mails_are_full(settings):
    assert full_address("admin:index", root="http://elsewhere") == "http://testserver/admin/"
    settings.SITE_URL = ""
    assert full_address("admin:index", root="http://elsewhere") == "http://elsewhere/admin/"
