const OFFICE = "application/vnd.openxmlformats-officedocument";

/** Bedrock's names by MIME type. */
export const IMAGE_FORMATS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
};

export const DOCUMENT_FORMATS: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  [`${OFFICE}.wordprocessingml.document`]: "docx",
  [`${OFFICE}.spreadsheetml.sheet`]: "xlsx",
};

/** As file-type names it. */
export const OGG_OPUS = "audio/ogg; codecs=opus";
