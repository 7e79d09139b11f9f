"""Somebody who has one of everything that an address can name, for tests that ask all addresses."""

import io
from uuid import UUID

from benchmarks import example_client
from service.database import transactions
from service.sourcing import dispatch
from service.verification import verify
from tests.support.callers import user
from tests.support.meshes import cube_stl
from tests.support.worlds.marketplace import ADDRESS


def one_of_everything(application):
    """Somebody who has one of everything, and the ids by the names that paths have for them."""
    with transactions.writing() as session:
        contractor_id = example_client.create_client(session).contractor_ids[0]
    ada = user(application, "Ada", is_operator=True)
    organization_id = ada.me["home_id"]
    project_id = ada.project(title="Bracket")
    process_id = ada.process(project_id, quantity=2, material_id="pa12")
    uploaded = ada.post(
        f"/processes/{process_id}/files",
        data={"file": (io.BytesIO(cube_stl()), "cube.stl"), "unit": "mm"},
        content_type="multipart/form-data",
    )
    send(ada, project_id, process_id)
    attachment = ada.post(
        f"/processes/{process_id}/messages/attachments",
        data={"file": (io.BytesIO(b"a note"), "note.txt")},
        content_type="multipart/form-data",
    )
    machines = ada.get(f"/contractors/{contractor_id}").json["machines"]
    webhook_id = ada.post("/webhooks", {"url": "https://shop.example/hooks"}).json["id"]
    return {
        "webhook_id": webhook_id,
        "delivery_id": ada.post(f"/webhooks/{webhook_id}/test").json["id"],
        "project_id": project_id,
        "process_id": process_id,
        "subject_id": process_id,
        "other_id": ada.process(project_id),
        "verification": "1",
        "other": "1",
        "file_id": uploaded.json["id"],
        "attachment_id": attachment.json["id"],
        "number": ada.get(f"/processes/{process_id}/documents").json["items"][0]["number"],
        "organization_id": organization_id,
        "contractor_id": str(contractor_id),
        "machine_id": machines[0]["id"],
        "role_id": ada.get(f"/organizations/{organization_id}/roles").json["items"][0]["id"],
        "address_id": ada.post(
            f"/organizations/{organization_id}/addresses", {"label": "Gate B", "address": ADDRESS}
        ).json["id"],
        "user_id": ada.me["user"]["id"],
        "key_id": ada.post("/api_keys", {"name": "other"}).json["id"],
        "request_id": ada.get(f"/processes/{process_id}").json["requests"][0]["id"],
        "key": ada.post("/api_keys", {"name": "shop"}).json["key"],
    }


def send(caller, project_id, process_id):
    """Have a process verified and sent to the cheapest contractor, doing what workers do."""
    body = {"process_ids": [process_id], "send": True}
    answer = caller.post(f"/projects/{project_id}/verify", body)
    assert answer.json["items"][0]["accepted"], answer.text
    verify.verify(UUID(process_id))
    dispatch.send(UUID(process_id), lambda outgoing: {"inbox": {"delivered_at": "now"}})
    assert caller.get(f"/processes/{process_id}").json["state"] == "sent"
