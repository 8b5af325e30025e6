"""A document as it came, on the desk: every block named, every link marked, nothing of it run as markup."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone

from essays.admin.source import marked_blocks
from essays.models import Source
from tests import build
from tests.admin.conftest import TEXT, report_of


def address(source: Source) -> str:
    return reverse("admin:essays_source_change", args=[source.pk])


def test_blocks_and_marks_follow_the_text_without_loss():
    blocks = marked_blocks(TEXT, report_of(TEXT))
    assert [(block.name, block.is_set_aside) for block in blocks] == [
        ("byline", False),
        ("paragraph", False),
        ("boilerplate", True),
    ]
    assert "".join(piece.text for block in blocks for piece in block.pieces) == TEXT
    marked = [(piece.text, piece.mark) for block in blocks for piece in block.pieces if piece.mark]
    assert marked == [("Walter Hill", "person"), ("Red Heat", "undecided")]


def test_marks_laid_over_each_other_keep_the_first():
    report = {
        "blocks": [{"kind": "paragraph", "start": 0, "end": 8}],
        "films": [{"title": "Red Heat", "year": 1988, "start": 0, "end": 8}],
        "people": [{"name": "Heat", "start": 4, "end": 8}],
    }
    [block] = marked_blocks("Red Heat", report)
    assert [(piece.text, piece.mark, piece.title) for piece in block.pieces] == [
        ("Red Heat", "film", "Red Heat (1988)")
    ]


def test_a_mark_across_two_blocks_is_cut_at_their_border():
    report = {
        "blocks": [{"kind": "subhead", "start": 0, "end": 4}, {"kind": "paragraph", "start": 4, "end": 8}],
        "films": [{"title": "Red Heat", "year": None, "start": 0, "end": 8}],
    }
    pieces = [piece for block in marked_blocks("Red Heat", report) for piece in block.pieces]
    assert [(piece.text, piece.mark) for piece in pieces] == [("Red ", "film"), ("Heat", "film")]


def test_an_essays_source_and_report_are_one_click_away(desk, review):
    source = review.sources.get()
    page = desk.get(reverse("admin:essays_essay_change", args=[review.pk])).content.decode()
    assert f'href="{address(source)}"' in page
    shown = desk.get(address(source)).content.decode()
    assert "boilerplate, set aside" in shown
    assert "The document is UTF-8." in shown
    assert "Walter Hill, director" in shown
    assert reverse("admin:essays_essay_change", args=[review.pk]) in shown


def test_a_question_is_put_in_words_and_suggests_only_what_it_has(desk, review):
    source = review.sources.get()
    year = {"kind": "year", "start": 0, "end": 5, "suggest": None, "message": "The text says 1988, the record 1987."}
    writer = {"kind": "writer", "start": 0, "end": 5, "suggest": "Troy Kennedy Martin", "message": "Who wrote it?"}
    Source.objects.filter(pk=source.pk).update(report={**source.report, "checks": [year, writer]})
    shown = desk.get(address(source)).content.decode()
    assert "The text says 1988, the record 1987." in shown
    assert "Who wrote it?" in shown
    assert "suggested: Troy Kennedy Martin" in shown
    assert "None" not in shown


def test_the_document_is_never_markup(desk, db):
    data = b"<script>alert(1)</script><img src=x onerror=alert(2)>"
    source = Source.objects.create(
        name="<b>hostile</b>.txt",
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        encoding="utf-8",
        read_at=timezone.now(),
        read_by="0.1",
        outcome="created",
        report={
            "blocks": [{"kind": "paragraph", "start": 0, "end": len(data)}],
            "films": [{"title": "<i onclick=x>", "year": 1988, "start": 0, "end": 8}],
            "notes": ["<u>note</u>"],
            "byline": "<b>by</b>",
        },
    )
    page = desk.get(address(source)).content.decode()
    for markup in ("<script>alert", "<img src=x", "<b>", "<i onclick", "<u>note"):
        assert markup not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 50])
def test_bytes_that_are_no_text_are_said_to_be_so(desk, db, content):
    source = Source.objects.create(
        name="broken.txt",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        encoding="",
        read_at=timezone.now(),
        read_by="0.1",
        outcome="created",
    )
    response = desk.get(address(source))
    assert response.status_code == 200
    assert response.context["unreadable"]


def test_the_download_gives_the_bytes_as_they_came_and_never_as_a_page(desk, review):
    source = review.sources.get()
    response = desk.get(reverse("admin:essays_source_download", args=[source.pk]))
    assert response.content == TEXT.encode()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_download_needs_the_right_to_view_sources(client, review):
    download = reverse("admin:essays_source_download", args=[review.sources.get().pk])
    assert client.get(download).status_code == 302
    client.force_login(build.account("writer", "essays.view_essay", "essays.change_essay"))
    assert client.get(download).status_code == 403
    client.force_login(build.account("reader", "essays.view_source"))
    assert client.get(download).status_code == 200


def test_a_download_of_no_source_is_not_found(desk, db):
    assert desk.get(reverse("admin:essays_source_download", args=[404])).status_code == 404


def test_nothing_of_a_source_is_edited_or_deleted(desk, review):
    source = review.sources.get()
    assert desk.post(address(source), {"name": "mine"}).status_code == 403
    assert desk.post(reverse("admin:essays_source_delete", args=[source.pk]), {"post": "yes"}).status_code == 403
