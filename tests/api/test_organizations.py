"""Organisations, their members and roles: who may change what, and who hears of it."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service.access.lookup import Unknown, find_organization
from service.access.permissions import NOBODY, RIGHTS, ROLES, Forbidden, Unauthenticated
from service.accounts import (
    api_keys,
    authentication,
    members,
    organizations,
    roles,
    sessions,
    users,
)
from service.accounts.api_keys import KeyBounds
from service.database import transactions
from service.database.models import Audience, Event
from service.errors import IdTaken, TooMany
from tests.support.accounts import email_of, make_user
from tests.support.callers import publish


@pytest.fixture(autouse=True)
def connected(database_url):
    transactions.connect(database_url)
    yield
    transactions.disconnect()


def refreshed(principal):
    """The same user as their next request will see them."""
    with transactions.writing() as session:
        _, opened = sessions.open_session(session, user_id=principal.user_id)
        return authentication.principal_of(session, opened)


def join(owner, name, role):
    """Take a new user into the owner's organisation."""
    user = make_user(name)
    with transactions.writing() as session:
        members.add(session, owner, owner.home_id, email_of(name), role)
    return refreshed(user)


def change_role(by, organization_id, user, role):
    with transactions.writing() as session:
        return members.change_role(session, by, organization_id, user.user_id, role)


def remove(by, organization_id, user):
    with transactions.writing() as session:
        members.remove(session, by, organization_id, user.user_id)


def role_named(organization_id, name):
    with transactions.reading() as session:
        return roles.find_role(session, organization_id, name)


def heard_by(principal, type):
    """The data of the events of this type that a user's parties may hear."""
    publish()
    with transactions.reading() as session:
        query = (
            sa.select(Event)
            .join(Audience, Audience.event_id == Event.id)
            .where(Event.type == type, Audience.party_id.in_(principal.parties))
        )
        return [event.data for event in session.scalars(query.order_by(Event.position)).unique()]


def test_an_organization_begins_with_four_roles_and_its_founder_as_owner():
    ada = make_user("Ada")
    with transactions.writing() as session:
        made = organizations.create(session, ada, {"name": "Ada Ltd", "country": "GB"})
        rights = {role.name: frozenset(role.rights) for role in roles.list_roles(session, made)}
    assert rights == dict(ROLES)
    assert refreshed(ada).rights[made.id] == RIGHTS
    with transactions.reading() as session:
        listed = organizations.list_mine(session, refreshed(ada))
    assert [organization.name for organization in listed] == ["Ada", "Ada Ltd"]


def test_founding_takes_an_account_and_an_id_that_is_free():
    ada = make_user("Ada")
    with transactions.writing() as session, pytest.raises(Unauthenticated):
        organizations.create(session, NOBODY, {"name": "Nobody Ltd"})
    with transactions.writing() as session, pytest.raises(IdTaken):
        organizations.create(session, ada, {"name": "Twice Ltd"}, id=ada.home_id)


def test_unknown_and_foreign_organizations_get_the_same_answer():
    ada, bob = make_user("Ada"), make_user("Bob")
    refusals = []
    for organization_id in (bob.home_id, uuid4()):
        with transactions.reading() as session, pytest.raises(Unknown) as refusal:
            find_organization(session, ada, organization_id, "organization:read")
        refusals.append(str(refusal.value).replace(str(organization_id), "ID"))
    assert refusals[0] == refusals[1]


def test_an_address_is_merged_field_by_field_and_members_hear_what_changed():
    ada = make_user("Ada")
    for address in ({"city": "Ulm", "street": "Hafengasse 1"}, {"street": None, "country": "DE"}):
        with transactions.writing() as session:
            organization, who = find_organization(
                session, ada, ada.home_id, "organization:edit", lock=True
            )
            changes = {"address": address, "name": "Ada"}
            organizations.update(session, organization, who, changes)
    assert organization.address == {"city": "Ulm", "country": "DE"}
    assert organization.version == 3
    data = {"organization_id": str(ada.home_id), "changed": ["address"]}
    assert heard_by(ada, "organization.updated") == [data, data]


