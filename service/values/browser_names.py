"""Says in two words which browser a session runs in, of what the browser calls itself."""

#: Marks in a `User-Agent` (RFC 9110, 10.1.5), the more particular before what it claims to be.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "FxiOS/": "Firefox",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_name(agent: str | None) -> str | None:
    """Browser and system, as in "Firefox, Linux"; of a program how it begins; None of nothing."""
    if not agent:
        return None
    known = (
        next((name for mark, name in names.items() if mark in agent), None)
        for names in (BROWSERS, SYSTEMS)
    )
    return ", ".join(filter(None, known)) or agent.split()[0][:60]
