import { list, record } from "../../lib/adapters/http/json.ts";
import { placeholdersOf, type TemplateProblem } from "./template-text.ts";
import type { MetaButton } from "./templates.ts";

type Buttons = { options: readonly string[]; payloads: ReadonlyMap<string, string> };
type Part = Readonly<Record<string, unknown>>;

/** The parameter of each kind of button, and its name. */
const VALUE: Partial<Record<MetaButton["type"], { subType: string; type: string; key: string }>> = {
  QUICK_REPLY: { subType: "quick_reply", type: "payload", key: "payload" },
  URL: { subType: "url", type: "text", key: "text" },
  COPY_CODE: { subType: "copy_code", type: "coupon_code", key: "coupon_code" },
};

const needsValue = (button: MetaButton) =>
  button.type === "COPY_CODE" || (button.type === "URL" && placeholdersOf(button.url).length > 0);

const wrong = (at: number): TemplateProblem => ({ code: 131009, details: `buttons: Button at index ${at}` });

/** Returns the buttons' labels and payloads, or what is wrong with the given values. */
export function readTemplateButtons(
  buttons: readonly MetaButton[],
  parts: readonly Part[],
): Buttons | TemplateProblem {
  const values = new Map<number, string>();
  for (const { sub_type: subType, index, parameters } of parts) {
    const at = Number(index);
    const button = buttons[at];
    const wanted = button && VALUE[button.type];
    const [parameter, ...more] = list(parameters).map(record);
    const value = wanted && parameter?.type === wanted.type ? parameter[wanted.key] : undefined;
    const takesValue = button?.type === "QUICK_REPLY" || (button && needsValue(button));
    if (!takesValue || subType !== wanted?.subType || values.has(at) || more.length > 0) return wrong(at);
    if (typeof value !== "string" || value === "") return wrong(at);
    values.set(at, value);
  }
  const bare = buttons.findIndex((button, at) => needsValue(button) && !values.has(at));
  if (bare >= 0) {
    const kind = buttons[bare]?.type === "URL" ? "Url" : "Coupon Code";
    return { code: 131008, details: `buttons: Button at index ${bare} of type ${kind} requires a parameter` };
  }
  const labels = buttons.map((button) => button.text ?? "Copy code");
  const quickReplies = buttons.flatMap(({ type }, at) => (type === "QUICK_REPLY" ? [at] : []));
  return {
    options: labels,
    payloads: new Map(quickReplies.map((at) => [labels[at] ?? "", values.get(at) ?? labels[at] ?? ""])),
  };
}
