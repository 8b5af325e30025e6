"""An understood document as rows: what placing its links costs."""

from essays.desk.drafting import draft_of, mentions_of
from essays.linking.links import Link, LinkKind, LinkState
from essays.models import Mention
from essays.reading.reader import read

KEPT, LINKS = 2000, 200


class Counted(int):
    """A place in a text that counts how often it is compared with another."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) < int(other)

    def __gt__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) > int(other)


def test_a_link_is_not_compared_with_every_mention_that_is_kept():
    document = read("By Mara\n\n" + "Walter Hill made Red Heat in the rain. " * 60)
    draft = draft_of(document, "review")
    first = document.text.index("Walter Hill")
    links = [
        Link(LinkKind.PERSON, LinkState.LINKED, start, start + 1, 1)
        for start in range(first, first + 2 * LINKS, 2)
        if document.text[start].isalpha()
    ]
    kept = [Mention(start=Counted(10_000 + at), end=Counted(10_001 + at)) for at in range(KEPT)]
    Counted.compared = 0
    assert mentions_of(document, draft, links, {}, title=None, kept=kept)
    assert Counted.compared < KEPT * len(links) / 4
