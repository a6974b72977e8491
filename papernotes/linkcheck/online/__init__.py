"""The live checks: what one run saw of each address, and what many runs make of it.

`run.run(folder, options)` checks a folder and returns `(findings, lines)`; `run.run_urls(urls, options)` judges single addresses.
`run.survey(folder, options)` returns every result, for a caller that reports item by item.
`check.check_urls(items)` is the engine below them; `state` and `site` need no network library.
"""
