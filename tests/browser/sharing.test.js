import assert from "node:assert/strict";
import { browse, eventually } from "./browser.js";
import { open, run, tab, text, write } from "./graphiql.js";

const QUERY = "query A { waves { totalCount } }\nquery B($code: OdsCode!) { ccg(odsCode: $code) { name } }\n";
const VARIABLES = '{"code": "08F"}';
const HELD = new URLSearchParams({ query: QUERY, variables: VARIABLES, operationName: "B" });

/** What the address of the page holds. */
const held = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

browse("the address holds the query, and is all that a link needs", {}, async (page) => {
    await open(page);
    const query = 'query Shared { ccg(odsCode: "08F") { name } } # ä & + %';
    await write(page, query);
    await eventually(() => assert.equal(held(page).get("query"), query));
    assert.equal(held(page).get("operationName"), "Shared");
    const address = page.url();
    await page.evaluate(() => localStorage.clear());
    await page.goto("about:blank");
    await page.goto(address);
    await eventually(async () => assert.equal(await text(page, "operation"), query));
    assert.equal(await tab(page), "Shared");
    assert.deepEqual((await run(page)).data, { ccg: { name: "NHS Havering CCG" } });
});

for (const [place, mark] of [["behind the #", "#"], ["as /graphql takes it", "?"]]) {
    browse(`a link says which operation of several is meant, with its variables, ${place}`, {}, async (page) => {
        await open(page, `${mark}${HELD}`);
        assert.equal(await text(page, "operation"), QUERY);
        assert.equal(await text(page, "variables"), VARIABLES);
        await eventually(async () => assert.equal(await tab(page), "B"));
        assert.equal(await page.locator(".graphiql-editor-tool").first().isVisible(), true);
        await page.locator(".graphiql-query-editor textarea").first().focus();
        await page.keyboard.press("Control+Enter");
        await eventually(async () => {
            assert.deepEqual(JSON.parse(await text(page, "response")).data, { ccg: { name: "NHS Havering CCG" } });
        });
    });
}

browse("a link that is followed while the page is open leaves what was open in its tab", {}, async (page) => {
    await open(page);
    const first = await tab(page);
    await write(page, "query Mine { waves { totalCount } }");
    await eventually(() => assert.equal(held(page).get("operationName"), "Mine"));
    // GraphiQL keeps its tabs half a second after a change.
    const kept = () => page.evaluate(() => localStorage.getItem("graphiql:tabState"));
    await eventually(async () => assert.match(await kept(), /query Mine/));
    await page.evaluate(() => {
        location.hash = new URLSearchParams({ query: "query Theirs { ccgs { totalCount } }" });
    });
    await eventually(async () => assert.equal(await tab(page), "Theirs"));
    assert.equal(await text(page, "operation"), "query Theirs { ccgs { totalCount } }");
    const names = await page.locator(".graphiql-tab-button").allTextContents();
    assert.ok(names.includes("Mine") && !names.includes(first), `${names}`);
});
