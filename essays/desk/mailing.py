"""Mail from the desk, by Django's backends: what it tells of stays done, and one that fails is said to have failed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from essays.models import Account
from essays.models.site_settings import site_settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of a mail: whether it went out, and a sentence that says so."""

    is_sent: bool
    sentence: str


def full_address(name: str, *args: object, root: str = "") -> str:
    """The full address of a screen, for a mail: under ``SITE_URL``, or under ``root`` where that is not set."""
    return f"{settings.SITE_URL or root}{reverse(name, args=args)}"


def mail(to: Account, *, subject: str, text: str) -> Mailed:
    """Send ``text`` to somebody who works here. Called once what it tells of is stored; raises nothing."""
    if not settings.SENDS_MAIL:
        return Mailed(False, f"This site sends no mail: tell {to} yourself.")
    if not to.email:
        return Mailed(False, f"{to} has no mail address here, so no mail was sent: tell them yourself.")
    subject = " ".join(f"[{site_settings().name}] {subject}".split())
    try:
        EmailMessage(subject, text, to=[to.email]).send()
    except Exception as error:  # whatever the server or the network says; what the mail tells of stays done
        logger.exception("A mail was not sent.")
        return Mailed(False, f"The mail to {to} was not sent ({type(error).__name__}): tell them yourself.")
    return Mailed(True, f"{to} was told by mail.")
