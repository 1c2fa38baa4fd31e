import type { Io } from "../io.ts";
import { showBar } from "../progress-bar.ts";
import type { Tally } from "./send-all.ts";

export const showProgress = (io: Pick<Io, "err" | "live" | "width">, tally: Tally, all: number) =>
  showBar(io, () => ({
    done: tally.done,
    all,
    counts: `${tally.done}/${all}  queued ${tally.queued}, repeated ${tally.repeated}, opted out ${tally.optedOut}${tally.noOptIn > 0 ? `, no opt-in ${tally.noOptIn}` : ""}`,
  }));
