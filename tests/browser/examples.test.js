import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { browse, eventually } from "./browser.js";
import { open, run, tab, tabs, text } from "./graphiql.js";

const cookbook = readFileSync(new URL("../../docs/queries.md", import.meta.url), "utf8");

/** The questions of the cookbook, and its answers. */
const examples = [...cookbook.matchAll(/^## (.+)\n[^]*?^```graphql\n[^]*?^```\n+```json\n([^]*?)^```$/gm)];

browse("every example opens in a tab of its own and gives the answer of the cookbook", {}, async (page) => {
    assert.ok(examples.length > 20, `${examples.length} examples`);
    await open(page);
    const listed = page.getByRole("region", { name: "Examples" }).getByRole("button");
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
