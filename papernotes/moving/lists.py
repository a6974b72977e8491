"""YAML that names notes: the relations in front matter, and navigation. Only the name itself changes."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

import yaml

from papernotes.author.nav import add_to_nav
from papernotes.changes import ChangeError
from papernotes.moving.places import Move
from papernotes.source import FRONT_MATTER

RELATIONS = ("replaces", "builds_on", "contradicted_by", "succeeded_by")


def follow_relations(text: str, slug: str, move: Move) -> str:
    """Return a note's text with the moved note's name replaced in its front matter; `slug` is the note's own."""
    match = FRONT_MATTER.match(text)
    if match is None or not match[1]:
        return text
    topic = slug.partition("/")[0] if "/" in slug else ""
    changes = []
    for field, node in _named(match[1]):
        new = _relation(field, node.value, topic, move)
        if new != node.value:
            changes.append((match.start(1) + node.start_mark.index, match.start(1) + node.end_mark.index, new))
    return _replace(text, changes)


def _named(front_matter: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """List the values that name notes, each with its field."""
    try:
        node = yaml.compose(front_matter, yaml.SafeLoader)
    except yaml.YAMLError:
        return  # the build says so
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if key.value in RELATIONS:
            yield from ((key.value, scalar) for scalar in _scalars(value))
        elif key.value == "reading_path" and isinstance(value, yaml.SequenceNode):
            for step in value.value:
                yield from (("reading_path", scalar) for scalar in _step(step))


def _step(node: yaml.Node) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        return [value for key, value in node.value if key.value == "note" and isinstance(value, yaml.ScalarNode)]
    return _scalars(node)


def _scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    return [node] if isinstance(node, yaml.ScalarNode) else [one for one in node.value if isinstance(one, yaml.ScalarNode)]


def _relation(field: str, value: str, topic: str, move: Move) -> str:
    """Write the name of a relation's note after the move; a reading path names notes of its own topic shortly."""
    if value == move.old_slug or (field == "reading_path" and topic and f"{topic}/{value}" == move.old_slug):
        short = move.new_slug.removeprefix(topic + "/") if topic else move.new_slug
        return short if field == "reading_path" and value != move.old_slug else move.new_slug
    return value


def follow_nav(text: str, path: str, move: Move) -> str:
    """Return a navigation file with the moved note's name replaced; one that left its folder is taken out.

    `path` is the file's own; what it names lies beside it, or in `docs` where the file is `mkdocs.yml`.
    """
    folder = dirname(path) or move.base
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return text
    listed = [value for key, value in root.value if key.value == "nav"] if isinstance(root, yaml.MappingNode) else []
    places = [node for one in listed for node in _below(one) if normpath(join(folder, node.value)) == move.old]
    changes = []
    for node in places:
        if dirname(move.new) == folder or (move.new + "/").startswith(folder + "/") and "/" in node.value:
            changes.append((node.start_mark.index, node.end_mark.index, move.new.removeprefix(folder + "/")))
        else:
            changes.append((*_whole_line(text, path, node), ""))
    return _replace(text, changes)


def _below(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for child in node.value if isinstance(node, yaml.CollectionNode) else []:
        yield from _below(child[1] if isinstance(child, tuple) else child)


def _whole_line(text: str, path: str, node: yaml.ScalarNode) -> tuple[int, int]:
    """Return where an item's line begins and ends. Raise `ChangeError` where other items stand on it."""
    start = text.rfind("\n", 0, node.start_mark.index) + 1
    end = text.find("\n", node.end_mark.index) + 1 or len(text)
    if not text[start : node.start_mark.index].lstrip().startswith("- ") or "," in text[node.end_mark.index : end].partition("#")[0]:
        raise ChangeError(f"{path}:{node.start_mark.line + 1}: the note cannot be taken out of this list (write one name a line, each behind '- ')")
    return start, end


def add_to_list(text: str, name: str) -> str:
    """Add a note that came into a folder to its navigation."""
    return add_to_nav(text, name) if text else text


def _replace(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Replace stretches of a text; quotes around a value stay."""
    for start, end, new in sorted(changes, reverse=True):
        quoted = new and text[start] in "'\"" and text[start] == text[end - 1]
        text = text[:start] + (text[start] + new + text[start] if quoted else new) + text[end:]
    return text
