import { describe, expect, it } from "@jest/globals";
import { listOf, mailingWorld, phones } from "./support/mailing-world.ts";

describe("the file of a mailing", () => {
  const mailing = mailingWorld();
  const { save, send } = mailing;

  it("sends nothing while one line is wrong, and lists all of them", async () => {
    await save(
      `contact,1,2\n+14155551000,"two\nlines",10 %\n4155551001,Bob,10 %\n+14155551002,,10 %\n+14155551003,Eve\n1.41556E+10,Kim,5 %`,
    );
    const { code, err } = await send();
    expect([code, mailing.api.sent]).toEqual([2, []]);
    expect(err).toContain('line 2: "1": put it on one line');
    expect(err).toContain("line 4: put + and the country code");
    expect(err).toContain('line 5: "1": blank');
    expect(err).toContain("line 6: 2 values, but 3 columns");
    expect(err).toContain("line 7: a spreadsheet has shortened");
  });

  it("names a column that no place needs once, not on every line", async () => {
    await save(
      `phone,1,2,notes\n${phones(5)
        .map((phone) => `${phone},Dana,10 %,regular`)
        .join("\n")}`,
    );
    const { err } = await send();
    expect(err.match(/"notes"/g)).toHaveLength(1);
    expect(err).toContain("every line:");
  });

  it("reads what spreadsheets write: a mark at the beginning, semicolons, Windows line ends", async () => {
    await save(`\uFEFFPhone;1;2\r\n'+14155551000;"Dana; jr.";10,5 %\r\n`);
    expect((await send()).code).toBe(0);
    expect(mailing.api.sent[0]).toMatchObject({
      contact: "+14155551000",
      values: { 1: "Dana; jr.", 2: "10,5 %" },
    });
    await save(Buffer.from(listOf(["+14155551000"]).replace("Customer", "Ren\u00e9"), "latin1"));
    expect(await send()).toMatchObject({ code: 2, err: expect.stringContaining("not UTF-8") });
  });
});
