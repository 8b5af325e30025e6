"""Two bodies of one beginning, put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essays.comparing.merging import Place, html_blocks, merge_bodies, places_apart, take_back

A, B, C, D = (f"<p>{word}</p>" for word in ("First.", "Second.", "Third.", "Fourth."))
A2, B2, B3, C2 = (
    f"<p>{word}</p>" for word in ("First, said again.", "Second, mine.", "Second, theirs.", "Third, too.")
)
NEW, OTHER = "<p>New here.</p>", "<h2>Another</h2>"


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged", "from_theirs", "clashes"),
    [
        ([A, B, C], [A2, B, C], [A, B, C2], [A2, B, C2], 1, 0),
        ([A, B], [A2, B], [A, B2], [A2, B2], 1, 0),  # neighbours
        ([A, B, C], [A, B3, C], [A, B2, C], [A, B2, C], 0, 1),
        ([A, B, C], [A, B3, C2], [A, B2, C], [A, B2, C2], 1, 1),
        ([A, B], [A, NEW, B], [A, B, OTHER], [A, NEW, B, OTHER], 1, 0),
        ([A, B], [A, NEW, B], [A, OTHER, B], [A, NEW, OTHER, B], 1, 0),  # both added in one place
        ([A, B], [A, NEW, B], [A, NEW, B], [A, NEW, B], 0, 0),
        ([A, B, C, D], [A, B, C], [A2, B, C, D], [A2, B, C], 1, 0),  # they deleted one
        ([A, B, C, D], [A, B, C, NEW], [B, C, D], [B, C, NEW], 1, 0),  # we did
        ([A, B, C], [A, C], [A2, B, C], [A2, B, C], 0, 1),  # they deleted the neighbour of what we changed
        ([A, B, C], [A, B3, C], [A, C], [A, C], 0, 1),  # they changed what we deleted
        ([A, B], [A, B], [A2, B], [A2, B], 0, 0),
        ([], [A], [B], [A, B], 1, 0),
        ([A, B, C, D], [D, A, B, C], [A, B2, C, D], [D, A, B2, C], 2, 0),  # they moved, we changed another
    ],
)
def test_what_only_one_changed_is_taken_from_it(
    base: list[str], theirs: list[str], ours: list[str], merged: list[str], from_theirs: int, clashes: int
) -> None:
    found = merge_bodies(*("\n".join(blocks) for blocks in (base, theirs, ours)))
    assert html_blocks(found.body) == merged
    assert (found.from_theirs, found.clashes) == (from_theirs, clashes)


def test_lists_and_figures_are_one_block_and_loose_text_is_kept() -> None:
    body = "Loose. <ul><li>One</li><li>Two</li></ul><figure><figcaption>What</figcaption></figure><hr><p>End</p> tail"
    assert html_blocks(body) == [
        "Loose.",
        "<ul><li>One</li><li>Two</li></ul>",
        "<figure><figcaption>What</figcaption></figure>",
        "<hr>",
        "<p>End</p>",
        "tail",
    ]


bodies = st.lists(st.sampled_from([A, B, C, D, NEW, OTHER, A2]), max_size=7)


@given(bodies, bodies)
def test_whoever_changed_nothing_loses_nothing(base: list[str], changed: list[str]) -> None:
    was, now = "\n".join(base), "\n".join(changed)
    assert merge_bodies(was, now, was).body == now
    assert merge_bodies(was, was, now).body == now
    assert merge_bodies(was, now, now).body == now


@given(bodies, bodies, bodies)
def test_without_a_clash_every_added_block_is_there(base: list[str], theirs: list[str], ours: list[str]) -> None:
    found = merge_bodies(*("\n".join(blocks) for blocks in (base, theirs, ours)))
    there = html_blocks(found.body)
    assert set(there) <= {*base, *theirs, *ours}
    assert {block for block in ours if block not in base} <= set(there)
    if not found.clashes:
        assert {block for block in theirs if block not in base} <= set(there)


def test_places_are_taken_back_one_by_one() -> None:
    now, then = "\n".join([A2, B, NEW, C2, D]), "\n".join([A, B, C, D])
    assert places_apart(now, then) == (Place((A2,), (A,)), Place((NEW, C2), (C,)))
    assert html_blocks(take_back(now, then, 0)) == [A, B, NEW, C2, D]
    assert html_blocks(take_back(now, then, 1)) == [A2, B, C, D]
    with pytest.raises(IndexError):
        take_back(now, then, 2)


@given(bodies, bodies)
def test_the_first_place_taken_back_again_and_again_leads_to_the_body_of_then(now: list[str], then: list[str]) -> None:
    body, was = "\n".join(now), "\n".join(then)
    for _ in range(len(now) + len(then)):
        if places_apart(body, was):
            body = take_back(body, was, 0)
    assert body == was
