import { type OutboundState, outboundState } from "./answers.ts";
import type { Api } from "./client.ts";
import type { Io } from "./io.ts";
import type { Output } from "./output.ts";
import { EXIT, type ExitCode } from "./problem.ts";

const WAIT = 20_000;
const LOOK_EVERY = 1_000;

export async function outcomeOf(
  api: Api,
  io: Io,
  { conversation, outbound }: { conversation: string; outbound: string },
): Promise<OutboundState> {
  const until = io.clock.now() + WAIT;
  for (;;) {
    const ended = await api.get(`${conversation}/outbound/${outbound}`, outboundState);
    if (ended.state !== "waiting" || io.clock.now() >= until) return ended;
    await io.sleep(LOOK_EVERY);
  }
}

export function tellOutcome({ state, code }: OutboundState, print: Output): ExitCode {
  const why = code ? ` (${code})` : "";
  switch (state) {
    case "sent":
      print.line(print.paint("green", "Sent."));
      return EXIT.ok;
    case "waiting":
      print.line(`Queued, but not sent within ${WAIT / 1000} seconds. It is not lost: \`show\` tells when it has left.`);
      return EXIT.ok;
    case "failed":
      print.line(print.paint("red", `Not sent: the provider refused it${why}.`));
      return EXIT.failed;
    case "cancelled":
      print.line(print.paint("red", `Not sent: it was cancelled${why}.`));
      return EXIT.failed;
  }
}
