"""Each action of the table is made by one handler, with the checks that all of them share."""

from service.orders import action_data, actions, production
from workflows.process import PROCESS


def test_every_action_of_the_table_has_a_handler_and_every_handler_an_action() -> None:
    """Nothing that the API lists ends in a missing handler, and no handler is out of reach."""
    assert list(actions.HANDLERS) == list(
        dict.fromkeys(move.trigger for move in PROCESS.moves if move.via == "action")
    )


def test_what_counts_pieces_is_made_by_production_alone() -> None:
    """A move with a step of its own cannot be made past the count of its pieces."""
    counting = {t for t, handler in actions.HANDLERS.items() if handler is production.fire}
    assert counting == set(production.STEPS)


def test_every_way_around_an_action_says_how_the_move_is_made_instead() -> None:
    """What is no action is refused with the way there, whichever it is."""
    assert {move.via for move in PROCESS.moves} == {"action", *action_data.HOW}
