import { SECOND_MS } from "../lib/domain/time.ts";
import type { ResultOf } from "../lib/operator-api/results.ts";
import type { Api } from "./client.ts";
import type { Io } from "./io.ts";
import type { Output } from "./output.ts";
import { EXIT, type ExitCode } from "./problem.ts";

const MAX_WAIT_MS = 20 * SECOND_MS;
const POLL_MS = SECOND_MS;

export async function outcomeOf(
  api: Api,
  io: Io,
  { conversation, outbound }: { conversation: string; outbound: string },
): Promise<ResultOf<"outbound">> {
  const until = io.clock.now() + MAX_WAIT_MS;
  for (;;) {
    const ended = await api.call("outbound", { params: { conversation, outbound } });
    if (ended.state !== "waiting" || io.clock.now() >= until) return ended;
    await io.sleep(POLL_MS);
  }
}

export function printOutcome({ state, code }: ResultOf<"outbound">, print: Output): ExitCode {
  const why = code ? ` (${code})` : "";
  switch (state) {
    case "sent":
      print.line(print.paint("green", "Sent."));
      return EXIT.ok;
    case "waiting":
      print.line(
        `Queued, but not sent within ${MAX_WAIT_MS / SECOND_MS} seconds. It is not lost: \`show\` shows when it is sent.`,
      );
      return EXIT.ok;
    case "failed":
      print.line(print.paint("red", `Not sent: the provider refused it${why}.`));
      return EXIT.failed;
    case "cancelled":
      print.line(print.paint("red", `Not sent: it was cancelled${why}.`));
      return EXIT.failed;
  }
}
