import type {
  CampaignJob,
  OutboundRecord,
  SwitchState,
} from "../../../lib/application/ports/control-ports.ts";
import type { Act } from "../../../lib/application/ports/history.ts";
import type { Note } from "../../../lib/application/ports/inbox-ports.ts";
import type { Link } from "../../../lib/application/ports/links.ts";
import type { Clock, Delivery, Suspension } from "../../../lib/application/ports/ports.ts";
import type { DelayedAnswer, FailureCount } from "../../../lib/application/ports/status-ports.ts";
import type { KeptOptIns } from "../../../lib/domain/consent/opt-in.ts";
import type { ConversationState, PendingMessage } from "../../../lib/domain/conversation/conversation.ts";
import { CONSENT_FIELDS, type Consent } from "../../../lib/domain/conversation/fields.ts";
import type { Handoff } from "../../../lib/domain/handoff/handoff.ts";
import type { ConversationId, MessageId, NumberName } from "../../../lib/domain/ids.ts";
import type { ActivityEntry } from "../../../lib/domain/inbox/activity-entry.ts";
import type { Lead } from "../../../lib/domain/lead/lead.ts";
import type { StaffFile } from "../../../lib/domain/media/staff-file.ts";
import type { Understood } from "../../../lib/domain/media/understood.ts";
import type { StoredRollout } from "../../../lib/domain/rollout/rollout.ts";
import type { Outcome } from "../../../lib/domain/turn/outcome.ts";
import type { Turn } from "../../../lib/domain/turn/turn.ts";
import { WordsMap } from "./words-map.ts";

export type MemoryMessage = PendingMessage & {
  position: number;
  outcome?: Outcome;
  answeredBy?: string;
  understood?: ReadonlyMap<number, Understood>;
};

const CONSENT_NAMES = Object.keys(CONSENT_FIELDS) as (keyof Consent)[];

/**
 * What the DynamoDB table would hold, open to inspection. Every call is one atomic step, as a single write or
 * consistent read is there.
 */
export class MemoryTable {
  /** By conversation and message. */
  readonly messages = new WordsMap<MemoryMessage>();
  readonly states = new Map<ConversationId, ConversationState>();
  /** By conversation and turn. */
  readonly turns = new WordsMap<Turn>();
  readonly deliveries = new Map<string, Delivery>();
  /** Attempts whose price has been counted. */
  readonly priced = new Set<string>();
  readonly links = new Map<ConversationId, Link>();
  /** Also of customers without a conversation. */
  readonly consent = new Map<ConversationId, Consent>();
  /** By any id of a customer. */
  readonly optIns = new Map<ConversationId, KeptOptIns>();
  readonly suspended = new Map<NumberName, Suspension>();
  /** When the next of a throttled number may send, and until when others line up. */
  readonly lines = new Map<NumberName, { nextAt: number; throttledUntil: number }>();
  readonly switches = new Map<NumberName | "*", SwitchState>();
  readonly rollouts = new Map<NumberName, StoredRollout>();
  /** By conversation and outbound id. */
  readonly outbound = new WordsMap<OutboundRecord>();
  /** By campaign and conversation. */
  readonly campaigns = new WordsMap<CampaignJob>();
  /** By number and hour since 1970. */
  readonly begun = new Map<string, number>();
  /** By session hash and conversation. */
  readonly sessions = new WordsMap<{ conversation: ConversationId; number: NumberName }>();
  readonly names = new Map<ConversationId, ConversationId>();
  readonly leads = new Map<ConversationId, Lead>();
  readonly activity = new Map<ConversationId, ActivityEntry>();
  /** Conversations by number, text hash and day. */
  readonly repeatedTexts = new Map<string, ReadonlySet<ConversationId>>();
  readonly handoffs = new Map<string, Handoff>();
  /** By conversation and time. */
  readonly delayed = new Map<string, DelayedAnswer>();
  /** By number, five minutes, kind and code. */
  readonly failures = new Map<string, FailureCount & { number: NumberName | "*"; slice: number }>();
  /** By conversation, or "*", and act id. */
  readonly acts = new WordsMap<Act>();
  /** By conversation and note id. */
  readonly notes = new WordsMap<Note>();
  /** By conversation and id. */
  readonly files = new WordsMap<StaffFile>();
  /** By conversation and member of staff. */
  readonly drafts = new WordsMap<{ text: string; at: number; savedAt: number }>();
  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  message(conversation: ConversationId, id: MessageId) {
    return this.messages.get(`${conversation} ${id}`);
  }

  state(conversation: ConversationId): ConversationState {
    return this.states.get(conversation) ?? { conversation, version: 0 };
  }

  /** With the consent that was kept beside the state. */
  known(conversation: ConversationId): ConversationState {
    const state = this.state(conversation);
    const kept = this.consent.get(conversation);
    return !kept || CONSENT_NAMES.some((name) => state[name] !== undefined) ? state : { ...state, ...kept };
  }

  /** Returns the lasting consent. */
  keepConsent(conversation: ConversationId, change: (kept: Consent) => Consent): Consent {
    const consent = change(this.consent.get(conversation) ?? {});
    if (Object.keys(consent).length > 0) this.consent.set(conversation, consent);
    return consent;
  }

  isOff(number: NumberName): boolean {
    return this.switches.get(number)?.off === true || this.switches.get("*")?.off === true;
  }
}
