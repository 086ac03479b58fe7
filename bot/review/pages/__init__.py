"""The screens of the review page: one module each, functions from a visit to a response."""
