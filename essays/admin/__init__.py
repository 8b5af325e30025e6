"""The editors' screens, one subject a file."""

from essays.admin import account, critic, essay, film, finding, mention, person, source

__all__ = ["account", "critic", "essay", "film", "finding", "mention", "person", "source"]
