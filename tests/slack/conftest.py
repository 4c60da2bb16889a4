"""The same Slack as the jobs' tests have."""

from tests.jobs.conftest import slack

__all__ = ["slack"]
