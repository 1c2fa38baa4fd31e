import { describe, expect, it } from "@jest/globals";
import { twilioAccount } from "../../../../lib/providers/twilio/tools/account.ts";
import { ACCOUNT, aFakeTwilio, FROM } from "../../../local/a-fake-twilio.ts";

const bench = aFakeTwilio();
const accountOf = (authToken = "token") =>
  twilioAccount({
    fetch,
    clock: bench.clock,
    apiUrl: bench.twilio.url,
    messagingUrl: bench.twilio.url,
    accountSid: ACCOUNT,
    authToken,
  });

describe("what Twilio reports of an account", () => {
  it("distinguishes an active account from a suspended one, and from a wrong token", async () => {
    expect(await accountOf().account()).toEqual({ kind: "found", value: { status: "active", type: "Full" } });
    bench.twilio.account.status = "suspended";
    expect(await accountOf().account()).toMatchObject({ value: { status: "suspended" } });
    expect(await accountOf("wrong").account()).toEqual({ kind: "refused", code: "20003", status: 401 });
  });

  it("finds the sender and where its messages go", async () => {
    expect(await accountOf().sender(FROM)).toEqual({
      kind: "found",
      value: { sid: expect.any(String), from: FROM, status: "ONLINE", quality: "HIGH" },
    });
    expect(await accountOf().sender("whatsapp:+4930")).toEqual({ kind: "found", value: "unknown" });
  });

  it("points a sender's webhook somewhere, retries included", async () => {
    const sender = await accountOf().sender(FROM);
    const sid = sender.kind === "found" && sender.value !== "unknown" ? sender.value.sid : "";
    const url = "https://wa.example.org/webhooks/twilio#rc=3&rp=5xx,ct,rt";
    expect(await accountOf().setWebhook(sid, url)).toEqual({ kind: "found", value: true });
    expect(await accountOf().sender(FROM)).toMatchObject({ value: { url } });
    expect(bench.twilio.webhookUrl).toBe(url);
    expect(await accountOf().setWebhook("XE0", url)).toMatchObject({ kind: "refused", code: "20404" });
  });
});
