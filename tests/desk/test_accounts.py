"""An editor's account."""

import pytest

from essays.desk.accounts import make_editor
from essays.models import Account

pytestmark = pytest.mark.django_db


def test_an_editor_may_write_and_publish_but_not_touch_accounts_revisions_or_sources():
    editor = make_editor().account
    for allowed in ("essays.change_essay", "essays.publish_essay", "people.add_tag", "essays.view_source"):
        assert editor.has_perm(allowed), allowed
    for refused in ("essays.add_account", "essays.change_revision", "essays.delete_source"):
        assert not editor.has_perm(refused), refused
    assert editor.is_staff
    assert not editor.is_superuser


def test_the_password_is_told_once_and_stored_only_as_a_hash():
    made = make_editor()
    assert made.password is not None
    assert len(made.password) == 20
    stored = Account.objects.get()
    assert made.password not in stored.password
    assert stored.check_password(made.password)
    again = make_editor()
    assert again.password is None
    assert Account.objects.get().password == stored.password
