"""Sourcing: asking contractors, their offers, and the award.

Its nouns are the request (one for each contractor asked), the offer, and the award that makes one
of them the contract. Its deadlines fire in `service.orders.expiry`. May import
`files` and what stands below it, never `verification`.
"""
