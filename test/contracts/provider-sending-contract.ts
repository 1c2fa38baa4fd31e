import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Sender } from "../../lib/application/ports/sender.ts";
import type { FileKind } from "../../lib/domain/media/media-file.ts";
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

    describe("with a file", () => {
      const kinds = ["image", "document", "audio", "video"] as const;
      const url = "https://cdn.example.com/a%20file.pdf?v=1&w=2";
      const seenWith = async (kind: FileKind, text: string) => {
        server.reply = accepted.reply;
        const outcome = await senderAt(server.url).send(
          { ...message, text, media: { kind, url, filename: "a file.pdf" } },
          Date.now() + 5_000,
        );
        const body = server.seen[0]?.body ?? "";
        return { outcome, body: body.startsWith("{") ? body : decodeURIComponent(body.replaceAll("+", " ")) };
      };

      it.each(kinds)("has its link, our reference and the provider's id: %s", async (kind) => {
        const { outcome, body } = await seenWith(kind, "");
        expect(outcome).toEqual({ kind: "accepted", id: accepted.id });
        expect(body).toContain(url);
        expect(JSON.stringify(server.seen)).toContain(message.reference);
      });

      it.each(kinds)("has the text below it only where the provider shows one: %s", async (kind) => {
        const { files } = senderAt(server.url);
        const { body } = await seenWith(kind, "Our lamp");
        expect(body.includes("Our lamp")).toBe(files?.withCaption.has(kind));
      });

      it("is never a type that WhatsApp shows otherwise, or a page", () => {
        const endings = [...(senderAt(server.url).files?.kinds.keys() ?? [])];
        expect(endings).toEqual(expect.arrayContaining(["jpg", "png", "pdf", "mp3", "mp4"]));
        for (const other of ["webp", "gif", "svg", "html", "htm", "exe", "zip", ""])
          expect(endings).not.toContain(other);
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
