"""The link checker: what is a link, whether it leads somewhere, and whether a paper's address is that paper.

`source`, `built` and `identity` work without a network and import nothing of `online`.
"""
