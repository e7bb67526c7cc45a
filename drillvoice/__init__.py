"""drillvoice: an offline voice that calls balance drills.

Its rooms, from the lowest to the highest, and who may import whom: docs/design.md. tests/test_imports.py keeps it true.
"""

__version__ = "0.1.0"
