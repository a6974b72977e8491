"""What the link check adds to pytest itself: its options, and a summary of what made no item fail."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the link check's options."""
    group = parser.getgroup("links")
    group.addoption("--online", action="store_true", help="ask the network about every link and paper as well")
    group.addoption("--links-of", metavar="DIR", help="the MkDocs folder whose links are checked (default: this project)")
    group.addoption("--links-report", metavar="FILE", help="with --online: write the report here, as Markdown")


def pytest_terminal_summary(terminalreporter) -> None:
    """List warnings, and what the network did not let anybody judge."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports if getattr(report, "when", "") == "call"]
    noted = sorted({value for report in reports for name, value in report.user_properties if name == "link"})
    if noted:
        terminalreporter.section("links to look at")
        for line in noted:
            terminalreporter.line(line)
