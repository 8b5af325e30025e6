"""Reading documents one at a time, in order, with memory that does not grow."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from essays.desk.choosing import NoSuchFilmError, film_called
from essays.desk.delivered import Incoming, Refused
from essays.desk.incoming import Seen, find_files, read_files
from tests.build import film


def write_archive(path: Path, count: int, *, length: int = 4000) -> Path:
    rows = [{"id": f"review/{number}", "text": f"{number} " + "word " * (length // 5)} for number in range(count)]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def test_documents_come_in_order_with_how_far_the_file_is_read(tmp_path):
    files, refused = find_files([write_archive(tmp_path / "a.jsonl", 40)])
    items = [item for item in read_files(files) if isinstance(item, Incoming)]
    assert refused == []
    assert [item.name for item in items] == [f"review/{n}" for n in range(40)]
    assert [item.place.rsplit(", ")[-1] for item in items][:2] == ["line 1", "line 2"]
    done = [item.bytes_done for item in items]
    assert done == sorted(done)
    assert done[-1] == files[0].size


def test_of_a_packed_archive_the_packed_bytes_count(tmp_path):
    files, _ = find_files([write_archive(tmp_path / "a.jsonl.gz", 40)])
    items = [item for item in read_files(files) if isinstance(item, Incoming)]
    assert len(items) == 40
    assert items[-1].bytes_done <= files[0].size


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_memory_does_not_grow_with_the_archive(tmp_path, name):
    def peak(count: int) -> int:
        files, _ = find_files([write_archive(tmp_path / name, count)])
        tracemalloc.start()
        try:
            for item in read_files(files):
                assert isinstance(item, Incoming)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is loaded once
    assert peak(1600) < peak(100) * 1.5 + 100_000


def test_a_name_is_told_where_it_was_first():
    with Seen() as seen:
        assert seen.place_of("a", "line 1") is None
        assert seen.place_of("b", "line 2") is None
        assert seen.place_of("a", "line 3") == "line 1"
        assert seen.place_of("half \ud83c", "line 4") is None


def test_a_byte_order_mark_before_an_archive_is_no_mistake(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"id": "x", "text": "A text."}\r\n')
    files, _ = find_files([path])
    assert [item.name for item in read_files(files) if isinstance(item, Incoming)] == ["x"]


def test_a_file_that_went_away_after_it_was_found_is_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("A text.")
    files, _ = find_files([path])
    path.unlink()
    [refused] = read_files(files)
    assert isinstance(refused, Refused)
    assert "a.txt: it cannot be read (No such file" in refused.sentence


@pytest.mark.django_db
def test_a_title_that_is_a_number_goes_before_a_number():
    war = film("1917", 2019)
    assert film_called("1917") == war
    assert film_called(str(war.pk)) == war
    with pytest.raises(NoSuchFilmError, match="No film is called"):
        film_called("Red Heat (1988)")
