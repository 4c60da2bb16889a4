"""Import and export: files of several kinds <-> the records of `network.archive`."""
