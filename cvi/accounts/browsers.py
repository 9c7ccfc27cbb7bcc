"""What a browser says it is, as two codes; the text itself is not kept."""

from cvi.accounts.models import Device

# The order matters: Edge and Samsung's browser also say Chrome, and Chrome says Safari.
BROWSERS = (
    ("Edg", Device.Browser.EDGE),
    ("SamsungBrowser", Device.Browser.SAMSUNG),
    ("Firefox", Device.Browser.FIREFOX),
    ("FxiOS", Device.Browser.FIREFOX),
    ("Chrome", Device.Browser.CHROME),
    ("CriOS", Device.Browser.CHROME),
    ("Safari", Device.Browser.SAFARI),
)
SYSTEMS = (
    ("iPhone", Device.System.IOS),
    ("iPad", Device.System.IOS),
    ("Android", Device.System.ANDROID),
    ("CrOS", Device.System.CHROMEOS),
    ("Windows", Device.System.WINDOWS),
    ("Mac OS", Device.System.MACOS),
    ("Linux", Device.System.LINUX),
)


def read_user_agent(text: str) -> tuple[Device.Browser, Device.System]:
    """Return the browser and the system that a header names; OTHER where it is unknown."""
    browser = next((code for word, code in BROWSERS if word in text), Device.Browser.OTHER)
    system = next((code for word, code in SYSTEMS if word in text), Device.System.OTHER)
    return browser, system
