"""Pages in their templates, kept from build to build: an environment of templates that knows what it has written before.

The key of a page is all that a template sees of it; the order of the navigation and its titles are seen by every page.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import jinja2
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from papernotes.cache import Cache, digest
from papernotes.rendered import told

# What MkDocs hands to every template, and what in it is the same for all pages of one shape.
OF_THE_SITE = {"nav", "pages", "config", "page", "mkdocs_version", "build_date_utc", "extra_css", "extra_javascript"}
# Fields of a front matter that no template reads of another page.
OWN = {"description", "papers", "idea", "tags", "reviewed", "key_number", "replaces", "builds_on", "contradicted_by", "succeeded_by", "reading_path", "search"}


class Templates:
    """Stand for the theme's environment; `finish` turns a template's output into what is written."""

    def __init__(self, env: jinja2.Environment, cache: Cache, shape: str, nav: Navigation, finish: Callable[[str], str]):
        self.env, self.cache, self.shape, self.nav, self.finish = env, cache, shape, nav, finish

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)

    def get_template(self, name: str, *arguments: Any, **named: Any) -> "Template":
        return Template(self, name, self.env.get_template(name, *arguments, **named))

    @cached_property
    def nav_key(self) -> str:
        """The navigation as every page sees it; complete once all pages are rendered."""
        return digest([_seen(item) for item in self.nav.items])


class Template:
    """Stand for one template."""

    def __init__(self, templates: Templates, name: str, template: jinja2.Template):
        self.templates, self.name, self.template = templates, name, template

    def render(self, context: Mapping[str, Any]) -> str:
        """Return a page as an earlier build wrote it if nothing that the template sees has changed, else write it."""
        page = context.get("page")
        if page is None:
            return self.template.render(context)
        try:
            key = self._key(page, context)
        except TypeError:  # another plugin's value has no form that could be compared with an earlier build's
            return self.templates.finish(self.template.render(context))
        found = self.templates.cache.get(key)
        if found is None:
            found = self.templates.finish(self.template.render(context))
            self.templates.cache.put(key, found)
        return found

    def _key(self, page: Page, context: Mapping[str, Any]) -> str:
        others = {name: _form(value) for name, value in context.items() if name not in OF_THE_SITE}
        place = [_title(page.previous_page), _title(page.next_page), page.file.src_uri, page.file.inclusion.name]
        seen = [page.title, page.content, page.url, page.abs_url, page.canonical_url, page.edit_url, _meta(page.meta), [told(item) for item in page.toc]]
        return digest("template", self.templates.shape, self.templates.nav_key, self.name, place, seen, others)


def _form(value: Any, depth: int = 5) -> Any:
    """Return what a plugin has given the templates in a form that can be compared; a TypeError where it has none."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple) and depth:
        return [_form(one, depth - 1) for one in value]
    fields = value if isinstance(value, dict) else getattr(value, "__dict__", None)
    if fields is None or not depth:
        raise TypeError(type(value).__name__)
    return [type(value).__name__, {str(name): _form(one, depth - 1) for name, one in fields.items()}]


def _title(page: Page | None) -> list[Any] | None:
    return page and [page.title, page.url]


def _meta(meta: Mapping[str, Any]) -> dict[str, str]:
    return {name: repr(value) for name, value in meta.items()}


def _seen(item: Any) -> list[Any]:
    """Return what the navigation shows of one page, section or link."""
    meta = _meta({name: value for name, value in (getattr(item, "meta", None) or {}).items() if name not in OWN})
    return [type(item).__name__, item.title, getattr(item, "url", None), meta, [_seen(child) for child in item.children or ()]]
