"""Sphinx configuration of the site: ``sphinx-build -W -b dirhtml docs OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import batchmodels
from batchmodels.rules import finding

project = "batchmodels"
project_copyright = "The batchmodels developers"
version = release = batchmodels.__version__
language = "en"

extensions = ["myst_parser", "sphinx_copybutton", "arm_table", "changes_table", "reference", "rules_table"]
exclude_patterns = ["_ext"]
nitpicky = True

myst_enable_extensions = ["attrs_inline", "deflist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"batchmodels {release}"
html_baseurl = finding.SITE
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False

# The copy button copies only the input of a session.
copybutton_prompt_text = r">>> |\.\.\.(?: |$)|\$ "  # three dots alone end a block
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True
