import { createHash } from "node:crypto";
import { exportContact } from "../../lib/application/staff/contacts/export-contact.ts";
import { forgetContact } from "../../lib/application/staff/contacts/forget-contact.ts";
import { recordOptIn } from "../../lib/application/staff/contacts/record-opt-in.ts";
import { withdrawOptIns } from "../../lib/application/staff/contacts/withdraw-opt-ins.ts";
import { sendTemplate } from "../../lib/application/staff/templates/send-template.ts";
import type { ContactIdentifier } from "../../lib/domain/conversation/contact-identifier.ts";
import type { Customer } from "../../lib/domain/inbound/inbound.ts";
import { aNumberWith, idOf } from "./customer-world.ts";
import { SUPPORT } from "./engine-world.ts";
import { memoryRollouts } from "./memory/memory-controls.ts";
import { memoryAllowance } from "./memory/memory-outbox.ts";
import { aTemplate } from "./operator-world.ts";

export const PHONE = "15550177001";
export const NEW_PHONE = "15550177009";
/** The phone alone: nobody who has written by it yet, or somebody whose user id is unknown. */
export const BARE: Customer = { phone: PHONE };
/** Has the phone first. */
export const DANA: Customer = { userId: "US.1", phone: PHONE };
const DANA_MOVED: Customer = { userId: "US.1", phone: NEW_PHONE };
const DANA_RENAMED: Customer = { userId: "US.2", phone: NEW_PHONE };
/** Has the phone next. */
export const ROBIN: Customer = { userId: "US.7", phone: PHONE };

export const byPhone = (phone: string): ContactIdentifier => ({ kind: "phone", phone });
export const byUser = (userId: string): ContactIdentifier => ({ kind: "user", userId });
export const byConversation = (customer: Customer): ContactIdentifier => ({
  kind: "conversation",
  conversation: idOf(customer),
});

/** A number to which people write, and its staff. */
export function passedPhoneWorld() {
  const world = aNumberWith();
  const { engine, table, clock } = world;
  const sale = aTemplate({ name: "sale", category: "MARKETING", body: { text: "Sale", placeholders: [] } });
  const staff = {
    ...engine,
    handoffList: engine.handoffs,
    numbers: [{ name: SUPPORT, provider: "meta" as const }],
    rollouts: memoryRollouts(table),
    allowance: memoryAllowance(table),
    templatesOf: () => async () => ({ templates: [sale], readAt: clock.now() }),
    requiresOptIn: true,
    shortId: (...parts: readonly string[]) =>
      createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 22),
  };
  let templates = 0;
  return {
    ...world,
    staff,
    optIn: (contact: ContactIdentifier, source: string) =>
      recordOptIn(staff, { number: SUPPORT, contact, source, text: "Offers", by: "ann" }),
    withdraw: (contact: ContactIdentifier) =>
      withdrawOptIns(staff, { number: SUPPORT, contact, why: "by mistake", by: "ann" }),
    /** Returns the conversations. */
    async forget(contact: ContactIdentifier) {
      return (await forgetContact(staff, { contact, by: "ann" }))?.map(({ conversation }) => conversation);
    },
    async exported(contact: ContactIdentifier) {
      const found = await exportContact(staff, { contact, by: "ann" });
      return typeof found === "object" ? found.conversations : [];
    },
    /** Returns to whom the marketing template went, or why not. */
    async offers(contact: ContactIdentifier) {
      const before = world.sent.length;
      const result = await sendTemplate(staff, {
        number: SUPPORT,
        contact,
        template: { name: "sale", values: {} },
        id: `sale-${++templates}`,
        by: "ann",
      });
      await world.rest();
      if (typeof result === "string") return result;
      return result.result === "skipped" ? result.reason : world.sent[before]?.to;
    },
    /** Where they counted from. */
    optInsOf: (customer: Customer) =>
      (table.optIns.get(idOf(customer))?.optIns ?? []).map(({ source }) => source),
    async movesByNote() {
      await world.notes(DANA, DANA_RENAMED);
      await world.work(DANA);
      await world.rest();
      await world.says(DANA_RENAMED, "this is my new number");
    },
    movesSilently: () => world.says(DANA_MOVED, "this is my new number"),
  };
}
