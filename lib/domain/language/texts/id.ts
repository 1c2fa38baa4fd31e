import type { Texts } from "../language-texts.ts";

export const INDONESIAN: Texts = {
  fallback: "Maaf, saya tidak dapat menjawab saat ini. Silakan coba lagi beberapa saat kemudian.",
  handoff: "Anggota tim kami mengambil alih percakapan ini dan akan menjawab Anda di sini.",
  optedOut: "Anda tidak akan menerima pesan lagi dari chat ini. Ketik MULAI jika ingin menerimanya kembali.",
  optedIn: "Baik, Anda akan menerima pesan lagi di sini.",
  tooMany:
    "Ada terlalu banyak pesan dalam waktu singkat. Silakan coba lagi dalam satu jam, atau ketik MANUSIA untuk berbicara dengan tim kami.",
  resend:
    "Maaf, pesan terakhir Anda tidak dapat dibaca di sini. Silakan kirim ulang, atau tuliskan maksudnya dengan kata-kata.",
  choose: "Pilih",
};
