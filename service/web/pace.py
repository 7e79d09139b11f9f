"""Whether bytes come, or are taken, fast enough: counted over windows of time, with no clock."""


class Pace:
    """Asks for `bytes_per_s` in every window of `over_s` seconds that are waited for a client."""

    def __init__(self, bytes_per_s: float, over_s: float) -> None:
        self._least, self._over_s = bytes_per_s * over_s, over_s
        self._waited_s = 0.0
        self._moved_then = 0

    @property
    def left_s(self) -> float:
        """Seconds until the end of this window."""
        return max(0.0, self._over_s - self._waited_s)

    def wait(self, seconds: float) -> None:
        """Count seconds in which the client could have done something."""
        self._waited_s += seconds

    def is_kept(self, moved: int) -> bool:
        """Whether enough has moved in this window, `moved` bytes in all; then the next begins.

        A window that is not over is kept.
        """
        if self.left_s > 0:
            return True
        enough = moved - self._moved_then >= self._least
        self.begin(moved)
        return enough

    def begin(self, moved: int) -> None:
        """Begin a window: so much has moved before it."""
        self._waited_s, self._moved_then = 0.0, moved
