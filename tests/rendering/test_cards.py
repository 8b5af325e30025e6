"""Cards: every title is drawn or gives way to one that can be, whatever its length and script."""

import io

import pytest
from PIL import Image

from essays.rendering.cards import SIZE, Card, draw, written

LONG = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb, and a good deal more besides. " * 3


def card(*titles: str) -> Card:
    return Card(titles, "Film", "1988", "Double Bill")


@pytest.mark.parametrize(
    ("titles", "drawn"),
    [
        pytest.param(["Red Heat"], "Red Heat", id="plain"),
        pytest.param(["Krzysztof Kieślowski"], "Krzysztof Kieślowski", id="Polish"),
        pytest.param(["Kies\u0301lowski"], "Kieślowski", id="a mark of its own"),
        pytest.param(["“48 Hrs.” – Part Two… £5"], "“48 Hrs.” – Part Two… £5", id="a printer's marks"),
        pytest.param(["Tiếng Việt"], "Tieng Viet", id="accents that the fonts lack"),
        pytest.param(["جدایی نادر از سیمین", "A Separation"], "A Separation", id="right to left"),
        pytest.param(["七人の侍", "Seven Samurai"], "Seven Samurai", id="Japanese"),
        pytest.param(["七人の侍"], "", id="Japanese alone"),
        pytest.param(["Красная жара"], "", id="Russian alone"),
        pytest.param(["Red \u202eHeat", "Red Heat"], "Red Heat", id="a mark that turns the text round"),
        pytest.param(["🎬"], "", id="a picture"),
        pytest.param(["\n  "], "", id="nothing"),
    ],
)
def test_the_first_title_that_can_be_written_is(titles: list[str], drawn: str) -> None:
    assert written(titles) == drawn


@pytest.mark.parametrize(
    "title", ["It", LONG, "Donaudampfschifffahrtsgesellschaftskapitän" * 4, "七人の侍", "", "</script>"]
)
def test_a_card_has_its_size_whatever_the_title(title: str) -> None:
    picture = Image.open(io.BytesIO(draw(card(title))))
    assert (picture.size, picture.format) == (SIZE, "PNG")
    edge = picture.convert("RGB").crop((SIZE[0] - 60, 0, *SIZE))
    assert edge.getcolors() == [(60 * SIZE[1], edge.getpixel((0, 0)))]  # nothing runs into the margin


def test_a_title_in_no_script_of_ours_gives_way_to_the_sites_name() -> None:
    assert draw(card("七人の侍")) == draw(card("Double Bill"))
    assert draw(card("七人の侍")) != draw(card("Seven Samurai"))


def test_the_same_values_give_the_same_bytes_and_others_another_digest() -> None:
    assert draw(card("Red Heat")) == draw(card("Red Heat"))
    assert card("Red Heat").digest() == card("Red Heat").digest() != card("Red Dawn").digest()
