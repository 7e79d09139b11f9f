"""Orders in every state that there is, of one client with one workshop."""

from uuid import UUID

from service.verification import verify
from tests.support import meshes
from tests.support.orders import (
    answer,
    dispatched,
    fire,
    fired,
    offer,
    ready,
    send,
    suitable,
    verified,
)
from workflows.process import ProcessState

OPEN_MESH = meshes.stl((meshes.box()[0], meshes.box()[1][2:]))
PARCEL = {"carrier": "Posthorn", "tracking_number": "PH 4711"}


class OrdersInEachState:
    """The ids of the orders by their states, and those who have them."""

    def __init__(self, market):
        self._market, self._client = market, market.client
        first = verified(market, title="Lid")
        self.shop = suitable(market, first)[0]
        self.ids = {state: getattr(self, f"_{state.value}")() for state in ProcessState}
        for state, process_id in self.ids.items():
            shown = self._client.get(f"/processes/{process_id}").json["state"]
            assert shown == state.value, (shown, state)

    def request_ids(self):
        """Of each order of which the workshop was asked its request."""
        items = self.shop.get("/requests?limit=200").json["items"]
        return {item["process_id"]: item["id"] for item in items}

    def _draft(self):
        return ready(self._market, title="Draft")

    def _waiting(self):
        project_id = self._client.project(title="Drive")
        first, second = (
            ready(self._market, project_id=project_id, title=title) for title in ("Shaft", "Hub")
        )
        path = f"/processes/{second}/dependencies/{first}"
        assert self._client.put(path).status_code < 300
        fired(self._client, second, "wait")
        return second

    def _verifying(self):
        process_id = ready(self._market, title="Being checked")
        assert fire(self._client, process_id, "verify").status_code == 202
        return process_id

    def _verification_failed(self):
        process_id = self._client.draft(title="Open", quantity=5, material_id="pa12")
        assert self._client.upload(process_id, OPEN_MESH, "open.stl", unit="mm").status_code == 201
        assert fire(self._client, process_id, "verify").status_code == 202
        assert verify.verify(UUID(process_id)) == "fail_verification"
        return process_id

    def _verified(self):
        return verified(self._market, title="Checked")

    def _sending(self):
        process_id = self._verified()
        assert send(self._market, process_id, [self.shop]).status_code == 202
        return process_id

    def _sent(self):
        process_id = self._verified()
        assert dispatched(self._market, process_id, [self.shop]) == "dispatched"
        return process_id

    def _clarification(self):
        process_id = self._sent()
        assert answer(self.shop, process_id, "ask", text="Which edge?").status_code == 200
        return process_id

    def _offered(self):
        process_id = self._sent()
        offer(self.shop, process_id)
        return process_id

    def _declined(self):
        process_id = self._sent()
        refused = answer(self.shop, process_id, "decline", reason="We are full.")
        assert refused.status_code == 200, refused.text
        return process_id

    def _confirmed(self):
        process_id = self._offered()
        (offered,) = self._client.get(f"/processes/{process_id}/offers").json["items"]
        fired(self._client, process_id, "accept_offer", offer_id=offered["id"])
        return process_id

    def _in_production(self):
        process_id = self._confirmed()
        fired(self.shop, process_id, "start_production")
        fired(self.shop, process_id, "report_progress", made=2, failed=1, reason="A warped corner")
        return process_id

    def _produced(self):
        process_id = self._confirmed()
        fired(self.shop, process_id, "start_production")
        fired(self.shop, process_id, "finish_production")
        return process_id

    def _in_delivery(self):
        process_id = self._produced()
        fired(self.shop, process_id, "ship", **PARCEL)
        return process_id

    def _delivered(self):
        process_id = self._in_delivery()
        fired(self._client, process_id, "deliver")
        return process_id

    def _disputed(self):
        process_id = self._delivered()
        fired(self._client, process_id, "dispute", reason="Two are broken.")
        fired(self._client, process_id, "consent", to="remake", pieces=2)
        return process_id

    def _completed(self):
        process_id = self._delivered()
        fired(self._client, process_id, "complete")
        return process_id

    def _cancelled(self):
        process_id = self._draft()
        fired(self._client, process_id, "cancel", reason="Another way was found")
        return process_id

    def _failed(self):
        process_id = self._confirmed()
        fired(self.shop, process_id, "report_failure", reason="The machine broke.")
        return process_id
