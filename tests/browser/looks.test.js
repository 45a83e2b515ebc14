import assert from "node:assert/strict";
import { browse, eventually } from "./browser.js";
import { open, run, show, text } from "./graphiql.js";

/** How light the page is, from 0 to 255. */
const light = (page) =>
    page.locator(".graphiql-container").evaluate((page) => {
        const parts = getComputedStyle(page).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
        return parts.reduce((sum, part) => sum + part) / 3;
    });

const NARROW = { viewport: { width: 390, height: 844 } };

browse("the page is as light or dark as the system", { colorScheme: "dark" }, async (page) => {
    await open(page);
    assert.ok((await light(page)) < 64, `${await light(page)}`);
    await page.emulateMedia({ colorScheme: "light" });
    assert.ok((await light(page)) > 192, `${await light(page)}`);
});

browse("a theme that was chosen stays", { colorScheme: "light" }, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Open settings dialog" }).click();
    await page.getByRole("button", { name: "Dark" }).click();
    await page.keyboard.press("Escape");
    assert.ok((await light(page)) < 64, `${await light(page)}`);
    await page.reload();
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
    assert.ok((await light(page)) < 64, `${await light(page)}`);
});

browse("on a narrow screen nothing is cut off, and an example makes way for what it opens", NARROW, async (page) => {
    await open(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(width, 390);
    for (const part of [".graphiql-query-editor", ".graphiql-response", ".graphiql-sidebar"]) {
        const box = await page.locator(part).boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.width > 300, `${part}: ${JSON.stringify(box)}`);
    }
    await show(page, "Examples");
    await page.getByRole("button", { name: "Which CCGs merged into North West London?" }).click();
    await eventually(async () => assert.match(await text(page, "operation"), /W2U3Z/));
    assert.equal((await run(page)).data.ccg.predecessors.totalCount, 8);
});
