import { WhatsAppAPI } from "whatsapp-api-js";
import { queue, record } from "./store.mjs";

const whatsapp = new WhatsAppAPI({ token: "t", appSecret: "bench" });
whatsapp.on.message = async ({ message }) => {
  await record(message.id);
  await queue(message.id);
};

export const handler = async ({ body, headers }) => {
  await whatsapp.post(JSON.parse(body), body, headers["x-hub-signature-256"]);
  return { statusCode: 200, body: "" };
};
