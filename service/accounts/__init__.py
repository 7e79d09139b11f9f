"""Accounts: people, how they prove who they are, and the organisations they belong to.

Its nouns are the user, the session or API key that a request comes with, and the organisation with
its members and roles. May import every room below `operations` but `documents` and `orders`.
"""
