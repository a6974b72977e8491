"""A MkDocs folder as a checker sees it: its settings, its files, and where each page will lie.

Nothing of the folder is run: plugins are names only, and tags of Python in `mkdocs.yml` are followed
only into packages that this project itself depends on.
"""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import urlsplit

import pathspec
import yaml

from papernotes.findings import Finding
from papernotes.linkcheck.links import Link

TRUSTED = ("markdown.", "pymdownx.", "material.extensions.emoji")
NO_PAGES = (".*", "/templates/")  # what MkDocs leaves out by default


class NotAFolder(Exception):
    """Say in one line why there is nothing to check."""


class Settings(yaml.SafeLoader):
    """Read YAML with MkDocs' own tags; what is unknown becomes None."""


def _env(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    names = [loader.construct_object(item, deep=True) for item in node.value] if isinstance(node, yaml.SequenceNode) else [node.value]
    *variables, default = names if len(names) > 1 else [*names, None]
    return next((os.environ[name] for name in variables if name in os.environ), default)


def _name(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    """Look up `!!python/name:…` in trusted packages only."""
    if not suffix.startswith(TRUSTED):
        return None
    module, _, name = suffix.rpartition(".")
    try:
        return getattr(__import__(module, fromlist=[name]), name)
    except (ImportError, AttributeError):
        return None


def _apply(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    """Call `!!python/object/apply:pymdownx.slugs.slugify`, the one such form that decides about anchors."""
    if suffix != "pymdownx.slugs.slugify" or not isinstance(node, yaml.MappingNode):
        return None
    arguments = loader.construct_mapping(node, deep=True).get("kwds") or {}
    return _name(loader, suffix, node)(**arguments)


Settings.add_constructor("!ENV", _env)
Settings.add_multi_constructor("tag:yaml.org,2002:python/name:", _name)
Settings.add_multi_constructor("tag:yaml.org,2002:python/object/apply:", _apply)
Settings.add_multi_constructor("", lambda loader, suffix, node: None)


@dataclass
class Folder:
    """Hold one MkDocs folder; all paths are relative to `root`, with forward slashes."""

    root: Path
    settings: dict[str, Any]
    config_name: str = "mkdocs.yml"
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def docs(self) -> str:
        return normpath(self.settings.get("docs_dir") or "docs")

    @cached_property
    def site(self) -> Path:
        return self.root / (self.settings.get("site_dir") or "site")

    @cached_property
    def base(self) -> str:
        """The path of the site's root on its server, with slashes at both ends."""
        path = urlsplit(str(self.settings.get("site_url") or "")).path.strip("/")
        return f"/{path}/" if path else "/"

    @cached_property
    def plugins(self) -> dict[str, dict[str, Any]]:
        return _named(self.settings.get("plugins"))

    @cached_property
    def extensions(self) -> dict[str, dict[str, Any]]:
        return _named(self.settings.get("markdown_extensions"))

    @property
    def ours(self) -> bool:
        """Whether the site is built by our own plugin: it resolves raw HTML and shows the top-level images."""
        return "papernotes" in self.plugins

    @cached_property
    def directory_urls(self) -> bool:
        return self.settings.get("use_directory_urls", True) is not False

    @cached_property
    def absolute_from_docs(self) -> bool:
        validation = self.settings.get("validation") or {}
        links = validation.get("links") or {}
        return "relative_to_docs" in (validation.get("absolute_links"), links.get("absolute_links"))

    @cached_property
    def images(self) -> str | None:
        """The folder beside `docs` whose files become part of the site, if there is one."""
        return (self.plugins["papernotes"].get("images_dir") or "images") if self.ours else None

    @cached_property
    def bib(self) -> str:
        options = self.plugins.get("papernotes") or self.plugins.get("bibtex") or {}
        return options.get("bib_file") or "refs.bib"

    @cached_property
    def files(self) -> dict[str, str]:
        """Map every file of the site, by its path under root as the directory spells it, to its address on the site."""
        found_files = {}
        for path in walk(self.root / self.docs):
            if not self._ignored.match_file(path):
                found_files[normpath(join(self.docs, path))] = self.address_of(path)
        for path in walk(self.root / self.images) if self.images else ():
            found_files[join(self.images, path)] = join(self.images, path)
        return found_files

    @cached_property
    def _ignored(self) -> pathspec.PathSpec:
        lines = [*NO_PAGES, *str(self.settings.get("exclude_docs") or "").splitlines()]
        return pathspec.PathSpec.from_lines("gitignore", lines)

    @cached_property
    def drafts(self) -> pathspec.PathSpec:
        return pathspec.PathSpec.from_lines("gitignore", str(self.settings.get("draft_docs") or "").splitlines())

    @cached_property
    def hidden(self) -> pathspec.PathSpec:
        """What may stay outside the navigation."""
        return pathspec.PathSpec.from_lines("gitignore", str(self.settings.get("not_in_nav") or "").splitlines())

    @cached_property
    def notes(self) -> list[str]:
        """The Markdown files, sorted."""
        return sorted(path for path in self.files if path.startswith(self.docs + "/") and path.endswith((".md", ".markdown", ".mkd", ".mkdn")))

    @cached_property
    def web_pages(self) -> list[str]:
        """The HTML files that lie among the notes, sorted."""
        return sorted(path for path in self.files if path.endswith((".html", ".htm")))

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Map addresses on the site back to files."""
        return {address: path for path, address in self.files.items()}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Map names without regard to case and to the form of accents back to the true names."""
        return {fold(path): path for path in self.files}

    def address_of(self, path: str) -> str:
        """Give the address of a file of `docs`, as MkDocs makes it."""
        stem, dot, suffix = path.rpartition(".")
        if suffix not in ("md", "markdown", "mkd", "mkdn"):
            return path
        folder, name = dirname(stem), stem.rpartition("/")[2]
        if name in ("index", "README"):
            return f"{folder}/" if folder and self.directory_urls else join(folder, "" if self.directory_urls else "index.html")
        return f"{stem}/" if self.directory_urls else f"{stem}.html"


def fold(path: str) -> str:
    """Spell a path so that names equal but for case and accents' form are equal."""
    return unicodedata.normalize("NFC", path).casefold()


def walk(folder: Path) -> Iterator[str]:
    """List the files below a folder, relative to it; a link that points nowhere is no file."""
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(place, name)
            if not name.startswith(".") and os.path.exists(path):
                yield os.path.relpath(path, folder).replace(os.sep, "/")


def _named(items: Any) -> dict[str, dict[str, Any]]:
    """Read MkDocs' way of naming plugins and extensions: a list of names and one-key mappings, or a mapping."""
    if isinstance(items, dict):
        return {str(name): options or {} for name, options in items.items()}
    named: dict[str, dict[str, Any]] = {}
    for item in items or []:
        if isinstance(item, dict):
            named |= {str(name): options if isinstance(options, dict) else {} for name, options in item.items()}
        elif item is not None:
            named[str(item)] = {}
    return named


def open_folder(root: Path) -> Folder:
    """Read a folder's `mkdocs.yml`. Raise `NotAFolder` where nothing could be checked."""
    name = next((name for name in ("mkdocs.yml", "mkdocs.yaml") if (root / name).is_file()), None)
    if name is None:
        raise NotAFolder(f"{root}: no mkdocs.yml here; name the folder that holds it")
    folder = Folder(root.resolve(), _settings(root / name), name)
    if not (folder.root / folder.docs).is_dir():
        raise NotAFolder(f"{root / name}: its docs_dir '{folder.docs}' is not a folder")
    if not folder.notes:
        raise NotAFolder(f"{root / folder.docs}: no Markdown file here, so there is nothing to check")
    return folder


def _settings(path: Path, depth: int = 0) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Settings)  # noqa: S506 (a SafeLoader)
    except (OSError, UnicodeDecodeError) as fault:
        raise NotAFolder(f"{path}: cannot be read: {getattr(fault, 'strerror', None) or 'it is not UTF-8'}") from fault
    except yaml.YAMLError as fault:
        line = fault.problem_mark.line + 1 if getattr(fault, "problem_mark", None) else 1
        raise NotAFolder(f"{path}:{line}: not YAML: {getattr(fault, 'problem', None) or 'it cannot be read'}") from fault
    if not isinstance(data, dict):
        raise NotAFolder(f"{path}: not a list of `key: value` lines")
    parent = data.pop("INHERIT", None)
    if parent and depth < 9:
        return _merge(_settings(path.parent / str(parent), depth + 1), data)
    return data


def _merge(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    merged = dict(parent)
    for key, value in child.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def config_links(folder: Folder) -> Iterator[Link]:
    """List the addresses in `mkdocs.yml`: navigation, logo, scripts and styles, and every web address."""
    text = (folder.root / folder.config_name).read_text(encoding="utf-8")
    for keys, node in _scalars(yaml.compose(text, Settings), ()):
        value, place = node.value, (node.start_mark.line + 1, node.start_mark.column + 1)
        if keys[:1] == ("nav",) and ("." in value or "/" in value):
            yield Link(folder.config_name, *place, value, keys[-1], "nav")
        elif keys[:2] in (("theme", "logo"), ("theme", "favicon")):
            yield Link(folder.config_name, *place, value, keys[-1], "theme")
        elif keys[:1] in (("extra_css",), ("extra_javascript",)):
            yield Link(folder.config_name, *place, value, keys[0], "asset")
        elif value.startswith(("http://", "https://", "//")):
            yield Link(folder.config_name, *place, value, keys[-1] if keys else "", "link")


def _scalars(node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    """Walk a YAML tree down to its values, each with the keys that lead to it."""
    if isinstance(node, yaml.ScalarNode):
        yield keys, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*keys, str(key.value)))
