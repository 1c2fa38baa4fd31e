import { Menu } from "../parts/menu.tsx";

const EMOJI: readonly (readonly [string, string])[] = [
  ["🙂", "smile"],
  ["😊", "warm smile"],
  ["😀", "grin"],
  ["😂", "tears of joy"],
  ["😉", "wink"],
  ["😍", "heart eyes"],
  ["🤔", "thinking"],
  ["😅", "sweat"],
  ["😢", "sad"],
  ["🙏", "thank you"],
  ["👍", "thumb up"],
  ["👋", "wave"],
  ["👏", "clap"],
  ["🤝", "handshake"],
  ["💪", "strong"],
  ["👌", "okay"],
  ["❤️", "heart"],
  ["🎉", "party"],
  ["🎁", "gift"],
  ["⭐", "star"],
  ["✅", "check mark"],
  ["❌", "cross"],
  ["⚠️", "warning"],
  ["❗", "exclamation"],
  ["📦", "parcel"],
  ["🚚", "delivery"],
  ["📍", "place"],
  ["📞", "phone"],
  ["✉️", "letter"],
  ["📅", "calendar"],
  ["⏰", "clock"],
  ["💳", "card"],
];

export const EmojiPicker = ({ onPick }: { onPick(emoji: string): void }) => (
  <Menu label="Emoji" icon="smile" style="is-up emoji">
    <div class="emoji-grid">
      {EMOJI.map(([emoji, name]) => (
        <button key={emoji} type="button" aria-label={name} title={name} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  </Menu>
);
