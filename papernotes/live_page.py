"""One page made again with what the last whole pass knows, through the same events as in a build of MkDocs."""

from dataclasses import dataclass

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation


@dataclass(frozen=True)
class Parts:
    """Hold what a whole pass of MkDocs has made before its first page is written."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment


def page_html(file: File, parts: Parts) -> str:
    """Return a page as it would stand in the site, but for what other pages know of it by now."""
    config, files, plugins, page = parts.config, parts.files, parts.config.plugins, file.page
    assert page is not None  # a whole pass has given every note its page
    page.content = None
    page = plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
    page.render(config, files)
    page.content = plugins.on_page_content(page.content, page=page, config=config, files=files)
    page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    page.active = True
    try:
        context = get_context(parts.nav, files, config, page)
        template = parts.env.get_template(page.meta.get("template", "main.html"))
        context = plugins.on_page_context(context, page=page, config=config, nav=parts.nav)
        return plugins.on_post_page(template.render(context), page=page, config=config)
    finally:
        page.active = False
