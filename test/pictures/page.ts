import { chromium } from "playwright-core";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";

/** After a burst, while somebody else waits for a person: light and dark, and as on a phone. */
export async function picturesOfPage(executablePath: string): Promise<void> {
  const stack = await startStack({ settings: DEMO_SETTINGS, page: true });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    const shoot = (name: string) => page.screenshot({ path: `docs/pictures/${name}.png` });
    await page.goto(stack.url);
    await stack.meta.say({ name: "Amelia", phone: "447700900123" }, "I need a human, please");
    await page.getByText("1 customer waits for a person.").waitFor();
    await page.getByRole("button", { name: "Three quick messages" }).click();
    await page.getByText("3 messages → 1 question").waitFor();
    await page.locator(".bubble.other .ticks.read").waitFor();
    await shoot("page-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot("page-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.mouse.move(0, 0);
    await page.setViewportSize({ width: 390, height: 780 });
    await shoot("page-narrow");
  } finally {
    await browser.close();
    await stack.stop();
  }
}
