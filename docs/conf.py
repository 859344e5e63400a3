"""Settings of the site: one theme that comes with Sphinx, nothing fetched from elsewhere. Built by `python -m experiments.documents site`."""

project = "plek"
author = "The plek contributors"
extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_enable_extensions = ["attrs_block"]
language = "en"
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {
    "description": "What happens to children who have no school place, if the law says who decides?",
    "fixed_sidebar": True,
    "page_width": "72em",
    "sidebar_width": "16em",
    "show_powered_by": False,
}
html_show_sourcelink = False
html_show_copyright = False
html_copy_source = False
html_title = "plek"
smartquotes = False
