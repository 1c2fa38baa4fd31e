import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { chatsbyAgentState } from "../../../lib/agents/chatsby/account.ts";
import { FakeChatsby } from "../../../local/chatsby/fake-chatsby.ts";
import { FakeClock } from "../../support/fakes.ts";

const clock = new FakeClock();
const chatsby = new FakeChatsby({ agentIds: ["agent_1"], apiKey: () => "key", clock });
beforeAll(() => chatsby.start());
afterAll(() => chatsby.stop());
const state = (apiKey: string, agentId: string) =>
  chatsbyAgentState({ fetch, clock, apiUrl: chatsby.url, apiKey }, agentId);

it("distinguishes a wrong key from a wrong agent, and asks neither", async () => {
  expect(await state("key", "agent_1")).toEqual({ kind: "found", value: { status: "active" } });
  expect(await state("other", "agent_1")).toEqual({ kind: "refused", code: "invalid_api_key", status: 401 });
  expect(await state("key", "agent_2")).toEqual({ kind: "refused", code: "agent_not_found", status: 404 });
  expect(chatsby.questions).toEqual([]);
});
