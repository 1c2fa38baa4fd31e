/** The least that a function can do: what remains is Node itself. */
export const handler = async () => ({ statusCode: 200, body: "" });
