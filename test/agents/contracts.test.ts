import { CONNECT_AGENT } from "../../lib/agents/agents.ts";
import { completeSettings } from "../../lib/config/complete-settings.ts";
import { AGENTS, type AgentName } from "../../lib/domain/agent-name.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { type AgentUnderTest, agentContract } from "../contracts/agent-contract.ts";

/** An agent without an entry does not compile. */
const UNDER_TEST: Readonly<Record<AgentName, Omit<AgentUnderTest, "agentAt">>> = {
  chatsby: {
    answered: (text) => ({ status: 200, body: { response: text } }),
    refused: {
      reply: { status: 404, body: { error: { code: "agent_not_found" } } },
      code: "agent_not_found",
    },
  },
};

for (const name of AGENTS)
  agentContract(name, {
    ...UNDER_TEST[name],
    agentAt: (url) =>
      CONNECT_AGENT[name]({
        settings: completeSettings({ ...DEMO_SETTINGS, [name]: { apiUrl: url } }, "the settings"),
        secrets: async () => DEMO_SECRETS,
        fetch,
        clock: { now: Date.now },
        invalidateSecrets: () => undefined,
      }),
  });
