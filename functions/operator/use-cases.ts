import { exportContactWith } from "../../lib/application/export-contact.ts";
import { findConversationsWith } from "../../lib/application/find-conversation.ts";
import { forgetContactWith } from "../../lib/application/forget-contact.ts";
import { listHandoffsWith } from "../../lib/application/list-handoffs.ts";
import type { Operator } from "../../lib/application/operator.ts";
import { outboundStateWith, replyAsPersonWith } from "../../lib/application/reply-as-person.ts";
import { listNumbersWith, resumeNumberWith } from "../../lib/application/resume-number.ts";
import { sendTemplateWith } from "../../lib/application/send-template.ts";
import { showCampaignWith } from "../../lib/application/show-campaign.ts";
import { showConversationWith } from "../../lib/application/show-conversation.ts";
import { showTemplatesWith } from "../../lib/application/show-templates.ts";
import { listSwitchesWith, switchNumberWith } from "../../lib/application/switch-numbers.ts";
import { pauseConversationWith, resumeConversationWith } from "../../lib/application/take-over.ts";

export const useCasesOf = (operator: Operator) => ({
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
