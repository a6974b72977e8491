"""The command line: `papernotes check`, `papernotes claim` and the other verbs, each thin over the core."""

from importlib import import_module

import click

# Loaded when asked for: checking links needs no NumPy, and computing a claim no link checker.
VERBS = {
    "check": "papernotes.linkcheck.command:check_command",
    "claim": "papernotes.claims.command:claim_command",
    "claims": "papernotes.claims.command:claims_command",
    "import": "papernotes.importing.command:import_command",
    "lock": "papernotes.linkcheck.command:lock_command",
    "mv": "papernotes.moving.command:mv_command",
    "new": "papernotes.author.command:new_command",
    "published": "papernotes.moving.command:published_command",
    "schema": "papernotes.author.command:schema_command",
    "status": "papernotes.author.command:status_command",
}


class Verbs(click.Group):
    """Import a verb's module when the verb is called or its help is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        return getattr(import_module(module), name)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: papernotes new 1803.03635 --topic pruning")
def main() -> None:
    """Write down papers and keep what is said of them sound.

    Each command works on the knowledge base in the current folder and tells more with --help.
    """
