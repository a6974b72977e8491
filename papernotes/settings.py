"""The plugin's settings, as `mkdocs.yml` gives them."""

import re
from pathlib import Path

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig

from papernotes.findings import Finding, error


class PapernotesConfig(Config):
    """List the plugin's settings; paths are relative to the folder of `mkdocs.yml`."""

    bib_file = option.Type(str, default="refs.bib")
    images_dir = option.Type(str, default="images")
    tags = option.ListOfItems(option.Type(str), default=[])


def second_search(config: MkDocsConfig) -> list[Finding]:
    """Report another search beside ours: a page would show both."""
    path = Path(config.config_file_path or "mkdocs.yml")
    if not {"search", "material/search"} & set(config.plugins) or not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    named = re.search(r"^plugins:.*?(?<![\w/-])((?:material/)?search)(?![\w-])", text, re.MULTILINE | re.DOTALL)
    name, line = (named[1], text.count("\n", 0, named.end()) + 1) if named else ("search", 1)
    return [error(path.name, line, 1, "second-search", f"the plugin '{name}' is a second search beside that of 'papernotes'", "remove it from the list of plugins")]
