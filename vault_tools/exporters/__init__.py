"""Writers of foreign formats: from people to bytes."""
