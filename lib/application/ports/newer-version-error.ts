/** Waits for the later version that can read it. */
export class NewerVersionError extends Error {
  constructor() {
    super("this was written by a later version: deploy that version again, and it goes on");
    this.name = "NewerVersionError";
  }
}
