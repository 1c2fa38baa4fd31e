import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Agent } from "../../lib/application/ports/ports.ts";
import type { AgentName } from "../../lib/domain/agent-name.ts";
import { FakeServer, type Reply } from "../support/http-server.ts";

export type AgentUnderTest = {
  agentAt(url: string): Agent;
  answered(text: string): Reply;
  refused: { reply: Reply; code: string };
};

export function agentContract(name: AgentName, { agentAt, answered, refused }: AgentUnderTest) {
  const question = { agentId: "agent_1", text: "Do you deliver?", session: "15550177001" };

  describe(`the agent ${name}`, () => {
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
