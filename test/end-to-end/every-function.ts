import type { FakeCrm } from "../../local/crm/fake-crm.ts";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { aJpeg, anOggVoice } from "../support/media-fixtures.ts";
import { atRest, waitQuickly } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const HOUR = 3_600_000;
const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
const somebody = customers("1555041");
const REMINDER = {
  name: "appointment_reminder",
  language: "en_US",
  values: { first_name: "Robin", day: "Monday", time: "9:00" },
};

/** Calls of the inbox API as a member of staff; with a body: POST. */
async function inboxOf(stack: LocalStack, user: string) {
  const token = await stack.cognito.tokenFor(user);
  return async (path: string, body?: object) => {
    const response = await fetch(`${stack.url}/inbox/api/${path}`, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json().catch(() => undefined) };
  };
}

/** Goes through everything that each function can do, and waits until it is done. */
export async function driveEverything(stack: LocalStack, crm: FakeCrm): Promise<void> {
  const { meta, twilio } = stack;
  const staff = staffOf(() => stack);
  const expecting = async (status: number, call: Promise<{ status: number; body: unknown }>) => {
    const answer = await call;
    if (answer.status !== status)
      throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
  const shows = (customer: SimulatedCustomer, text: RegExp, { phone } = meta as Pick<typeof meta, "phone">) =>
    waitQuickly(stack, `${text} on the phone`, () =>
      phone.replies(customer.phone ?? "").some((reply) => text.test(reply.text)),
    );
  const text = (customer: SimulatedCustomer, id: string, said: string, at = Date.now()) =>
    metaMessage(customer, `wamid.${id}`, at, { type: "text", text: { body: said } });

  /** Answered twice: the follow-up is planned and then put off; repeated, and followed up. */
  async function ordinaryTurns() {
    const [customer, other] = [somebody(), somebody()];
    const repeated = messagesWebhook(number, customer, [
      text(customer, "repeated", "Do you ship to Canada?"),
    ]);
    await meta.deliver(repeated);
    await twilio.say(other, "Do you ship to Canada?");
    await shows(customer, /Canada/);
    await shows(other, /Canada/, twilio);
    await atRest(stack);
    await meta.deliver(repeated);
    await meta.say(customer, "What are your opening hours?");
    await shows(customer, /Monday to Friday/);
    await atRest(stack);
    await stack.scheduler.fire(conversationWith(customer));
    await shows(customer, /Did that help/);
  }

  /**
   * The customer asks, is answered by people, and goes back to the bot; then people take over from the app,
   * and by the API.
   */
  async function handoffs() {
    const customer = somebody();
    const conversation = conversationWith(customer);
    await meta.say(customer, "Do you ship to Canada?");
    await meta.say(customer, "human");
    await shows(customer, /person from our team/);
    await atRest(stack);
    await expecting(200, staff.get("handoffs"));
    await expecting(202, staff.post(`${conversation}/reply`, { text: "This is Sam.", id: "r1" }));
    await shows(customer, /This is Sam/);
    await atRest(stack);
    await expecting(200, staff.get(`${conversation}/outbound/r1`));
    await expecting(200, staff.post(`${conversation}/resume`));
    await atRest(stack);
    await meta.echo(customer, "I'll look it up.");
    await atRest(stack);
    await meta.say(customer, "back to the bot");
    await expecting(200, staff.post(`${conversation}/pause`, { summary: "wants a refund" }));
    await expecting(200, staff.post(`${conversation}/resume`));
    await expecting(200, staff.post("find", { contact: `+${customer.phone}` }));
    await expecting(200, staff.get(conversation));
  }

  /** The agent hands over, and passes on a lead, which grows and reaches a CRM that was down. */
  async function agentActions() {
    const [upset, buyer] = [somebody(), somebody()];
    crm.failures.push(503);
    await meta.say(upset, "I would like to talk to a human about my broken lamp, please");
    await meta.say(buyer, "Please write to robin@example.com");
    await waitFor(
      "both actions",
      () => new Set(stack.chatsby.actionCalls.map(({ name }) => name)).size === 2,
    );
    await waitQuickly(stack, "the CRM", () => JSON.stringify(crm.received).includes("robin@example.com"));
    await expecting(200, staff.get("leads"));
  }

  async function consentChanges() {
    const [customer, other, third] = [somebody(), somebody(), somebody()];
    await meta.say(customer, "STOP");
    await twilio.say(other, "STOP");
    await meta.preference(third, "stop");
    await atRest(stack);
    await meta.say(customer, "START");
  }

  /**
   * The window has closed: reported by a failed status, then known before the request. Deferred, and sent
   * when the customer writes again.
   */
  async function heldReplies() {
    const customer = somebody();
    meta.lastWrote(customer, Date.now() - 25 * HOUR);
    await meta.deliver(messagesWebhook(number, customer, [text(customer, "late", "Do you ship to Canada?")]));
    await shows(customer, /We have an answer/);
    await meta.say(customer, "yes please");
    await shows(customer, /we ship to Canada/);
  }

  /**
   * The agent is down for a moment: the wake-up goes back to the queue. Meanwhile the daily check sees who
   * waits.
   */
  async function outage() {
    const customer = somebody();
    const waiting = async () => {
      const { body } = await staff.get("status");
      return JSON.stringify(body.late).includes('"agent"');
    };
    stack.chatsby.faults.always({ status: 503 });
    await meta.say(customer, "Do you ship to Canada?");
    await waitFor("the status to tell of it", waiting);
    await stack.checkDaily();
    stack.chatsby.faults.always(undefined);
    await shows(customer, /Canada/);
  }

  /** A part fails for good, and Meta reports it twice. */
  async function failedParts() {
    const customer = somebody();
    const usual = meta.statuses;
    const failures = () => stack.logs.filter(({ code }) => code === "delivery.failed").length;
    const before = failures();
    meta.statuses = [1, 2].map(() => ({ state: "failed", afterMs: 100, code: 131026 }));
    await meta.say(customer, "Do you ship to Canada?");
    await waitFor("the failure", () => failures() > before);
    await meta.settled();
    meta.statuses = usual;
  }

  async function identityChanges() {
    const before: SimulatedCustomer = { ...somebody(), userId: "US.410001" };
    const after: SimulatedCustomer = { ...somebody(), userId: "US.410002" };
    const system = {
      type: "user_changed_number",
      body: "changed",
      wa_id: after.phone,
      user_id: after.userId,
      previous_user_id: before.userId,
    };
    const note = {
      id: "wamid.system",
      timestamp: String(Math.floor(Date.now() / 1000)),
      type: "system",
      from: before.phone,
      system,
    };
    await meta.say(before, "Do you ship to Canada?");
    await shows(before, /Canada/);
    await meta.deliver(
      messagesWebhook(number, before, [text(before, "moving", "What are your opening hours?"), note]),
    );
    await meta.say(after, "Do you ship to Canada?");
    await shows(after, /Canada/);
  }

  async function notices() {
    const field = "message_template_status_update";
    const value = { event: "REJECTED", message_template_name: "promo", reason: "INVALID_FORMAT" };
    const entry = { id: number.wabaId, time: Math.floor(Date.now() / 1000), changes: [{ field, value }] };
    const mails = stack.mails.length;
    await meta.deliver({ object: "whatsapp_business_account", entry: [entry] });
    await waitFor("the mail", () => stack.mails.length > mails);
  }

  async function mailings() {
    const customer = somebody();
    const template = {
      number: "support",
      contact: `+${customer.phone}`,
      template: REMINDER,
      campaign: "spring",
    };
    meta.dailyLimit = 250;
    await expecting(200, staff.get("templates?number=support"));
    await expecting(202, staff.post("templates", template));
    await expecting(202, staff.post("templates", template));
    await shows(customer, /see you in the shop/);
    await expecting(200, staff.get("campaigns/spring"));
  }

  async function exportAndErasure() {
    const customer = somebody();
    const contact = `+${customer.phone}`;
    await meta.say(customer, "human");
    await shows(customer, /person from our team/);
    await atRest(stack);
    await expecting(200, staff.post("export", { contact }));
    await expecting(200, staff.post("forget", { contact }));
  }

  /** An admin answers, gives back, erases, and changes the staff. */
  async function inbox() {
    const customer = somebody();
    const conversation = conversationWith(customer);
    const call = await inboxOf(stack, "ben");
    const chat = `conversations/${conversation}`;
    await meta.say(customer, "human");
    await shows(customer, /person from our team/);
    await atRest(stack);
    await expecting(200, call("conversations?view=waiting"));
    await expecting(200, call("conversations?view=recent"));
    await expecting(200, call(`search?q=${customer.phone}`));
    await expecting(200, call("changes"));
    await expecting(200, call(`changes?conversation=${conversation}`));
    await expecting(200, call(chat));
    await expecting(200, call(`${chat}/assign`, { to: "me" }));
    await expecting(200, call(`${chat}/draft`, { text: "One mom" }));
    await expecting(202, call(`${chat}/reply`, { text: "This is Ben.", id: "b1" }));
    await shows(customer, /This is Ben/);
    await expecting(200, call(`${chat}/draft`, { text: "" }));
    await expecting(200, call(`${chat}/note`, { text: "wants a refund" }));
    await expecting(200, call(`${chat}/read`, {}));
    await atRest(stack);
    await expecting(200, call(`${chat}/resume`, { note: "gets the refund" }));
    await expecting(200, call("switches"));
    await expecting(200, call("export", { contact: `+${customer.phone}` }));
    await expecting(200, call("forget", { contact: `+${customer.phone}` }));
    const dora = { email: "dora@example.com", name: "Dora" };
    await expecting(200, call("staff", dora));
    await expecting(200, call("staff", dora));
    await expecting(200, call("staff"));
    await expecting(200, call("staff/remove", { user: "Dora" }));
  }

  /** Heard by Transcribe, seen by Bedrock. */
  async function media() {
    const [caller, shopper] = [somebody(), somebody()];
    const asked = ({ phone }: SimulatedCustomer) =>
      waitFor("a question about the file", () =>
        stack.chatsby.questions.some(({ session, message }) => session === phone && /: "/.test(message)),
      );
    const voice = Buffer.from(anOggVoice({ seconds: 1 }));
    await meta.sendFile(caller, { kind: "voice", bytes: voice, type: "audio/ogg; codecs=opus" });
    await meta.sendFile(shopper, { kind: "photo", bytes: Buffer.from(aJpeg()), type: "image/jpeg" });
    await asked(caller);
    await asked(shopper);
  }

  /** A file reaches a customer, is fetched and opened; another is refused; both ways of forgetting delete. */
  async function staffFiles() {
    const call = await inboxOf(stack, "ann");
    async function upload(customer: SimulatedCustomer, content: string) {
      const chat = `conversations/${conversationWith(customer)}`;
      const { body } = await call(`${chat}/files`, { name: "bill.pdf", bytes: content.length });
      const { url, headers, file } = body as { url: string; headers: Record<string, string>; file: string };
      await fetch(url, { method: "PUT", headers, body: content });
      return { chat, file };
    }
    const [customer, other] = [somebody(), somebody()];
    for (const each of [customer, other]) {
      await meta.say(each, "human");
      await shows(each, /person from our team/);
    }
    const { chat, file } = await upload(customer, "%PDF-1.7 a bill");
    await expecting(202, call(`${chat}/reply`, { text: "Your bill", id: "f1", file }));
    await shows(customer, /Your bill/);
    const link = meta.phone.replies(customer.phone ?? "").findLast((reply) => reply.link)?.link?.url ?? "";
    const { body } = await call(`${chat}/files/${file}`);
    for (const url of [link, String((body as { url?: unknown }).url)])
      await expecting(
        200,
        fetch(url).then(async (got) => ({ status: got.status, body: await got.text() })),
      );
    const refused = await upload(other, "<script>");
    await expecting(422, call(`${refused.chat}/reply`, { text: "", id: "f2", file: refused.file }));
    await atRest(stack);
    await expecting(200, staff.post("forget", { contact: `+${customer.phone}` }));
    if (stack.files.objects.size > 0) throw new Error("a file is left");
  }

  async function switches() {
    await expecting(200, staff.post("switches", { number: "sales", off: true }));
    await expecting(200, staff.get("switches"));
    await expecting(200, staff.post("switches", { number: "sales", off: false }));
  }

  await Promise.all([
    ordinaryTurns(),
    handoffs(),
    agentActions(),
    media(),
    heldReplies(),
    identityChanges(),
    mailings(),
    exportAndErasure(),
    inbox(),
  ]);
  await staffFiles();
  await Promise.all([consentChanges(), switches()]);
  await atRest(stack);
  await notices();
  // Its first call starts the function.
  await stack.checkDaily();
  await failedParts();
  await outage();
  await atRest(stack, { quickly: true });
}
