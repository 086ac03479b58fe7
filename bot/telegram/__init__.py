"""The Telegram bot: updates in, the knowledge layer answers, messages out."""
