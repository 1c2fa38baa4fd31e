import * as z from "zod/mini";
import { parseContactPhone } from "../../../lib/adapters/phone/phones.ts";
import { hoursProblems } from "../../../lib/domain/hours/hours-problems.ts";
import { readOpenTimes } from "../../../lib/domain/hours/read-open-times.ts";

/** Returns `undefined` if the answer is right, else "looks like …" or "is …", and where to find the right one. */
export type Rule = (answer: string) => string | undefined;

/** Pasted text brings them along: quotes, commas, line ends, zero-width characters, marks of a bracketed paste. */
export const cleaned = (text: string): string =>
  text.replace(/\p{Cc}\[20[01]~|[\p{Cc}\p{Cf}]/gu, "").replace(/^[\s"'`“”„‘’«»]+|[\s"'`“”„‘’«»,;]+$/gu, "");

/** A sender with or without its prefix, as a person types a phone. */
export function asSender(text: string): string {
  const phone = parseContactPhone(text);
  return phone ? `whatsapp:+${phone}` : text;
}

/** Meta's ids are longer: 15 digits and more. */
const MAX_PHONE_DIGITS = 13;

const isPhone = (text: string): boolean => {
  if (/^\d+$/.test(text))
    return text.length <= MAX_PHONE_DIGITS && parseContactPhone(`+${text}`) !== undefined;
  return /^(?:whatsapp:)?[+0(][\d\s().+-]*$/i.test(text);
};

type Kind = keyof typeof KINDS;

/** What an answer certainly is. The first that fits counts. */
const KINDS = {
  "a mail address": (text) => /^[^\s/]+@[^\s/]+$/.test(text),
  "a web address": (text) => /^(?:https?:|www\.)/i.test(text),
  "the id of a Chatsby agent": (text) => text.startsWith("agent_"),
  "the id of a Chatsby conversation or source": (text) => /^(?:conv|src)_/.test(text),
  "a Chatsby API key": (text) => text.startsWith("chtb_"),
  "a webhook's secret": (text) => text.startsWith("whsec_"),
  "an access token of Meta": (text) => /^EAA\w{10}/.test(text),
  "an app's own token (app id|…)": (text) => /^\d+\|/.test(text),
  "a Twilio Account SID": (text) => /^AC[0-9a-f]{32}$/i.test(text),
  "another SID of Twilio": (text) => /^[A-Z]{2}[0-9a-f]{32}$/.test(text),
  "an app secret of Meta or an Auth Token of Twilio": (text) => /^[0-9a-f]{32}$/i.test(text),
  "a phone number": isPhone,
  "one of Meta's ids": (text) => /^\d{14,20}$/.test(text),
} as const satisfies Record<string, (text: string) => boolean>;

const kindOf = (text: string): string | undefined =>
  Object.entries(KINDS).find(([, fits]) => fits(text))?.[0];

const inOnePiece: Rule = (text) => {
  if (/\s/.test(text)) return "has spaces in it";
  return /["'`“”„‘’«»]/u.test(text) ? "has quotes in it" : undefined;
};

/** The first problem, and where to look. `only`: other kinds of answers are refused. */
const rule =
  (where: string, { only, form }: { only?: Kind; form?: Rule }): Rule =>
  (answer) => {
    const kind = kindOf(answer);
    const wrong =
      kind !== undefined && kind !== only ? `looks like ${kind}` : (inOnePiece(answer) ?? form?.(answer));
    return wrong && `${wrong}. ${where}`;
  };

const atLeast =
  (characters: number): Rule =>
  ({ length }) =>
    length < characters ? `is too short (${length} characters): part of it is missing` : undefined;

const matching =
  (pattern: RegExp, otherwise: string): Rule =>
  (text) =>
    pattern.test(text) ? undefined : otherwise;

const onApiSetup = (what: string) =>
  rule(`In Meta's app, WhatsApp > API Setup shows the ${what}: a long number without +.`, {
    only: "one of Meta's ids",
    form: (text) => atLeast(5)(text) ?? matching(/^\d{5,20}$/, "has more in it than digits")(text),
  });

const EXAMPLE_AGENT = "agent_1a2b3c4d5e";
const KEYS = "Chatsby shows it once, when it is made: Dashboard > Settings > API Keys; it begins with chtb_.";
const TOKEN =
  "Make one for a system user: Meta Business Suite > Settings > Users > System users > Generate token; it begins with EAA.";

const name: Rule = matching(
  /^[a-z0-9][a-z0-9-]{0,29}$/,
  "is no short name of your own: use lower-case letters, digits and hyphens, at most 30; not the phone number",
);

const mail: Rule = (text) => {
  if (!text.includes("@")) return "has no @. Write a mail address, for instance team@example.org.";
  return z.email().safeParse(text).success
    ? undefined
    : "is no mail address. Write one, for instance team@example.org.";
};

const TYPED_SO = "Write it as Mon-Fri 9:00-18:00; Sat 10:00-14:00.";

const hours: Rule = (text) => {
  const read = readOpenTimes(text);
  if ("problem" in read) return `${read.problem}. ${TYPED_SO}`;
  const [problem] = hoursProblems({ timeZone: "UTC", open: read.open, closed: [] });
  return problem && `is not possible (${problem.message}). ${TYPED_SO}`;
};

/** As Intl spells it: people type "europe/berlin". */
export function asTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return text;
  }
}

const timeZone: Rule = (text) =>
  hoursProblems({ timeZone: text, open: { mon: ["09:00-10:00"] }, closed: [] }).length > 0
    ? "is no time zone. Write a place of the IANA list, for instance Europe/Berlin or America/New_York."
    : undefined;

/** Of an agent behind a mapping: its ids and keys may look like anything. */
const otherAgent = {
  agentId: matching(
    /^[A-Za-z0-9._-]{1,128}$/,
    "has signs in it that an agent's id cannot have here: use letters, digits, . _ and -",
  ),
  chatsbyKey: inOnePiece,
};

/** The local stack's credentials have no vendor's form. `mapped`: the agent need not be Chatsby's. */
export const answerRules = ({ local, mapped = false }: { local: boolean; mapped?: boolean }) => ({
  name,
  mail,
  hours,
  timeZone,
  agentId: rule("Chatsby shows it in the agent's settings; it begins with agent_.", {
    only: "the id of a Chatsby agent",
    form: (text) => (text === EXAMPLE_AGENT && !local ? "is the example's, which is nobody's" : undefined),
  }),
  phoneNumberId: onApiSetup("Phone number ID"),
  wabaId: onApiSetup("WhatsApp Business Account ID"),
  from: matching(
    /^whatsapp:\+\d{6,15}$/,
    'is no WhatsApp sender. Twilio lists them under Messaging > Senders > WhatsApp senders; write it as "whatsapp:+14155238886".',
  ),
  chatsbyKey: rule(KEYS, { only: "a Chatsby API key", form: atLeast(12) }),
  accessToken: rule(TOKEN, { only: "an access token of Meta", form: atLeast(local ? 8 : 50) }),
  appSecret: rule(
    "In Meta's app: App settings > Basic > App secret > Show; 32 of the characters 0-9 and a-f.",
    {
      only: "an app secret of Meta or an Auth Token of Twilio",
      ...(!local && { form: matching(/^[0-9a-f]{32}$/, "is no app secret") }),
    },
  ),
  verifyToken: rule("Leave META_VERIFY_TOKEN out: setup makes one.", { form: atLeast(8) }),
  accountSid: rule("Twilio's Console shows it on its first page, under Account Info; it begins with AC.", {
    only: "a Twilio Account SID",
    form: matching(local ? /^AC/ : /^AC[0-9a-f]{32}$/i, "does not begin with AC, or part of it is missing"),
  }),
  authToken: rule(
    "Twilio's Console shows it on its first page, under Account Info > Auth Token > Show; 32 of the characters 0-9 and a-f.",
    {
      only: "an app secret of Meta or an Auth Token of Twilio",
      ...(!local && { form: matching(/^[0-9a-f]{32}$/i, "is no Auth Token") }),
    },
  ),
  ...(mapped && otherAgent),
});

export type AnswerRules = ReturnType<typeof answerRules>;
