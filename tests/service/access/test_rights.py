"""Who may do what: the whole matrix, by a table that was written without looking at the code."""

from itertools import product
from uuid import UUID

import pytest

from service.access.permissions import NOBODY, RIGHTS, ROLES, Principal, Resource, decide, sides
from workflows.engine import Actor

CLIENT_ORG, WORKSHOP, RIVAL, ELSEWHERE = (UUID(int=n) for n in range(1, 5))
VISITOR, OTHER_VISITOR = UUID(int=10), UUID(int=11)

# fmt: off
#: right: does a       owner  manager member observer  contractor's side at most
HELD = {
    "processes:read":      (True,  True,  True,  True,   True),
    "processes:edit":      (True,  True,  True,  False,  True),
    "processes:delete":    (True,  True,  False, False,  False),
    "processes:messages":  (True,  True,  True,  False,  True),
    "processes:files":     (True,  True,  True,  False,  True),
    "organization:read":   (True,  True,  True,  True,   False),
    "organization:edit":   (True,  True,  False, False,  False),
    "organization:delete": (True,  False, False, False,  False),
    "organization:audit":  (True,  True,  False, False,  False),
    "resources:read":      (True,  True,  True,  True,   False),
    "resources:edit":      (True,  True,  False, False,  False),
    "keys:manage":         (True,  True,  False, False,  False),
}
# fmt: on
ROLE_NAMES = ("owner", "manager", "member", "observer")
VISITORS_RIGHTS = {right for right in HELD if right.startswith("processes:")}

RESOURCES = {
    "of the client": Resource(CLIENT_ORG),
    "of the client, sent to the workshop": Resource(CLIENT_ORG, frozenset({WORKSHOP})),
    "of the client, sent to workshop and rival": Resource(CLIENT_ORG, frozenset({RIVAL, WORKSHOP})),
    "of the client, sent to itself": Resource(CLIENT_ORG, frozenset({CLIENT_ORG})),
    "of the visitor": Resource(VISITOR),
    "of the other visitor": Resource(OTHER_VISITOR),
    "of nobody": Resource(None),
}


def member(role, party, **more):
    return Principal(user_id=UUID(int=99), via="session", rights={party: ROLES[role]}, **more)


def expected(kind, party, right, resource):
    """The verdict and role, from the table above and nothing else."""
    if kind in ROLE_NAMES:
        as_owner = HELD[right][ROLE_NAMES.index(kind)]
        if party == resource.owner and as_owner:
            return "allow", Actor.CLIENT, party
        if party in resource.contractors and as_owner and HELD[right][4]:
            return "allow", Actor.CONTRACTOR, party
        if party == resource.owner or party in resource.contractors:
            return "forbid", None, None
        return "hide", None, None
    if kind == "visitor" and resource.owner == VISITOR:
        if right in VISITORS_RIGHTS:
            return "allow", Actor.CLIENT, VISITOR
        return "forbid", None, None
    if kind == "operator":
        return "allow", Actor.OPERATOR, None
    if kind == "chatting key" and resource.owner == CLIENT_ORG:
        if right == "processes:messages":
            return "allow", Actor.CLIENT, CLIENT_ORG
        return "forbid", None, None
    return "hide", None, None


PRINCIPALS = {
    **{
        (role, party): member(role, party)
        for role, party in product(ROLE_NAMES, (CLIENT_ORG, WORKSHOP, ELSEWHERE))
    },
    ("visitor", None): Principal(visitor_id=VISITOR, via="session"),
    ("operator", None): Principal(user_id=UUID(int=98), is_operator=True, via="session"),
    ("chatting key", None): Principal(
        user_id=UUID(int=97), via="api_key", rights={CLIENT_ORG: frozenset({"processes:messages"})}
    ),
    ("powerless key", None): Principal(
        user_id=UUID(int=96), via="api_key", rights={CLIENT_ORG: frozenset()}
    ),
    ("nobody", None): NOBODY,
}


def test_the_table_knows_every_right_and_role():
    assert set(HELD) == RIGHTS
    assert set(ROLE_NAMES) == set(ROLES)


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("right", HELD)
def test_everybody_may_exactly_what_the_table_says(right, name):
    resource = RESOURCES[name]
    for (kind, party), principal in PRINCIPALS.items():
        decision = decide(principal, right, resource)
        decided = decision.verdict, decision.role, decision.party
        assert decided == expected(kind, party, right, resource), f"{kind} of {party}"


def test_who_orders_from_their_own_workshop_stands_on_two_sides_and_first_on_the_clients():
    both = Principal(
        user_id=UUID(int=1), rights={CLIENT_ORG: ROLES["member"], WORKSHOP: ROLES["member"]}
    )
    resource = Resource(CLIENT_ORG, frozenset({WORKSHOP}))
    roles = [side.role for side in sides(both, "processes:edit", resource)]
    assert roles == [Actor.CLIENT, Actor.CONTRACTOR]
    assert decide(both, "processes:edit", resource).party == CLIENT_ORG


def test_an_observer_of_the_client_acts_as_the_workshop_that_they_work_for():
    both = Principal(
        user_id=UUID(int=1), rights={CLIENT_ORG: ROLES["observer"], WORKSHOP: ROLES["member"]}
    )
    decision = decide(both, "processes:edit", Resource(CLIENT_ORG, frozenset({WORKSHOP})))
    assert (decision.role, decision.party) == (Actor.CONTRACTOR, WORKSHOP)


def test_an_operator_who_owns_the_project_acts_as_its_client():
    operator = member("owner", CLIENT_ORG, is_operator=True)
    assert decide(operator, "processes:edit", Resource(CLIENT_ORG)).role is Actor.CLIENT


def test_a_user_keeps_the_drafts_of_the_visitor_they_were_until_they_are_saved():
    user = member("owner", ELSEWHERE, visitor_id=VISITOR)
    assert user.parties == (ELSEWHERE, VISITOR)
    assert decide(user, "processes:edit", Resource(VISITOR)).party == VISITOR


def test_an_organization_without_any_right_is_no_party():
    assert PRINCIPALS["powerless key", None].parties == ()
    assert NOBODY.parties == ()
