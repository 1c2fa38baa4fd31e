import { exportContact } from "../../lib/application/staff/contacts/export-contact.ts";
import { forgetContact } from "../../lib/application/staff/contacts/forget-contact.ts";
import { recordOptIn } from "../../lib/application/staff/contacts/record-opt-in.ts";
import { withdrawOptIns } from "../../lib/application/staff/contacts/withdraw-opt-ins.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { contactOperations } from "../../lib/operator-api/contacts.ts";
import type { OperatorRuns } from "./caller.ts";

export const runContacts = {
  leads: async ({ deps, params: { cursor } }) => okOrRefuse(await deps.leads.list(cursor)),

  "opt-in": async ({ deps, by, newId, body }) => {
    const { number, contact, source, text, at, id = at === undefined ? newId() : undefined } = body;
    return okOrRefuse(
      await recordOptIn(deps, { number, contact, source, text, by, ...omitUndefined({ at, id }) }),
    );
  },

  "withdraw-opt-ins": async ({ deps, by, body: { number, contact, why, id } }) =>
    okOrRefuse(await withdrawOptIns(deps, { number, contact, why, by, ...omitUndefined({ id }) })),

  export: async ({ deps, by, body: { contact, number, cursor } }) =>
    okOrRefuse(
      (await exportContact(deps, { contact, by, ...omitUndefined({ number, cursor }) })) ?? "unknown-contact",
    ),

  forget: async ({ deps, by, body: { contact, number } }) => {
    const conversations = await forgetContact(deps, { contact, by, ...omitUndefined({ number }) });
    return conversations ? ok({ conversations }) : refuse("unknown-contact");
  },
} satisfies OperatorRuns<keyof typeof contactOperations>;
