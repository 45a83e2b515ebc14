import assert from "node:assert/strict";
import { browse, eventually } from "./browser.js";
import { open, run, settled, show, tab, tabs, text, write } from "./graphiql.js";

browse("a newcomer finds examples and gets the answer of the first", {}, async (page) => {
    await open(page);
    assert.equal((await tabs(page)).length, 4);
    assert.equal(await tab(page), "HowManyCcgsWereThereOnADay");
    assert.match(await text(page, "operation"), /^# How many CCGs were there on a day, and in a region\?\nquery /);
    const { data, extensions } = await run(page);
    assert.deepEqual(data.y2013, { totalCount: 211 });
    assert.equal(extensions.dataVersion, 9);
    const seen = page.locator(".graphiql-response .view-lines");
    await eventually(async () => assert.match(await seen.textContent(), /211/));
});

browse("a query is completed as it is typed, and run by a key", {}, async (page) => {
    await open(page);
    // The schema must have come before anything can be completed.
    await show(page, "Documentation Explorer");
    await page.getByRole("link", { name: "Query", exact: true }).waitFor();
    await write(page, "");
    await page.locator(".graphiql-query-editor .monaco-editor").click();
    await page.keyboard.type("{ ccgs { totalC");
    const offered = page.locator(".suggest-widget .monaco-list-row").first();
    await eventually(async () => assert.match(await offered.textContent(), /totalCount/));
    await page.keyboard.press("Enter");
    await settled(page);
    await page.keyboard.press("Control+Enter");
    await eventually(async () => assert.equal(JSON.parse(await text(page, "response")).data.ccgs.totalCount, 248));
});

browse("what is wrong with a query is marked in it, and told by the service", {}, async (page) => {
    await open(page);
    await show(page, "Documentation Explorer");
    await page.getByRole("link", { name: "Query", exact: true }).waitFor();
    await write(page, "{ cccgs { totalCount } }");
    await page.locator(".graphiql-query-editor .squiggly-error").first().waitFor();
    const { data, errors } = await run(page);
    assert.equal(data, undefined);
    assert.match(errors[0].message, /Unknown field "cccgs"/);
});

browse("the documentation tells of every type and field", {}, async (page) => {
    await open(page);
    await show(page, "Documentation Explorer");
    await page.getByRole("link", { name: "Query", exact: true }).click();
    await page.getByRole("link", { name: "ccg", exact: true }).click();
    await page.getByText("The CCG with an ODS code; none when there is none such.").waitFor();
    await page.getByRole("link", { name: "OdsCode", exact: true }).waitFor();
});

browse("a panel begins at its top, however far the one before was read", {}, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Tables for reports, at the end" }).click();
    const frame = page.locator(".graphiql-plugin");
    await eventually(async () => assert.ok((await frame.evaluate((frame) => frame.scrollTop)) > 500));
    await show(page, "Documentation Explorer");
    await page.getByRole("link", { name: "Query", exact: true }).waitFor();
    await eventually(async () => assert.equal(await frame.evaluate((frame) => frame.scrollTop), 0));
});

browse("the explorer writes a query by ticking fields", {}, async (page) => {
    await open(page);
    await write(page, "{ waves { totalCount } }");
    await show(page, "GraphiQL Explorer");
    const waves = page.locator(".graphiql-explorer-waves");
    await waves.locator('[data-field-name="nodes"]').click();
    await waves.locator('[data-field-name="financialYear"]').click();
    await eventually(async () => assert.match(await text(page, "operation"), /financialYear/));
    const { data } = await run(page);
    assert.equal(data.waves.nodes.length, 7);
    assert.equal(data.waves.nodes[0].financialYear, "2015/16");
});

browse("queries that were run are in the history", {}, async (page) => {
    await open(page);
    await write(page, "query Remembered { waves { totalCount } }");
    await run(page);
    await show(page, "History");
    await page.getByRole("button", { name: "Remembered" }).first().waitFor();
});
