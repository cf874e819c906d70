"""Keep in touch with people, out of a folder of Markdown notes."""

__version__ = "1.0.0"
