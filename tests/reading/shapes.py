"""Documents built from the lines that film sites print, in any order: for properties that hold for every text."""

from hypothesis import strategies as st

from essays.reading.document import Emphasis

LINES = (
    "Review: Red Heat (1988)",
    "By Chris",
    "Words: Robin",
    "Chris",
    "17 June 1988",
    "By Chris, June 17, 1988",
    "★★★½☆",
    "B+",
    "Rating: 7/10",
    "Dir: Walter Hill. With: Arnold Schwarzenegger, James Belushi. 104 min.",
    "Directed by\tWalter Hill",
    "## The Premise",
    "### A. Lower Head",
    "== Plot ==",
    "1. The Snow",
    "2. The Silence",
    "THE GOOD",
    "**Bold Head**",
    "Plot",
    "References",
    "Sources",
    "A head that ends in 48 Hrs.",
    "> A line set off",
    '"A line set off"',
    "Read more: ten chases",
    "Share this on Facebook",
    "Subscribe to our weekly newsletter",
    "We use cookies. Read our privacy policy.",
    "Warning: spoilers ahead!",
    "Photo: the concourse at night",
    "- 48 Hrs. (1982)",
    "* Midnight Run (1988)",
    "• Running Scared",
    "* * *",
    "---",
    "[1] A note at the foot.",
    "[3] It was shot in Moscow.",
    '"[6] It was shot in Chicago.',
    '" A stray mark',
    "”[2]",
    "[citation needed]",
    "[a]",
    "Chris: You laughed.",
    (
        "Red Heat is a 1988 American buddy cop film directed by Walter Hill and starring "
        "Arnold Schwarzenegger as Ivan Danko."
    ),
    (
        "I have seen it three times, and I would see it again,[4] though not with "
        'you.[5][6] It is long. "It is very long."[7]'
    ),
    'He called it "the first film that I was let finish.',
    "A short line",
    "And then he laughs.",
    "— Chris",
    "It was meant to be the film that made them rich, and in the end it was",
    "the film that made them friends, which is a rarer thing in that",
    (
        "I have *never* liked <b>tags</b> & ampersands &amp; such, but here they are, "
        "once more, for the sake of the reader of this line."
    ),
    "\u202eright to left\u202c and z\u200dero width",
    "\u00a0",
    " \t ",
    "",
    "",
    "",
)
ENDS = ("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u2028", " \n")

texts = st.builds(
    "".join,
    st.lists(st.builds(lambda line, end: line + end, st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=14),
) | st.text(max_size=120)


@st.composite
def texts_with_emphases(draw: st.DrawFn) -> tuple[str, tuple[Emphasis, ...]]:
    """A text and spans of it that a format set off."""
    text = draw(texts)
    places = draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    pairs = zip(places[::2], places[1::2], strict=False)
    return text, tuple(Emphasis(start, end) for start, end in pairs)
