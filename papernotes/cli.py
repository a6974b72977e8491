"""The command line: `papernotes check` and the other verbs, each thin over the core."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Keep a knowledge base of paper notes sound."""
