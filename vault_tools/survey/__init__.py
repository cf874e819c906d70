"""What a vault seems to hold that we have never seen: proposals, and nothing that is decided."""

from vault_tools.survey.surveying import Named, Sign, Survey, survey

__all__ = ["Named", "Sign", "Survey", "survey"]
