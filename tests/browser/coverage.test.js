import assert from "node:assert/strict";
import { browse } from "./browser.js";
import { figure, holds, open } from "./pages.js";

holds("/coverage");

browse("each total says how many of it are known by name, and how many are missing", {}, async (page) => {
    await open(page, "/coverage");
    const totals = figure(page, "How much is known by name");
    const row = totals.getByRole("row").filter({ hasText: "115, BJGP" });
    assert.deepEqual((await row.getByRole("cell").allTextContents()).slice(2), [
        "115, BJGP (McDermott et al. 2018), April 2016",
        "28",
        "87",
        "Some are named",
    ]);
    await totals.getByRole("combobox", { name: "Known" }).selectOption("Nothing is known");
    await page.waitForURL("**/coverage?status=NOTHING_KNOWN");
    await totals.getByRole("row").filter({ hasText: "115, BJGP" }).waitFor({ state: "detached" });
    assert.ok((await totals.getByRole("row").count()) > 10);
});

browse("what was imported and what was rejected is told, with the place and what stood there", {}, async (page) => {
    await open(page, "/coverage");
    const imports = figure(page, "What was imported, and when");
    const refused = imports.getByRole("row").filter({ hasText: "faulty.csv" });
    assert.match(await refused.textContent(), /refused: 1 of 2 rows were rejected/);
    const counts = (await refused.getByRole("cell").allTextContents()).slice(-6);
    assert.deepEqual(counts, ["2", "1", "0", "0", "1", "1"], "rows, facts, duplicates, skipped, rejected, issues");
    const issue = figure(page, "What was rejected, and why").getByRole("row").filter({ hasText: "faulty.csv" }).first();
    assert.match(
        await issue.textContent(),
        /B2Deligated"Deligated" is not a model; did you mean "delegated"\? Expected: one of the published spellings\.not stored/,
    );
});
