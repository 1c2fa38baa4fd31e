import type { LeadFacts } from "./lead.ts";

const MOST_FIELDS = 30;
const MOST_VALUE = 500;
const FIELD = /^[A-Za-z][\w .-]{0,49}$/;

/** However the action's parameters are spelled, the record has one name for each of these. */
const NAMES: ReadonlyMap<string, string> = new Map(
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

const fieldOf = (key: string) =>
  NAMES.get(key.toLowerCase().replace(/[\s_.-]/g, "")) ?? (/^(?:name|email|phone)$/i.test(key) ? key.toLowerCase() : key);

/** What an agent fills in for want of anything better would replace what is known. */
const fits = (field: string, value: string) =>
  field === "email" ? /^\S+@\S+\.\S+$/.test(value) : field === "phone" ? value.replace(/\D/g, "").length >= 6 : true;

/** The facts among the flat values of an agent's action. Anything nested, empty or too strange to be a field is left out. */
export function actionFacts(values: Readonly<Record<string, unknown>>): LeadFacts {
  const facts: [string, { value: string; source: "agent" }][] = [];
  for (const [key, given] of Object.entries(values)) {
    if (!FIELD.test(key) || !["string", "number", "boolean"].includes(typeof given)) continue;
    const [field, value] = [fieldOf(key), String(given).trim().slice(0, MOST_VALUE)];
    if (value !== "" && fits(field, value) && facts.length < MOST_FIELDS) facts.push([field, { value, source: "agent" }]);
  }
  return Object.fromEntries(facts);
}
