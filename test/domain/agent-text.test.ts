import { describe, expect, it } from "@jest/globals";
import { agentText } from "../../lib/domain/agent-text.ts";
import type { Content } from "../../lib/domain/inbound.ts";

describe("what the agent reads", () => {
  it.each<[Content, string]>([
    [{ kind: "text", text: "Hello\nthere" }, "Hello\nthere"],
    [{ kind: "button", text: "Confirm", payload: "CONFIRM_77" }, "Confirm"],
    [{ kind: "choice", id: "x", title: "Express", description: "1 to 2 days" }, "Express: 1 to 2 days"],
    [{ kind: "media", media: "image", caption: "The broken part" }, "[photo] The broken part"],
    [{ kind: "media", media: "document", filename: "invoice.pdf", caption: "this one" }, "[document] invoice.pdf this one"],
    [
      { kind: "media", media: "document", filename: "invoice.pdf" },
      "[document: cannot be looked at here; ask the customer to say it in words] invoice.pdf",
    ],
    [{ kind: "media", media: "voice" }, "[voice note: cannot be listened to here; ask the customer to say it in words]"],
    [{ kind: "media", media: "sticker" }, "[sticker]"],
    [
      { kind: "location", latitude: 40.7, longitude: -73.9, name: "Sample Tower", address: "1 Sample Street" },
      "[location] Sample Tower, 1 Sample Street, 40.7, -73.9",
    ],
    [{ kind: "location", latitude: -33.45, longitude: -70.66 }, "[location] -33.45, -70.66"],
    [
      {
        kind: "contacts",
        contacts: [
          { name: "Bo", phones: ["+1 555"], emails: ["bo@example.com"] },
          { phones: [], emails: [] },
        ],
      },
      "[contact] Bo, +1 555, bo@example.com",
    ],
    [
      {
        kind: "order",
        items: [
          { product: "LAMP", quantity: 2, price: 30, currency: "USD" },
          { product: "BULB", quantity: 1 },
        ],
        note: "as a gift",
      },
      "[order] 2 x LAMP at 30 USD, 1 x BULB, as a gift",
    ],
    [{ kind: "form", responseJson: '{"rating":"5"}' }, '[form filled in] {"rating":"5"}'],
  ])("of %j", (content, line) => {
    expect(agentText(content)).toBe(line);
  });
});
