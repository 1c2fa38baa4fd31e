import type { Dialect } from "../../domain/dialect/dialect.ts";
import type { Form } from "./form.ts";
import { NAMED_FORMS } from "./named-forms.ts";

/** A mapping's code is loaded with the first question: other cold starts do not pay for it. */
export async function formOf(apiUrl: string, dialect: Dialect): Promise<Form> {
  if (typeof dialect === "string") return NAMED_FORMS[dialect];
  const { mappedForm } = await import("./mapped-form.ts");
  return mappedForm(apiUrl, dialect);
}
