"""Tells how parts are ordered, made and delivered, by every operation of the API that there is."""

import io
from uuid import UUID

from service.database import transactions
from service.database.models import Organization, Process
from service.lifecycle import parking
from service.sourcing import dispatch
from service.verification import verify
from tests.support import meshes
from tests.support.authenticators import Authenticator
from tests.support.callers import publish, user
from tests.support.orders import delivered, fire, operator_of
from tests.support.servers.account_mails import dropped_token, lost_mail
from tests.support.worlds.marketplace import ADDRESS

OPEN_MESH = meshes.stl((meshes.box()[0], meshes.box()[1][2:]))

EVE = {"email": "eve@shop.example", "password": "a long walk at sea", "name": "Eve"}


def login_of(account):
    """What somebody logs in with who has registered so."""
    return {name: account[name] for name in ("email", "password")}


class Story:
    """Ada orders parts of several workshops, who make them; each step is an operation."""

    def __init__(self, market):
        self.market, self.ada = market, market.client
        self.home = self.ada.get("/auth/me").json["home_id"]

    def ok(self, answer):
        """The body of a successful answer."""
        assert answer.status_code < 300, answer.text
        return answer.json if answer.data else None

    def fired(self, caller, trigger, process_id=None, **data):
        return self.ok(fire(caller, process_id or self.process_id, trigger, **data))

    def of_process(self, path=""):
        return f"/processes/{self.process_id}{path}"

    def tell(self):
        """Every part of it, in the order in which one rests on the other."""
        self.get_to_know_the_service()
        self.order_a_part()
        self.ask_and_answer()
        self.make_and_deliver()
        self.dispute()
        self.change_ones_mind()
        self.repair_a_model()
        self.keep_an_organization()
        self.keep_terms()
        self.be_called()
        self.operate()
        self.tidy_up()
        self.change_passwords()
        self.approve_a_device()
        self.ask_for_codes()
        self.confirm_an_address()
        self.invite()
        self.leave()
        publish()

    def get_to_know_the_service(self):
        eve = self.market.visitor()
        self.ok(eve.post("/projects", {"title": "A visitor's idea"}))
        self.ok(eve.post("/auth/register", EVE))
        eve.visit()
        self.ok(eve.post("/projects/save"))
        assert eve.post("/auth/logout").status_code == 204
        self.ok(self.market.visitor().post("/auth/login", login_of(EVE)))
        self.eve_id = self.ok(eve.visit().get("/auth/me"))["home_id"]
        for path in ("/services", "/technologies", "/materials", "/post_processings"):
            self.ok(self.ada.get(f"{path}?limit=2"))
        first = self.ok(self.ada.get("/contractors?limit=2"))["items"][0]
        self.ok(self.ada.get(f"/contractors/{first['id']}"))
        part = {"part": {"box_mm": [20, 20, 20]}, "material_ids": ["pa12"], "quantities": [1, 10]}
        self.ok(self.ada.post("/estimates", part))
        for path in ("/workflows/request", "/health/live"):
            self.ok(self.ada.get(path))
        assert self.ada.get("/workflows/request.mmd").status_code == 200
        assert self.ada.get("/workflows/request.svg").status_code == 200

    def change_passwords(self):
        eve, login = self.market.visitor(), login_of(EVE)
        self.ok(eve.post("/auth/login", login))
        words = {"old": login["password"], "new": "copper lantern drifts"}
        assert eve.visit().post("/auth/password", words).status_code == 204
        profile = {"name": EVE["name"], "language": "en", "zone": "Europe/Berlin"}
        self.ok(eve.patch("/auth/me", profile))
        sessions = self.ok(eve.get("/auth/sessions"))["items"]
        assert eve.delete("/auth/sessions").status_code == 204
        assert eve.delete(f"/auth/sessions/{sessions[0]['id']}").status_code == 204
        eve = self.market.visitor()
        self.ok(eve.post("/auth/password/reset", {"email": login["email"]}))
        reset = {"token": dropped_token(), "password": login["password"]}
        assert eve.post("/auth/password/reset/confirm", reset).status_code == 204

    def approve_a_device(self):
        login = login_of(EVE)
        eve = self.market.visitor()
        self.ok(eve.post("/auth/login", login))
        wish = {"enabled": True, "password": login["password"]}
        self.ok(eve.visit().put("/auth/devices/approval", wish))
        browser = self.market.visitor()
        self.ok(browser.post("/auth/login", login))
        self.ok(browser.visit().get("/auth/devices/approval"))
        assert browser.post("/auth/devices/approval/send").status_code == 202
        confirmation = {"token": dropped_token("confirm/device")}
        assert browser.post("/auth/devices/approval/confirm", confirmation).status_code == 204
        assert eve.delete("/auth/devices").status_code == 204
        self.ok(eve.put("/auth/devices/approval", wish | {"enabled": False}))

    def ask_for_codes(self):
        self.ok(self.market.visitor().get("/auth/oidc"))
        eve, login = self.market.visitor(), login_of(EVE)
        self.ok(eve.post("/auth/login", login))
        password = {"password": login["password"]}
        begun = self.ok(eve.visit().post("/auth/totp", password))
        code = {"code": Authenticator(begun["uri"]).code()}
        codes = self.ok(eve.post("/auth/totp/confirm", code))["recovery_codes"]
        self.ok(eve.get("/auth/totp"))
        browser = self.market.visitor()
        wanted = browser.post("/auth/login", login).json
        step = {"login_token": wanted["login_token"], "code": codes[0]}
        self.ok(browser.post("/auth/totp/login", step))
        body = {**password, "code": codes[1]}
        codes = self.ok(browser.visit().post("/auth/totp/recovery_codes", body))["recovery_codes"]
        body = {**password, "code": codes[0]}
        assert browser.post("/auth/totp/disable", body).status_code == 204

    def confirm_an_address(self):
        dora = user(self.market.application, "Dora", is_confirmed=False)
        self.ok(dora.post("/auth/email/confirm/send"))
        confirmation = {"token": dropped_token("confirm")}
        assert dora.post("/auth/email/confirm", confirmation).status_code == 204
        founded = {"name": "Dora's Gears", "email": "office@gears.example"}
        organization_id = self.ok(dora.post("/organizations", founded))["id"]
        with transactions.writing() as session:
            # As where addresses have to be confirmed, which the story does without.
            organization = session.get_one(Organization, UUID(organization_id))
            organization.email_verified_at = None
        self.ok(dora.post(f"/organizations/{organization_id}/email/confirm/send"))
        confirmation = {"token": dropped_token("confirm/organization")}
        assert dora.post("/organizations/email/confirm", confirmation).status_code == 204

    def leave(self):
        gina = self.market.visitor()
        account = {"email": "gina@shop.example", "password": EVE["password"], "name": "Gina"}
        self.ok(gina.post("/auth/register", account))
        self.ok(gina.visit().get("/auth/export"))
        founded = self.ok(gina.post("/organizations", {"name": "Gina's Gears"}))["id"]
        assert gina.delete(f"/organizations/{founded}").status_code == 204
        assert gina.delete("/auth/me").status_code == 204
        stranger = user(self.market.application, "Stranger", is_confirmed=False)
        self.ok(stranger.post("/auth/email/confirm/send"))
        rejection = {"token": dropped_token("confirm")}
        assert stranger.post("/auth/email/confirm/reject", rejection).status_code == 204

    def order_a_part(self):
        ada = self.ada
        self.project_id = self.ok(ada.post("/projects", {"title": "Gearbox"}))["id"]
        wish = {
            "title": "Lid",
            "quantity": 5,
            "material_id": "pa12",
            "delivery_address": ADDRESS,
            "billing_address": {**ADDRESS, "name": "Analytical Engines, Accounts"},
            "priorities": {"cost": 8, "time": 3},
            "details": {"purchase_order": "PO-4711", "cost_centre": "870"},
        }
        path = f"/projects/{self.project_id}"
        self.process_id = self.ok(ada.post(f"{path}/processes", wish))["id"]
        file = self.ok(ada.upload(self.process_id, unit="mm"))
        self.file_id = file["id"]
        note = ada.put(
            self.of_process("/files/note.txt"), data=b"Handle with care", content_type="text/plain"
        )
        self.ok(note)
        self.ok(ada.get(self.of_process("/files")))
        self.ok(ada.get(f"/files/{self.file_id}"))
        self.ok(ada.patch(f"/files/{self.file_id}", {"name": "lid.stl"}))
        assert ada.get(f"/files/{self.file_id}/content").status_code == 200
        assert ada.get(f"/files/{self.file_id}/preview.png").status_code == 200
        assert ada.get(f"/files/{self.file_id}/mesh").status_code == 200
        assert ada.get(self.of_process("/files.zip")).status_code == 200
        self.ok(ada.patch(self.of_process(), {"notes": "Please wrap each lid."}))
        assert self.ok(ada.get(self.of_process("/choices")))["configured"]
        self.fired(ada, "verify")
        verify.verify(UUID(self.process_id))
        verification = self.of_process("/verifications")
        self.ok(ada.get(self.of_process("/verification")))
        self.ok(ada.get(verification))
        self.ok(ada.get(f"{verification}/1"))
        assert ada.get(f"{verification}/1.json").status_code == 200
        assert ada.get(f"{verification}/1.pdf").status_code == 200
        self.ok(ada.get(f"{verification}/1/compare/1"))
        answers = self.ok(ada.get(self.of_process("/contractors")))["items"]
        self.chosen = [each["contractor_id"] for each in answers if each["suitable"]][:2]
        self.ok(ada.put(self.of_process("/choice"), {"contractor_ids": self.chosen}))
        self.fired(ada, "send")
        assert dispatch.send(UUID(self.process_id), delivered) == "dispatched"
        self.winner, self.loser = (self.market.contractors[id].enter() for id in self.chosen)
        self.ok(ada.put(self.of_process("/file_access"), {"full": True}))

    def request_of(self, contractor, process_id=None):
        items = self.ok(contractor.get("/requests"))["items"]
        process_id = process_id or self.process_id
        return next(each["id"] for each in items if each["process_id"] == process_id)

    def ask_and_answer(self):
        ada, winner = self.ada, self.winner
        request_id = self.request_of(winner)
        self.ok(winner.get("/requests/projects"))
        path = f"/requests/{request_id}"
        self.ok(winner.get(path))
        self.ok(ada.put(f"{path}/file_access", {"full": True}))
        assert winner.get(f"{path}/dossier.pdf").status_code == 200
        assert winner.get(f"{path}/dossier.zip").status_code == 200
        self.ok(winner.post(f"{path}/actions/acknowledge"))
        self.ok(winner.post(f"{path}/actions/ask", {"text": "Which colour is it to be?"}))
        self.fired(ada, "answer", text="Natural, please.")
        attachment = self.ok(
            ada.ask(
                "POST",
                self.of_process("/messages/attachments"),
                data={"file": (io.BytesIO(b"a drawing"), "drawing.txt")},
                content_type="multipart/form-data",
            )
        )
        message = {"text": "Here it is.", "attachment_ids": [attachment["id"]]}
        message |= {"request_id": request_id}
        self.ok(ada.post(self.of_process("/messages"), message))
        items = self.ok(winner.get(self.of_process("/messages")))["items"]
        read = {"message_id": items[-1]["id"]}
        self.ok(winner.put(self.of_process("/messages/read"), read))
        content = items[-1]["attachments"][0]["href"].removeprefix("/api/v1")
        assert winner.get(content).status_code == 200
        offer = self.ok(winner.post(f"{path}/actions/offer", {"note": "As quoted."}))
        other = self.request_of(self.loser)
        self.ok(self.loser.post("/requests/offers", {"lines": [{"request_id": other}]}))
        self.ok(ada.get(self.of_process("/offers")))
        self.ok(ada.get(f"/projects/{self.project_id}/offers"))
        self.ok(ada.get(self.of_process("/file_accesses")))
        self.fired(ada, "accept_offer", offer_id=offer["id"])
        papers = self.ok(ada.get(self.of_process("/documents")))["items"]
        number = papers[0]["number"]
        assert ada.get(self.of_process(f"/documents/{number}.pdf")).status_code == 200
        publish()
        self.ok(ada.get("/events?after=0&own=true&types=offer.*"))
        self.ok(ada.get("/events/missed"))
        self.ok(ada.put("/events/read", {"position": 1}))

    def make_and_deliver(self):
        ada, winner = self.ada, self.winner
        parcel = {"carrier": "Parcel", "tracking_number": "4711"}
        request_id = self.request_of(winner)
        assert winner.get(f"/requests/{request_id}/route_card.pdf").status_code == 200
        assert winner.get(f"/requests/{request_id}/calendar").json["agreed"]
        self.fired(winner, "start_production")
        self.fired(winner, "report_progress", made=3, failed=1, reason="A warped corner")
        part = {"pieces": 2, "way": "collection"}
        first = self.fired(winner, "ship_part", **part)["shipments"][0]
        self.fired(ada, "deliver_part", shipment_id=first["id"])
        self.fired(winner, "report_progress", made=2)
        self.fired(winner, "finish_production")
        self.fired(winner, "ship", **parcel)
        self.fired(ada, "deliver")
        for path in ("/history", "/history.csv", "/history.pdf", ""):
            assert ada.get(self.of_process(path)).status_code == 200

    def dispute(self):
        ada, winner = self.ada, self.winner
        self.fired(ada, "dispute", reason="Two lids are too thin.")
        self.fired(ada, "consent", to="remake", pieces=2)
        self.fired(ada, "withdraw_consent", to="remake")
        self.fired(winner, "consent", to="remake", pieces=2)
        self.fired(ada, "remake", pieces=2)
        parcel = {"carrier": "Parcel", "tracking_number": "4712"}
        self.fired(winner, "report_progress", made=2)
        self.fired(winner, "finish_production")
        self.fired(winner, "ship", **parcel)
        self.fired(winner, "report_loss", reason="The carrier has lost it.")
        self.fired(winner, "consent", to="settle")
        self.fired(ada, "settle")
        process_id = self.contract()
        self.fired(self.winner, "start_production", process_id)
        self.fired(self.winner, "report_failure", process_id, reason="The machine broke.")
        process_id = self.contract()
        self.produce(process_id)
        self.fired(ada, "deliver", process_id)
        self.fired(ada, "complete", process_id)
        process_id = self.contract()
        self.produce(process_id)
        self.fired(ada, "dispute", process_id, reason="None fits.")
        self.fired(self.winner, "consent", process_id, to="give_up")
        self.fired(ada, "give_up", process_id)

    def produce(self, process_id):
        self.fired(self.winner, "start_production", process_id)
        self.fired(self.winner, "finish_production", process_id)
        parcel = {"carrier": "Parcel", "tracking_number": "4713"}
        self.fired(self.winner, "ship", process_id, **parcel)

    def draft(self, **fields):
        wish = {"quantity": 5, "material_id": "pa12", "delivery_address": ADDRESS, **fields}
        path = f"/projects/{self.project_id}/processes"
        process_id = self.ok(self.ada.post(path, wish))["id"]
        self.ok(self.ada.upload(process_id, unit="mm"))
        return process_id

    def sent(self):
        """A process that was sent to the winner; its id, and that of the request."""
        process_id = self.draft()
        batch = {"process_ids": [process_id]}
        self.ok(self.ada.post(f"/projects/{self.project_id}/verify", batch))
        verify.verify(UUID(process_id))
        choice = batch | {"contractor_ids": self.chosen[:1]}
        self.ok(self.ada.put(f"/projects/{self.project_id}/choice", choice))
        self.ok(self.ada.post(f"/projects/{self.project_id}/send", batch))
        assert dispatch.send(UUID(process_id), delivered) == "dispatched"
        return process_id, self.request_of(self.winner, process_id)

    def contract(self):
        process_id, request_id = self.sent()
        offer = self.ok(self.winner.post(f"/requests/{request_id}/actions/offer"))
        offers = [{"process_id": process_id, "offer_id": offer["id"]}]
        self.ok(self.ada.post(f"/projects/{self.project_id}/accept", {"offers": offers}))
        return process_id

    def change_ones_mind(self):
        ada = self.ada
        process_id, request_id = self.sent()
        self.ok(self.winner.post(f"/requests/{request_id}/actions/offer"))
        self.fired(ada, "reject_offers", process_id, reason="Too dear")
        process_id, _ = self.sent()
        self.fired(ada, "withdraw", process_id, reason="Not needed any more")
        process_id, request_id = self.sent()
        decline = {"reason": "We are full."}
        self.ok(self.winner.post(f"/requests/{request_id}/actions/decline", decline))
        self.fired(ada, "revise", process_id)
        self.fired(ada, "cancel", process_id, reason="Another way was found")
        first, second = self.draft(title="Shaft"), self.draft(title="Hub")
        path = f"/processes/{second}"
        self.ok(ada.put(f"{path}/dependencies/{first}"))
        self.fired(ada, "wait", second)
        self.fired(ada, "revise", second)
        self.ok(ada.delete(f"{path}/dependencies/{first}"))
        self.ok(ada.post(f"{path}/clone"))
        changes = {"process_ids": [first, second], "changes": {"quantity": 10}}
        project = f"/projects/{self.project_id}"
        self.ok(ada.patch(f"{project}/processes", changes))
        self.ok(ada.patch(project, {"title": "Gearbox, second design"}))
        self.ok(ada.get(f"{project}"))
        self.ok(ada.get("/projects?limit=1"))
        assert ada.get("/projects.csv").status_code == 200
        self.copy_id = self.ok(ada.post(f"{project}/clone", {"title": "Gearbox, a copy"}))["id"]
        self.left = [first, second]

    def repair_a_model(self):
        process_id = self.ada.draft(quantity=1, material_id="pa12")
        file = self.ok(self.ada.upload(process_id, OPEN_MESH, "open.stl", unit="mm"))
        copy = self.ok(self.ada.post(f"/files/{file['id']}/repair"))
        self.ok(self.ada.post(f"/files/{copy['id']}/accept"))

    def keep_an_organization(self):
        ada = self.ada
        address = {"street": "Münsterplatz 1", "city": "Ulm", "country": "DE"}
        founded = {"name": "Gears Ltd", "address": address, "vat_id": "DE 136 695 976"}
        founded |= {"general_terms": "Payable within 30 days, without deduction."}
        made = self.ok(ada.post("/organizations", founded))
        path = f"/organizations/{made['id']}"
        self.ok(ada.get("/organizations"))
        self.ok(ada.get(path))
        self.ok(ada.patch(path, {"country": "DE"}))
        self.ok(ada.get(f"{path}/audit?limit=2"))
        self.ok(ada.get("/auth/audit?limit=2"))
        assert ada.get(f"{path}/audit.csv").status_code == 200
        entry = {"label": "Gate B", "address": ADDRESS, "default_for": ["delivery"]}
        entry_id = self.ok(ada.post(f"{path}/addresses", entry))["id"]
        self.ok(ada.get(f"{path}/addresses"))
        self.ok(ada.get(f"{path}/addresses/{entry_id}"))
        self.ok(ada.patch(f"{path}/addresses/{entry_id}", {"label": "Gate C"}))
        assert ada.delete(f"{path}/addresses/{entry_id}").status_code == 204
        self.ok(ada.get(f"{path}/roles"))
        role = {"name": "buyer", "rights": ["processes:read", "processes:edit"]}
        role_id = self.ok(ada.post(f"{path}/roles", role))["id"]
        self.ok(ada.patch(f"{path}/roles/{role_id}", {"name": "purchasing"}))
        member = {"email": "eve@shop.example", "role": "member"}
        user_id = self.ok(ada.post(f"{path}/members", member))["user_id"]
        self.ok(ada.get(f"{path}/members"))
        self.ok(ada.patch(f"{path}/members/{user_id}", {"role": "purchasing"}))
        assert ada.delete(f"{path}/members/{user_id}").status_code == 204
        assert ada.delete(f"{path}/roles/{role_id}").status_code == 204
        self.ok(ada.get(f"{path}/deadlines"))
        window = {"answer_window": {"hours": 24, "reminder_hours": 4}}
        self.ok(ada.put(f"{path}/deadlines", window))
        self.ok(ada.get("/notifications/preferences"))
        choices = {"choices": {"process.produced": "mail"}}
        self.ok(ada.patch(f"/notifications/preferences/{self.home}", choices))
        key = {"name": "shop", "rights": ["processes:read", "processes:edit"]}
        key |= {"organization_id": made["id"], "networks": ["192.0.2.0/24", "2001:db8::/32"]}
        key_id = self.ok(ada.post("/api_keys", key))["id"]
        self.ok(ada.get("/api_keys"))
        other_id = self.ok(ada.post("/api_keys", {**key, "name": "former shop"}))["id"]
        self.ok(ada.get(f"{path}/api_keys"))
        answer = ada.delete(f"{path}/api_keys/{other_id}")
        assert answer.status_code == 204, answer.text
        assert ada.delete(f"/api_keys/{key_id}").status_code == 204

    def invite(self):
        path = f"/organizations/{self.home}"
        invitation = {"email": "fred@shop.example", "role": "member"}
        self.ok(self.ada.post(f"{path}/invitations", invitation))
        fred = user(self.market.application, "Fred")
        self.ok(fred.post("/invitations/accept", {"token": dropped_token("invitations")}))
        made = self.ok(self.ada.post(f"{path}/invitations", {**invitation, "email": "x@y.example"}))
        self.ok(self.ada.get(f"{path}/invitations"))
        assert self.ada.delete(f"{path}/invitations/{made['id']}").status_code == 204

    def keep_terms(self):
        winner = self.winner
        path = f"/organizations/{self.chosen[0]}"
        terms = self.ok(winner.get(f"{path}/terms"))["terms"]
        self.ok(winner.put(f"{path}/terms", terms))
        assert winner.delete(f"{path}/answer_links").status_code == 204
        machine = self.ok(winner.get(f"{path}/machines"))["items"][0]
        self.ok(winner.get(f"{path}/machines/{machine['id']}"))
        data = machine["data"] | {"name": "A second one of its kind"}
        other = self.ok(winner.post(f"{path}/machines", data))
        self.ok(winner.put(f"{path}/machines/{other['id']}", data))
        assert winner.delete(f"{path}/machines/{other['id']}").status_code == 204

    def be_called(self):
        ada = self.ada
        hook = {"url": "https://shop.example/hooks", "types": ["process.*", "offer.made"]}
        hook_id = self.ok(ada.post("/webhooks", hook))["id"]
        path = f"/webhooks/{hook_id}"
        self.ok(ada.get("/webhooks"))
        self.ok(ada.get(path))
        self.ok(ada.patch(path, {"description": "The shop"}))
        self.ok(ada.post(f"{path}/rotate_secret", {"grace_period_h": 24}))
        delivery = self.ok(ada.post(f"{path}/test"))["id"]
        self.ok(ada.get(f"{path}/deliveries"))
        self.ok(ada.get(f"{path}/deliveries/{delivery}"))
        self.ok(ada.post(f"{path}/deliveries/{delivery}/redeliver"))
        span = {"from": "2027-03-01T00:00:00Z", "to": "2027-03-02T00:00:00Z"}
        self.ok(ada.post(f"{path}/redeliver", span))
        assert ada.delete(path).status_code == 204

    def operate(self):
        operator = operator_of(self.market)
        for again in (False, True):
            process_id = self.draft()
            self.fired(self.ada, "verify", process_id)
            with transactions.writing() as session:
                process = session.get(Process, UUID(process_id), with_for_update=True)
                process.last_error = "the file could not be read in time"
                parking.park(session, process)
            self.ok(operator.get("/operations/parked"))
            why = {"reason": "The disk is mended."}
            if again:
                self.fired(operator, "retry", process_id, **why)
            else:
                self.ok(operator.post(f"/operations/parked/{process_id}/retry", why))
        self.ok(operator.get("/operations/consistency?limit=2"))
        self.ok(operator.get("/operations/overview"))
        self.ok(operator.post(f"/operations/mails/{lost_mail()}/send"))
        self.ok(operator.get(f"/operations/inspect/{process_id}"))
        path = "/operations/contractors"
        self.ok(operator.get(f"{path}?limit=2"))
        self.ok(operator.post(f"{path}/{self.chosen[1]}/suspend", {"reason": "It has moved."}))
        self.ok(operator.post(f"{path}/{self.chosen[1]}/approve", {"reason": "It is back."}))

    def tidy_up(self):
        first, second = self.left
        assert self.ada.delete(f"/files/{self.file_of(first)}").status_code == 204
        assert self.ada.delete(f"/processes/{first}").status_code == 204
        path = f"/projects/{self.project_id}/processes?ids={second}"
        assert self.ada.delete(path).status_code == 204
        assert self.ada.delete(f"/projects?ids={self.copy_id}").status_code == 204

    def file_of(self, process_id):
        return self.ok(self.ada.get(f"/processes/{process_id}/files"))["items"][0]["id"]