def test_a_change_that_changes_nothing_is_not_announced():
    ada = make_user("Ada")
    with transactions.writing() as session:
        organization, who = find_organization(session, ada, ada.home_id, "organization:edit")
        organizations.update(session, organization, who, {"name": "Ada", "country": None})
    assert organization.version == 1
    assert heard_by(ada, "organization.updated") == []


def test_a_colleague_may_what_their_role_says_until_they_get_another_one():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "observer")
    assert bob.rights[ada.home_id] == ROLES["observer"]
    change_role(ada, ada.home_id, bob, "member")
    assert refreshed(bob).rights[ada.home_id] == ROLES["member"]
    remove(ada, ada.home_id, bob)
    assert ada.home_id not in refreshed(bob).rights


def test_who_is_taken_in_changed_or_removed_hears_of_it_and_their_other_colleagues_do_not():
    ada, eve = make_user("Ada"), make_user("Eve")
    bob = join(ada, "Bob", "observer")
    change_role(ada, ada.home_id, bob, "member")
    remove(ada, ada.home_id, bob)
    bob = refreshed(bob)
    for type in (
        "organization.member_added",
        "user.rights_changed",
        "organization.member_removed",
    ):
        (event,) = heard_by(bob, type)
        assert event["user_id"] == str(bob.user_id)
        assert heard_by(ada, type) == [event]
        assert heard_by(eve, type) == []


def test_what_somebody_becomes_elsewhere_is_not_told_to_their_colleagues():
    ada, firm = make_user("Ada"), make_user("Firm")
    bob = join(firm, "Bob", "member")
    with transactions.writing() as session:
        members.add(session, ada, ada.home_id, email_of("Bob"), "member")
        members.add(session, bob, bob.home_id, email_of("Firm"), "observer")
    change_role(ada, ada.home_id, bob, "observer")
    assert heard_by(refreshed(firm), "user.rights_changed") == []


def test_nobody_takes_in_whom_nobody_knows_or_who_is_there_already():
    ada = make_user("Ada")
    join(ada, "Bob", "member")
    with transactions.writing() as session, pytest.raises(users.UnknownUser):
        members.add(session, ada, ada.home_id, email_of("Eve"), "member")
    with transactions.writing() as session, pytest.raises(members.AlreadyMember):
        members.add(session, ada, ada.home_id, email_of("Bob"), "member")
    with (
        transactions.writing() as session,
        pytest.raises(roles.UnknownRole, match="manager, member"),
    ):
        members.add(session, ada, ada.home_id, email_of("Bob"), "boss")


@pytest.mark.parametrize("role", ["member", "observer"])
def test_without_the_right_to_edit_nobody_changes_members_or_roles(role):
    ada = make_user("Ada")
    bob = join(ada, "Bob", role)
    make_user("Eve")
    observer = role_named(ada.home_id, "observer")
    with transactions.writing() as session:
        for attempt in (
            lambda: members.add(session, bob, ada.home_id, email_of("Eve"), "observer"),
            lambda: members.change_role(session, bob, ada.home_id, bob.user_id, "owner"),
            lambda: members.remove(session, bob, ada.home_id, ada.user_id),
            lambda: roles.create(session, bob, ada.home_id, "new", []),
            lambda: roles.change(session, bob, ada.home_id, observer.id, rights=[]),
            lambda: roles.delete(session, bob, ada.home_id, observer.id),
        ):
            with pytest.raises(Forbidden):
                attempt()


def test_nobody_grants_or_takes_a_right_that_they_do_not_hold():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "manager")
    join(ada, "Cyd", "owner")
    make_user("Eve")
    member = role_named(ada.home_id, "member")
    with transactions.writing() as session:
        for attempt in (
            lambda: members.add(session, bob, ada.home_id, email_of("Eve"), "owner"),
            lambda: members.change_role(session, bob, ada.home_id, bob.user_id, "owner"),
            lambda: members.change_role(session, bob, ada.home_id, ada.user_id, "member"),
            lambda: members.remove(session, bob, ada.home_id, ada.user_id),
            lambda: roles.create(session, bob, ada.home_id, "new", ["organization:delete"]),
            lambda: roles.change(
                session, bob, ada.home_id, member.id, rights=["organization:delete"]
            ),
        ):
            with pytest.raises(Forbidden, match="organization:delete"):
                attempt()
        members.add(session, bob, ada.home_id, email_of("Eve"), "member")


