"""The order of a topic's notes in `.nav.yml`: one line added, every other byte left as it is."""

from pathlib import Path
from typing import Any

import yaml

NAV = ".nav.yml"


def topics(docs: Path) -> list[str]:
    """List the folders of topics in the order of the site's navigation; without one, all folders that hold an index."""
    named = _items(docs / NAV)
    places = [item for entry in named for item in (entry.values() if isinstance(entry, dict) else [entry]) if isinstance(item, str)]
    listed = [place.strip("/") for place in places if (docs / place).is_dir()]
    return listed or sorted(path.parent.name for path in docs.glob("*/index.md"))


def _items(path: Path) -> list[Any]:
    """Read the `nav` list of a file; empty where there is none or it cannot be read, which the build reports."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return []
    items = data.get("nav") if isinstance(data, dict) else None
    return items if isinstance(items, list) else []


def add_to_nav(text: str, name: str) -> str:
    """Add a file's name behind the last item of `nav`; a list that takes all files by a pattern, or has the name, stays as it is."""
    try:
        root = yaml.compose(text)
    except yaml.YAMLError:
        return text  # the build says what is wrong with it
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    listed = next((value for key, value in pairs if key.value == "nav"), None)
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        return text
    values = [item.value for item in listed.value if isinstance(item, yaml.ScalarNode)]
    if name in values or any("*" in value for value in values):
        return text
    end = _last_scalar(listed.value[-1]).end_mark.index
    if listed.flow_style:
        return text[:end] + f", {name}" + text[end:]
    newline = "\r\n" if "\r\n" in text else "\n"
    line = text.find("\n", end)
    at = len(text) if line < 0 else line + 1
    before = newline if line < 0 else ""
    return text[:at] + before + " " * listed.start_mark.column + f"- {name}" + newline + text[at:]


def _last_scalar(node: yaml.Node) -> yaml.Node:
    """Go down to the last value below a node."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node
