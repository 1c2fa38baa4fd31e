import { announceDrafts } from "../notify/announce-drafts.ts";
import { announceHandoff } from "../notify/announce-handoff.ts";
import { confirmConsentChange } from "../notify/confirm-consent-change.ts";
import { remindOfDrafts } from "../notify/remind-team.ts";
import { sendOutboundMessages } from "../sending/send-outbound.ts";
import type { AnswerStep, EarlyStep } from "./situation.ts";
import { applyEditsAndDeletions } from "./steps/apply-edits.ts";
import { applyKeywords } from "./steps/apply-keywords.ts";
import { askAndAnswer } from "./steps/ask-and-answer.ts";
import { askToResend } from "./steps/ask-to-resend.ts";
import { continueInLinkedConversation } from "./steps/continue-in-linked-conversation.ts";
import { decideDrafts, replaceDrafts } from "./steps/decide-drafts.ts";
import { endBlockedMessages } from "./steps/end-blocked-messages.ts";
import { endAutomaticPause, endLapsedPause } from "./steps/end-pause.ts";
import { failUnknownNumbers } from "./steps/fail-unknown-numbers.ts";
import { followCustomer } from "./steps/follow-customer.ts";
import { followIdentityChange } from "./steps/follow-identity-change.ts";
import { joinKnownCustomer } from "./steps/join-known-customer.ts";
import { judgeRollout } from "./steps/judge-rollout.ts";
import { limitDrafts } from "./steps/limit-drafts.ts";
import { limitPace } from "./steps/limit-pace.ts";
import { recordContact } from "./steps/record-contact.ts";
import { resumeOpenTurn } from "./steps/resume-open-turn.ts";
import { sendDeferredReply } from "./steps/send-deferred-reply.ts";
import { setStaleAside } from "./steps/set-stale-aside.ts";
import { understandMedia } from "./steps/understand-media.ts";
import { stopWhenNothingWaits, waitForQuiet, waitForTime } from "./steps/wait-for.ts";
import { waitWhileNumberIsSuspended } from "./steps/wait-while-number-is-suspended.ts";

/** Find the conversation in which all goes on, and bring an earlier attempt's turn to its end. */
export const FIRST_STEPS: readonly EarlyStep[] = [
  joinKnownCustomer,
  continueInLinkedConversation,
  waitWhileNumberIsSuspended,
  followCustomer,
  resumeOpenTurn,
  failUnknownNumbers,
];

/** Do what waits: notifications first, then staff's messages, then the customer's. */
export const ANSWER_STEPS: readonly AnswerStep[] = [
  followIdentityChange,
  recordContact,
  endAutomaticPause,
  applyKeywords,
  endLapsedPause,
  confirmConsentChange,
  announceHandoff,
  replaceDrafts,
  announceDrafts,
  decideDrafts,
  remindOfDrafts,
  sendOutboundMessages,
  judgeRollout,
  setStaleAside,
  applyEditsAndDeletions,
  sendDeferredReply,
  stopWhenNothingWaits,
  endBlockedMessages,
  waitForQuiet,
  askToResend,
  waitForTime,
  limitDrafts,
  limitPace,
  understandMedia,
  askAndAnswer,
];
