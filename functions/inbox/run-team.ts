import { exportContact } from "../../lib/application/staff/contacts/export-contact.ts";
import { forgetContact } from "../../lib/application/staff/contacts/forget-contact.ts";
import { addStaff, removeStaff } from "../../lib/application/staff/manage-staff.ts";
import { listSwitches, switchNumber } from "../../lib/application/staff/numbers/switch-numbers.ts";
import { showTemplates } from "../../lib/application/staff/templates/show-templates.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { inboxTeam } from "../../lib/inbox-api/team.ts";
import type { InboxRuns } from "./caller.ts";

export const runTeam = {
  me: async ({ user, admin, deps: { numbers, savedReplies } }) =>
    ok({ user, admin, numbers: numbers.map(({ name, provider }) => ({ name, provider })), savedReplies }),

  templates: async ({ deps, params: { number } }) => okOrRefuse(await showTemplates(deps, number)),

  switches: async ({ deps }) => ok({ switches: await listSwitches(deps) }),

  switch: async ({ deps, user, admin, body: { number, off } }) => {
    if (!admin) return refuse("not-admin");
    const switches = await switchNumber(deps, { number, off, by: user });
    return typeof switches === "string" ? refuse(switches) : ok({ switches });
  },

  export: async ({ deps, user, admin, body: { contact, number, cursor } }) =>
    admin
      ? okOrRefuse(
          (await exportContact(deps, { contact, by: user, ...omitUndefined({ number, cursor }) })) ??
            "unknown-contact",
        )
      : refuse("not-admin"),

  forget: async ({ deps, user, admin, body: { contact, number } }) => {
    if (!admin) return refuse("not-admin");
    const conversations = await forgetContact(deps, { contact, by: user, ...omitUndefined({ number }) });
    return conversations ? ok({ conversations }) : refuse("unknown-contact");
  },

  staff: async ({ deps, admin }) => (admin ? ok({ staff: await deps.staff.list() }) : refuse("not-admin")),

  "add-staff": async ({ deps, user, admin, body: { email, name, admin: asAdmin } }) =>
    admin
      ? okOrRefuse(await addStaff(deps, { by: user, email, admin: asAdmin, ...omitUndefined({ name }) }))
      : refuse("not-admin"),

  "remove-staff": async ({ deps, user: by, admin, body: { user } }) => {
    if (!admin) return refuse("not-admin");
    return (await removeStaff(deps, { by, user })) === "removed" ? ok({ user }) : refuse("unknown-staff");
  },
} satisfies InboxRuns<keyof typeof inboxTeam>;
