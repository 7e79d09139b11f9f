"""Audit: what was done to accounts and organisations, apart from the history of orders.

Its nouns are the action (what can be done, `actions`), the entry (who did it, when, from where and
with which session or key), and its audience (the organisation and the users who may read it). Every
use case that changes an account or an organisation calls `log.record` in its transaction. May
import `access` and what stands below it.
"""
