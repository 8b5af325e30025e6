"""The text of an essay is the same to the character wherever it is read: stored, on its page, in the feeds, as data."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from essays.models import Essay
from tests.browser.site import build_site
from tests.feeds.test_feeds import ATOM, root, site

pytestmark = pytest.mark.django_db

SAID = re.compile(r'<div class="said">(.*?)</div>\s*(?:<ol class="notes"|<aside|</section>)', re.DOTALL)


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def assert_the_same_everywhere(client: Client) -> None:
    fed, written = {}, {}
    for entry in root(client.get("/feed.atom").content).findall(f"{ATOM}entry"):
        (page,) = (link.get("href") for link in entry.findall(f"{ATOM}link"))
        fed[page] = text((entry.findtext(f"{ATOM}content") or "").partition('<section class="endnotes">')[0])
    for item in json.loads(client.get("/feed.json").content)["items"]:
        written[item["url"]] = text(item["content_html"].partition('<section class="endnotes">')[0])
    essays = Essay.objects.published()
    assert len(essays) == len(fed) > 0
    for essay in essays:
        address = f"http://testserver{essay.get_absolute_url()}"
        stored = text(essay.body)
        page = client.get(address).content.decode()
        data = json.loads(client.get(f"{address.rstrip('/')}.json").content)
        assert "".join(text(part) for part in SAID.findall(page)) == stored  # and so in print, which is the same page
        assert text(data["html"]) == fed[address] == written[address] == stored


def test_the_text_of_both_seeds_and_of_the_hostile_essays_is_the_same_everywhere(client: Client) -> None:
    build_site()
    assert_the_same_everywhere(client)


def test_a_text_with_notes_a_picture_and_quotation_marks_is_the_same_everywhere(client: Client) -> None:
    site()
    assert_the_same_everywhere(client)