def test_who_lacks_a_right_of_a_role_neither_renames_nor_deletes_it():
    ada, bob = make_user("Ada"), make_user("Bob")
    with transactions.writing() as session:
        members.add(session, ada, ada.home_id, email_of("Bob"), "manager")
        closing = roles.create(session, ada, ada.home_id, "closing", ["organization:delete"])
        buying = roles.create(session, ada, ada.home_id, "buying", ["processes:read"])
    bob = refreshed(bob)
    for forbidden in (
        lambda session: roles.change(session, bob, ada.home_id, closing.id, name="harmless"),
        lambda session: roles.delete(session, bob, ada.home_id, closing.id),
    ):
        with pytest.raises(Forbidden, match="organization:delete"), transactions.writing() as db:
            forbidden(db)
    with transactions.writing() as session:
        roles.change(session, bob, ada.home_id, buying.id, name="purchasing")
        roles.delete(session, bob, ada.home_id, buying.id)


def test_an_owner_whom_nothing_lets_in_does_not_count_as_the_other_one():
    ada, bob = make_user("Ada"), make_user("Bob")
    with transactions.writing() as session:
        members.add(session, ada, ada.home_id, email_of("Bob"), "owner")
        users.disable(session, email_of("Bob"))
    with pytest.raises(members.LastOwner), transactions.writing() as session:
        members.remove(session, ada, ada.home_id, ada.user_id)
    with transactions.writing() as session:
        users.enable(session, email_of("Bob"))
        members.remove(session, ada, ada.home_id, ada.user_id)
    assert refreshed(bob).rights[ada.home_id] == RIGHTS


def test_an_operator_helps_where_nobody_else_can():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "member")
    operator = make_user("Olga", is_operator=True)
    change_role(operator, ada.home_id, bob, "owner")
    assert refreshed(bob).rights[ada.home_id] == RIGHTS


def test_the_last_owner_can_neither_leave_nor_become_less():
    ada = make_user("Ada")
    with pytest.raises(members.LastOwner, match="Ada is the last owner of Ada"):
        remove(ada, ada.home_id, ada)
    with pytest.raises(members.LastOwner):
        change_role(ada, ada.home_id, ada, "member")
    bob = join(ada, "Bob", "owner")
    remove(bob, ada.home_id, ada)
    with pytest.raises(members.LastOwner):
        remove(bob, ada.home_id, bob)


def test_of_two_owners_who_leave_at_once_one_stays():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "owner")
    with ThreadPoolExecutor(2) as both:
        leaving = [both.submit(remove, who, ada.home_id, who) for who in (ada, bob)]
    outcomes = sorted(type(gone.exception()).__name__ for gone in leaving)
    assert outcomes == ["LastOwner", "NoneType"]


def test_everybody_may_leave_by_themselves():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "observer")
    remove(bob, ada.home_id, bob)
    assert ada.home_id not in refreshed(bob).rights


def test_strangers_and_former_members_are_unknown():
    ada, eve = make_user("Ada"), make_user("Eve")
    for attempt in (change_role, lambda *who: remove(*who[:3])):
        with pytest.raises(Unknown, match=str(eve.user_id)):
            attempt(ada, ada.home_id, eve, "member")


def test_a_role_changes_for_all_who_hold_it_and_they_hear_of_it():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "observer")
    observer = role_named(ada.home_id, "observer")
    with transactions.writing() as session:
        roles.change(session, ada, ada.home_id, observer.id, rights=["processes:messages"])
    assert refreshed(bob).rights[ada.home_id] == {"processes:messages"}
    (event,) = heard_by(bob, "user.rights_changed")
    assert event["user_ids"] == [str(bob.user_id)]


