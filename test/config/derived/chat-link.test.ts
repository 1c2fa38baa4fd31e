import { expect, it } from "@jest/globals";
import { chatLink } from "../../../lib/config/derived/chat-link.ts";
import { conversationId } from "../../../lib/domain/ids.ts";

const conversation = conversationId("a_b-1");
const customer = { userId: "US.4100", phone: "15550177001" };
const inboxUrl = "https://api.example.org/inbox";

it("opens the conversation in the inbox, where it is on", () => {
  expect(chatLink({ inboxUrl }, conversation, customer)).toBe("https://api.example.org/inbox#a_b-1");
  expect(chatLink({ inboxUrl }, conversationId("a b#c"), customer)).toBe(`${inboxUrl}#a%20b%23c`);
});

it("opens the inbox also when the customer's phone is not known", () => {
  expect(chatLink({ inboxUrl }, conversation, {})).toBe(`${inboxUrl}#a_b-1`);
});

it("opens WhatsApp without the inbox, if the phone is known", () => {
  expect(chatLink({}, conversation, customer)).toBe("https://wa.me/15550177001");
  expect(chatLink({}, conversation, { userId: "US.4100" })).toBeUndefined();
});

it("is the settings' own before all others", () => {
  const link = "https://crm.example.org/{conversation}?phone={phone}";
  expect(chatLink({ link, inboxUrl }, conversation, customer)).toBe(
    "https://crm.example.org/a_b-1?phone=15550177001",
  );
  expect(chatLink({ link, inboxUrl }, conversation, {})).toBeUndefined();
});
