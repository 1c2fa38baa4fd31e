/** A queue message or an item that only a later version can read. It waits for that version. */
export class NewerVersionError extends Error {
  constructor() {
    super("this was written by a later version: deploy that version again, and it goes on");
    this.name = "NewerVersionError";
  }
}
