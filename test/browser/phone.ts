import type { Locator, Page } from "playwright-core";
import type { LocalStack } from "../../local/stack-options.ts";
import { waitQuickly } from "../support/quiet-stack.ts";
import type { Opened } from "./browser.ts";

const SECONDS = 1_000;

export const visible = (locator: Locator, seconds = 20) => locator.waitFor({ timeout: seconds * SECONDS });

/** As `waitQuickly`. */
export const visibleQuickly = (stack: LocalStack, locator: Locator) =>
  waitQuickly(stack, String(locator), () => locator.isVisible());

/** What somebody does on the page of `npm start`. `prefix`: of its customers' phones, seven digits. */
export function aPhone(opened: () => Opened, prefix: string) {
  let customers = 0;
  const page = (): Page => opened().page;
  const newest = () => page().locator("details.turn").first();
  const answered = () => newest().locator(".badge.good", { hasText: "answered" });
  const tab = (name: string) => page().getByRole("tab", { name }).click();

  return {
    page,
    newest,
    tab,
    bubbles: (side: "own" | "other") => page().locator(`.bubble.${side}`),
    settled: () => visible(answered()),
    /** The page says that its clock is ahead afterwards. */
    settledQuickly: () => visibleQuickly(opened().stack, answered()),

    /** Nothing has happened in it yet. Returns the customer's name. */
    async aFreshChat(number = "support"): Promise<string> {
      customers += 1;
      const name = `Robin ${customers}`;
      await page().getByText("Another customer").click();
      await page().getByLabel("Name").fill(name);
      await page()
        .getByLabel("Phone, digits")
        .fill(`${prefix}${String(customers).padStart(4, "0")}`);
      await page().getByRole("button", { name: "Add" }).click();
      await visible(page().getByText(`${name} writes by`));
      await page().getByRole("radio", { name: number }).check();
      await tab("What happened");
      return name;
    },

    async say(text: string): Promise<void> {
      await page().getByLabel("Message as the customer").fill(text);
      await page().keyboard.press("Enter");
    },

    async fault(name: string): Promise<void> {
      await tab("Break things");
      await page().getByRole("button", { name, exact: true }).click();
      await tab("What happened");
    },
  };
}
