import { rawBody } from "../../lib/adapters/lambda/http.ts";
import { receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import type { Bug } from "./run.ts";

/** From webhooks of real projects. The oracle must notice every one. */
export const PLANTED_BUGS: Record<string, Bug> = {
  "a parser that throws at what it does not expect": {
    handler: (real) => async (event) => {
      if (
        event.rawPath === "/webhooks/meta" &&
        JSON.parse(rawBody(event).toString()).entry[0].changes[0].value === null
      )
        throw new Error("unreachable");
      return real(event);
    },
  },
  "an exception that becomes a 500": {
    handler: (real) => async (event) =>
      rawBody(event).includes("__proto__") ? { statusCode: 500 } : real(event),
  },
  "an item that cannot be read costs the rest of its batch": {
    receive: (real) => (events) => {
      const bad = events.findIndex((event) => event.kind === "ignored");
      return real(bad < 0 ? events : events.slice(0, bad));
    },
  },
  "only the first message of a POST is looked at": {
    receive: (real) => (events) => real(events.slice(0, 1)),
  },
  "messages are recorded and not queued": {
    receive: (_, deps) =>
      receiveWebhook.bind(undefined, { ...deps, turnQueue: { send: async () => undefined } }),
  },
  "messages are queued twice": {
    receive: (real) => async (events) => {
      await real(events);
      return real(events);
    },
  },
  "statuses beside messages are forgotten": {
    receive: (real) => (events) =>
      real(
        events.some(({ kind }) => kind === "message")
          ? events.filter(({ kind }) => kind !== "status")
          : events,
      ),
  },
  "a message's text goes into the log": {
    receive:
      (real, { telemetry }) =>
      (events) => {
        for (const event of events)
          if (event.kind === "message" && event.message.content.kind === "text")
            telemetry.warn("webhook.item-ignored", { reason: event.message.content.text.slice(0, 200) });
        return real(events);
      },
  },
  "an unknown type goes into a metric as it is": {
    receive:
      (real, { telemetry }) =>
      (events) => {
        for (const event of events)
          if (event.kind === "message" && event.message.content.kind === "unsupported")
            telemetry.count("InboundIgnored", 1, { reason: event.message.content.type });
        return real(events);
      },
  },
};
