"""The pages in a real browser, Debian's Chromium, at the real server: from the button to Slack and back, as it looks.

The pictures lie in the folder of each test (`pytest --basetemp=…` keeps it).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import KEY
from chromium import chromium
from fake_slack import CLIENT_ID, CLIENT_SECRET, FakeSlack
from served import free_port, served, wait_listening
from signed import SECRET

DESKTOP, PHONE = (1000, 1400), (320, 640)
LEAST_CONTRAST = 4.5
"""As WCAG 2.2, 1.4.3 (AA) has it for text."""

# For every text that is seen: the contrast of its colour to the ground that it stands on.
CONTRASTS = """
const rgb = text => text.match(/[0-9.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const ground = node => {
  for (; node; node = node.parentElement) {
    const colour = rgb(getComputedStyle(node).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll("body *")].filter(node => [...node.childNodes].some(
  each => each.nodeType === 3 && each.textContent.trim())).map(node => {
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    return [node.textContent.trim().slice(0, 40), (a + .05) / (b + .05)];
  });
"""
OVERFLOWING = """
return [...document.querySelectorAll("body *")].filter(node => {
  const box = node.getBoundingClientRect();
  return box.right > document.documentElement.clientWidth + .5 || box.left < -.5;
}).map(node => node.outerHTML.slice(0, 80));
"""
STYLE = "return getComputedStyle(document.querySelector('main')).borderTopWidth"


@dataclass
class Window:
    """A browser's window at our pages.

    Attributes:
        driver: Selenium's.
        home: where the server is.
    """

    driver: Any
    home: str
    pictures: Path

    def opens(self, path: str) -> None:
        """Go to one of our pages."""
        self.driver.get(f"{self.home}{path}")

    def presses(self, label: str) -> None:
        """Press a link by its label."""
        self.driver.find_element("link text", label).click()

    @property
    def heading(self) -> str:
        """What stands on top of the page."""
        return str(self.driver.find_element("tag name", "h1").text)

    def buttons(self) -> list[str]:
        """What stands on the buttons that can be seen."""
        found = self.driver.find_elements("class name", "button")
        return [each.text for each in found if each.is_displayed() and each.size["height"] >= 40]

    def is_fit(self, size: tuple[int, int], *, dark: bool = False) -> None:
        """Look at the page in a size: styled, readable, nothing beside the screen; and take its picture."""
        mode = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": mode})
        width, height = size
        told = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", told)
        name = f"{len(list(self.pictures.glob('*.png'))):02}-{width}{'-dark' if dark else ''}.png"
        assert self.driver.save_screenshot(str(self.pictures / name))
        assert self.driver.execute_script("return innerWidth") == width
        assert self.driver.execute_script(STYLE) == "1px"
        assert self.driver.execute_script(OVERFLOWING) == []
        pale = [each for each in self.driver.execute_script(CONTRASTS) if each[1] < LEAST_CONTRAST]
        assert pale == []

    def is_quiet(self) -> None:
        """Nothing was refused, missing or wrong since the last look."""
        assert [entry["message"] for entry in self.driver.get_log("browser")] == []


@pytest.fixture
def window(slack: FakeSlack, tmp_path: Path) -> Iterator[Window]:
    """A fresh browser, and the program as a process."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    environment = {
        "PORT": str(port),
        "SLACK_API_URL": slack.api_url,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "WHYLOCKED_URL": home,
        "WHYLOCKED_TOKEN_KEYS": KEY,
    }
    with (
        chromium(tmp_path) as driver,
        served("serve", tmp_path / "whylocked.db", **environment) as running,
    ):
        wait_listening(port, running)
        yield Window(driver, home, tmp_path)


def test_from_the_button_to_slack_and_back(window: Window, slack: FakeSlack):
    """Cancelled, allowed, loaded anew, gone back to: each page looks right and says what is."""
    slack.installs_in("T1", "Løkke & Søn <Nordic Sales and Partnerships>", "U1")
    window.opens("/")
    assert (window.heading, window.buttons()) == ("Add Whylocked to Slack", ["Add to Slack"])
    for size, dark in ((DESKTOP, False), (DESKTOP, True), (PHONE, False), (PHONE, True)):
        window.is_fit(size, dark=dark)

    window.presses("Add to Slack")
    window.presses("Cancel")
    assert (window.heading, window.buttons()) == ("Nothing was changed", ["Start again"])
    window.is_fit(PHONE)
    window.presses("Start again")
    window.presses("Add to Slack")
    window.presses("Allow")
    assert window.heading == "Whylocked is in Løkke & Søn <Nordic Sales and Partnerships>"
    assert window.buttons() == ["Open it in Slack"]
    for size, dark in ((DESKTOP, False), (DESKTOP, True), (PHONE, False)):
        window.is_fit(size, dark=dark)
    done = window.driver.current_url
    window.driver.refresh()
    assert window.buttons() == ["Open it in Slack"]
    assert [call.method for call in slack.calls() if call.method == "oauth.v2.access"] == ["oauth.v2.access"]
    window.is_quiet()

    window.driver.delete_all_cookies()
    window.driver.get(done)
    assert (window.heading, window.buttons()) == ("This link is good no longer", ["Start again"])
    window.is_fit(DESKTOP)
    (told,) = window.driver.get_log("browser")
    assert "400 (Bad Request)" in told["message"]  # Chromium tells of the status, and of nothing else
    window.presses("What is kept, and for how long")
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        window.is_fit(size, dark=dark)
    window.is_quiet()
