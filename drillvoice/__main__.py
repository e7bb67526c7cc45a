"""`python -m drillvoice`."""

from drillvoice.terminal.cli.main import main

main()
