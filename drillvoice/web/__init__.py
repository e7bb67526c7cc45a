"""The page: a server on this computer, what it tells browsers, and who may lead a session from one.

It knows no terminal. What pages show is made of facts and of the view in the core, as for any other front.
"""
