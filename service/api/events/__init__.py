"""Routes of the feed, streamed and read."""
