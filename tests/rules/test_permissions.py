"""Who may do what."""

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.rules.permissions import STAFF_ROLES, Action, Role, check_roles, may, require

MACHINE = {
    Action.MANAGE_ACCOUNTS, Action.EDIT_UNITS, Action.EDIT_CALENDAR, Action.EDIT_CODE_LISTS,
    Action.EDIT_SETTINGS, Action.VIEW_SYNC, Action.BACK_UP,
}  # fmt: skip


def actions_of(role: Role) -> set[Action]:
    """Return what a role may do."""
    return {action for action in Action if may([role], action)}


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_a_name_and_someone_who_may(action: Action):
    assert action.label
    assert action.roles


def test_every_role_has_a_name_and_something_to_do():
    assert len({role.label for role in Role}) == len(Role)
    assert all(map(actions_of, Role))


def test_administrator_keeps_the_machine_and_sees_no_case():
    assert actions_of(Role.ADMINISTRATOR) == MACHINE


def test_auditor_reads_the_audit_only_and_nobody_else_does():
    assert actions_of(Role.AUDITOR) == {Action.VIEW_AUDIT, Action.EXPORT_AUDIT}
    assert Action.VIEW_AUDIT.roles == {Role.AUDITOR}


def test_guide_sees_no_person():
    guide = actions_of(Role.GUIDE)
    assert Action.ISSUE_TICKET in guide
    assert not guide & {Action.SEARCH_PERSONS, Action.VIEW_PERSON, Action.VIEW_MATTER}


def test_ac_22_accusations_are_seen_only_in_the_role_made_for_them():
    assert Action.VIEW_ACCUSATION.roles == Action.FORWARD_ACCUSATION.roles
    assert Action.VIEW_ACCUSATION.roles == {Role.ACCUSATION_CLERK}


def test_clerk_drafts_and_the_leader_approves():
    assert may({Role.RECEPTIONIST}, Action.PROPOSE_ROUTE)
    assert not may({Role.RECEPTIONIST}, Action.APPROVE_ROUTE)
    assert may({Role.RECEPTIONIST, Role.BUREAU_LEADER}, Action.APPROVE_ROUTE)
    assert not may((), Action.ISSUE_TICKET)


def test_refusal_names_the_action_and_who_may():
    with pytest.raises(NotPermittedError) as refused:
        require([Role.GUIDE], Action.APPROVE_ROUTE)
    assert "审批去向" in refused.value.message
    assert "局领导" in refused.value.advice
    require([Role.BUREAU_LEADER], Action.APPROVE_ROUTE)


@pytest.mark.parametrize(
    "roles",
    [{Role.ADMINISTRATOR, Role.AUDITOR}, {Role.ADMINISTRATOR, Role.RECEPTIONIST},
     {Role.AUDITOR, Role.BUREAU_LEADER}, set(STAFF_ROLES)],
)  # fmt: skip
def test_roles_that_watch_each_other_are_not_held_together(roles: set[Role]):
    with pytest.raises(InvalidInputError, match="不能由同一账号兼任"):
        check_roles(roles)


@pytest.mark.parametrize(
    "roles",
    [set(), {Role.ADMINISTRATOR}, {Role.AUDITOR}, {Role.SECTION, Role.BUREAU_LEADER}],
)
def test_roles_of_one_kind_go_together(roles: set[Role]):
    check_roles(roles)


def test_no_staff_evaluates_or_asks_for_a_petitioner():
    for action in (Action.EVALUATE, Action.ASK_BY_CODE):
        assert action.roles == {Role.VISITOR}
    assert actions_of(Role.VISITOR) == {Action.EVALUATE, Action.ASK_BY_CODE, Action.ISSUE_TICKET}
    assert Role.VISITOR not in STAFF_ROLES
    with pytest.raises(InvalidInputError, match="不是工作岗位"):
        check_roles({Role.VISITOR})


def test_no_desk_clerk_sees_what_was_evaluated():
    assert Action.VIEW_EVALUATIONS.roles == {Role.BUREAU_LEADER}
