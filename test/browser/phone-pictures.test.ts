import { expect, it } from "@jest/globals";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";
import { aPhone, visible } from "./phone.ts";

const replies = { mediaHosts: ["localhost", "cdn.example.com"] };
const opened = anOpenPage({ settings: { ...DEMO_SETTINGS, replies } });
const { page, bubbles, settled, aFreshChat, say } = aPhone(opened, "1555086");

type Picture = { src: string; naturalWidth: number; decode(): Promise<void> };

describeInBrowser("what the agent sends besides words, on the phone", () => {
  it.each(["support", "sales"])("is a picture with the text below it, at %s", async (number) => {
    await aFreshChat(number);
    await say("Can you show me a picture?");
    await visible(bubbles("other").getByText("This is the Aurora desk lamp, 42 cm high, €59:"));
    await settled();
    expect(await bubbles("other").count()).toBe(1);
    const picture = bubbles("other").locator("img.media-file");
    const width = await picture.evaluate(async (image: Picture) => {
      await image.decode();
      return image.naturalWidth;
    });
    expect(width).toBeGreaterThan(50);
  });

  it("is a document by its name", async () => {
    await aFreshChat();
    await say("Do you have a price list?");
    await visible(bubbles("other").getByText("📄 price-list.pdf"));
    await visible(bubbles("other").getByText("Here is our price list. All prices include VAT."));
    expect(await bubbles("other").locator("a.media").getAttribute("href")).toBe("/local/shop/price-list.pdf");
  });

  it("is only a link when it is elsewhere: the page loads nothing from there", async () => {
    const { stack, requests } = opened();
    const before = stack.chatsby.answer;
    stack.chatsby.answer = () => "Look:\n\n![Nova](https://cdn.example.com/nova.jpg)";
    await aFreshChat();
    await say("Show me the Nova.");
    await visible(bubbles("other").locator("a.media", { hasText: "Photo" }));
    stack.chatsby.answer = before;
    expect(await page().locator("img[src*='example.com']").count()).toBe(0);
    expect(requests.filter((url) => url.includes("example.com"))).toEqual([]);
  });
});
