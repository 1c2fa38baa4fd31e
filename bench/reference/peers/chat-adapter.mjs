import { createWhatsAppAdapter } from "@chat-adapter/whatsapp";
import { queue, record } from "./store.mjs";

const quiet = { info() {}, debug() {}, warn() {}, error() {}, child: () => quiet };
const adapter = createWhatsAppAdapter({
  accessToken: "t",
  appSecret: "bench",
  phoneNumberId: "310000000000007",
  verifyToken: "v",
  logger: quiet,
});
let pending = [];
const known = new Map();
/** Stands for `Chat`, which would bring more along. */
await adapter.initialize({
  getState: () => ({
    get: async (key) => known.get(key),
    set: async (key, value) => void known.set(key, value),
  }),
  processMessage: (_adapter, _thread, message) => {
    pending.push(
      Promise.resolve(typeof message === "function" ? message() : message).then(async ({ id }) => {
        await record(id);
        await queue(id);
      }),
    );
  },
});

export const handler = async ({ body, headers }) => {
  pending = [];
  const { status } = await adapter.handleWebhook(
    new Request("https://localhost/webhooks/meta", { method: "POST", body, headers }),
  );
  await Promise.all(pending);
  if (pending.length === 0) throw new Error("no message");
  return { statusCode: status, body: "" };
};
