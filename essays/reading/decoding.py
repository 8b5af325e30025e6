"""Bytes to text: which encoding they are in, and whether they are text at all."""

import codecs
import re
from dataclasses import dataclass

MAX_BYTES = 2_000_000  # the longest essays of a film site have 100,000; ten novels have fewer than ten million
MAX_LINE_LENGTH = 200_000  # code points; a line this long is data and not writing
GUESS_SAMPLE_BYTES = 64_000  # what the guess looks at: enough to tell, and a bound on its time
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word file or another zipped one"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3", "a database"),
)
BINARY_CONTROL_SHARE = 0.02  # of the bytes looked at; writing has none


class DocumentError(ValueError):
    """A document that cannot be read: one sentence that says what, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text. Nothing is changed but a byte order mark, which is left out: line ends stay as they are.

    ``is_guess`` is True where nothing but statistics speaks for ``encoding``; ``notes`` are sentences to the editor.
    """

    text: str
    encoding: str
    is_guess: bool = False
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, limit: int = MAX_BYTES, has_lines: bool = True) -> Decoded:
    """The text of ``data``, of at most ``limit`` bytes.

    A byte order mark decides; else strict UTF-8; else Windows-1252 where every byte has a meaning in it; else a guess.
    ``has_lines`` is False for mark-up, whose line ends say nothing, so that a line of it may be as long as it likes.
    Raises DocumentError for what is empty, binary, too long, or holds characters that no text has.
    """
    if len(data) > limit:
        raise DocumentError(
            f"The document has {len(data):,} bytes and the limit is {limit:,}; split it or raise the limit."
        )
    if not data.strip():
        raise DocumentError("The document is empty; check that the file was saved.")
    _refuse_binary(data)
    decoded = _decode(data)
    check_text(decoded.text, limit=max(limit, MAX_BYTES), has_lines=has_lines)
    return decoded


def check_text(text: str, *, limit: int = MAX_BYTES, has_lines: bool = True) -> str:
    """``text`` itself, where a document may be made of it.

    Raises DocumentError for what is empty or longer than ``limit`` code points, has a line longer than any writing
    has, or holds a control character or half of a surrogate pair (an archive line may write one as an escape).
    """
    if not text.strip():
        raise DocumentError("The document is empty; check that the file was saved.")
    if len(text) > limit:
        raise DocumentError(
            f"The document has {len(text):,} characters and the limit is {limit:,}; split it or raise the limit."
        )
    if found := SURROGATE.search(text):
        raise DocumentError(
            f"Half of a surrogate pair (U+{ord(found.group()):04X}) stands {_place(text, found.start())}; "
            "save the document again as UTF-8."
        )
    if found := CONTROL.search(text):
        name = "A NUL character" if found.group() == "\0" else f"The control character U+{ord(found.group()):04X}"
        raise DocumentError(
            f"{name} stands {_place(text, found.start())}; remove it or save the document again as plain text."
        )
    if has_lines:
        _refuse_long_line(text)
    return text


def _refuse_binary(data: bytes) -> None:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(f"The file is {name}, not plain text (byte 1); export it as plain text, UTF-8.")
    if data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        return
    sample = data[:GUESS_SAMPLE_BYTES]
    odd = sum(sample.count(byte) for byte in (*range(9), 11, 12, *range(14, 32), 127))
    if odd > len(sample) * BINARY_CONTROL_SHARE and odd > 1:
        first = next(i for i, byte in enumerate(sample) if byte < 9 or byte in (11, 12, 127) or 13 < byte < 32)
        raise DocumentError(
            f"The file is binary, not text: byte {first + 1:,} is 0x{sample[first]:02X} "
            f"and {odd:,} like it follow or precede; export it as plain text, UTF-8."
        )


def _decode(data: bytes) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, len(mark))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    if not UNDEFINED_IN_1252.search(data):
        line = data.count(b"\n", 0, broken_at) + 1
        note = (
            f"Not UTF-8 (byte {broken_at + 1:,}, line {line:,}); read as Windows-1252. "
            "Check accented letters and quotation marks."
        )
        return Decoded(data.decode("cp1252"), "windows-1252", notes=(note,))
    return _guess(data, broken_at)


def _decode_marked(data: bytes, encoding: str, mark_length: int) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"The file says it is {encoding.upper()}, but byte {error.start + mark_length + 1:,} is not; "
            "save it again as UTF-8."
        ) from error


def _guess(data: bytes, broken_at: int) -> Decoded:
    from charset_normalizer import from_bytes  # few documents need it, and all would wait while it is read

    line = data.count(b"\n", 0, broken_at) + 1
    best = from_bytes(data[:GUESS_SAMPLE_BYTES]).best()
    text = None
    if best is not None:
        try:
            text = data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            text = None
    if best is None or text is None:
        raise DocumentError(
            f"The encoding cannot be told: byte {broken_at + 1:,} (0x{data[broken_at]:02X}, "
            f"line {line:,}) is not UTF-8; save the file again as UTF-8."
        )
    note = f"The encoding was guessed to be {best.encoding}; check accented letters and quotation marks."
    return Decoded(text, best.encoding, is_guess=True, notes=(note,))


def _refuse_long_line(text: str) -> None:
    at = 0
    number = 1
    while True:
        end = text.find("\n", at)
        length = (len(text) if end < 0 else end) - at
        if length > MAX_LINE_LENGTH:
            raise DocumentError(
                f"Line {number:,} has {length:,} characters, and no writing has a line longer than "
                f"{MAX_LINE_LENGTH:,}; break it into paragraphs."
            )
        if end < 0:
            return
        at, number = end + 1, number + 1


def _place(text: str, offset: int) -> str:
    line_start = text.rfind("\n", 0, offset) + 1
    return f"in line {text.count(chr(10), 0, offset) + 1:,}, column {offset - line_start + 1:,}"
