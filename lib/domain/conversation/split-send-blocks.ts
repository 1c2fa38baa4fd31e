import { CONSENT_FIELDS, type Consent, PAUSE_FIELDS, type Pauses, type SendBlocks } from "./fields.ts";

type Split<State> = { pauses: Pauses; consent: Consent; rest: Omit<State, keyof SendBlocks> };

/** What several functions write at any time, and the rest. */
export function splitSendBlocks<State extends SendBlocks>(state: State): Split<State>;
export function splitSendBlocks(state: object): Split<object> {
  const pauses: Record<string, unknown> = {};
  const consent: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  const given = state as Readonly<Record<string, unknown>>;
  for (const name in given) {
    const value = given[name];
    if (value === undefined) continue;
    const part = name in PAUSE_FIELDS ? pauses : name in CONSENT_FIELDS ? consent : rest;
    part[name] = value;
  }
  return { pauses, consent, rest };
}
