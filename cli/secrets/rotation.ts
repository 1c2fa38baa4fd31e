import type { Entry } from "./entries.ts";

export const MAX_VALUES = 5;

/** `first`: instead of the other two, if there is no value to rotate yet. */
type Steps = { before: readonly string[]; after: readonly string[]; first: readonly string[] };

/** What to do at the other side, and when. */
const STEPS: Record<string, Steps> = {
  "meta.appSecrets": {
    first: [],
    before: [
      "Meta has one app secret at a time: reset it in App settings > Basic, then give the new one here at once.",
      "Webhooks that come in between are refused, and Meta delivers them again.",
    ],
    after: [
      "Once `npm run wa -- doctor` finds webhooks taken, remove the old one: npm run wa -- secrets rotate meta.appSecrets --finish",
    ],
  },
  "twilio.authTokens": {
    first: [],
    before: [
      "Create the secondary Auth Token in the Twilio console and give it here, before you promote it.",
      "Both are valid for calls; Twilio signs webhooks with the primary one.",
    ],
    after: [
      "Wait ten minutes, promote it in the console, then: npm run wa -- secrets rotate twilio.authTokens --finish",
    ],
  },
  "twilio.sharedKeys": {
    first: ["Wait ten minutes before you switch webhooks to it in the Twilio console."],
    before: [
      "Create the new shared key in the Twilio console and give it here, before webhooks are signed by it.",
    ],
    after: [
      "Wait ten minutes, switch webhooks to it in the console, then: npm run wa -- secrets rotate twilio.sharedKeys --finish",
    ],
  },
  "actions.tokens": {
    first: ["Wait ten minutes, then put it into Chatsby's custom actions: docs/agent-actions.md"],
    before: [],
    after: [
      "Wait ten minutes, put it into Chatsby's custom actions, then: npm run wa -- secrets rotate actions.tokens --finish",
    ],
  },
  "leads.webhookSecrets": {
    first: ["Give it to your CRM: leads are signed with it."],
    before: [],
    after: [
      "In ten minutes leads are signed with both. Give the new one to your CRM in place of the old one, then: npm run wa -- secrets rotate leads.webhookSecrets --finish",
    ],
  },
};

export const rotationSteps = ({ path }: Entry): Steps => STEPS[path] ?? { before: [], after: [], first: [] };

/** The newest value comes first. */
export const withNewValue = (newValue: string, values: readonly string[]): readonly string[] => [
  newValue,
  ...values.filter((value) => value !== newValue),
];
