"""A masked field of a person is shown for a while: a reason is asked, the look is audited."""

from collections.abc import Callable

from reception_desk.errors import DeskError
from reception_desk.services import persons
from reception_desk.ui.pages.register.visit_words import HiddenField
from reception_desk.ui.widgets.masked_field import Give
from reception_desk.ui.workplace import Workplace


def reveal(
    work: Workplace,
    refuse: Callable[[Exception], None],
    person_id: str,
    field: HiddenField,
    give: Give,
) -> None:
    """Ask why, then hand what stands in the field to `give`, or the error to `refuse`."""

    def show(reason: str) -> None:
        try:
            person = persons.load_person(
                work.database, work.actor, person_id, reason=f"显示{field.name}：{reason}"
            )
        except DeskError as error:
            refuse(error)
            return
        give(getattr(person, field.attribute) or "")

    work.messages.ask_reason(f"显示{field.name} 30 秒？", show)
