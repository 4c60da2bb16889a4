"""The page in a real Chromium, as a person uses it. Run by `make browser`; screenshots go to build/screenshots."""
