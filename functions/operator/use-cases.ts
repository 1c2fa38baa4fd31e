import { exportContact } from "../../lib/application/staff/export-contact.ts";
import { findConversations } from "../../lib/application/staff/find-conversation.ts";
import { forgetContact } from "../../lib/application/staff/forget-contact.ts";
import { listHandoffs } from "../../lib/application/staff/list-handoffs.ts";
import { pauseConversation } from "../../lib/application/staff/pause-conversation.ts";
import { outboundState, replyAsPerson } from "../../lib/application/staff/reply-as-person.ts";
import { resumeConversation } from "../../lib/application/staff/resume-conversation.ts";
import { listNumbers, resumeNumber } from "../../lib/application/staff/resume-number.ts";
import { sendTemplate } from "../../lib/application/staff/send-template.ts";
import { showCampaign } from "../../lib/application/staff/show-campaign.ts";
import { showConversation } from "../../lib/application/staff/show-conversation.ts";
import { showTemplates } from "../../lib/application/staff/show-templates.ts";
import type { StaffDeps } from "../../lib/application/staff/staff-deps.ts";
import { listSwitches, switchNumber } from "../../lib/application/staff/switch-numbers.ts";

export const useCasesOf = (deps: StaffDeps) => ({
  find: findConversations.bind(undefined, deps),
  handoffs: listHandoffs.bind(undefined, deps),
  show: showConversation.bind(undefined, deps),
  pause: pauseConversation.bind(undefined, deps),
  resume: resumeConversation.bind(undefined, deps),
  reply: replyAsPerson.bind(undefined, deps),
  outbound: outboundState.bind(undefined, deps),
  templates: showTemplates.bind(undefined, deps),
  sendTemplate: sendTemplate.bind(undefined, deps),
  campaign: showCampaign.bind(undefined, deps),
  switches: listSwitches.bind(undefined, deps),
  switchNumber: switchNumber.bind(undefined, deps),
  numbers: listNumbers.bind(undefined, deps),
  resumeNumber: resumeNumber.bind(undefined, deps),
  leads: deps.leads.list,
  export: exportContact.bind(undefined, deps),
  forget: forgetContact.bind(undefined, deps),
});

export type UseCases = ReturnType<typeof useCasesOf>;
