import { sendTemplate } from "../../lib/application/staff/templates/send-template.ts";
import { showCampaign } from "../../lib/application/staff/templates/show-campaign.ts";
import { showTemplates } from "../../lib/application/staff/templates/show-templates.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { accepted, ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { templateOperations } from "../../lib/operator-api/templates.ts";
import type { OperatorRuns } from "./caller.ts";

export const runTemplates = {
  templates: async ({ deps, params: { number } }) => okOrRefuse(await showTemplates(deps, number)),

  "send-template": async ({ deps, by, newId, body }) => {
    const { id = newId(), template, campaign, number, contact } = body;
    const { name, language, values } = template;
    const result = await sendTemplate(deps, {
      number,
      contact,
      template: { name, values, ...omitUndefined({ language }) },
      ...omitUndefined({ campaign }),
      id,
      by,
    });
    if (typeof result === "string") return refuse(result);
    switch (result.result) {
      case "bad-template":
        return refuse("bad-template", { problems: result.problems });
      case "skipped":
        return ok(result);
      default:
        return accepted(result);
    }
  },

  campaign: async ({ deps, params: { campaign } }) => ok(await showCampaign(deps, campaign)),
} satisfies OperatorRuns<keyof typeof templateOperations>;
