import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Sender } from "../../lib/application/ports/sender.ts";
import type { ProviderFailures } from "../../lib/providers/failures.ts";
import { FakeServer, type Reply } from "../support/http-server.ts";

export type SendingUnderTest = {
  /** The provider is at that URL. */
  senderAt(url: string): Sender;
  failures: ProviderFailures;
  accepted: { reply: Reply; id: string };
  refused: { reply: Reply; code: string };
};

export function providerSendingContract(
  name: string,
  { senderAt, failures, accepted, refused }: SendingUnderTest,
) {
  const message = { to: { phone: "15550177001" }, text: "hello", reference: "cw1.c.t.0.1" };

  describe(`a message sent by ${name}`, () => {
    let server: FakeServer;
    beforeEach(async () => {
      server = new FakeServer();
      await server.start();
    });
    afterEach(() => server.stop());
    const send = (reply: Reply, withinMs = 5_000) => {
      server.reply = reply;
      return senderAt(server.url).send(message, Date.now() + withinMs);
    };

    it("has the provider's id when it is accepted, and carries our reference", async () => {
      expect(await send(accepted.reply)).toEqual({ kind: "accepted", id: accepted.id });
      expect(server.seen).toHaveLength(1);
      expect(JSON.stringify(server.seen)).toContain(message.reference);
    });

    it("has the action for its code when it is refused, the same as when a status brings that code", async () => {
      const failureAction = failures.failureActionFor(refused.code);
      expect(await send(refused.reply)).toEqual({ kind: "refused", code: refused.code, failureAction });
    });

    it.each<Reply>(["cut", { status: 502, body: "<html>" }])(
      "has an unknown outcome when the answer is lost: %j",
      async (reply) => {
        expect(await send(reply)).toMatchObject({ kind: "unknown" });
      },
    );

    it.each(["hang", "slow-body"] as const)(
      "has an unknown outcome when its deadline has passed: %s",
      async (reply) => {
        expect(await send(reply, 100)).toEqual({ kind: "unknown", code: "timeout" });
      },
    );

    it("is certainly not sent when nobody listens", async () => {
      const sender = senderAt(server.url);
      server.stop();
      expect(await sender.send(message, Date.now() + 5_000)).toMatchObject({
        kind: "refused",
        failureAction: "later",
      });
    });

    it("has a length that the sender takes", () =>
      expect(senderAt(server.url).maxLength).toBeGreaterThan(100));

    it("is given up with an unlisted code, which is the business's to fix", () => {
      expect([failures.failureActionFor("no-such-code"), failures.failureCause("no-such-code")]).toEqual([
        "never",
        "business",
      ]);
      expect(failures.failureText("no-such-code")).toBeUndefined();
    });
  });
}
