import { afterEach, describe, expect, it } from "@jest/globals";
import { DEMO_REPLIES, DEMO_SETTINGS } from "../../local/demo.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { customers } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const somebody = customers("1555044");
const turns = { quietSeconds: 0, maxWaitSeconds: 0 };
const LAMP = "This is the *Aurora desk lamp*, 42 cm high, €59:";

describe("a picture of the agent's, through the front door", () => {
  const stack = aStack({ settings: { ...DEMO_SETTINGS, turns, replies: DEMO_REPLIES } });
  afterEach(async () => {
    await atRest(stack());
    stack().meta.refusesFiles = false;
    stack().twilio.refusesFiles = false;
  });

  it.each(["meta", "twilio"] as const)(
    "is one message with its caption on the phone of %s",
    async (provider) => {
      const { [provider]: system, url } = stack();
      const customer = somebody();
      const replies = () => system.phone.replies(customer.phone);
      await system.say(customer, "Can you show me a picture?");
      await waitFor("the picture", () => replies().length === 1);
      expect(replies()).toMatchObject([
        { kind: "photo", text: LAMP, link: { url: `${url}/local/shop/photo.jpg` } },
      ]);
      await atRest(stack());
      expect(replies()).toHaveLength(1);
    },
  );

  it("can be opened there", async () => {
    const response = await fetch(`${stack().url}/local/shop/photo.jpg`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    expect((await fetch(`${stack().url}/local/shop/..%2Fdemo.ts`)).status).toBe(404);
  });

  it("is one document with its name at Meta, and a document and a text at Twilio", async () => {
    const { meta, twilio } = stack();
    const [one, other] = [somebody(), somebody()];
    await meta.say(one, "Do you have a price list?");
    await twilio.say(other, "Do you have a price list?");
    await waitFor("both", () => twilio.phone.replies(other.phone).length === 2);
    await waitFor("the document", () => meta.phone.replies(one.phone).length === 1);
    const text = "Here is our price list. All prices *include VAT*.";
    expect(meta.phone.replies(one.phone)).toMatchObject([
      { kind: "document", text: `price-list.pdf\n${text}`, link: { name: "price-list.pdf" } },
    ]);
    expect(twilio.phone.replies(other.phone)).toMatchObject([{ kind: "document" }, { text }]);
  });

  it.each(["meta", "twilio"] as const)(
    "that cannot be fetched is replaced by its text with the link, once: %s",
    async (provider) => {
      const { [provider]: system, url } = stack();
      system.refusesFiles = true;
      const customer = somebody();
      await system.say(customer, "Can you show me a picture?");
      await waitFor("the link", () => system.phone.replies(customer.phone).length === 1);
      await atRest(stack());
      const [only, ...more] = system.phone.replies(customer.phone);
      expect(only?.text).toBe(`${LAMP}\n${url}/local/shop/photo.jpg`);
      expect([only?.kind, more]).toEqual([undefined, []]);
    },
  );
});
