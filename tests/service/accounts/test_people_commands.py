"""Users and API keys from the command line."""

import pytest
from click.testing import CliRunner

from service.access.permissions import BadCredentials
from service.accounts import authentication
from service.accounts.commands import apikey, user
from service.database import transactions
from service.settings import settings
from tests.support.accounts import PASSWORD, prove


@pytest.fixture(autouse=True)
def installed(database_url, monkeypatch, tmp_path):
    """Settings that name the database of this test."""
    monkeypatch.setenv("WERKBANK_DATABASE_URL", database_url)
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    yield database_url
    settings.cache_clear()
    transactions.disconnect()


def run(group, *words, stdin=None):
    return CliRunner().invoke(group, words, input=stdin)


def create_ada(*options):
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    return run(user, "create", "ada@shop.example", "--name", "Ada", *options, stdin=typed)


def test_a_user_made_on_the_command_line_can_log_in(installed):
    made = create_ada("--operator")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    transactions.connect(installed)
    assert prove("Ada").user_id


def test_users_are_listed_with_the_operators_marked():
    create_ada()
    assert "operator" not in run(user, "list").output
    assert run(user, "operator", "ada@shop.example").exit_code == 0
    listed = run(user, "list").output
    assert "operator" in listed
    assert "ada@shop.example  Ada" in listed
    run(user, "operator", "ada@shop.example", "--revoke")
    assert "operator" not in run(user, "list").output


def test_a_mistake_is_answered_by_a_sentence():
    create_ada()
    again = create_ada()
    assert again.exit_code == 1
    assert again.output.endswith("Somebody has registered as ada@shop.example already; log in.\n")
    unknown = run(user, "operator", "bob@shop.example")
    assert unknown.exit_code == 1
    assert "Nobody has registered as bob@shop.example." in unknown.output


def test_a_key_made_on_the_command_line_opens_until_it_is_revoked(installed):
    create_ada()
    made = run(apikey, "create", "ada@shop.example", "--name", "shop", "--right", "processes:read")
    secret = made.stdout.strip()
    assert made.stderr == "A new API key of ada@shop.example (shop), shown only now:\n"

    def ask():
        transactions.connect(installed)
        with transactions.reading() as session:
            return authentication.authenticate(session, f"Bearer {secret}", None)

    assert ask().ceiling == {"processes:read"}
    assert run(apikey, "revoke", secret).exit_code == 0
    with pytest.raises(BadCredentials, match="revoked"):
        ask()
    assert run(apikey, "revoke", secret).exit_code == 1


def test_that_no_key_is_in_use_is_said():
    assert run(apikey, "list").output == "No API key is in use.\n"


def test_keys_in_use_are_listed_by_user_under_heads_and_without_their_secrets():
    create_ada()
    run(user, "create", "bob@shop.example", "--name", "Bob", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    secrets = {
        (email, name): run(apikey, "create", email, "--name", name, *more).stdout.strip()
        for email, name, *more in (
            ("bob@shop.example", "first", "--right", "processes:read", "--days", "3"),
            ("ada@shop.example", "second"),
            ("ada@shop.example", "third"),
        )
    }
    assert all(secrets.values()), secrets
    run(apikey, "revoke", secrets["ada@shop.example", "third"])
    listed = run(apikey, "list").output
    head, second, first = listed.splitlines()
    assert head.split() == ["prefix", "since", "last", "used", "until", "email", "name", "rights"]
    assert second.split()[2:] == ["never", "never", "ada@shop.example", "second", "all"]
    assert first.split()[-3:] == ["bob@shop.example", "first", "processes:read"]
    assert first.startswith(secrets["bob@shop.example", "first"][:12])
    assert not any(secret in listed for secret in secrets.values())
    assert run(apikey, "list", "bob@shop.example").output.splitlines()[1:] == [first]
    assert "Nobody has registered as" in run(apikey, "list", "eve@shop.example").output
