"""What answers each kind of update: take the text out, ask the desk, send what it returns."""
