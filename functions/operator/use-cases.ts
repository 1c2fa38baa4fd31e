import { exportContactWith } from "../../lib/application/staff/export-contact.ts";
import { findConversationsWith } from "../../lib/application/staff/find-conversation.ts";
import { forgetContactWith } from "../../lib/application/staff/forget-contact.ts";
import { listHandoffsWith } from "../../lib/application/staff/list-handoffs.ts";
import { outboundStateWith, replyAsPersonWith } from "../../lib/application/staff/reply-as-person.ts";
import { listNumbersWith, resumeNumberWith } from "../../lib/application/staff/resume-number.ts";
import { sendTemplateWith } from "../../lib/application/staff/send-template.ts";
import { showCampaignWith } from "../../lib/application/staff/show-campaign.ts";
import { showConversationWith } from "../../lib/application/staff/show-conversation.ts";
import { showTemplatesWith } from "../../lib/application/staff/show-templates.ts";
import type { StaffDeps } from "../../lib/application/staff/staff-deps.ts";
import { listSwitchesWith, switchNumberWith } from "../../lib/application/staff/switch-numbers.ts";
import { pauseConversationWith, resumeConversationWith } from "../../lib/application/staff/take-over.ts";

export const useCasesOf = (operator: StaffDeps) => ({
  find: findConversationsWith(operator),
  handoffs: listHandoffsWith(operator),
  show: showConversationWith(operator),
  pause: pauseConversationWith(operator),
  resume: resumeConversationWith(operator),
  reply: replyAsPersonWith(operator),
  outbound: outboundStateWith(operator),
  templates: showTemplatesWith(operator),
  sendTemplate: sendTemplateWith(operator),
  campaign: showCampaignWith(operator),
  switches: listSwitchesWith(operator),
  switchNumber: switchNumberWith(operator),
  numbers: listNumbersWith(operator),
  resumeNumber: resumeNumberWith(operator),
  leads: operator.leads.list,
  export: exportContactWith(operator),
  forget: forgetContactWith(operator),
});

export type UseCases = ReturnType<typeof useCasesOf>;
