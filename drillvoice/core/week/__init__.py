"""A plan for the week: what may stand in its file, what is due on a day, and how that is said.

Days of a week are numbers here, Monday is 0: the core knows no calendar.
"""
