import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Agent } from "../../lib/application/ports/ports.ts";
import type { AgentName } from "../../lib/domain/agent-name.ts";
import { FakeServer, type Reply } from "../support/http-server.ts";

export type AgentUnderTest = {
  agentAt(url: string): Agent;
  answered(text: unknown): Reply;
  refused: { reply: Reply; code: string };
};

/** `how`: where an agent can be asked in several ways. */
export function agentContract(name: AgentName, { agentAt, answered, refused }: AgentUnderTest, how = "") {
  const question = { agentId: "agent_1", text: "Do you deliver?", session: "15550177001" };

  describe(`the agent ${name}${how && `, asked by ${how}`}`, () => {
    let server: FakeServer;
    beforeEach(async () => {
      server = new FakeServer();
      await server.start();
    });
    afterEach(() => server.stop());
    const ask = (reply: Reply, withinMs = 5_000) => {
      server.reply = reply;
      return agentAt(server.url).ask(question, Date.now() + withinMs);
    };

    it("gets the question and the session, and its answer is returned", async () => {
      expect(await ask(answered("**Yes**."))).toEqual({ text: "**Yes**." });
      expect(JSON.stringify(server.seen)).toContain(question.text);
      expect(JSON.stringify(server.seen)).toContain(question.session);
    });

    it("never answers with nothing: that is a failure, and asking again may help", async () => {
      await expect(ask(answered("  "))).rejects.toMatchObject({
        name: "IntegrationError",
        system: name,
        retry: "later",
      });
    });

    it.each<[string, Reply]>([
      ["that is no text", answered(5)],
      ["with nothing where the answer should be", { status: 200, body: {} }],
      ["that is a page", { status: 200, body: "<html>", headers: { "content-type": "text/html" } }],
      ["that is empty", { status: 200, body: "" }],
      ["that is beyond all measure", answered("long ".repeat(300_000))],
    ])("fails for a response %s, and is asked again", async (_, reply) => {
      await expect(ask(reply)).rejects.toMatchObject({ system: name, retry: "later" });
      expect(server.seen).toHaveLength(1);
    });

    it("takes the question as data, whatever is in it", async () => {
      const text =
        'He said "{text}", {session} and \\ \u0000\u2028 \ud83d\ude00 {{thread}} $& $`\n","session_id":"1';
      server.reply = answered("Yes.");
      await agentAt(server.url).ask({ ...question, text }, Date.now() + 5_000);
      const read: string[] = [];
      JSON.parse(server.seen[0]?.body ?? "", (_, value) => {
        if (typeof value === "string") read.push(value);
        return value;
      });
      expect(read.filter((each) => each.includes(text))).toHaveLength(1);
      expect(read).toContain(question.session);
    });

    it("gets the key at its own address only: a redirect is not followed", async () => {
      const other = new FakeServer();
      await other.start();
      const redirect: Reply = { status: 307, body: "", headers: { location: `${other.url}/elsewhere` } };
      await expect(ask(redirect)).rejects.toMatchObject({ code: "http_307", retry: "never" });
      expect(other.seen).toEqual([]);
      other.stop();
    });

    it("is left alone for as long as it asks for", async () => {
      const busy: Reply = { status: 429, body: {}, headers: { "retry-after": "7" } };
      await expect(ask(busy)).rejects.toMatchObject({ code: "http_429", retry: "later", retryAfter: 7 });
    });

    it("is asked again after a refusal only when that may help", async () => {
      await expect(ask(refused.reply)).rejects.toMatchObject({
        system: name,
        code: refused.code,
        retry: "never",
      });
      await expect(ask({ status: 503, body: {} })).rejects.toMatchObject({ system: name, retry: "later" });
    });

    it.each<Reply>(["cut", "hang", "slow-body"])(
      "fails in time when no answer arrives (%s), and is asked again",
      async (reply) => {
        await expect(ask(reply, 100)).rejects.toMatchObject({ system: name, retry: "later" });
      },
    );
  });
}
