import { downloadFile } from "../../../lib/adapters/http/download-file.ts";
import { fileAddress } from "../../../lib/adapters/http/file-hosts.ts";
import { record } from "../../../lib/adapters/http/json.ts";
import { isTransient, tryAgain } from "../../../lib/adapters/http/try-again.ts";
import type { ProviderMedia } from "../../../lib/providers/provider-media.ts";
import { missingSecret } from "../../../lib/providers/sending.ts";
import { ECHO } from "./echo.ts";

export const echoMediaAt = (server: string): ProviderMedia => ({
  async fetchMedia(_, { secrets, fetch, clock, pause }, mediaId, limits) {
    if (!record(await secrets())?.[ECHO]) throw missingSecret(ECHO);
    const call = () =>
      downloadFile({
        fetch,
        clock,
        system: ECHO,
        url: new URL(`${server}/files/${encodeURIComponent(mediaId)}`),
        headers: { authorization: "Echo right" },
        addressOf: (location, base) => fileAddress(location, { server, names: ["echo.example"] }, base),
        ...limits,
      });
    return tryAgain(call, { pauses: [500], isWorth: isTransient, pause, clock, deadline: limits.deadline });
  },
});
