"""What loading a facts file did."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class FactsReport:
    """Counts of records; ``problems`` has a sentence for each entry that was left out."""

    films_made: int = 0
    films_changed: int = 0
    people_made: int = 0
    people_changed: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        return (
            f"{self.films_made} films and {self.people_made} people made, {self.films_changed} films and "
            f"{self.people_changed} people changed, {self.unchanged} entries unchanged."
        )
