"""The outbox relay: publishes events and work items, and recovers forgotten work."""
