"""Slack out: clients by team, posting, finding what was posted, profiles, installations."""
