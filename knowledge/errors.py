"""The errors that people see. Each message says what is wrong, where, and what to do."""


class BudgetError(Exception):
    """Anything that stops budget-bot and that its user can cure."""


class ConfigError(BudgetError):
    """config.toml or a lexicon does not say what is needed."""


class IngestError(BudgetError):
    """A document cannot be read, or breaks what its table promised."""


class UnreadableCell(IngestError):
    """A cell that is neither a number nor a blank."""


class KnowledgeBaseMissing(BudgetError):
    """Nothing has been ingested yet, or the file is of another version."""
