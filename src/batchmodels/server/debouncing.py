"""Checks that wait for a pause in typing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable


class Debouncer:
    """Runs one check at a time for each document, after the last of several changes.

    A change during a check causes another one after it.
    """

    def __init__(self, check: Callable[[str], Awaitable[None]]) -> None:
        self._check = check
        self._due: dict[str, float] = {}  # when, by the document's URI
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()

    def schedule(self, uri: str, delay: float) -> None:
        """Check a document once it hasn't changed for a while.

        Args:
            uri: The document.
            delay: The while, in seconds.
        """
        self._due[uri] = asyncio.get_running_loop().time() + delay
        if uri not in self._tasks:
            self._tasks[uri] = asyncio.create_task(self._run(uri))

    def forget(self, uri: str) -> None:
        """Don't check a document that is waiting."""
        self._due.pop(uri, None)

    async def settle(self, uri: str) -> None:
        """Check a document now if it is waiting, and return once it is checked."""
        if uri in self._due:
            self._due[uri] = 0
            self._woken.set()
        if uri in self._tasks:
            await asyncio.wait([self._tasks[uri]])

    async def _run(self, uri: str) -> None:
        try:
            while uri in self._due:
                wait = self._due[uri] - asyncio.get_running_loop().time()
                if wait > 0:
                    self._woken.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), wait)
                else:
                    del self._due[uri]
                    await self._check(uri)
        finally:
            del self._tasks[uri]
