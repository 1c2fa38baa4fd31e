import { afterEach, expect, it } from "@jest/globals";
import { runCli } from "../cli/support/run-cli.ts";
import { waitFor } from "../support/wait-for.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";
import { aPhone, visible } from "./phone.ts";

const opened = anOpenPage();
const { page, bubbles, newest, tab, settled, aFreshChat, say, fault } = aPhone(opened, "1555085");
const facts = (hasText: RegExp) => page().locator("#facts dd", { hasText });
const broken = () => page().locator("#broken").textContent();
const trouble = (hasText: RegExp) => page().locator("#trouble li", { hasText });
async function fixEverything(): Promise<void> {
  await tab("Break things");
  await page().getByRole("button", { name: "Fix everything" }).click();
}
const allIsWell = async () => {
  await visible(page().locator("#broken", { hasText: /^Nothing is broken\.$/ }));
  expect(await page().locator("#trouble").count()).toBe(0);
};

describeInBrowser("trouble on the page", () => {
  afterEach(async () => {
    await fixEverything();
    await allIsWell();
  });

  it.each([
    ["support", "190"],
    ["sales", "20003"],
  ])(
    "of the number %s with an expired token is shown, counts down, and ends when it is fixed",
    async (number, code) => {
      await aFreshChat(number);
      await fault("Let them expire");
      await say("Do you ship to Canada?");
      await visible(facts(new RegExp(`^stopped \\(${code}\\): tries again in \\d+ s$`)));
      await visible(facts(/^in \d+ s: looks whether the number can send again$/));
      await visible(
        page().locator("#numbers .radio", { hasText: number }).locator(".badge", { hasText: "stopped" }),
      );
      await tab("Break things");
      expect(await broken()).toMatch(/access tokens expired/);
      const stopped = trouble(
        new RegExp(`${number} sends nothing.*\\(${code}\\).* Tries again in \\d+ s\\. `),
      );
      const shown = async () => Number(/again in (\d+) s/.exec((await stopped.textContent()) ?? "")?.[1]);
      const before = await shown();
      expect(before).toBeGreaterThan(30);
      expect(before).toBeLessThanOrEqual(60);
      await waitFor("a later second", async () => (await shown()) < before);
      await fixEverything();
      await allIsWell();
      await tab("What happened");
      await settled();
      expect(await bubbles("other").count()).toBe(1);
      expect(await facts(/stopped|looks whether/).count()).toBe(0);
    },
  );

  it("of a stop that outlasts its fault never reads “Nothing is broken”", async () => {
    await aFreshChat();
    await fault("190: token refused once");
    await say("Do you ship to Canada?");
    await visible(facts(/^stopped \(190\)/));
    await tab("Break things");
    expect(await broken()).toBe("No fault is on, but:");
    await visible(trouble(/support sends nothing.*\(190\)/));
  });

  it("of a message that was given up is shown until it is put back and answered", async () => {
    await aFreshChat();
    await fault("Let every start of the worker fail");
    await say("Do you ship to Canada?");
    await tab("Break things");
    const givenUp = trouble(/^1 message given up, so somebody is not answered. npm run wa -- redrive turns$/);
    await waitFor("what is given up", async () => {
      await opened().stack.hurryQueues();
      return givenUp.isVisible();
    });
    await page().getByRole("button", { name: "Let the worker work again" }).click();
    await visible(page().locator("#broken", { hasText: "No fault is on, but:" }));
    const clock = { now: Date.now };
    expect(await runCli(["redrive", "turns", "--yes", "--url", opened().stack.url], { clock })).toMatchObject(
      {
        code: 0,
      },
    );
    await allIsWell();
    await tab("What happened");
    await settled();
    await visible(newest().getByText("Turn begins: answers 1 message"));
  });
});
