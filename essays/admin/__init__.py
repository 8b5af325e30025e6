"""The editors' screens, one subject a file."""

from essays.admin import account, critic, film, finding, source

__all__ = ["account", "critic", "film", "finding", "source"]
