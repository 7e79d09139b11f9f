"""Takes a part from its file to a completed order, in the sandbox of `make run`.

    python order_a_part.py part.stl [http://127.0.0.1:8000]

Contractors of a sandbox answer by themselves; without `sandbox=True` real ones would be asked.
"""

import sys
from uuid import uuid4

from werkbank_client import Werkbank, models

part, url = (*sys.argv[1:], "http://127.0.0.1:8000")[:2]

with Werkbank(url) as werkbank:
    account = models.Registration(f"{uuid4().hex}@buyer.example", "a long walk", "Ada")
    werkbank.accounts.register(body=account)

    # What is wanted, and where.
    project = werkbank.projects.create_project(
        body=models.NewProject(title="Gripper", sandbox=True)
    )
    address = models.AddressChanges("Ada", "Hauptstr. 1", "10115", "Berlin", "DE")
    wish = models.NewProcess(quantity=5, material_id="pa12", delivery_address=address)
    process = werkbank.projects.create_process(project.id, body=wish)
    werkbank.upload(
        process.id,
        part,
        unit="mm",
        on_progress=lambda sent, size: print(f"{sent} of {size} bytes"),
    )

    # Who can make it, at what price; the first one is asked.
    werkbank.processes.verify(process.id)
    werkbank.wait_for(process.id, "verified")
    answers = werkbank.iterate(werkbank.verification.list_suitable_contractors, process.id)
    quote = next(answer.quote for answer in answers if answer.quote)
    print(quote.name, quote.total.amount, quote.total.currency)
    werkbank.processes.choose_contractors(process.id, body=models.Choice([quote.contractor_id]))
    werkbank.processes.send(process.id)

    # The contractor offers, and the offer becomes the contract.
    (request,) = werkbank.wait_for(process.id, "offered").requests
    (offer,) = request.offers
    werkbank.processes.accept_offer(process.id, body=models.AcceptOfferMove(offer.id))

    # It is made, shipped and delivered, and well.
    werkbank.wait_for(process.id, "delivered")
    process = werkbank.processes.complete(process.id)
    print("The order is", process.state)
