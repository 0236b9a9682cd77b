"""三跨三分离: one leads, others support; two desks that name a lead apart lose none."""

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.joint_matters import JointInput, MatterTrait, UnitPart, UnitRow
from reception_desk.rules.joint_matters import parts_of, refuse_joint

ROWS = st.lists(
    st.builds(
        UnitRow,
        st.sampled_from([f"{number:02d}" for number in range(8)]),
        st.sampled_from("abcd"),
        st.sampled_from(list(UnitPart)),
    ),
    unique_by=lambda one: one.row_id,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_rows_come_to_the_same_in_any_order_and_no_unit_is_lost(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    lead, supports = parts_of(rows)
    assert parts_of(shuffled) == (lead, supports)
    assert {lead, *supports} - {""} == {row.unit_id for row in rows}
    assert lead not in supports
    assert bool(lead) == any(row.part is UnitPart.LEAD for row in rows)


def test_what_may_not_stand_is_said():
    trait = (MatterTrait.CROSSES_REGIONS,)
    assert refuse_joint(JointInput()) == ""
    assert refuse_joint(JointInput(trait)) == ""
    assert refuse_joint(JointInput(trait, "a", ("b",))) == ""
    assert "明确一个主办" in refuse_joint(JointInput(trait, "", ("b",)))
    assert "不能同时" in refuse_joint(JointInput(trait, "a", ("a",)))
    assert "三跨三分离" in refuse_joint(JointInput((), "a"))
