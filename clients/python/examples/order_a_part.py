"""Takes a part from its file to a completed order, against `make run`.

    python order_a_part.py part.stl [http://127.0.0.1:8000 [var/demo.json]]

The file with the example people lets it play the contractor as well.
"""

import json
import sys
from pathlib import Path
from uuid import uuid4

from werkbank_client import Werkbank, models

DEFAULTS = ["http://127.0.0.1:8000", "var/demo.json"]
part, url, people = sys.argv[1:] + DEFAULTS[len(sys.argv) - 2 :]
contractors = json.loads(Path(people).read_text())["contractors"]

with Werkbank(url) as buyer, Werkbank(url) as workshop:
    account = models.Registration(f"{uuid4().hex}@buyer.example", "a long walk", "Ada")
    buyer.accounts.register(body=account)

    # What is wanted, and where.
    project = buyer.projects.create_project(body=models.NewProject(title="Gripper"))
    address = models.AddressChanges("Ada", "Hauptstr. 1", "10115", "Berlin", "DE")
    wish = models.NewProcess(quantity=5, material_id="pa12", delivery_address=address)
    process = buyer.projects.create_process(project.id, body=wish)
    buyer.upload(process.id, part, unit="mm", on_progress=print)

    # Who can make it, at what price; the first one is asked.
    buyer.processes.verify(process.id)
    buyer.wait_for(process.id, "verified")
    answers = buyer.iterate(buyer.verification.list_suitable_contractors, process.id)
    quote = next(answer.quote for answer in answers if answer.quote)
    print(quote.name, quote.total.amount, quote.total.currency)
    buyer.processes.choose_contractors(process.id, body=models.Choice([quote.contractor_id]))
    buyer.processes.send(process.id)
    buyer.wait_for(process.id, "sent")

    # The contractor offers as quoted, and the buyer accepts.
    (login,) = (c for c in contractors if c["organization_id"] == str(quote.contractor_id))
    workshop.accounts.log_in(body=models.LoginBody(login["email"], login["password"]))
    requests = workshop.iterate(workshop.requests.list_requests)
    request = next(request for request in requests if request.process_id == process.id)
    workshop.requests.make_offer(request.id, body=models.NewOffer(as_quoted=True))
    (offer,) = buyer.wait_for(process.id, "offered").requests[0].offers
    buyer.processes.accept_offer(process.id, body=models.AcceptOfferMove(offer.id))

    # It is made, shipped, delivered, and well.
    workshop.processes.start_production(process.id)
    workshop.processes.finish_production(process.id)
    parcel = models.ShipMove(carrier="DHL", tracking_number="00340434161094042557")
    workshop.processes.ship(process.id, body=parcel)
    buyer.wait_for(process.id, "in_delivery")
    buyer.processes.deliver(process.id)
    process = buyer.processes.complete(process.id)
    print("The order is", process.state)
