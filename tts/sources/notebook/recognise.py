"""Whether JSON is a Jupyter notebook."""

from __future__ import annotations

from tts.sources.format import Sample

MEDIA_TYPES = ("application/x-ipynb+json",)


def is_notebook(sample: Sample) -> bool:
    """Whether it is a notebook: by typical fields, or by its suffix if it is cut off. The undecoded
    bytes are checked first."""
    if not sample.start.startswith(b"{"):
        return False
    if sample.suffix == ".ipynb":
        return True
    if b'"nbformat"' not in sample.ends:
        return False
    return b'"cells"' in sample.content or b'"worksheets"' in sample.content
