"""Documents: what is printed of an order, for people and for proof.

Its nouns are the dossier that goes to a contractor, the business paper (request for quotation,
offer, order confirmation, delivery note), and the report of a verification. May import `sourcing`,
`verification` and what stands below them, never `orders`.
"""
