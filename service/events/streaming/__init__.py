"""Streaming: keeps event streams open in a process of its own, thousands without a thread each.

Its nouns are the broadcaster, the subscriber (SSE or WebSocket), and the handover of a connection
from the web process.
"""