def test_a_role_is_made_renamed_and_deleted_when_nobody_holds_it():
    ada, bob = make_user("Ada"), make_user("Bob")
    with transactions.writing() as session:
        made = roles.create(session, ada, ada.home_id, "clerk", ["processes:read"])
        roles.change(session, ada, ada.home_id, made.id, name="chatter")
        members.add(session, ada, ada.home_id, email_of("Bob"), "chatter")
    with transactions.writing() as session:
        with pytest.raises(roles.RoleInUse, match="1 members are chatter"):
            roles.delete(session, ada, ada.home_id, made.id)
        members.remove(session, ada, ada.home_id, bob.user_id)
        roles.delete(session, ada, ada.home_id, made.id)
    with pytest.raises(roles.UnknownRole):
        role_named(ada.home_id, "chatter")


def test_an_organization_has_so_many_roles_and_no_more(monkeypatch):
    ada, bob = make_user("Ada"), make_user("Bob")
    monkeypatch.setattr(roles, "MOST", 5)
    with transactions.writing() as session:
        fifth = roles.create(session, ada, ada.home_id, "clerk", [])
        with pytest.raises(TooMany, match="at most 5 roles"):
            roles.create(session, ada, ada.home_id, "packer", [])
        roles.create(session, bob, bob.home_id, "clerk", [])
        roles.delete(session, ada, ada.home_id, fifth.id)
        roles.create(session, ada, ada.home_id, "packer", [])


def test_role_names_are_unique_and_the_owners_role_stays():
    ada = make_user("Ada")
    owner, member = role_named(ada.home_id, "owner"), role_named(ada.home_id, "member")
    with transactions.writing() as session:
        with pytest.raises(roles.RoleTaken):
            roles.create(session, ada, ada.home_id, "member", [])
        with pytest.raises(roles.RoleTaken):
            roles.create(session, ada, ada.home_id, "Ｍember", [])
        with pytest.raises(roles.RoleTaken):
            roles.change(session, ada, ada.home_id, member.id, name="OWNER")
        assert roles.change(session, ada, ada.home_id, member.id, name="Member").name == "Member"
        with pytest.raises(roles.OwnerIsFixed):
            roles.change(session, ada, ada.home_id, owner.id, rights=["processes:read"])
        with pytest.raises(roles.OwnerIsFixed):
            roles.delete(session, ada, ada.home_id, owner.id)


def test_roles_and_members_of_another_organization_are_out_of_reach():
    ada, bob = make_user("Ada"), make_user("Bob")
    foreign = role_named(bob.home_id, "member")
    with transactions.writing() as session:
        with pytest.raises(Unknown):
            roles.change(session, ada, ada.home_id, foreign.id, rights=[])
        with pytest.raises(Unknown):
            roles.delete(session, ada, ada.home_id, foreign.id)
        with pytest.raises(Unknown):
            members.add(session, ada, bob.home_id, email_of("Ada"), "owner")


def test_a_limited_key_neither_founds_nor_leaves():
    ada = make_user("Ada")
    bob = join(ada, "Bob", "member")
    with transactions.writing() as session:
        secret, _ = api_keys.create(
            session, bob, name="look", bounds=KeyBounds(rights=["organization:read"])
        )
    with transactions.reading() as session:
        key = authentication.authenticate(session, f"Bearer {secret}", None)
    with transactions.writing() as session:
        with pytest.raises(Forbidden):
            organizations.create(session, key, {"name": "Key Ltd"})
        with pytest.raises(Forbidden):
            members.remove(session, key, ada.home_id, bob.user_id)
    assert ada.home_id in refreshed(bob).rights


def test_pages_of_members_and_roles_go_on_where_the_last_one_ended():
    ada = make_user("Ada")
    for name in ("Bob", "Cyd", "Dan"):
        join(ada, name, "member")
    with transactions.reading() as session:
        home, _ = find_organization(session, ada, ada.home_id, "organization:read")
        seen, after = [], None
        while page := members.list_members(session, home, after, limit=2):
            seen += [member.user.name for member in page]
            after = page[-1].user_id
        first = roles.list_roles(session, home, limit=3)
        rest = roles.list_roles(session, home, first[-1].id)
    assert seen == ["Ada", "Bob", "Cyd", "Dan"]
    assert [role.name for role in first + rest] == list(ROLES)
