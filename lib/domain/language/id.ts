import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "tolong|mohon|halo|hai|ok|oke|stop|sudah|udah|cukup|bisa|bisakah|saya minta|saya mau anda|saya ingin anda|bisa tolong|please|pls|min|kak|mas|mbak";
const BACK =
  "tolong|mohon|terima kasih|makasih|ya|dong|sekarang|segera|lagi|lagi ya|selamanya|ke saya|ke nomor ini|ke nomor saya|ke sini|di whatsapp|lewat wa|dari anda|please|pls|deh|kak|min|saya";
const MESSAGES =
  "pesan|pesan pesan|chat|sms|wa|whatsapp|spam|promosi|promo|iklan|penawaran|notifikasi|newsletter|broadcast|pesan promosi|pesan iklan";
const ALL = "semua|apapun|apa pun|lagi|ini|itu|anda|kalian|yang|terus|saya|ke saya";

export const INDONESIAN: LanguageData = {
  spokenAs: "id-ID",
  countries: "ID",
  texts: {
    fallback: "Maaf, saya tidak dapat menjawab saat ini. Silakan coba lagi beberapa saat kemudian.",
    handoff: "Anggota tim kami mengambil alih percakapan ini dan akan menjawab Anda di sini.",
    handoffClosed:
      "Tim kami sedang tidak ada di tempat. Mereka akan kembali {opens} dan menjawab Anda di sini.",
    optedOut:
      "Anda tidak akan menerima pesan lagi dari chat ini. Ketik MULAI jika ingin menerimanya kembali.",
    optedIn: "Baik, Anda akan menerima pesan lagi di sini.",
    tooMany:
      "Ada terlalu banyak pesan dalam waktu singkat. Silakan coba lagi dalam satu jam, atau ketik MANUSIA untuk berbicara dengan tim kami.",
    resend:
      "Maaf, pesan terakhir Anda tidak dapat dibaca di sini. Silakan kirim ulang, atau tuliskan maksudnya dengan kata-kata.",
    choose: "Pilih",
    disclosure:
      "Anda terhubung dengan asisten AI. Untuk berbicara dengan orang dari tim kami, ketik MANUSIA.",
  },
  opening: {
    today: "hari ini pukul {time}",
    tomorrow: "besok pukul {time}",
    later: "pada {date} pukul {time}",
    unknown: "secepatnya",
  },
  keywords: {
    stop: phrases(`
      berhenti, berhenti ya, setop, hentikan, hentikan pesan, hentikan semua pesan, stop pesan,
      stop kirim pesan, berhenti berlangganan, saya ingin berhenti berlangganan,
      saya mau berhenti berlangganan, berhenti langganan, berhenti kirim pesan, berhenti mengirim pesan,
      jangan kirim pesan, jangan kirim pesan lagi, jangan kirimi saya pesan, jangan kirimi saya pesan lagi,
      jangan hubungi saya, jangan hubungi saya lagi, jangan chat saya lagi, jangan wa saya lagi,
      tidak mau pesan lagi, saya tidak mau menerima pesan, saya tidak mau menerima pesan lagi,
      saya tidak ingin menerima pesan lagi, hapus saya dari daftar, hentikan promosi
    `),
    start: phrases(`
      mulai, mulai lagi, mulai pesan, lanjutkan pesan, berlangganan, berlangganan lagi, aktifkan pesan,
      kirim pesan lagi, terima pesan lagi, saya mau menerima pesan lagi, saya ingin menerima pesan lagi
    `),
    human: phrases(`
      manusia, manusia asli, orang asli, orang beneran, agen, agen manusia, operator manusia,
      layanan pelanggan, petugas, cs, cs manusia, staf, bukan bot, saya tidak mau bicara dengan bot,
      admin manusia, admin asli
    `),
    bot: phrases(`
      asisten, asisten virtual, asisten ai, kembali ke bot, kembali ke chatbot, kembali ke asisten,
      balik ke bot, robot
    `),
    talk: phrases(`
      bicara dengan, berbicara dengan, bicara sama, ngomong sama, ngobrol dengan, ngobrol sama, chat dengan,
      chat sama, hubungkan dengan, hubungkan saya dengan, hubungkan saya ke, sambungkan ke,
      sambungkan saya ke, sambungkan saya dengan, hubungi
    `),
    someone: phrases(`
      orang, seseorang, admin, tim, tim anda, tim kalian, tim support, manajer, atasan, karyawan, penjual,
      adminnya
    `),
    before: phrases(`
      saya mau, saya ingin, saya perlu, saya butuh, aku mau, mau, ingin, butuh, bisa, bisakah saya, boleh,
      minta, tolong
    `),
    after: phrases("dong, ya, sekarang, saja, aja"),
    please: phrases("tolong, mohon, terima kasih, makasih"),
    asksToStop: {
      sentences: [
        [
          several(FRONT),
          one("berhenti|stop|setop|hentikan|berhentilah"),
          one(
            "kirim|mengirim|kirimi|mengirimi|kirim kirim|mengirimkan|menghubungi|hubungi|mengganggu|ganggu|ngechat|chat|wa|spam|nyepam|mengirim pesan",
          ),
          several("saya|kami|ke saya"),
          several(ALL),
          optional(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one("hentikan|stop|setop|sudahi"),
          several(ALL),
          one(MESSAGES),
          several(`${ALL}|${BACK}`),
        ],
        [
          several(FRONT),
          one("jangan|jgn|jangan pernah"),
          optional("lagi"),
          one(
            "hubungi|menghubungi|kirimi|kirim|mengirim|mengirimi|ganggu|mengganggu|chat|wa|spam|sms|kirimin|ngechat",
          ),
          one("saya|kami|aku|nomor ini|nomor saya|pesan|chat|spam|promosi|iklan|promo"),
          several(`${ALL}|${MESSAGES}|${BACK}`),
        ],
        [
          several(FRONT),
          one(
            "saya tidak mau|saya tidak ingin|saya gak mau|saya ga mau|saya nggak mau|tidak mau|tidak ingin|gak mau|ga mau|nggak mau|aku gak mau|aku tidak mau|saya tidak perlu",
          ),
          one("menerima|terima|dapat|mendapat|mendapatkan|dikirimi|dikirim"),
          several(ALL),
          one(MESSAGES),
          several(`${ALL}|${BACK}`),
        ],
        // Without a verb "pesan" would mean to order something.
        [
          several(FRONT),
          one("saya tidak mau|saya tidak ingin|saya gak mau|saya ga mau|tidak mau|gak mau|ga mau"),
          several("semua|ada"),
          one("spam|promosi|promo|iklan|broadcast"),
          several(`${ALL}|${BACK}`),
        ],
        [
          several(FRONT),
          one(
            "saya tidak mau|saya tidak ingin|saya gak mau|saya ga mau|saya nggak mau|tidak mau|aku gak mau",
          ),
          one("dihubungi|diganggu|dichat|di chat|di wa|diwa|dikirimi apapun"),
          several(BACK),
        ],
        [
          several(`${FRONT}|saya mau|saya ingin|mau|ingin|aku mau`),
          one(
            "berhenti berlangganan|berhenti langganan|unsubscribe|batal langganan|batalkan langganan|stop langganan|stop berlangganan",
          ),
          optional("dari"),
          several("semua|daftar|ini|anda"),
          optional(`daftar|newsletter|layanan|grup|kanal|${MESSAGES}`),
          several(BACK),
        ],
        [
          several(FRONT),
          one("hapus|hapuskan|keluarkan|hilangkan"),
          one("saya|nomor saya|nomor ini|kontak saya|nomer saya"),
          optional("dari"),
          several("daftar|database|kontak|list|grup|broadcast|sistem"),
          several("anda|kalian|ini|kontak|tolong|ya|dong|sekarang|terima kasih|makasih|lagi"),
        ],
        [
          several(FRONT),
          one("stop|setop|berhenti|unreg"),
          several("dong|ya|tolong|sekarang|deh|min|kak|saja|aja"),
        ],
        [several(FRONT), one("biarkan saya|tinggalkan saya"), optional("sendiri|tenang"), several(BACK)],
        [
          several(FRONT),
          one("tidak ada lagi|ga usah|gak usah|nggak usah|tidak usah|tak usah"),
          one("kirim|kirim kirim|hubungi|chat|wa|kirimi|kirimin"),
          one(`${MESSAGES}|saya`),
          several(`${ALL}|${BACK}`),
        ],
      ],
      reasons:
        "salah nomor|nomor salah|salah orang|salah sambung|tidak tertarik|gak tertarik|ga tertarik|nggak tertarik|tidak minat|gak minat|bukan saya|spam|mengganggu|tidak kenal|gak kenal|siapa ini|terlalu banyak|tidak pernah daftar|ga pernah daftar|gak pernah daftar|tidak mau|gak mau|cukup",
    },
  },
  agentWords: {
    choose: "pilih(?:lah)?|memilih|mana|lebih suka|balas dengan",
    want: "ingin|mau|butuh|perlu|tertarik|bantu",
    tell: "berikan|kirimkan|beri tahu|sebutkan|(?:data|informasi|dokumen) berikut",
    or: "atau",
    articles: "",
    instruct: "(?<!\\p{L})(?:balas|ketik|kirim)",
    aboutMessages: "pesan|notifikasi|promosi|iklan",
    aboutTalking: "bicara|berbicara|ngobrol|hubungkan",
  },
  personPromise: {
    person:
      "(?:(?:seorang |salah satu |salah seorang )?(?:rekan|staf|karyawan|petugas|agen manusia|perwakilan|anggota tim|orang)(?: (?:kami|saya|dari tim kami|tim kami|layanan pelanggan(?: kami)?))?|tim (?:\\p{L}+ ){0,2}?kami|tim (?:dukungan|layanan pelanggan|cs)|customer service kami|seseorang(?: dari tim(?: kami)?)?)",
    says: `§ (?:akan|segera) (?:\\p{L}+ ){0,2}?(?:menghubungi|menelepon|membalas|menjawab|mengirim pesan|mengabari|mengambil alih|menindaklanjuti)|§ mengambil alih|kami (?:akan|segera) (?:\\p{L}+ ){0,2}?(?:menghubungi|menelepon|mengabari|membalas) (?:anda|kamu|kakak|kembali)|(?:anda|kamu|kakak) akan (?:\\p{L}+ )?(?:dihubungi|ditelepon|dihubungkan)|saya (?:akan |sedang |sudah |telah )?(?:meneruskan|menghubungkan|teruskan|hubungkan|sambungkan|alihkan|mengalihkan|menyambungkan)\\b[^.!?]{0,60}? ?(?:ke|kepada|dengan) §|saya (?:akan |sedang |sudah |telah )?(?:memberi tahu|memberitahu|beri tahu|menginformasikan kepada) §|(?:sudah|telah) (?:saya )?(?:diteruskan|teruskan) (?:ke|kepada) §`,
    not: "tidak|tak|bukan|belum",
    unless: "jika|kalau|bila|apabila",
    unlessBefore:
      "setelah|ketika|saat|begitu|sebelum|apakah|bisa|dapat|mau|(?:tinggalkan|kirimkan|kirim|berikan|tulis|isi|sebutkan)(?=[^.!?]* (?:dan|lalu|agar) )",
  },
};
