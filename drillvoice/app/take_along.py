PAGE_ENDING = ".html"


def render_page(*a):
    raise NotImplementedError
