import { downloadFile, isGone } from "../../adapters/http/download-file.ts";
import { fileAddress } from "../../adapters/http/file-hosts.ts";
import { isTransient, tryAgain } from "../../adapters/http/try-again.ts";
import { IntegrationError } from "../../application/ports/integration-error.ts";
import type { NumberOf } from "../../config/settings/settings.ts";
import type { ProviderMedia } from "../provider-media.ts";
import { missingSecret } from "../sending.ts";
import { twilioCredentials } from "./config/credentials.ts";

const HOSTS = ["twilio.com", "twiliocdn.com"];

/** Where files lie that came before the account demanded a password for them. */
const isOwnBucket = ({ hostname, pathname }: URL) =>
  hostname === "s3-external-1.amazonaws.com" && pathname.startsWith("/media.twiliocdn.com/");

const MEDIA_PATH = /^\/2010-04-01\/Accounts\/(AC\w+)\/Messages\/(?:MM|SM)\w+\/Media\/ME\w+$/;

/** A file that has just come may not be there yet. */
const PAUSES_MS = [1_000, 2_000];

const refused = () => new IntegrationError({ system: "twilio", code: "media_host_refused", retry: "never" });

/** https://www.twilio.com/docs/messaging/api/media-resource */
export const twilioMedia: ProviderMedia<NumberOf<"twilio">> = {
  async fetchMedia(_, { settings, secrets, fetch, clock, pause }, mediaId, limits) {
    const credentials = twilioCredentials(await secrets());
    if (!credentials) throw missingSecret("twilio");
    const { accountSid, authToken } = credentials;
    const server = settings.twilio.apiUrl;
    const address = fileAddress(mediaId, { server, names: ["twilio.com"] });
    const [path, account] = MEDIA_PATH.exec(address?.pathname ?? "") ?? [];
    if (!path || account !== accountSid) throw refused();
    // The server of the settings, whatever region the webhook names.
    const url = new URL(`${server}${path}`);
    const basic = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
    const call = () =>
      downloadFile({
        fetch,
        clock,
        system: "twilio",
        url,
        headers: { authorization: `Basic ${basic}` },
        addressOf: (location, base) =>
          fileAddress(location, { server, names: HOSTS, isOwnAt: isOwnBucket }, base),
        maxBytes: limits.maxBytes,
        deadline: limits.deadline,
      });
    const isWorth = (error: IntegrationError) => isGone(error) || isTransient(error);
    return tryAgain(call, { pauses: PAUSES_MS, isWorth, pause, clock, deadline: limits.deadline });
  },
};
