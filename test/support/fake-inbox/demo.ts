import type { FakeInbox } from "./fake-inbox.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const NAMES = [
  "Dana Reyes",
  "Omar Haddad",
  "ليلى منصور",
  "Priya Nair",
  "Jonas Weber",
  "Chloé Martin",
  "Wei Chen",
];

/** A morning in a lamp shop. */
export function fillWithDemo(inbox: FakeInbox): void {
  const now = inbox.now();
  const ago = (minutes: number) => now - minutes * MINUTE_MS;
  inbox.numbers = [
    { name: "support", provider: "meta" },
    { name: "sales", provider: "twilio" },
  ];
  inbox.switches.push({ number: "sales", off: false });
  inbox.templates = [
    {
      name: "continue_chat",
      title: "Continue the chat",
      language: "en_US",
      status: "APPROVED",
      category: "UTILITY",
      named: false,
      body: {
        text: "Hello {{1}}, we have an answer to your question about {{2}}. Write to us and we send it.",
        placeholders: ["1", "2"],
      },
      buttons: [],
    },
    {
      name: "autumn_sale",
      language: "en_US",
      status: "APPROVED",
      category: "MARKETING",
      named: true,
      body: { text: "*{{discount}} off* all floor lamps until Sunday.", placeholders: ["discount"] },
      buttons: [],
    },
  ];
  inbox.add("conv-dana", {
    name: "Dana Reyes",
    phone: "14155550123",
    state: "waiting",
    waitingSince: ago(24),
    windowClosesAt: now + 23 * HOUR_MS,
    customer: { profileName: "Dana Reyes", phone: "14155550123" },
    handoff: {
      reason: "asked",
      since: ago(24),
      summary: "Dana’s order 2041 has not arrived. She would like a person to look into it.",
    },
    lead: {
      conversation: "conv-dana",
      number: "support",
      fields: {
        name: { value: "Dana Reyes", source: "agent", at: ago(25) },
        email: { value: "dana@example.com", source: "agent", at: ago(25) },
        order: { value: "2041", source: "agent", at: ago(25) },
      },
      createdAt: ago(25),
      updatedAt: ago(25),
      revision: 1,
    },
  });
  const dana = (minutes: number, message: Parameters<FakeInbox["say"]>[1]) =>
    inbox.say("conv-dana", { at: ago(minutes), ...message });
  dana(26 * 60, {
    text: "Hi, I would like the brass floor lamp. Do you ship to Oakland?",
    status: "answered",
  });
  dana(26 * 60 - 1, {
    from: "bot",
    text: "Yes, we ship to Oakland. The *brass floor lamp* takes 3 days:\n- Standard: free\n- Express: 9 USD",
    status: "read",
    options: ["Standard", "Express"],
  });
  dana(26 * 60 - 2, { text: "Standard", status: "answered" });
  dana(26, { text: "My lamp was to come yesterday. Order 2041.", status: "answered" });
  dana(25, {
    from: "bot",
    text: "I am sorry about that. I cannot see where the parcel is. Shall I call a person?",
    status: "read",
  });
  dana(25, {
    kind: "image",
    text: "The tracking page says this",
    agentRead: "a photo of a tracking page: “delivered to a neighbour”",
    status: "answered",
  });
  dana(24, { text: "yes, a human please", status: "handed-off" });
  dana(24, {
    from: "bot",
    text: "A person from our team is taking over. They answer here.",
    status: "delivered",
  });
  dana(22, { text: "Thanks. I am at home until noon.", status: "handed-off" });
  inbox.put("conv-dana", {
    notes: [
      { id: "n1", at: ago(21), by: "ben", text: "Carrier says: left with the neighbour at number 14." },
    ],
  });

  inbox.add("conv-omar", {
    name: "Omar Haddad",
    phone: "971501234567",
    number: "sales",
    state: "waiting",
    waitingSince: ago(8),
    windowClosesAt: now + 54 * MINUTE_MS,
    lastAt: ago(8),
  });
  inbox.say("conv-omar", { at: ago(8), text: "Can I get 40 desk lamps with an invoice to my company?" });
  inbox.add("conv-layla", {
    name: "ليلى منصور",
    phone: "201001234567",
    state: "waiting",
    waitingSince: ago(3),
  });
  inbox.say("conv-layla", { at: ago(3), text: "مرحبا، أريد التحدث مع موظف من فضلكم" });
  inbox.add("conv-priya", {
    name: "Priya Nair",
    phone: "919812345678",
    state: "person",
    assignee: "ben",
    resumesAt: now + 11 * HOUR_MS,
  });
  inbox.say("conv-priya", { at: ago(40), text: "The shade is broken." });
  inbox.say("conv-priya", {
    at: ago(12),
    from: "staff",
    by: "ben",
    text: "Hello Priya, this is Ben. We send a new shade today.",
    status: "read",
  });
  inbox.put("conv-priya", { unread: false });
  inbox.add("conv-jonas", {
    name: "Jonas Weber",
    phone: "4915112345678",
    state: "person",
    assignee: "ann",
    resumesAt: now + 10 * HOUR_MS,
    windowClosesAt: now - 2 * HOUR_MS,
  });
  inbox.say("conv-jonas", { at: ago(26 * 60), text: "Is the green one back?" });
  inbox.say("conv-jonas", {
    at: ago(60),
    from: "staff",
    by: "ann",
    text: "It is back since this morning.",
    status: "failed",
    failure: { text: "More than 24 hours have passed since the customer last wrote.", code: "131047" },
  });
  inbox.put("conv-jonas", { unread: false });
  for (const [index, name] of NAMES.slice(5).entries()) {
    inbox.add(`conv-${index}`, { name, phone: `3312345678${index}` });
    inbox.say(`conv-${index}`, { at: ago(90 + index * 400), text: "Do you have this in black?" });
    inbox.say(`conv-${index}`, {
      at: ago(89 + index * 400),
      from: "bot",
      text: "Yes, it comes in black and in white.",
      status: "read",
    });
    inbox.put(`conv-${index}`, { unread: false });
  }
  inbox.add("conv-stop", { name: "Nico", phone: "34612345678", state: "opted-out" });
  inbox.say("conv-stop", { at: ago(3000), text: "STOP" });
  inbox.put("conv-stop", { unread: false });
}
