import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { NumberSettings } from "../../../lib/config/settings/settings.ts";
import type { Notice } from "../../../lib/domain/inbound/inbound.ts";
import { parseMetaWebhook } from "../../../lib/providers/meta/webhook/parse.ts";
import { noticeFor } from "../../../lib/providers/notices.ts";

const FOLDER = "test/fixtures/payloads/meta";
const ACCOUNT = "210000000000001";

const aNumber = (name: string, wabaId: string | undefined = ACCOUNT) =>
  ({ name, provider: "meta", phoneNumberId: name, wabaId }) as unknown as NumberSettings;

const noticesOf = (body: unknown) =>
  parseMetaWebhook(body).flatMap((event) => (event.kind === "notice" ? [event.notice] : []));
const read = (field: string, value: Record<string, unknown>): Notice => {
  const body = {
    object: "whatsapp_business_account",
    entry: [{ id: ACCOUNT, time: 1_795_430_000, changes: [{ field, value }] }],
  };
  const [notice] = noticesOf(body);
  if (!notice) throw new Error(`${field} gives no notice`);
  return notice;
};
const told = (field: string, value: Record<string, unknown>, numbers = [aNumber("support")]) =>
  noticeFor(read(field, value), numbers);
const ofFile = (file: string) => {
  const [notice] = noticesOf(JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")));
  return notice && noticeFor(notice, [aNumber("support")]);
};

describe("Meta's notices in the recorded webhooks", () => {
  it.each([
    ["fld_account_alerts.json", "warning", /INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED \(warning\)/],
    ["fld_account_update_disabled.json", "problem", /disabled the WhatsApp account: nothing is received/],
    ["fld_account_update_offboarded.json", "problem", /no longer connected to the API/],
    [
      "fld_account_update_restriction.json",
      "problem",
      /\(RESTRICTED_BIZ_INITIATED_MESSAGING\) until 2026-11-30/,
    ],
    ["fld_business_capability.json", "news", /templates to 2,000 customers a day, from 25 numbers/],
    ["fld_phone_name.json", "news", /display name approved/],
    ["fld_phone_quality_throughput.json", "news", /any number of customers a day/],
    ["fld_security_pin.json", "problem", /ends in 00: somebody has asked to reset its two-step PIN/],
    ["fld_template_category.json", "warning", /order_ready \(en-US\) counts as MARKETING, not UTILITY/],
    ["fld_template_quality.json", "warning", /order_ready \(en_US\) is rated YELLOW/],
    ["fld_template_status_approved.json", "news", /order_ready \(en_US\) is approved/],
    ["fld_template_status_rejected.json", "warning", /promo \(en\) is rejected \(INVALID_FORMAT\)/],
  ])("%s is a %s and says what it means", (file, weight, what) => {
    const notice = ofFile(file);
    expect(notice).toMatchObject({ weight, what: expect.stringMatching(what) });
    if (weight !== "news") expect(notice?.todo).toBeTruthy();
  });

  it.each([
    ["TIER_1K", "templates to 1,000 customers a day"],
    ["TIER_250", "templates to 250 customers a day"],
    ["2000", "templates to 2,000 customers a day"],
    ["-1", "templates to any number of customers a day"],
    ["TIER_NOT_SET", "templates to a limited number of customers a day"],
  ])("the messaging limit %s reads as %s", (limit, words) => {
    expect(
      told("business_capability_update", { max_daily_conversations_per_business: limit })?.what,
    ).toContain(words);
  });

  it.each([
    ["December 5, 2026", "Meta will disable the WhatsApp account on 2026-12-05."],
    ["call +15550177001", "Meta will disable the WhatsApp account."],
    [undefined, "Meta will disable the WhatsApp account."],
  ])("an announced ban (%s) says when, and nothing that is no date", (date, words) => {
    const ban = { waba_ban_state: "SCHEDULE_FOR_DISABLE", waba_ban_date: date };
    expect(told("account_update", { event: "DISABLED_UPDATE", ban_info: ban })?.what).toBe(words);
  });

  it("are codes only: no number, no name of a person, no words of Meta", () => {
    for (const file of readdirSync(FOLDER)) {
      const notices = noticesOf(JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")));
      expect(JSON.stringify(notices)).not.toMatch(/1555|6150|Lamp House|adjacent|increased yet/);
    }
  });
});

describe("a notice of Meta", () => {
  it.each([
    [{ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } }, "news"],
    [{ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE" } }, "problem"],
    [{ event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SCAM" } }, "problem"],
    [{ event: "SOMETHING_NEW" }, "news"],
  ])("about the account %j is a %s", (value, weight) => {
    expect(told("account_update", value)).toMatchObject({ weight });
  });

  it.each([
    ["PAUSED", "problem"],
    ["DISABLED", "problem"],
    ["FLAGGED", "warning"],
    ["REINSTATED", "news"],
    ["SOMETHING_NEW", "warning"],
  ])("that a template is %s is a %s", (event, weight) => {
    const value = { event, message_template_id: 7, message_template_name: "promo" };
    expect(told("message_template_status_update", value)).toMatchObject({
      weight,
      what: expect.stringContaining("promo"),
    });
  });

  it.each([
    ["message_template_status_update", { event: "PENDING" }],
    ["message_template_quality_update", { new_quality_score: "GREEN" }],
    ["phone_number_name_update", { decision: "PENDING" }],
    ["account_update", {}],
  ])("of %s that changes nothing, %j, is not told", (field, value) => {
    expect(told(field, value)).toBeUndefined();
  });

  it("names the number when there is only one that it can be about", () => {
    const value = { event: "FLAGGED", display_phone_number: "15550100200" };
    const field = "phone_number_quality_update";
    expect(told(field, value)).toMatchObject({
      number: "support",
      what: expect.stringContaining("ends in 00"),
    });
    expect(told(field, value, [aNumber("support"), aNumber("sales")])?.number).toBeUndefined();
  });

  it("about an account that has no number here is not told, and one about an account that nobody named is", () => {
    const value = { event: "ACCOUNT_DELETED" };
    expect(told("account_update", value, [aNumber("support", "another")])).toBeUndefined();
    expect(told("account_update", value, [aNumber("support", undefined)])).toBeDefined();
  });

  it("keeps the time that Meta gives it, by which a repetition is known", () => {
    expect(read("account_update", { event: "ACCOUNT_DELETED" })).toMatchObject({
      account: ACCOUNT,
      at: 1_795_430_000_000,
    });
  });

  it("whose field is called like a part of every object is none", () => {
    for (const field of ["constructor", "__proto__", "toString"])
      expect(
        noticesOf({ object: "whatsapp_business_account", entry: [{ changes: [{ field, value: {} }] }] }),
      ).toEqual([]);
  });
});
