"""What every test may lean on."""

pytest_plugins = ["tests.cast"]
