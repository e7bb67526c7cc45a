"""drillvoice: an offline voice that calls balance drills."""

__version__ = "0.1.0"
