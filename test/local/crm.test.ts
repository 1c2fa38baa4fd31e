import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { FakeCrm } from "../../local/crm/fake-crm.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";

const [SECRET = ""] = DEMO_SECRETS.leads?.webhookSecrets ?? [];

describe("the fake of a CRM", () => {
  const crm = new FakeCrm(SECRET);
  beforeAll(() => crm.start());
  afterAll(() => crm.stop());

  async function post(body: string, { secret = SECRET, at = Date.now(), signed = body } = {}) {
    const time = new Date(at);
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(at / 1000)),
      "webhook-signature": new Webhook(secret).sign("msg_1", time, signed),
    };
    return (await fetch(crm.url, { method: "POST", headers, body })).status;
  }

  it("takes what is signed with its secret, and fails as planned", async () => {
    crm.failures.push(503);
    expect(await post('{"lead":1}')).toBe(503);
    expect(await post('{"lead":1}')).toBe(204);
    expect(crm.received).toEqual([{ id: "msg_1", payload: { lead: 1 } }]);
  });

  it("refuses another secret, another body and an old time", async () => {
    const other = `whsec_${Buffer.from("another secret").toString("base64")}`;
    expect(await post("{}", { secret: other })).toBe(401);
    expect(await post("{}", { signed: "{ }" })).toBe(401);
    expect(await post("{}", { at: Date.now() - 6 * 60_000 })).toBe(401);
    expect(crm.refused).toBe(3);
  });
});
