"""Time, in one place, so that a test can let hours pass in milliseconds."""

import asyncio
import time
from datetime import UTC, datetime


class Clock:
    """Tell the time and wait."""

    def now(self) -> datetime:
        """The date and time of day, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only ever grow, whatever is done to the computer's date."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
