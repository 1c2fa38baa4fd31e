import type { AccountCheck } from "../../account-check.ts";
import { twilioAccount } from "../tools/account.ts";
import { accountFinding, senderFindings } from "./account-findings.ts";

export const checkTwilio: AccountCheck<"twilio"> = async (
  { fetch, clock },
  servers,
  numbers,
  { accountSid, authTokens },
  url,
) => {
  if (numbers.length === 0) return [];
  const account = twilioAccount({
    fetch,
    clock,
    ...servers.twilio,
    accountSid,
    authToken: authTokens[0] ?? "",
  });
  const state = await account.account();
  const found = [accountFinding(state)];
  if (state.kind !== "found") return found;
  const senders = await Promise.all(
    numbers.map(async ({ name, from }) => {
      const sender = await account.sender(from);
      // Without a URL only the sender's existence is checked.
      const findings = senderFindings(sender, from, url ?? "", name);
      return url ? findings : findings.filter(({ check }) => check === "twilio.sender");
    }),
  );
  return [...found, ...senders.flat()];
};
