"""What the workers do: verify, send, relay, recover."""
