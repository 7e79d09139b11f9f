"""Streaming: keeps event streams open beside requests, thousands without a thread each.

Its nouns are the broadcaster, the subscriber (SSE or WebSocket), the acceptor that takes
connections in, and the opening that says what a stream is to be.
"""
