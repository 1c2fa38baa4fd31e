import { plainText } from "../../../cli/evaluate/answer.ts";
import { type Report, summaryOf } from "../../../cli/evaluate/report.ts";
import type { ChatResult } from "../../../cli/evaluate/run-chats.ts";
import { renderWhatsapp } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";

/** Of two agents, with `text` wherever somebody else wrote something. */
export function aReport(text: string): Report {
  const lines = renderWhatsapp(text);
  const chats: ChatResult[] = [
    {
      number: text,
      questions: [
        {
          ask: text,
          verdict: "failed",
          checks: [{ check: "contains", verdict: "failed", detail: text }],
          answer: {
            ending: "answered",
            askedAgain: false,
            seconds: 2,
            messages: [{ lines, text: plainText(lines), options: [text], file: text }],
          },
        },
        { ask: text, verdict: "not-asked", checks: [] },
      ],
    },
  ];
  const agent = { name: text, chats, summary: summaryOf(chats), stopped: { agentFails: text } };
  return { file: text, at: 0, agents: [agent, agent] };
}
