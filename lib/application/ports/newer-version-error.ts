/** What waits in a queue or lies in the table was written by a later version, and this one must not guess at it: it waits for that version. */
export class NewerVersionError extends Error {
  constructor() {
    super("this was written by a later version: deploy that version again, and it goes on");
    this.name = "NewerVersionError";
  }
}
