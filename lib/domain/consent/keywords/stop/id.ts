import { any, maybe, one, type StopSentences } from "./sentence.ts";

const FRONT =
  "tolong|mohon|halo|hai|ok|oke|stop|sudah|udah|cukup|bisa|bisakah|saya minta|saya mau anda|saya ingin anda|bisa tolong|please|pls|min|kak|mas|mbak";
const BACK =
  "tolong|mohon|terima kasih|makasih|ya|dong|sekarang|segera|lagi|lagi ya|selamanya|ke saya|ke nomor ini|ke nomor saya|ke sini|di whatsapp|lewat wa|dari anda|please|pls|deh|kak|min|saya";
const MESSAGES =
  "pesan|pesan pesan|chat|sms|wa|whatsapp|spam|promosi|promo|iklan|penawaran|notifikasi|newsletter|broadcast|pesan promosi|pesan iklan";
const ALL = "semua|apapun|apa pun|lagi|ini|itu|anda|kalian|yang|terus|saya|ke saya";

export const INDONESIAN_STOP: StopSentences = {
  sentences: [
    [
      any(FRONT),
      one("berhenti|stop|setop|hentikan|berhentilah"),
      one(
        "kirim|mengirim|kirimi|mengirimi|kirim kirim|mengirimkan|menghubungi|hubungi|mengganggu|ganggu|ngechat|chat|wa|spam|nyepam|mengirim pesan",
      ),
      any("saya|kami|ke saya"),
      any(ALL),
      maybe(MESSAGES),
      any(BACK),
    ],
    [any(FRONT), one("hentikan|stop|setop|sudahi"), any(ALL), one(MESSAGES), any(`${ALL}|${BACK}`)],
    [
      any(FRONT),
      one("jangan|jgn|jangan pernah"),
      maybe("lagi"),
      one("hubungi|menghubungi|kirimi|kirim|mengirim|mengirimi|ganggu|mengganggu|chat|wa|spam|sms|kirimin|ngechat"),
      one("saya|kami|aku|nomor ini|nomor saya|pesan|chat|spam|promosi|iklan|promo"),
      any(`${ALL}|${MESSAGES}|${BACK}`),
    ],
    [
      any(FRONT),
      one(
        "saya tidak mau|saya tidak ingin|saya gak mau|saya ga mau|saya nggak mau|tidak mau|tidak ingin|gak mau|ga mau|nggak mau|aku gak mau|aku tidak mau|saya tidak perlu",
      ),
      one("menerima|terima|dapat|mendapat|mendapatkan|dikirimi|dikirim"),
      any(ALL),
      one(MESSAGES),
      any(`${ALL}|${BACK}`),
    ],
    // Without a verb "pesan" would mean to order something.
    [
      any(FRONT),
      one("saya tidak mau|saya tidak ingin|saya gak mau|saya ga mau|tidak mau|gak mau|ga mau"),
      any("semua|ada"),
      one("spam|promosi|promo|iklan|broadcast"),
      any(`${ALL}|${BACK}`),
    ],
    [
      any(FRONT),
      one("saya tidak mau|saya tidak ingin|saya gak mau|saya ga mau|saya nggak mau|tidak mau|aku gak mau"),
      one("dihubungi|diganggu|dichat|di chat|di wa|diwa|dikirimi apapun"),
      any(BACK),
    ],
    [
      any(`${FRONT}|saya mau|saya ingin|mau|ingin|aku mau`),
      one("berhenti berlangganan|berhenti langganan|unsubscribe|batal langganan|batalkan langganan|stop langganan|stop berlangganan"),
      maybe("dari"),
      any("semua|daftar|ini|anda"),
      maybe(`daftar|newsletter|layanan|grup|kanal|${MESSAGES}`),
      any(BACK),
    ],
    [
      any(FRONT),
      one("hapus|hapuskan|keluarkan|hilangkan"),
      one("saya|nomor saya|nomor ini|kontak saya|nomer saya"),
      maybe("dari"),
      any("daftar|database|kontak|list|grup|broadcast|sistem"),
      any("anda|kalian|ini|kontak|tolong|ya|dong|sekarang|terima kasih|makasih|lagi"),
    ],
    [any(FRONT), one("stop|setop|berhenti|unreg"), any("dong|ya|tolong|sekarang|deh|min|kak|saja|aja")],
    [any(FRONT), one("biarkan saya|tinggalkan saya"), maybe("sendiri|tenang"), any(BACK)],
    [
      any(FRONT),
      one("tidak ada lagi|ga usah|gak usah|nggak usah|tidak usah|tak usah"),
      one("kirim|kirim kirim|hubungi|chat|wa|kirimi|kirimin"),
      one(`${MESSAGES}|saya`),
      any(`${ALL}|${BACK}`),
    ],
  ],
  reasons:
    "salah nomor|nomor salah|salah orang|salah sambung|tidak tertarik|gak tertarik|ga tertarik|nggak tertarik|tidak minat|gak minat|bukan saya|spam|mengganggu|tidak kenal|gak kenal|siapa ini|terlalu banyak|tidak pernah daftar|ga pernah daftar|gak pernah daftar|tidak mau|gak mau|cukup",
};
