"""The Internet Archive's last good copy of an address that is gone.

Its index (CDX) is asked, not its availability interface, which denies copies that exist.
"""

import re
from urllib.parse import quote

from papernotes.linkcheck.online.asking import Service, Trouble, as_json, dig


async def last_copy(service: Service, url: str) -> str:
    """Return the address of the newest copy that answered 200; nothing where there is none or the archive does not answer."""
    wanted = url.partition("#")[0]
    try:
        answer = await service.get(f"https://web.archive.org/cdx/search/cdx?url={quote(wanted, safe='')}&filter=statuscode:200&limit=-1&output=json&fl=timestamp,original")
    except Trouble:
        return ""
    stamp = dig(as_json(answer), 1, 0) if answer.status == 200 else None
    return f"https://web.archive.org/web/{stamp}/{wanted}" if isinstance(stamp, str) and re.fullmatch(r"\d{14}", stamp) else ""
