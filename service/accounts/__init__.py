"""Accounts: people, how they prove who they are, and the organisations they belong to.

Its nouns are the user, the session or API key that a request comes with, the device that it comes
from, the organisation with its members and roles, the invitation, and the link that confirms.
May import every room below `operations`.
"""
