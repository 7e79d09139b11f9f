"""The catalogue: what contractors offer, as it stands now.

Its nouns are the snapshot (all that matching asks of the catalogue, kept in memory and brought up
to date), the terms of a contractor with its machines, and its capacity and calendar. May import
`events`, `access`, `database` and `manufacturing`.
"""
