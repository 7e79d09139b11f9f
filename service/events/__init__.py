"""Events: what others are told of a change, in one feed that misses nothing.

Its nouns are the outbox event (written with the change), the event (published with a position and
an audience), and the subscriber. May import `access`, `database` and what stands below them.
"""
