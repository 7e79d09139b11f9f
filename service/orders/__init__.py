"""Orders: projects and the processes in them, from draft to delivery.

Its nouns are the project, the process with its configuration, and the action that somebody fires.
May import `sourcing`, `verification` and what stands below them, never `documents`.
"""
