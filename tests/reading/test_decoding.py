"""Bytes to text: which encodings are read, and what is refused with which words."""

import re

import pytest

from essays.reading import DocumentError, check_text, decode

RUSSIAN = "Это рецензия на фильм, который мы смотрели вчера вечером. " * 12
JAPANESE = "これは昨夜見た映画の批評です。とても静かで、美しい映画でした。" * 12


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param(b"It was late.", "It was late.", "utf-8", id="plain"),
        pytest.param("Caf\u00e9 \u201cOl\u00e9\u201d".encode(), "Café “Olé”", "utf-8", id="utf-8"),
        pytest.param("\ufeffIt was late.".encode(), "It was late.", "utf-8", id="utf-8 with a mark"),
        pytest.param(b"\xff\xfe" + "Olé".encode("utf-16-le"), "Olé", "utf-16-le", id="utf-16, little end first"),
        pytest.param(b"\xfe\xff" + "Olé".encode("utf-16-be"), "Olé", "utf-16-be", id="utf-16, big end first"),
        pytest.param("Olé – “late”".encode("cp1252"), "Olé – “late”", "windows-1252", id="windows-1252"),
        pytest.param(b"One\r\nTwo\rThree\n", "One\r\nTwo\rThree\n", "utf-8", id="line ends stay"),
        pytest.param("a\u202eb\u200dc".encode(), "a\u202eb\u200dc", "utf-8", id="overrides and joiners stay"),
    ],
)
def test_bytes_are_read_in_their_encoding(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.is_guess) == (text, encoding, False)


def test_windows_1252_is_named_to_the_editor_with_the_place() -> None:
    (note,) = decode(b"One\nTwo caf\xe9").notes
    assert "Windows-1252" in note
    assert "line 2" in note


@pytest.mark.parametrize(
    ("text", "encoding"),
    [pytest.param(JAPANESE, "shift_jis", id="Japanese"), pytest.param(RUSSIAN, "koi8_r", id="Russian")],
)
def test_a_guess_is_named_and_marked(text: str, encoding: str) -> None:
    data = text.encode(encoding) + b"\x81\x40" * (encoding == "shift_jis")
    decoded = decode(data)
    if encoding == "shift_jis":
        assert decoded.is_guess
        assert any("guessed" in note for note in decoded.notes)
        assert decoded.text.startswith("これは昨夜")
    else:
        assert decoded.notes


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \r\n\t\n", "empty", id="only white space"),
        pytest.param(b"One\nTwo \x00 three", r"NUL .* line 2, column 5", id="NUL"),
        pytest.param(b"One \x07 two", r"control character U\+0007 .* line 1, column 5", id="control character"),
        pytest.param("One \x85".encode() + "\x9f two".encode(), r"U\+009F", id="C1 character"),
        pytest.param(b"%PDF-1.7 and more", "PDF", id="PDF"),
        pytest.param(b"PK\x03\x04rest", "zipped", id="zip"),
        pytest.param(bytes(range(1, 32)) * 20, "binary", id="binary"),
        pytest.param(b"\x00\x01\x02\x03" * 50, "binary", id="binary with NULs"),
        pytest.param(b"\xff\xfea", "not", id="half of a UTF-16 unit"),
        pytest.param(b"word " * 10 + b"\n" + b"x" * 10_000_000, "limit", id="over the limit"),
        pytest.param(b"One\n" + b"x" * 1_500_000, r"Line 2 has 1,500,000 characters", id="an absurd line"),
    ],
)
def test_what_is_no_text_is_refused_with_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as refusal:
        decode(data)
    said = str(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert re.search(r"[;:] *(?:split|save|export|break|check|remove)|; (?:\w+ )+|, ", said)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("One \ud83d two", r"U\+D83D.*line 1, column 5", id="half of a surrogate pair"),
        pytest.param("One\n\x00", "NUL", id="NUL"),
        pytest.param("  \n ", "empty", id="empty"),
        pytest.param("x" * 300_000, "300,000", id="an absurd line"),
        pytest.param("x\n" * 2_000_000, "limit", id="over the limit"),
    ],
)
def test_the_text_of_an_archive_line_is_checked_in_the_same_way(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        check_text(text)


def test_a_good_archive_text_comes_back_as_it_is() -> None:
    text = "\nIt rained.\r\n\u200f"
    assert check_text(text) is text


def test_the_limit_is_the_callers() -> None:
    assert decode(b"x" * 100, limit=100).text == "x" * 100
    with pytest.raises(DocumentError, match="101"):
        decode(b"x" * 101, limit=100)
