"""Migrate the database that DATABASE_URL names and print what it holds, as JSON: ``python -m tests.dumps.read``."""

import json
import re
from typing import Any

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
    print(json.dumps(what_it_holds()))


def what_it_holds() -> dict[str, Any]:
    """Of the rows that ``make.py`` wrote, what an editor and a reader see of them."""
    from essays.models import Account, Essay, Film, Mention, Revision, Source
    from people.models import Person

    review, entry = Essay.objects.get(kind="review"), Essay.objects.get(kind="reference")
    text = re.sub("<[^>]+>", "", review.body)
    cast = Film.objects.get(title="Red Heat", release_year=1988).credits.billed()
    linked = Mention.objects.linked().filter(essay=review)
    return {
        "films": [str(film) for film in Film.objects.called("Red Heat")],
        "other titles": [film.title for film in Film.objects.called("48 Hours")],
        "namesakes": [str(person) for person in Person.objects.called("Steve McQueen")],
        "other names": [person.name for person in Person.objects.called("Jim Belushi")],
        "tags": sorted(str(tagging) for tagging in Person.objects.get(name="Walter Hill").taggings.all()),
        "credits": [[str(credit.person), credit.job, credit.character] for credit in cast],
        "published": sorted(str(essay) for essay in Essay.objects.published()),
        "subject": [str(subject) for subject in review.subjects.all()],
        "bylines": [str(byline) for byline in review.bylines.all()],
        "body": review.body,
        "mentions": [[named.exact, str(named.film or named.person), text[named.start : named.end]] for named in linked],
        "candidates": [str(candidate) for candidate in Mention.objects.get(state="undecided").candidates.all()],
        "moved from": [former.slug for former in review.former_slugs.all()],
        "source": bytes(Source.objects.get().content).decode(),
        "altered revisions": str(Revision.objects.first_altered()),
        "who saved": [str(revision.saved_by) for revision in entry.revisions.all()],
        "may publish": Account.objects.get().has_perm("essays.publish_essay"),
    }


if __name__ == "__main__":
    main()
