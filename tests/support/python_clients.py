"""The Python client of both kinds, as tests use it: the same lines for the one and the other."""

import asyncio
import inspect
from contextlib import contextmanager

import httpx

from werkbank_client import AsyncWerkbank, Retries, Werkbank

#: As the default, but for people who look on.
HURRIED = Retries(first_pause_s=0.01, longest_pause_s=0.05)


class Blocking:
    """Something of an AsyncWerkbank: what it would have awaited is waited for."""

    def __init__(self, runner, inner):
        self._runner, self._inner = runner, inner

    def __getattr__(self, name):
        value = getattr(self._inner, name)
        return value if isinstance(value, int | str) else Blocking(self._runner, value)

    def __call__(self, *args, **kwargs):
        args = [arg._inner if isinstance(arg, Blocking) else arg for arg in args]
        result = self._inner(*args, **kwargs)
        if inspect.isasyncgen(result):
            return self._rows(result)
        return self._runner.run(result)

    def _rows(self, result):
        try:
            while True:
                yield self._runner.run(anext(result))
        except StopAsyncIteration:
            pass
        finally:
            self._runner.run(result.aclose())


@contextmanager
def running_client(kind, url, api_key=None, **more):
    """A client of this kind, `sync` or `async`, that is closed in the end."""
    # The service is next door: a proxy that the environment names must not come between.
    more = {"retries": HURRIED, **more}
    if kind == "sync":
        with (
            httpx.Client(trust_env=False) as http,
            Werkbank(url, api_key, http=http, **more) as client,
        ):
            yield client
    else:
        with asyncio.Runner() as runner:
            http = httpx.AsyncClient(trust_env=False)
            client = AsyncWerkbank(url, api_key, http=http, **more)
            yield Blocking(runner, client)
            runner.run(client.aclose())
            runner.run(http.aclose())
