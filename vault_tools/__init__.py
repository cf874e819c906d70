"""Keep in touch with people, out of a folder of Markdown notes."""

__version__ = "0.1.0"
