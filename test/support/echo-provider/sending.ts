import { record, text } from "../../../lib/adapters/http/json.ts";
import { request } from "../../../lib/adapters/http/request.ts";
import { sendOutcome } from "../../../lib/adapters/http/send-outcome.ts";
import type { FailureAction } from "../../../lib/application/ports/sender.ts";
import type { FileRules } from "../../../lib/domain/media/media-file.ts";
import type { ProviderFailures } from "../../../lib/providers/failures.ts";
import type { ProviderSending } from "../../../lib/providers/sending.ts";

const listedFailureAction = (code: string): FailureAction | undefined =>
  code === "closed" ? "template" : undefined;

export const echoFailures: ProviderFailures = {
  failureActionFor: (code) => listedFailureAction(code) ?? "never",
  failureCause: () => "business",
  failureText: (code) => (code === "closed" ? "The line is closed." : undefined),
  failureFix: (code) => (code === "closed" ? "Open the line." : undefined),
};

const FILES: FileRules = {
  kinds: new Map([
    ["jpg", "image"],
    ["png", "image"],
    ["pdf", "document"],
    ["mp3", "audio"],
    ["mp4", "video"],
  ]),
  withCaption: new Set(["image", "document", "video"]),
  maxCaption: 300,
};

const read = (json: unknown) => ({ id: text(record(json)?.id), code: text(record(json)?.code) });

export const echoSendingAt = (url: string): ProviderSending => ({
  showsOptions: false,
  credentialsOf: () => "",
  sender: (_, { fetch, clock }) => ({
    maxLength: 500,
    files: FILES,
    async send({ to, reference, text: body, media }, deadline) {
      const file = media && { file: media.url, isShownWith: media.kind };
      const words = media?.kind === "audio" ? "" : body;
      const json = JSON.stringify({ to: to.phone, reference, text: words, ...file });
      const headers = { "content-type": "application/json" };
      const result = await request({ fetch, clock, url, headers, body: json, timeoutMs: 15_000, deadline });
      return sendOutcome(result, { read, listedFailureAction });
    },
    showTyping: async () => undefined,
  }),
});
