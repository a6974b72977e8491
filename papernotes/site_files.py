"""Files of the site that lie outside `docs/`: the pictures, the theme's own, and those beside the pages."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from papernotes.bundle import theme_files


def add_pictures(files: Files, root: Path, folder: str, config: MkDocsConfig) -> None:
    """Make each file of the top-level folder of pictures known under its path as a note would write it."""
    for path in sorted((root / folder).rglob("*")):
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".md":
            files.append(_picture(path, root, config))


def _picture(path: Path, root: Path, config: MkDocsConfig) -> File:
    from_docs = os.path.relpath(path, config.docs_dir).replace(os.sep, "/")
    from_root = path.relative_to(root).as_posix()
    return File(
        from_docs, config.docs_dir, config.site_dir, config.use_directory_urls,
        dest_uri=from_root, inclusion=InclusionLevel.INCLUDED,
    )  # fmt: skip


def add_theme(files: Files, texts: Collection[str], config: MkDocsConfig) -> None:
    """Add the files that all pages share; the notes' texts say what these must hold."""
    for name, text in theme_files(config, texts).items():
        files.append(File.generated(config, name, content=text))


def write_files(files: Mapping[str, str], site: Path) -> None:
    """Write files into a site, each by its path there."""
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
