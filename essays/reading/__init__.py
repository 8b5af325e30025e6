"""Bytes to Document: what is on the page, span by span."""

from essays.reading.body import Body, body_from, read_body
from essays.reading.decoding import Decoded, DocumentError, check_text, decode
from essays.reading.drafting import OffsetMap
from essays.reading.reader import read

__all__ = [
    "Body",
    "Decoded",
    "DocumentError",
    "OffsetMap",
    "body_from",
    "check_text",
    "decode",
    "read",
    "read_body",
]
