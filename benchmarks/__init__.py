"""Commands that measure the program, and the usual ways of doing the same beside it."""
