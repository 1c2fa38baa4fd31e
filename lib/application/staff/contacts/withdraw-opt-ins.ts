import { countingOptIns, type KeptOptIns, mergeOptIns, type OptIn } from "../../../domain/consent/opt-in.ts";
import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { NumberName } from "../../../domain/ids.ts";
import { keepOptIns } from "../../identity/share-opt-ins.ts";
import type { ByStaff } from "../staff-deps.ts";
import { conversationsOfContact } from "./contact-conversations.ts";
import { ownOptIns } from "./own-opt-ins.ts";
import type { OptInDeps } from "./record-opt-in.ts";

type Request = ByStaff<{
  number: NumberName;
  contact: ContactIdentifier;
  why: string;
  /** Default: all of the customer. */
  id?: string;
}>;

export type WithdrawResult =
  | {
      /** By this call. What was withdrawn before keeps who did it and when. */
      withdrawn: number;
      /** How many of this customer still count. */
      optIns: number;
    }
  | "unknown-number"
  | "unknown-opt-in";

/**
 * For what was entered by mistake, or what a customer takes back by word of mouth. They stay as proof, withdrawn
 * under all ids of the customer; recording one of them again does not bring it back. Safe to repeat.
 */
export async function withdrawOptIns(
  deps: OptInDeps,
  { number, contact, why, by, id }: Request,
): Promise<WithdrawResult> {
  if (!deps.numbers.some(({ name }) => name === number)) return "unknown-number";
  const kept = await ownOptIns(deps, await conversationsOfContact(deps, contact, number));
  const optIns = kept.reduce((all: readonly OptIn[], [, each]) => mergeOptIns(all, each.optIns), []);
  const isMeant = (optIn: OptIn) => id === undefined || optIn.id === id;
  if (!optIns.some(isMeant)) return "unknown-opt-in";
  const withdrawn = { at: deps.clock.now(), by, why };
  const change = (found: KeptOptIns): KeptOptIns => ({
    ...found,
    optIns: found.optIns.map((each) =>
      isMeant(each) ? { ...each, withdrawn: each.withdrawn ?? withdrawn } : each,
    ),
  });
  for (const [place] of kept) await keepOptIns(deps, place, change);
  const before = countingOptIns(optIns);
  const after = before.filter((each) => !isMeant(each));
  return { withdrawn: before.length - after.length, optIns: after.length };
}
