"""Engram's code: a pure core that reads notes and references, and a thin MkDocs adapter over it."""
