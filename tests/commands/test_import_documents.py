"""The command that imports documents: paths, archives, bad input, report, exit status."""

import gzip
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essays.models import Essay, Source
from tests import exports
from tests.build import credit, film, person

pytestmark = pytest.mark.django_db

REVIEW = """By Mara

I saw Red Heat in the rain. Walter Hill made it in 1988, and I liked its stone-faced hero more than its jokes.

Arnold Schwarzenegger does not smile once.
"""


def run(*paths: Path | str, **options) -> tuple[str, str, str]:
    """What the command prints, what it complains of, and its last word where it fails ("" where it does not)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_documents", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def archive(*rows: dict | str) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def document(number: int) -> dict:
    return {"id": f"review/{number}", "text": f"{REVIEW}\nIt was evening number {number}.\n"}


def test_files_folders_and_archives_are_read_in_order(tmp_path):
    write(tmp_path / "b" / "two.txt", REVIEW + "Two.\n")
    write(tmp_path / "b" / "one.md", REVIEW + "One.\n")
    write(tmp_path / "b" / "deeper" / "three.txt", REVIEW + "Three.\n")
    write(tmp_path / "b" / "README.md", "About this folder.")
    write(tmp_path / "b" / ".hidden.txt", "Hidden.")
    write(tmp_path / "b" / "films.toml", "title = 1")
    write(tmp_path / "a.jsonl", archive(document(1), "", document(2)))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(archive(document(3)).encode()))
    report = tmp_path / "out" / "report.jsonl"
    report.parent.mkdir()
    out, err, failure = run(tmp_path / "b", tmp_path / "a.jsonl", tmp_path / "c.jsonl.gz", report=report)
    assert (err, failure) == ("", "")
    ids = [json.loads(line)["id"] for line in report.read_text().splitlines()]
    assert ids == ["three.txt", "one.md", "two.txt", "review/1", "review/2", "review/3"]
    assert Essay.objects.count() == 6
    assert out.splitlines()[-1] == "6 documents: 6 created."


def test_a_dry_run_reports_and_stores_nothing(tmp_path):
    report = tmp_path / "report.jsonl"
    out, _, _ = run(write(tmp_path / "a.txt", REVIEW), dry_run=True, report=report)
    line = json.loads(report.read_text())
    assert (line["id"], line["kind"], line["byline"]) == ("a.txt", "review", "Mara")
    assert set(line) >= {
        "id", "kind", "film", "byline", "people", "films", "credits", "headings", "boilerplate", "citations",
        "characters", "checks", "undecided", "undecided_subject", "blocks", "notes",
    }  # fmt: skip
    assert not Source.objects.exists()
    assert out == "1 document: 1 read.\n"


def test_a_second_run_changes_nothing_and_reports_the_same(tmp_path):
    path = write(tmp_path / "a.jsonl", archive(document(1), {**document(1), "id": "copy"}))
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    run(path, report=first)
    before = list(Essay.objects.values()), list(Source.objects.values())
    out, _, failure = run(path, report=second)
    assert (list(Essay.objects.values()), list(Source.objects.values())) == before
    assert second.read_text() == first.read_text()
    assert (out.splitlines()[-1], failure) == ("2 documents: 2 unchanged.", "")


def test_a_duplicate_has_its_own_line_of_the_report(tmp_path):
    report = tmp_path / "report.jsonl"
    run(write(tmp_path / "a.jsonl", archive(document(1), {**document(1), "id": "copy"})), report=report)
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["review/1", "copy"]
    assert "its text is that of review/1" in lines[1]["notes"]


def test_publish_makes_public_what_has_a_subject(tmp_path):
    red_heat, hill = film(), person()
    credit(red_heat, hill)
    out, _, _ = run(write(tmp_path / "a.txt", REVIEW), publish=True)
    assert "made an essay and published it" in out
    assert Essay.objects.published().about(red_heat).count() == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("Red Heat (1985)", 1985, id="title and year"),
        pytest.param("48 Hrs.", 1982, id="title"),
        pytest.param("48 hrs", 1982, id="title in another spelling"),
        pytest.param("{pk}", 1982, id="number"),
    ],
)
def test_the_subject_may_be_given_by_title_or_number(tmp_path, words, found):
    film("Red Heat", 1988)
    film("Red Heat", 1985)
    hours = film("48 Hrs.", 1982)
    _, _, failure = run(write(tmp_path / "a.txt", REVIEW), film=words.format(pk=hours.pk))
    assert failure == ""
    assert Essay.objects.get().subjects.get().film.release_year == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("Red Heat", "may mean several films: Red Heat (1985) = ", id="two of the title"),
        pytest.param("Commando", "No film is called “Commando”", id="none of the title"),
        pytest.param("999999999999999999999999", "No film is called", id="no such number"),
    ],
)
def test_a_subject_that_is_not_clear_stops_before_anything_is_stored(tmp_path, words, said):
    film("Red Heat", 1988)
    film("Red Heat", 1985)
    _, _, failure = run(write(tmp_path / "a.txt", REVIEW), film=words)
    assert said in failure
    assert not Source.objects.exists()


# What stands in a folder beside one good document: file name, content, and what the complaint must hold.
BAD_FILES = [
    pytest.param("empty.txt", b"", "empty.txt: The document is empty", id="empty"),
    pytest.param("blank.txt", b" \n\t\n ", "blank.txt: The document is empty", id="only white space"),
    pytest.param("nul.txt", b"I saw it.\nThen \x00 came.\n", "line 2", id="NUL"),
    pytest.param("control.txt", b"I saw it\x1b[31m in red and liked it a lot.\n", "U+001B", id="control"),
    pytest.param("binary.txt", bytes(range(256)) * 40, "binary.txt: The file is binary", id="binary"),
    pytest.param("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a PNG picture", id="a picture named text"),
    pytest.param("word.md", b"PK\x03\x04" + b"\0" * 40, "Word", id="a Word file named text"),
    pytest.param("long-line.txt", b"word " * 60_000, "line", id="a line of 300 kB"),
    pytest.param("line-10-mb.txt", b"x" * 10_000_000, "limit is 2,000,000", id="a line of 10 MB"),
    pytest.param("too-long.txt", b"Much too long.\n" * 140_000, "limit is 2,000,000", id="over the limit"),
    pytest.param("half.jsonl", b'{"id": "h", "text": "half \\ud83c a pair"}\n', "half.jsonl, line 1", id="surrogate"),
    pytest.param("broken.jsonl", b'{"id": "x", "text": \n', "broken.jsonl, line 1, column 20", id="broken JSON"),
    pytest.param("list.jsonl", b'["id", "text"]\n', "line 1: it is no object", id="no object"),
    pytest.param("no-id.jsonl", b'\n{"text": "A text."}\n', "no-id.jsonl, line 2: it has no id", id="no id"),
    pytest.param("no-text.jsonl", b'{"id": "x"}\n', "the document “x” has no text", id="no text"),
    pytest.param("number.jsonl", b'{"id": "x", "text": 7}\n', "the document “x” has no text", id="text is a number"),
    pytest.param("empty.jsonl", b"", "empty.jsonl: the archive is empty", id="empty archive"),
    pytest.param("latin.jsonl", b'{"id": "x", "text": "Caf\xe9"}\n', "byte 25: it is not UTF-8", id="not UTF-8"),
    pytest.param("deep.jsonl", b'{"id": "x", "text": ' + b"[" * 100_000 + b"\n", "line 1", id="nested too deep"),
    pytest.param("long-id.jsonl", archive({"id": "i" * 600, "text": REVIEW}).encode(), "600 char", id="long id"),
    pytest.param("nul-id.jsonl", b'{"id": "a\\u0000", "text": "A text."}\n', "NUL", id="NUL in an id"),
    pytest.param("void.jsonl", b'{"id": "v", "text": "  "}\n', "void.jsonl, line 1: The document is empty", id="void"),
    pytest.param("not.jsonl.gz", b'{"id": "x", "text": "A text."}\n', "damaged or cut off", id="not gzip"),
    pytest.param(
        "cut.jsonl.gz",
        gzip.compress(archive(*({"id": str(n), "text": os.urandom(300).hex()} for n in range(9))).encode())[:1500],
        "the archive is damaged or cut off",
        id="cut off",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), BAD_FILES)
def test_bad_input_gets_one_sentence_and_the_others_go_on(tmp_path, name, content, said):
    write(tmp_path / "in" / name, content)
    write(tmp_path / "in" / "zz-good.txt", REVIEW)
    _, err, failure = run(tmp_path / "in")
    [complaint] = [line for line in err.splitlines() if line]
    assert complaint.startswith(str(tmp_path / "in" / name))
    assert said in complaint
    assert complaint.endswith(".")
    assert failure == "1 could not be imported; nothing of them was stored."
    good = Source.objects.get(name="zz-good.txt")
    assert good.essay is not None
    if name != "cut.jsonl.gz":  # of which the lines before are good
        assert Essay.objects.count() == Source.objects.count() == 1


def test_a_bad_line_costs_only_itself(tmp_path):
    rows = (document(1), "{", document(2), document(1), {"id": 3, "text": REVIEW})
    _, err, failure = run(write(tmp_path / "a.jsonl", archive(*rows)))
    assert "a.jsonl, line 2, column 2: it is not valid JSON" in err
    assert "a.jsonl, line 4: the id “review/1” was used before, at " in err
    assert "a.jsonl, line 1. Give each document its own." in err
    assert sorted(Source.objects.values_list("name", flat=True)) == ["3", "review/1", "review/2"]
    assert failure.startswith("2 could not")


def test_a_line_longer_than_any_document_is_skipped_and_not_held(tmp_path):
    long_line = '{"id": "long", "text": "' + "x" * 13_000_000 + '"}'
    _, err, _ = run(write(tmp_path / "a.jsonl", archive(document(1), long_line, document(2))))
    assert "line 2: the line has more than 12,100,000 bytes. Split its document." in err
    assert Source.objects.count() == 2


def test_two_files_of_one_name_are_not_taken_for_two_versions(tmp_path):
    write(tmp_path / "x" / "review.txt", REVIEW)
    write(tmp_path / "y" / "review.txt", REVIEW + "Another.\n")
    _, err, _ = run(tmp_path / "x", tmp_path / "y")
    assert "y/review.txt: the name “review.txt” was used before, at " in err
    assert Source.objects.count() == 1


def test_a_path_given_twice_is_read_once(tmp_path):
    path = write(tmp_path / "a.txt", REVIEW)
    out, err, _ = run(path, tmp_path, path)
    assert (err, out.splitlines()[-1]) == ("", "1 document: 1 created.")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda base: base / "nowhere.txt", "it cannot be read (No such file", id="absent"),
        pytest.param(lambda base: base / "a\0b.txt", "it cannot be read", id="NUL in a path"),
        pytest.param(lambda base: write(base / "essay.odt", b"PK"), "documents end in .txt", id="other kind"),
        pytest.param(lambda base: write(base / "d" / "x.pdf", b"x").parent, "holds no document", id="none in"),
    ],
)  # fmt: skip
def test_a_path_without_documents_is_named(tmp_path, make, said):
    _, err, failure = run(make(tmp_path), write(tmp_path / "good.txt", REVIEW))
    assert said in err
    assert failure.startswith("1 could not")
    assert Source.objects.count() == 1


def test_a_link_that_leads_back_is_named_and_followed_no_further(tmp_path):
    write(tmp_path / "in" / "a.txt", REVIEW)
    (tmp_path / "in" / "back").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nothing")
    _, err, failure = run(tmp_path / "in")
    assert "in/back: the link leads back to a folder that it is in" in err
    assert "gone.txt: it cannot be read" in err
    assert failure.startswith("2 could not")
    assert Source.objects.count() == 1


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    _, err, _ = run(tmp_path / "pipe.txt")
    assert "no file but a device or a pipe" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path):
    path = write(tmp_path / "a.txt", REVIEW)
    path.chmod(0)
    _, err, _ = run(path)
    assert "a.txt: it cannot be read (Permission denied)" in err


def test_a_report_that_cannot_be_written_stops_before_the_import(tmp_path):
    _, _, failure = run(write(tmp_path / "a.txt", REVIEW), report=tmp_path / "nowhere" / "report.jsonl")
    assert "the report cannot be written there" in failure
    assert not Source.objects.exists()


@pytest.mark.parametrize("named", ["a.jsonl", ""])
def test_a_report_never_overwrites_a_document(tmp_path, named):
    path = write(tmp_path / "a.jsonl", archive(document(1)))
    before = path.read_bytes()
    _, _, failure = run(tmp_path / named, report=tmp_path / "." / "a.jsonl")
    assert "the report would overwrite a document" in failure
    assert path.read_bytes() == before
    assert not Source.objects.exists()


def test_a_report_among_the_documents_is_left_out_and_renewed(tmp_path):
    write(tmp_path / "a.txt", REVIEW)
    report = tmp_path / "report.jsonl"
    run(tmp_path, report=report)
    first = report.read_text()
    _, err, failure = run(tmp_path, report=report)
    assert (err, failure, report.read_text()) == ("", "", first)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "report.jsonl"]


def test_a_report_may_be_a_pipe(tmp_path):
    reading, writing = os.pipe()
    run(write(tmp_path / "a.txt", REVIEW), report=Path(f"/dev/fd/{writing}"))
    os.close(writing)
    with os.fdopen(reading) as opened:
        assert json.loads(opened.read())["id"] == "a.txt"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_be_listed_and_not_entered_is_named_and_the_others_go_on(tmp_path):
    closed = write(tmp_path / "closed" / "a.txt", REVIEW).parent
    write(tmp_path / "open.txt", REVIEW)
    closed.chmod(0o400)
    try:
        out, err, _ = run(tmp_path)
    finally:
        closed.chmod(0o700)
    assert f"{closed}: it cannot be read (Permission denied)" in err
    assert "1 created" in out


def test_other_encodings_are_read_and_named(tmp_path):
    write(tmp_path / "utf16.txt", REVIEW.encode("utf-16"))
    write(tmp_path / "bom.txt", b"\xef\xbb\xbf" + (REVIEW + "Bom.\n").encode())
    write(tmp_path / "cp1252.txt", (REVIEW + "“Café”.\n").encode("cp1252"))
    _, err, failure = run(tmp_path)
    assert (err, failure) == ("", "")
    encodings = dict(Source.objects.values_list("name", "encoding"))
    assert encodings["utf16.txt"].startswith("utf-16")
    assert encodings["bom.txt"] == "utf-8"
    assert encodings["cp1252.txt"] in {"windows-1252", "cp1252"}
    assert "“Café”" in Source.objects.get(name="cp1252.txt").essay.body
    assert not Essay.objects.filter(body__contains="\ufeff").exists()


def test_a_sites_export_is_taken_where_it_is_named_and_not_out_of_a_folder(tmp_path):
    write(tmp_path / "a.txt", REVIEW)
    export = write(tmp_path / "films.xml", exports.wxr(exports.item(), exports.item(14, type="page")))
    out, err, failed = run(tmp_path)
    assert (err, failed, Essay.objects.count()) == ("", "", 1)
    out, err, failed = run(export, publish=True)
    assert (err, failed) == ("", "")
    assert "films.example/12.post: made an essay and published it" in out
    assert "films.xml: left out, since only posts become essays: 1 page." in out
    assert Essay.objects.get(status="published").published_at.year == 2009
    ghost = write(tmp_path / "films.json", exports.ghost(exports.ghost_post(title="A", html="<p>It was late.</p>")))
    assert "made an essay" in run(ghost)[0]
    assert run(write(tmp_path / "other.json", b"{}"))[1].startswith(f"{tmp_path}/other.json: it is no export of Ghost")
