import { readdirSync, readFileSync } from "node:fs";

const FOLDER = "test/fixtures/payloads";

export type Payload = { file: string; provider: "meta" | "twilio"; raw: Buffer };

/** As they come over the wire. Twilio's files end in a newline that is not part of the body. */
export const PAYLOADS: readonly Payload[] = (["meta", "twilio"] as const).flatMap((provider) =>
  readdirSync(`${FOLDER}/${provider}`).map((file) => {
    const raw = readFileSync(`${FOLDER}/${provider}/${file}`);
    return {
      file: `${provider}/${file}`,
      provider,
      raw: provider === "twilio" ? Buffer.from(raw.toString("utf8").replace(/\n$/, "")) : raw,
    };
  }),
);

export function payload(file: string): Payload {
  const found = PAYLOADS.find((each) => each.file === file);
  if (!found) throw new Error(`there is no payload ${file}`);
  return found;
}

/** The worker acts upon them without the agent. */
export const ACTS: ReadonlySet<string> = new Set([
  "meta/fld_smb_message_echo.json",
  "meta/fld_user_preferences_stop.json",
  "meta/in_edit_text_coexistence.json",
  "meta/in_system_user_changed_number.json",
  "meta/in_system_user_changed_user_id.json",
  "twilio/in_optout_stop.txt",
]);

/** WhatsApp did not pass the messages on: the customer is asked to send them again, and the agent nothing. */
export const LOST: ReadonlySet<string> = new Set([
  "meta/in_unknown_type.json",
  "meta/in_unsupported_131051_view_once.json",
  "meta/in_unsupported_131060_unavailable.json",
  "meta/in_unsupported_no_subtype.json",
  "meta/in_unsupported_poll.json",
  "twilio/in_unsupported.txt",
]);

/** Messages of a payload that deserve an answer; files not named have none. */
export const TURNS: Readonly<Record<string, number>> = {
  "meta/batch_duplicate_wamid.json": 1,
  "meta/batch_multi_messages_one_change.json": 3,
  "meta/batch_out_of_order_timestamps.json": 2,
  "meta/in_audio_file.json": 1,
  "meta/in_audio_voice_note.json": 1,
  "meta/in_button_template_quick_reply.json": 1,
  "meta/in_contacts_shared.json": 1,
  "meta/in_document_caption.json": 1,
  "meta/in_image_ad_referral_video_post.json": 1,
  "meta/in_text_ad_referral_body.json": 1,
  "meta/in_text_spoofed_note.json": 1,
  "meta/in_voice_type.json": 1,
  "meta/in_image_caption.json": 1,
  "meta/in_image_no_caption_no_url.json": 1,
  "meta/in_interactive_button_reply.json": 1,
  "meta/in_interactive_call_permission_reply.json": 1,
  "meta/in_interactive_list_reply.json": 1,
  "meta/in_interactive_nfm_reply_flow.json": 1,
  "meta/in_location_named.json": 1,
  "meta/in_location_pin_only.json": 1,
  "meta/in_order.json": 1,
  "meta/in_sticker_animated.json": 1,
  "meta/in_text.json": 1,
  "meta/in_text_ad_referral.json": 1,
  "meta/in_text_ad_referral_status_placement.json": 1,
  "meta/in_text_brazil_without_9.json": 1,
  "meta/in_text_bsuid_only.json": 1,
  "meta/in_text_forwarded.json": 1,
  "meta/in_text_legacy_no_bsuid.json": 1,
  "meta/in_text_long_4096.json": 1,
  "meta/in_text_mexico_521.json": 1,
  "meta/in_text_referred_product.json": 1,
  "meta/in_text_reply_context.json": 1,
  "meta/in_text_unicode_emoji.json": 1,
  "meta/in_text_username_with_phone.json": 1,
  "meta/in_text_wire_escaped.json": 1,
  "meta/in_video.json": 1,
  "twilio/in_ad_referral.txt": 1,
  "twilio/in_ad_referral_headline_body.txt": 1,
  "twilio/in_document_caption.txt": 1,
  "twilio/in_text_external_user_identifier.txt": 1,
  "twilio/in_three_media.txt": 1,
  "twilio/in_button_quick_reply.txt": 1,
  "twilio/in_document.txt": 1,
  "twilio/in_forwarded.txt": 1,
  "twilio/in_image.txt": 1,
  "twilio/in_location.txt": 1,
  "twilio/in_text.txt": 1,
  "twilio/in_text_external_user_id.txt": 1,
  "twilio/in_voice_note_empty_body.txt": 1,
};
