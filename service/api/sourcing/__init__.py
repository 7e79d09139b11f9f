"""Routes of requests, offers and messages, and the page that a contractor answers on."""
