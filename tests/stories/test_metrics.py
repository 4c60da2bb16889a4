"""What an operator's Prometheus reads: how often, and how quickly, people were answered."""

from __future__ import annotations

from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from tests.stories.stage import Stage


def counted(playground: Stage) -> dict[tuple[str, frozenset[str]], float]:
    """The samples of the bot's own metrics, by name and the values of their labels."""
    with urlopen(f"{playground.address}/metrics", timeout=10) as answer:  # an address of ours
        families = text_string_to_metric_families(answer.read().decode())
        return {
            (sample.name, frozenset(sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
            if family.name.startswith("rapport_")
        }


def test_answers_are_counted_and_timed(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon")  # whatever other stories did before in this process
    before = counted(playground)
    ana.types("/met Priya at PyCon")
    ana.types("/met help")
    after = counted(playground)

    def more(name: str, *labels: str) -> float:
        return after[name, frozenset(labels)] - before.get((name, frozenset(labels)), 0)

    assert more("rapport_commands_total", "met", "log") == 1
    assert more("rapport_commands_total", "met", "help_me") == 1
    assert more("rapport_answer_seconds_count", "met") == 2
    assert more("rapport_events_total", "command") == 2
