import { CONSENT_FIELDS, type Consent, PAUSE_FIELDS, type Pauses, type SendBlocks } from "./fields.ts";

type Split<State> = { pauses: Pauses; consent: Consent; rest: Omit<State, keyof SendBlocks> };

/** What several functions write at any time, and the rest. */
export function splitSendBlocks<State extends SendBlocks>(state: State): Split<State>;
export function splitSendBlocks(state: object): Split<object> {
  const entries = Object.entries(state).filter(([, value]) => value !== undefined);
  const {
    pauses = [],
    consent = [],
    rest = [],
  } = Object.groupBy(entries, ([name]) =>
    name in PAUSE_FIELDS ? "pauses" : name in CONSENT_FIELDS ? "consent" : "rest",
  );
  return {
    pauses: Object.fromEntries(pauses),
    consent: Object.fromEntries(consent),
    rest: Object.fromEntries(rest),
  };
}
