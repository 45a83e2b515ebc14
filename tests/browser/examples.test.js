import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { api, browse, eventually } from "./browser.js";
import { open, run, settled, tab, tabs, text } from "./graphiql.js";

const cookbook = readFileSync(new URL("../../docs/queries.md", import.meta.url), "utf8");

/** The questions of the cookbook, and its answers. */
const examples = [...cookbook.matchAll(/^## (.+)\n[^]*?^```graphql\n[^]*?^```\n+```json\n([^]*?)^```$/gm)];

browse("every example opens in a tab of its own and gives the answer of the cookbook", {}, async (page) => {
    assert.ok(examples.length > 20, `${examples.length} examples`);
    await open(page);
    const listed = page.getByRole("list", { name: "Questions" }).getByRole("button");
    assert.deepEqual(await listed.allTextContents(), examples.map(([, question]) => question));
    const names = new Set();
    for (const [, question, answer] of examples) {
        await page.getByRole("button", { name: question, exact: true }).click();
        await eventually(async () => assert.ok((await text(page, "operation")).startsWith(`# ${question}\n`)));
        await eventually(async () => assert.notEqual(await tab(page), "<untitled>"));
        assert.deepEqual((await run(page)).data, JSON.parse(answer), question);
        names.add(await tab(page));
    }
    assert.equal(names.size, examples.length, "two examples have one name");
    assert.deepEqual(new Set(await tabs(page)), names);
    // One that is open already opens no second tab.
    await page.getByRole("button", { name: examples[1][1] }).click();
    assert.equal((await tabs(page)).length, examples.length);
});

browse("queries with a name stand beneath, as the very documents that their addresses answer", {}, async (page) => {
    const saved = await (await fetch(`${api}/q`)).json();
    assert.ok(saved.length > 10, `${saved.length} queries`);
    await open(page);
    const list = page.getByRole("list", { name: "Tables for reports" });
    await eventually(async () => {
        assert.deepEqual(await list.getByRole("button").allTextContents(), saved.map(({ title }) => title));
    });
    for (const { name, title, addresses } of saved) {
        await list.getByRole("button", { name: title, exact: true }).click();
        const document = await (await fetch(`${api}${addresses.graphql}`)).text();
        await eventually(async () => assert.equal(await text(page, "operation"), document));
        await settled(page);
        const { errors, data } = await run(page);
        assert.equal(errors, undefined, name);
        assert.equal(Object.keys(data).length, 1, name);
    }
    await page.getByRole("region", { name: "Examples" }).evaluate((panel) => panel.parentElement.scrollTo(0, 0));
    await page.getByRole("button", { name: "Tables for reports, at the end" }).click();
    const head = page.getByRole("heading", { name: "Tables for reports" });
    await eventually(async () => assert.ok((await head.boundingBox()).y < 200));
    for (const format of ["csv", "xlsx", "json", "ndjson"]) {
        const { href } = await list.getByRole("link", { name: format, exact: true }).first().evaluate(({ href }) => ({ href }));
        assert.equal(href, `${api}${saved[0].addresses[format]}`);
    }
});
