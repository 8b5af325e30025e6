"""The editors' screens, one subject a file."""

from essays.admin import account, credit, critic, essay, film, finding, mention, person, source

__all__ = ["account", "credit", "critic", "essay", "film", "finding", "mention", "person", "source"]
