"""Links from an answer to the operations that may follow, for processes by the table of moves."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.api.http.enumerations import PROCESS_ACTIONS
from workflows.process import PROCESS, ProcessState

Json = dict[str, Any]

#: What may follow an answer, by operation, and the parameter that the answer's `id` is for.
_FOLLOWING: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "create_project": ("project_id", ("get_project", "create_process", "update_project")),
    "clone_project": ("project_id", ("get_project", "create_process", "verify_project")),
    "get_project": ("project_id", ("create_process", "verify_project", "compare_offers")),
    "create_process": ("process_id", ("upload_file", "update_process", "verify", "wait")),
    "clone_process": ("process_id", ("update_process", "verify", "wait")),
    "update_process": ("process_id", ("upload_file", "verify", "wait")),
    "get_process": (
        "process_id",
        ("get_verification", "list_suitable_contractors", "list_offers", "list_messages"),
    ),
    "choose_contractors": ("process_id", ("send", "list_suitable_contractors")),
    "get_request": (
        "request_id",
        ("acknowledge_request", "ask_client", "make_offer", "decline_request", "get_dossier"),
    ),
    "acknowledge_request": ("request_id", ("ask_client", "make_offer", "decline_request")),
    "ask_client": ("request_id", ("get_request", "make_offer", "decline_request")),
    "upload_file": ("file_id", ("get_file", "get_file_preview", "repair_file", "update_file")),
    "repair_file": ("file_id", ("accept_repair", "get_file_preview", "delete_file")),
    "create_webhook": ("webhook_id", ("test_webhook", "list_webhook_deliveries")),
    "create_organization": ("organization_id", ("add_member", "create_role", "put_terms")),
    "create_api_key": ("key_id", ("revoke_api_key",)),
}


def add(operation: Json) -> None:
    """Put the links into the successful answers of an operation that has any."""
    parameter, names = _following(operation["operationId"])
    links = {
        name: {"operationId": name, "parameters": {parameter: "$response.body#/id"}}
        for name in names
    }
    for status, response in operation["responses"].items():
        if links and status < "300":
            response["links"] = links


def _following(name: str) -> tuple[str, tuple[str, ...]]:
    if name in PROCESS_ACTIONS:
        return "process_id", ("get_process", *dict.fromkeys(_moves_after(name)))
    return _FOLLOWING.get(name, ("", ()))


def _moves_after(trigger: str) -> Iterator[str]:
    """The moves that somebody may make in the states that the trigger leads to, by itself or not.

    Of a state in which a worker is busy, those follow that are possible once it is done.
    """
    visited: set[ProcessState] = set()
    states = {row.dest for row in PROCESS.moves if row.trigger == trigger and row.via == "action"}
    while states - visited:
        state = min(states - visited, key=list(ProcessState).index)
        visited.add(state)
        rows = [row for row in PROCESS.moves if state in row.sources]
        yield from (row.trigger for row in rows if row.via == "action")
        if PROCESS.states[state].automatic:
            states |= {row.dest for row in rows if row.via == "internal"}
