import importlib
import pkgutil
import re

import pytest

import essays.linking
import essays.reading
from essays.reading.patterns import late

LATE = [
    (f"{module.name}.{name}", value)
    for room in (essays.reading, essays.linking)
    for module in pkgutil.iter_modules(room.__path__)
    for name, value in vars(importlib.import_module(f"{room.__name__}.{module.name}")).items()
    if isinstance(value, type(late("")))
]


def test_matches_as_a_compiled_pattern_does():
    pattern = late(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert pattern.search("1 Ab")["word"] == "Ab"
    assert pattern.sub("-", "a1B") == "-1-"
    assert [found[0] for found in pattern.finditer("a1B")] == ["a", "B"]
    assert pattern.fullmatch("a1") is None


def test_what_a_pattern_cannot_do_is_said():
    with pytest.raises(AttributeError, match="matches"):
        late("a").matches  # noqa: B018


def test_some_patterns_are_late():
    assert len(LATE) > 50


@pytest.mark.parametrize(("name", "pattern"), LATE, ids=[name for name, _ in LATE])
def test_each_late_pattern_is_well_formed(name, pattern):
    re.compile(pattern.pattern, pattern.flags)
