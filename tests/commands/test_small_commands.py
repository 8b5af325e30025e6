"""The commands that load facts and make an editor."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from essays.models import Account, Film

pytestmark = pytest.mark.django_db


def test_load_facts_says_what_it_did_and_fails_for_a_bad_entry(tmp_path):
    path = tmp_path / "films.toml"
    path.write_text('[[film]]\ntitle = "Alien"\nyear = 1979\n[[film]]\ntitle = "Aliens"\nyears = 1986\n')
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 entries could not be loaded; the others were"):
        call_command("load_facts", str(path), stdout=out, stderr=err)
    assert "films.toml, film 2 (Aliens): “years” is no key of such an entry" in err.getvalue()
    assert out.getvalue().startswith("1 films and 0 people made")
    assert Film.objects.get().title == "Alien"


def test_load_facts_refuses_what_is_no_facts_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("load_facts", str(tmp_path / "films.toml"))


def test_make_editor_prints_the_password_once():
    first, second = StringIO(), StringIO()
    call_command("make_editor", stdout=first)
    call_command("make_editor", "editor", stdout=second)
    password = first.getvalue().split("Password: ")[1].split()[0]
    assert Account.objects.get(username="editor").check_password(password)
    assert "Password:" not in second.getvalue()
    assert "there already" in second.getvalue()


def test_make_editor_refuses_a_name_that_no_account_may_have():
    with pytest.raises(CommandError, match="valid username"):
        call_command("make_editor", "two words!")
