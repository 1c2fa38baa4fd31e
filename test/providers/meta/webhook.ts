/** One change for each of these values of a field. */
export const fieldWebhook = (field: string, ...values: unknown[]) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "210000000000001", changes: values.map((value) => ({ field, value })) }],
});

/** One change for each of these values of the field `messages`. */
export const webhook = (...values: unknown[]) => fieldWebhook("messages", ...values);

const metadata = { display_phone_number: "15550100200", phone_number_id: "310000000000007" };

/** For the number 310000000000007. */
export const received = (content: Record<string, unknown>) => ({
  messaging_product: "whatsapp",
  metadata,
  ...content,
});

/** In Meta's form; `change` replaces or, when `undefined`, removes fields. */
export const text = (id: string, change: Record<string, unknown> = {}) => ({
  from: "15550177001",
  from_user_id: "US.41002003004005006007",
  id,
  timestamp: "1795430001",
  type: "text",
  text: { body: `text of ${id}` },
  ...change,
});
