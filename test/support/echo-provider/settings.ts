import * as z from "zod/mini";
import { rotated } from "../../../lib/config/secrets/secret-kinds.ts";
import { ofEveryNumber } from "../../../lib/config/settings/number-kinds.ts";
import { url } from "../../../lib/config/settings/setting-kinds.ts";
import type { ProviderSettings } from "../../../lib/providers/provider-settings.ts";

export const echoSettings: ProviderSettings = {
  number: z.strictObject({
    ...ofEveryNumber,
    provider: z.literal("echo"),
    line: z.string().check(z.regex(/^line-\d+$/, 'use the form "line-1"')),
  }),
  section: z.prefault(z.strictObject({ apiUrl: z._default(url, "https://echo.example") }), {}),
  templateFixes: ({ name }) =>
    name.startsWith("echo-") ? [] : [{ key: "name", fix: "use the template's name, echo-…" }],
};

export const echoProfile = {
  addressKind: "line",
  addressOf: ({ line }: { line: string }) => line,
  callback: { path: "/webhooks/echo", description: "Webhook of the line" },
};

export const echoSecretSchema = z.optional(z.object({ keys: rotated }));
