"""`python -m drillvoice`."""

from drillvoice.cli import main

main()
