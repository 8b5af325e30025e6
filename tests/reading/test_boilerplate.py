"""Lines of a site, told from lines of prose."""

import pytest

from essays.reading.boilerplate import is_boilerplate

SITE = """
Subscribe to our weekly newsletter
Get the latest reviews and interviews straight to your inbox.
Sign up for our free newsletter
Sign in
Read more
Read more: every Walter Hill film, ranked
Read Also: Ten chases
Continue reading
Share this article
Share on Facebook
Tweet
Facebook | Twitter | Email
Follow us on Twitter and Instagram
Like us on Facebook
Click here to buy tickets
We use cookies to give you the best experience. See our privacy policy.
By continuing to use this site you accept our use of cookies.
Accept all cookies
Advertisement
Article continues below
Sponsored content
Related articles
You may also like
More from this author
Leave a comment
12 Comments
Load more comments
All rights reserved.
© 1988 All rights reserved
Tags: action, comedy, Moscow
Filed under: Reviews
Skip to main content
Back to top
Next article
Watch the trailer
Join our mailing list today
Become a member
Your email address will not be published.
This post may contain affiliate links.
Don't miss our weekly newsletter
Let us know what you think in the comments below!
""".strip().splitlines()
PROSE = """
He shares the screen with a dog, and the dog wins.
Share a cab with these two and you would get out and walk.
Read more into that if you like; I took it as a joke.
The newsletter that he edits is called The Clock.
Follow the money, says a voice in a car park, and so they do.
Subscribe to that view of Moscow and you will enjoy the film.
A commercial for soup is the best thing in it.
Sign language is all that they have in common.
We use the word masterpiece too often.
Home is where he hangs his gun.
Comments on the weather pass for wit here.
She clicks here and there through his papers.
Tagged and followed, he takes the train.
Watch the way he opens a door.
Next to him she seems to be asleep.
Print the legend, says the editor, and nobody in the room objects.
More than that I will not tell you.
Like a good card player, he shows us nothing.
Get the joke and you have the film.
By continuing to smile he tells us that he is afraid.
""".strip().splitlines()


@pytest.mark.parametrize("line", SITE)
def test_a_line_of_the_site_is_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", PROSE)
def test_a_line_of_prose_is_not(line: str) -> None:
    assert not is_boilerplate(line)


def test_a_long_line_is_prose() -> None:
    assert not is_boilerplate("Subscribe to our newsletter. " * 20)
