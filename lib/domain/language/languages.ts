export const LANGUAGES = ["en", "es", "pt", "fr", "de", "ar", "hi", "id"] as const;
export type Language = (typeof LANGUAGES)[number];

/** ISO 3166-1 alpha-2. Of several official languages the most read one; English if we have none. */
const COUNTRIES: Readonly<Record<Exclude<Language, "en">, string>> = {
  es: "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
  pt: "AO BR CV GW MZ PT ST TL",
  fr: "BF BI BJ BL CD CF CG CI CM DJ FR GA GF GN GP HT KM MC MF MG ML MQ NC NE PF PM RE SN TD TG WF YT",
  de: "AT CH DE LI",
  ar: "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
  hi: "IN",
  id: "ID",
};

/** `country`: ISO 3166-1 alpha-2, upper case. */
export const languageOf = (country: string | undefined): Language =>
  LANGUAGES.find(
    (language) => language !== "en" && country && COUNTRIES[language].split(" ").includes(country),
  ) ?? "en";
