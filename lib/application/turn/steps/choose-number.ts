import { DONE } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import type { AtNumber, Situation } from "../situation.ts";

/** The number of the newest message. */
export async function chooseNumber(engine: Engine, at: Situation): Promise<Next<AtNumber>> {
  const { state, pending, outbound, commandNumber } = at;
  const name =
    pending.at(-1)?.number ?? outbound.at(0)?.number ?? commandNumber ?? state.number ?? state.turn?.number;
  const number = name && engine.numberNamed(name);
  return number ? next({ ...at, number, edits: [] }) : DONE;
}
