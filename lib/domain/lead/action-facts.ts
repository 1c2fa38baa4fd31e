import type { LeadFacts } from "./lead.ts";

const MAX_FIELDS = 30;
const MAX_VALUE_LENGTH = 500;
const FIELD = /^[A-Za-z][\w .-]{0,49}$/;

const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    fullname: "name",
    customername: "name",
    emailaddress: "email",
    mail: "email",
    phonenumber: "phone",
    telephone: "phone",
    mobile: "phone",
  }),
);

const canonicalField = (key: string) =>
  ALIASES.get(key.toLowerCase().replace(/[\s_.-]/g, "")) ??
  (/^(?:name|email|phone)$/i.test(key) ? key.toLowerCase() : key);

/** A filler that the agent made up must not replace what is known. */
const isPlausible = (field: string, value: string) =>
  field === "email"
    ? /^\S+@\S+\.\S+$/.test(value)
    : field === "phone"
      ? value.replace(/\D/g, "").length >= 6
      : true;

/** Leaves out empty or nested values and bad names. */
export function actionFacts(values: Readonly<Record<string, unknown>>): LeadFacts {
  const facts: [string, { value: string; source: "agent" }][] = [];
  for (const [key, raw] of Object.entries(values)) {
    if (!FIELD.test(key) || !["string", "number", "boolean"].includes(typeof raw)) continue;
    const [field, value] = [canonicalField(key), String(raw).trim().slice(0, MAX_VALUE_LENGTH)];
    if (value !== "" && isPlausible(field, value) && facts.length < MAX_FIELDS)
      facts.push([field, { value, source: "agent" }]);
  }
  return Object.fromEntries(facts);
}
