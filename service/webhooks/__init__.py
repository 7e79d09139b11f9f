"""Webhooks: calls to the systems of organisations, signed, repeated and kept.

Its nouns are the endpoint, the delivery with its attempts, and the policy that decides which
address may be called. May import `events` and what stands below it.
"""
