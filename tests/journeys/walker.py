"""A person with a device, who walks through the site in a real browser."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from cvi.accounts.models import User

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}, "has_touch": False, "is_mobile": False}


@dataclass
class Walker:
    """One person's page, and how often they tapped."""

    page: Page
    server: str
    taps: int = 0
    shots: list[str] = field(default_factory=list)

    def sign_in(self, user: User) -> None:
        """Pick a person on the demo sign-in page."""
        self.page.goto(f"{self.server}/accounts/demo/")
        self.page.locator(f'button[value="{user.pk}"]').first.click()
        self.page.wait_for_url("**/today/**" if user.live_team_ids else "**/*")

    def tap(self, text: str) -> None:
        """Tap a label, a button or a link by its words."""
        self.taps += 1
        found = [self.page.locator("label", has_text=text)]
        found += [
            self.page.get_by_role("button", name=text),
            self.page.get_by_role("link", name=text),
        ]
        seen = [each.filter(visible=True).first for each in found]
        seen[0].or_(seen[1]).or_(seen[2]).first.wait_for()
        self._click(next(target for target in seen if target.count()))

    def _click(self, target: Locator) -> None:
        """Click; where that follows a link, wait for the page it leads to."""
        if not target.evaluate("it => Boolean(it.closest('a[href]'))"):
            target.click()
            return
        with self.page.expect_navigation():
            target.click()

    def fill(self, label: str, text: str) -> None:
        """Type into a field by its label."""
        self.page.get_by_label(label, exact=False).first.fill(text)

    def sees(self, text: str) -> None:
        """Wait until a text is on the page."""
        self.page.get_by_text(text).first.wait_for(state="visible")

    def shows_above(self, upper: str, lower: str) -> bool:
        """Answer whether one thing stands whole above another, without scrolling."""
        above = self.page.locator(upper).last.bounding_box()
        below = self.page.locator(lower).last.bounding_box()
        assert above
        assert below
        return above["y"] + above["height"] <= below["y"]

    def shoot(self, name: str) -> None:
        """Keep a screenshot where SHOTS says, and check the page against the rules for access."""
        found = Axe().run(self.page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(width) <= 0, "the page scrolls sideways"
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
