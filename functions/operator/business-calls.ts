import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { type CallHandler, withBody, withParams } from "./call.ts";
import { campaignParams, contactBody, exportBody, numberRequest, pageParams, sendTemplateBody, switchBody } from "./requests.ts";
import { accepted, ok, okOrRefuse, refuse } from "./responses.ts";

export const templates: CallHandler = withParams(numberRequest, async ({ use }, { number }) => okOrRefuse(await use.templates(number)));

export const sendTemplate: CallHandler = withBody(sendTemplateBody, async ({ use, by, newId }, request) => {
  const { id = newId(), template, campaign, number, contact } = request;
  const { name, language, values } = template;
  const result = await use.sendTemplate({
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
});

export const campaign: CallHandler = withParams(campaignParams, async ({ use }, { campaign: name }) => ok(await use.campaign(name)));

export const switches: CallHandler = async ({ use }) => ok({ switches: await use.switches() });

export const switchNumber: CallHandler = withBody(switchBody, async ({ use, by }, { number, off }) => {
  const states = await use.switchNumber({ number, off, by });
  return typeof states === "string" ? refuse(states) : ok({ switches: states });
});

export const numbers: CallHandler = async ({ use }) => ok({ numbers: await use.numbers() });

export const resumeNumber: CallHandler = withBody(numberRequest, async ({ use, by }, { number }) => {
  const states = await use.resumeNumber({ number, by });
  return typeof states === "string" ? refuse(states) : ok({ numbers: states });
});

export const leads: CallHandler = withParams(pageParams, async ({ use }, { cursor }) => okOrRefuse(await use.leads(cursor)));

export const exportContact: CallHandler = withBody(exportBody, async ({ use, by }, { contact, number, cursor }) =>
  okOrRefuse((await use.export({ contact, by, ...(number && { number }), ...omitUndefined({ cursor }) })) ?? "unknown-contact"),
);

export const forgetContact: CallHandler = withBody(contactBody, async ({ use, by }, { contact, number }) => {
  const conversations = await use.forget({ contact, by, ...(number && { number }) });
  return conversations ? ok({ conversations }) : refuse("unknown-contact");
});
