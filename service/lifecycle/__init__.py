"""The lifecycle: the only way in which the state of a process changes.

Its nouns are the transition (one transaction with history, events and work items), the lease of a
worker on a process, and the deadline. May import `webhooks`, `notifications`, `catalogue` and what
stands below them.
"""
