"""Commands for whoever works on drillvoice."""
