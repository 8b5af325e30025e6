"""Patterns that are made at their first use: most documents need few of them, and a large one takes milliseconds."""

import re
from typing import cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        made = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` answers, to whoever matches with it; the pattern is compiled when that is first done.

    Raises ``re.error`` there and not where it is written: each pattern needs a test that uses it.
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))
