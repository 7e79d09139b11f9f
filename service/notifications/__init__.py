"""Notifications: what people are mailed about, and what they have not read yet.

Its nouns are the kind of notification with each one's preference, the queued notification, and the
read position. May import `events` and what stands below it.
"""
