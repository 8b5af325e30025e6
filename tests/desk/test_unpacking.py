"""Documents out of a zip archive: in order, by their path, and never a bomb."""

import io
import zipfile

import pytest

from essays.desk.delivered import Incoming, Refused
from essays.desk.incoming import find_files, read_files
from essays.desk.unpacking import read_zip
from tests import documents

TEXT = "It rained on the day I saw it, and it rains in the film.\n"


def items(data: bytes) -> list[Incoming | Refused]:
    return list(read_zip(io.BytesIO(data), "essays.zip"))


def sentences(data: bytes) -> list[str]:
    found = items(data)
    assert all(isinstance(item, Refused) for item in found)
    return [item.sentence for item in found if isinstance(item, Refused)]


def test_documents_are_named_by_their_path_and_what_is_beside_them_is_left_out():
    data = documents.zipped(
        {
            "essays/one.txt": TEXT,
            "essays/two.md": TEXT,
            "essays/still.jpg": b"\xff\xd8\xff",
            "README.md": "About.",
            ".hidden.txt": TEXT,
            "__MACOSX/essays/._one.txt": TEXT,
        }
    )
    assert [item.name for item in items(data) if isinstance(item, Incoming)] == ["essays/one.txt", "essays/two.md"]
    assert next(item.place for item in items(data) if isinstance(item, Incoming)) == "essays.zip, essays/one.txt"


def locked() -> bytes:
    """An archive whose one file says that it is locked with a password."""
    data = bytearray(documents.zipped({"a.txt": TEXT}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


def linked() -> bytes:
    """An archive that holds a link out of it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "no zip archive", id="empty"),
        pytest.param(b"PK\x03\x04 and more", "no zip archive", id="no zip"),
        pytest.param(documents.zipped({"a.txt": TEXT})[:-40], "no zip archive", id="cut off"),
        pytest.param(documents.zipped({}), "holds no document", id="nothing in it"),
        pytest.param(documents.zipped({"a.txt": "0" * 9_000_000}), "times its size", id="a bomb"),
        pytest.param(documents.zipped({"in.zip": b"x"}), "archive within an archive", id="an archive in it"),
        pytest.param(documents.zipped({"../a.txt": TEXT}), "leads out", id="a way out"),
        pytest.param(documents.zipped({"/a.txt": TEXT}), "leads out", id="from the root"),
        pytest.param(linked(), "leads out", id="a link"),
        pytest.param(locked(), "password", id="locked"),
        pytest.param(documents.zipped({"a.exe": b"MZ"}), "documents end in", id="no document"),
    ],
)
def test_what_is_no_archive_of_documents_is_refused_with_one_sentence(data: bytes, message: str) -> None:
    [said] = sentences(data)
    assert message in said
    assert said.startswith("essays.zip")
    assert said.endswith(".")


def test_a_zip_is_read_where_folders_and_archives_are(tmp_path):
    (tmp_path / "essays.zip").write_bytes(documents.zipped({"one.txt": TEXT, "two.docx": documents.word()}))
    files, refused = find_files([tmp_path])
    assert refused == []
    assert [item.name for item in read_files(files) if isinstance(item, Incoming)] == ["one.txt", "two.docx"]
