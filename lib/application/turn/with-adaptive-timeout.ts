import type { Agent, Clock } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { AdaptiveTimeout } from "./adaptive-timeout.ts";

type Deps = { timeout: AdaptiveTimeout; clock: Clock; telemetry: Telemetry };

/** Any agent, whose questions get an earlier deadline while it seems to hang. */
export const withAdaptiveTimeout = (agent: Agent, { timeout, clock, telemetry }: Deps): Agent => ({
  async ask(question, deadline) {
    const now = clock.now();
    const call = timeout.begin(question.session, now, deadline - now);
    let answered = false;
    try {
      const answer = await agent.ask(question, call.startedAt + call.timeoutMs);
      answered = true;
      return answer;
    } finally {
      const change = timeout.end(call, clock.now(), answered);
      if (change === "shortened") telemetry.warn("agent.hangs", { timeoutMs: timeout.shortMs });
      if (change === "restored") telemetry.info("agent.back");
    }
  },
});
