"""The channels: a question in, a reply out."""
