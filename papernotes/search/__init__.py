"""The site's search: an index that is cut into small files while the site is built, and read by `theme/assets/search/` in the browser.

MiniSearch counts and scores. What is ours is that a reader loads only the shards of the words that a query has,
that misspelt words are mended from a vocabulary in shards, and that the best pages' own text decides about phrases and sections.
docs/contributing/search.md tells how it works and what was measured.
"""

from papernotes.search.index import Index
from papernotes.search.pages import SearchPage, search_pages
from papernotes.search.synonyms import synonyms

__all__ = ["Index", "SearchPage", "search_pages", "synonyms"]
