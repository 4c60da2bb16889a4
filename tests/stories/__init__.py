"""Whole conversations against the playground's Slack: they type and react, and know nothing of what is behind."""
