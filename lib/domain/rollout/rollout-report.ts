import type { Rollout } from "./rollout.ts";

/** `contacts`: how many are listed. `source`: who said so. `by`, `at`: of an operator. */
export type RolloutReport = Omit<Rollout, "contacts"> & {
  contacts: number;
  source: "operator" | "settings" | "default";
  by?: string;
  at?: number;
};

const PLURAL = new Intl.PluralRules("en");
const FORMS: Readonly<Record<string, string>> = { one: "contact" };

/** For a person: "the bot answers 10 % and 2 contacts; the others get a person; answers are drafts". */
export function rolloutText({
  percent,
  contacts,
  others,
  drafts,
}: Pick<RolloutReport, "percent" | "contacts" | "others" | "drafts">): string {
  const listed = `${contacts} ${FORMS[PLURAL.select(contacts)] ?? "contacts"}`;
  const whom =
    percent >= 100
      ? "everybody"
      : percent > 0
        ? `${percent} %${contacts > 0 ? ` and ${listed}` : ""}`
        : contacts > 0
          ? listed
          : "nobody";
  const rest = percent >= 100 ? "" : `; the others get ${others === "handoff" ? "a person" : "silence"}`;
  return `the bot answers ${whom}${rest}${drafts ? "; its answers wait for a person's tap" : ""}`;
}
