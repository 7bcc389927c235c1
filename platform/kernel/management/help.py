"""What every command of ours shares."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter

from django.core.management.base import BaseCommand


class RynekCommand(BaseCommand):
    """A command whose help keeps its lines: what it does, then an example."""

    def create_parser(self, prog_name: str, subcommand: str, **options: object) -> ArgumentParser:
        parser = super().create_parser(prog_name, subcommand, **options)  # type: ignore[arg-type]
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser
