"""Who may log in: our own user model, so that it can grow."""

from django.contrib.auth.models import AbstractUser

from people.rows import Row


class Account(Row, AbstractUser):
    """Somebody who works on the site. Who signs an essay is a Critic, not an account."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username
