"""Compiles the catalogues of other languages when the package is built or installed."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # generic over the builder's configuration
    """Makes ``vault_tools.mo`` beside each ``vault_tools.po``."""

    PLUGIN_NAME = "catalogues"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compile every catalogue, for a wheel and for an editable install alike."""
        from babel.messages.mofile import write_mo  # noqa: PLC0415 - only a build needs it
        from babel.messages.pofile import read_po  # noqa: PLC0415

        for source in Path(self.root, "vault_tools", "locale").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as text:
                catalogue = read_po(text)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
