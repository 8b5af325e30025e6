"""Documents for drills and measurements: our own words about true films, the same for the same seed."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

FACTS = Path(__file__).resolve().parents[2] / "seeds" / "films.toml"
OPENINGS = (
    "I came to {film} late, on a wet evening, and stayed for {director}.",
    "Nobody who has seen {film} forgets how quiet it is before it is loud; {director} waits.",
    "{director} made {film} in {year}, and it still looks as if it had been in a hurry.",
    "There are evenings on which only {film} will do, and {director} knew it.",
)
SENTENCES = (
    "{actor} plays it straight, which is the joke.",
    "I would give a good deal for one more scene with {actor}.",
    "Compare {other}, which wants to be liked; this does not.",
    "{actor} walks through it as if the floor were hot.",
    "The camera keeps its distance, and the film is the better for it.",
    "As in {other}, somebody always drives too fast at the end.",
    "{director} cuts when others would explain.",
)
HEADS = ("What the street knows", "A partner nobody asked for", "Noise and nerve", "Where it lost me", "The last reel")
SIGNED = ("By the film desk", "Words: the film desk", "By the night desk")
FURNITURE = ("Sign up for our newsletter.", "Share this review", "Read more: what else is on this week")


def documents(count: int, *, seed: int) -> Iterator[dict[str, str]]:
    """``count`` rows of an archive: reviews, reference entries, and now and then a text that came before."""
    choose = random.Random(seed)  # noqa: S311
    films = [
        film
        for film in tomllib.loads(FACTS.read_text(encoding="utf-8"))["film"]
        if film.get("year") and _people(film, "director") and len(_people(film, "actor")) > 2
    ]
    written: list[str] = []
    for number in range(count):
        film, other = choose.sample(films, 2)
        if written and choose.random() < 0.02:
            text = choose.choice(written)
        else:
            text = (_review if choose.random() < 0.6 else _reference)(choose, film, other, number)
            written.append(text)
        yield {"id": f"drill/{seed}/{number:05d}", "text": text}


def write_archive(path: Path, count: int, *, seed: int) -> Path:
    with path.open("w", encoding="utf-8") as archive:
        for row in documents(count, seed=seed):
            archive.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _people(film: dict[str, object], job: str) -> list[str]:
    credits = film.get("credit", [])
    return [c["person"].split(" (")[0] for c in credits if c["job"] == job]  # type: ignore[attr-defined]


def _review(choose: random.Random, film: dict[str, object], other: dict[str, object], number: int) -> str:
    words = {"film": film["title"], "year": film["year"], "director": _people(film, "director")[0]}
    lines = [choose.choice(SIGNED), "", choose.choice(OPENINGS).format(**words)]
    for _ in range(choose.randint(2, 4)):
        said = choose.sample(SENTENCES, 3)
        actors = _people(film, "actor")
        lines += ["", choose.choice(HEADS)]
        lines.append(" ".join(s.format(actor=choose.choice(actors), other=other["title"], **words) for s in said))
    return "\n".join([*lines, "", f"It was screening number {number}.", choose.choice(FURNITURE), ""])


def _reference(choose: random.Random, film: dict[str, object], other: dict[str, object], number: int) -> str:
    actors = _people(film, "actor")
    genres = film.get("genres") or ["drama"]
    lead = (
        f"{film['title']} is a {film['year']} American {genres[0]} film directed by {_people(film, 'director')[0]} "  # type: ignore[index]
        f"and starring {actors[0]}, {actors[1]} and {actors[2]}."
    )
    rest = [
        f"[{choose.randint(1, 30)}] It is often named beside {other['title']} ({other['year']}).",
        f"Among the writers who worked on it was {_people(other, 'director')[0]}.",
        f"[{choose.randint(1, 30)}] It was screened {number} times in one season.",
    ]
    return "\n".join([lead, *rest, ""])
