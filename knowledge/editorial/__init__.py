"""What editors add to the documents: answers to frequent questions, and other words for known names."""
