"""The documents as a site: `make docs`. It asks no other host, also when read from disk."""

from __future__ import annotations

from importlib.metadata import version as installed

project = "Domino"
author = "The Domino authors"
copyright = "The Domino authors"
version = release = installed("domino-alliances")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
root_doc = "index"
html_theme = "furo"
html_title = f"Domino {version}"
html_static_path: list[str] = []
html_copy_source = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
# Files of the checkout are named, not copied: a site holds documents alone.
suppress_warnings = ["myst.xref_missing", "myst.header"]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autoclass_content = "class"
napoleon_google_docstring = False
napoleon_use_rtype = False
nitpicky = False
