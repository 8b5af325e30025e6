"""A large JSON file read value by value: what is in memory is one value, and the file's beginning is not kept."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any

CHUNK_BYTES = 100_000
MAX_VALUE_LENGTH = 20_000_000  # code points of one value that is read whole
LONGEST_TOKEN = 16  # code points that may be cut where the chunk ends: an escape, a word
SPACE = " \t\r\n"
FOLLOWING = frozenset(",:]}" + SPACE)  # what may stand behind a value


class JsonError(ValueError):
    """The file is no JSON, or not of the shape that was asked for; the message says where."""


class JsonStream:
    """The values of a JSON text in ``opened``, UTF-8, from its beginning. Whoever asks for a value must take it all."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._dropped = 0
        self._ended = False
        self.bytes_read = 0

    @property
    def place(self) -> str:
        """How far it is read, for a sentence."""
        return f"character {self._dropped + self._at + 1:,}"

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def members(self) -> Iterator[str]:
        """The key of each member of the object that comes next; its value is then to be taken or skipped."""
        self._take("{")
        if self.peek() == "}":
            self._take("}")
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise JsonError(f"{self.place}: it is not valid JSON (a key is no text)")
            self._take(":")
            yield key
            if self.peek() != ",":
                self._take("}")
                return
            self._take(",")

    def elements(self) -> Iterator[int]:
        """The number of each element of the array that comes next, from 1; it is then to be taken or skipped."""
        self._take("[")
        if self.peek() == "]":
            self._take("]")
            return
        number = 0
        while True:
            number += 1
            yield number
            if self.peek() != ",":
                self._take("]")
                return
            self._take(",")

    def skip(self) -> None:
        """Pass over the next value; of an array no more than one element is in memory."""
        if self.peek() == "[":
            for _ in self.elements():
                self.value()
        else:
            self.value()

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                is_cut = error.msg.startswith("Unterminated") or error.pos + LONGEST_TOKEN > len(self._text)
                if self._ended or not is_cut:
                    self._at = min(error.pos, len(self._text))
                    raise JsonError(f"{self.place}: it is not valid JSON ({error.msg})") from error
            except (RecursionError, ValueError) as error:
                raise JsonError(f"{self.place}: its values stand too deep or are too large") from error
            else:
                # A number may go on: "1" stands before ".5" and "e9" too.
                is_whole = self._text[end - 1] in '"]}' or self._text[end : end + 1] in FOLLOWING
                if is_whole or self._ended or len(self._text) - end > LONGEST_TOKEN:
                    self._at = end
                    return value
            if len(self._text) - self._at > MAX_VALUE_LENGTH:
                raise JsonError(f"{self.place}: a value has more than {MAX_VALUE_LENGTH:,} characters")
            self._more()

    def _take(self, character: str) -> None:
        if self.peek() != character:
            raise JsonError(f"{self.place}: it is not valid JSON, or not what was expected (“{character}”)")
        self._at += 1

    def _more(self) -> bool:
        """Read on, twice as much as waits; False at the end."""
        if self._ended:
            return False
        waiting = self._text[self._at :]
        chunk = self._opened.read(max(CHUNK_BYTES, len(waiting)))
        self.bytes_read += len(chunk)
        self._ended = not chunk
        try:
            text = self._decoder.decode(chunk, final=self._ended)
        except UnicodeDecodeError as error:
            raise JsonError(f"{self.place} or after: it is not UTF-8") from error
        self._dropped += self._at
        self._text, self._at = waiting + text, 0
        return not self._ended
