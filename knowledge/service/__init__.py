"""service.db: what people did. Never rebuilt, migrated forward only."""
