"""What shapes every page whatever it says: the configuration, the templates, our code, the packages, Python."""

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from papernotes.cache import digest, files_digest

CODE = Path(__file__).parent
# Where the site goes and where its sources lie shapes no page.
PLACES = ("config_file_path", "docs_dir", "site_dir", "dev_addr", "watch", "strict")


def shape(config: Mapping[str, Any], template_folders: Iterable[str], serving: bool, code_folder: Path = CODE) -> str:
    """Return one key for all of it; `config` is the configuration before this package adds to it."""
    settings = {name: plain(value) for name, value in config.items() if name not in PLACES}
    code = files_digest((path for path in code_folder.rglob("*") if path.is_file() and path.suffix != ".pyc"), code_folder)
    folders = [Path(folder) for folder in template_folders]
    templates = [files_digest((path for path in folder.rglob("*.html") if path.is_file()), folder) for folder in folders if folder.is_dir()]
    return digest(serving, settings, code, templates, packages(), sys.version)


def packages() -> list[str]:
    """List the installed packages with their versions, by the names of the folders that record them."""
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    return sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})


def plain(value: Any) -> Any:
    """Turn a setting into what JSON can hold: a function by its name, a hook by its text, an object by its type and its settings."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, ModuleType):
        return Path(value.__file__).read_text("utf-8") if value.__file__ else value.__name__
    if isinstance(value, partial):
        return [plain(value.func), plain(value.args), plain(value.keywords)]
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    return [type(value).__qualname__, plain(getattr(value, "config", str(value) if type(value).__str__ is not object.__str__ else ""))]
