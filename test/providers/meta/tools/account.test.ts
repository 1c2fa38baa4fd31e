import { describe, expect, it } from "@jest/globals";
import { metaAccount } from "../../../../lib/providers/meta/tools/account.ts";
import {
  numberState,
  readToken,
  subscriptionOf,
} from "../../../../lib/providers/meta/tools/account-responses.ts";
import { aFakeMeta, NUMBER } from "../../../local/a-fake-meta.ts";

const bench = aFakeMeta();
const accountOf = (change: Partial<Parameters<typeof metaAccount>[0]> = {}) =>
  metaAccount({
    fetch,
    clock: bench.clock,
    graphUrl: bench.meta.url,
    graphVersion: "v25.0",
    accessToken: "token",
    appSecret: "secret",
    ...change,
  });
const { appId } = bench.meta.account;

describe("what Meta reports of an account", () => {
  it("shows whose a token is and what it may do", async () => {
    bench.meta.account.tokenExpiresAt = 1_800_000_000;
    expect(await accountOf().token()).toMatchObject({
      kind: "found",
      value: {
        valid: true,
        appId,
        type: "SYSTEM_USER",
        expiresAt: 1_800_000_000_000,
        scopes: expect.arrayContaining(["whatsapp_business_messaging"]),
      },
    });
  });

  it("distinguishes an expired token from an invalid one", async () => {
    bench.meta.account.tokenExpired = true;
    expect(await accountOf().token()).toMatchObject({ kind: "found", value: { valid: false } });
    expect(await accountOf().number(NUMBER.phoneNumberId)).toEqual({
      kind: "refused",
      code: "190",
      status: 401,
    });
    expect(await accountOf({ accessToken: "none" }).token()).toMatchObject({ kind: "refused", code: "190" });
  });

  it("shows how the number is, and what stops it", async () => {
    expect(await accountOf().number(NUMBER.phoneNumberId)).toMatchObject({
      value: {
        display: "+15550100200",
        status: "CONNECTED",
        quality: "GREEN",
        health: { canSend: "AVAILABLE", blockedBy: [] },
      },
    });
    bench.meta.account.blocked = { entity: "WABA", code: 141006 };
    bench.meta.account.number = { status: "FLAGGED" };
    expect(await accountOf().number(NUMBER.phoneNumberId)).toMatchObject({
      value: {
        status: "FLAGGED",
        health: { canSend: "BLOCKED", blockedBy: [{ entity: "WABA", codes: ["141006"] }] },
      },
    });
  });

  it("lists the account's numbers, and knows whose a strange id is not", async () => {
    expect(await accountOf().numbersOf(NUMBER.wabaId)).toMatchObject({
      value: expect.arrayContaining([NUMBER.phoneNumberId]),
    });
    expect(await accountOf().number("1")).toMatchObject({ kind: "refused", code: "33" });
  });

  it("subscribes our app beside another one", async () => {
    bench.meta.account.subscribedApps = ["999"];
    expect(await accountOf().subscribedApps(NUMBER.wabaId)).toMatchObject({ value: ["999"] });
    expect(await accountOf().subscribe(NUMBER.wabaId)).toMatchObject({ kind: "found" });
    expect(await accountOf().subscribedApps(NUMBER.wabaId)).toMatchObject({ value: ["999", appId] });
  });

  it("shows whether the app secret is the app's", async () => {
    expect(await accountOf().knowsSecret(appId)).toEqual({ kind: "found", value: true });
    expect(await accountOf({ appSecret: "another" }).knowsSecret(appId)).toMatchObject({
      kind: "refused",
      code: "190",
    });
  });

  it("registers a webhook only where the challenge comes back", async () => {
    expect(await accountOf().webhook(appId)).toEqual({ kind: "found", value: "none" });
    const webhook = {
      url: bench.meta.webhookUrl,
      verifyToken: "v",
      fields: ["messages", "user_preferences"],
    };
    expect(await accountOf().setWebhook(appId, webhook)).toMatchObject({ kind: "refused", code: "2200" });
    expect(await accountOf().webhook(appId)).toEqual({ kind: "found", value: "none" });
  });

  it("shows which version answered", async () => {
    expect(await accountOf().servedVersion(NUMBER.phoneNumberId)).toEqual({ kind: "found", value: "v25.0" });
    expect(await accountOf({ graphVersion: "v18.0" }).servedVersion(NUMBER.phoneNumberId)).toEqual({
      kind: "found",
      value: "v21.0",
    });
  });

  it("returns codes, and never a token, when nobody answers", async () => {
    const answer = await accountOf({ graphUrl: "http://127.0.0.1:64999" }).token();
    expect(answer).toEqual({ kind: "no-answer", code: "ECONNREFUSED" });
    const cut: typeof fetch = async () => new Response("<html>token</html>", { status: 200 });
    expect(await accountOf({ fetch: cut }).token()).toEqual({ kind: "no-answer", code: "unreadable_answer" });
  });
});

describe("answers with less, or more, than is documented", () => {
  it("are read as far as they go", () => {
    expect(numberState({ id: "1", news: {} })).toEqual({});
    expect(numberState([])).toBeUndefined();
    expect(readToken({ data: {} })).toBeUndefined();
    expect(
      readToken({
        data: {
          is_valid: true,
          app_id: 12,
          expires_at: 0,
          granular_scopes: [{ scope: "a", target_ids: [7, "8"] }, {}],
        },
      }),
    ).toEqual({
      valid: true,
      appId: "12",
      scopes: [],
      targets: { a: ["7", "8"] },
    });
    expect(subscriptionOf({ data: [{ object: "page", callback_url: "https://x" }] })).toBe("none");
    expect(
      subscriptionOf({
        data: [
          {
            object: "whatsapp_business_account",
            callback_url: "https://x",
            fields: ["messages", { name: "calls" }],
          },
        ],
      }),
    ).toEqual({
      url: "https://x",
      active: false,
      fields: ["messages", "calls"],
    });
  });
});
