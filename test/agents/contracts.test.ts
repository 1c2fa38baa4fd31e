import { CONNECT_AGENT } from "../../lib/agents/agents.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { AGENTS, type AgentName } from "../../lib/domain/agent-name.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { type AgentUnderTest, agentContract } from "../contracts/agent-contract.ts";

type Way = Omit<AgentUnderTest, "agentAt"> & { section?: object; how?: string };

const refused = {
  reply: { status: 404, body: { error: { code: "agent_not_found" } } },
  code: "agent_not_found",
};
const byDialect = (
  how: string,
  dialect: NonNullable<SettingsFile["chatsby"]>["dialect"],
  bodyWith: (text: unknown) => unknown,
): Way => ({
  how,
  section: { dialect },
  answered: (text) => ({ status: 200, body: bodyWith(text) }),
  refused,
});

/** An agent without an entry does not compile. */
const UNDER_TEST: Readonly<Record<AgentName, readonly Way[]>> = {
  chatsby: [
    byDialect("agent-path", "agent-path", (text) => ({ response: text })),
    byDialect("conversations", "conversations", (text) => ({ message: { content: text } })),
    byDialect(
      "a mapping",
      {
        path: "/ask/{agentId}",
        body: { questions: [{ q: "{text}" }], who: "{session}" },
        reply: "/data/0/answer",
      },
      (text) => ({ data: [{ answer: text }] }),
    ),
    byDialect(
      "a mapping with threads",
      {
        path: "/ask",
        body: ["Question: {text}", { user: "{session}", id: "{thread}" }],
        reply: "",
        thread: { from: "/id" },
        headers: { "x-api-key": "{apiKey}" },
      },
      (text) => JSON.stringify(text),
    ),
  ],
};

for (const name of AGENTS)
  for (const { section, how, ...way } of UNDER_TEST[name])
    agentContract(
      name,
      {
        ...way,
        agentAt: (url) =>
          CONNECT_AGENT[name]({
            settings: completeSettings(
              { ...DEMO_SETTINGS, [name]: { apiUrl: url, ...section } },
              "the settings",
            ),
            secrets: async () => DEMO_SECRETS,
            fetch,
            clock: { now: Date.now },
            invalidateSecrets: () => undefined,
          }),
      },
      how,
    );
