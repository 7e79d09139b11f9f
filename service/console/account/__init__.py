"""Pages about somebody's own account: profile, password, sessions, keys, notifications, log."""

from service.console.account import (
    api_keys,
    erasure,
    notifications,
    passkeys,
    password,
    profile,
    providers,
    sessions,
)

__all__ = [
    "api_keys",
    "erasure",
    "notifications",
    "passkeys",
    "password",
    "profile",
    "providers",
    "sessions",
]
