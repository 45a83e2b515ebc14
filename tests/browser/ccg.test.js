import assert from "node:assert/strict";
import { browse, eventually } from "./browser.js";
import { answered, figure, holds, open } from "./pages.js";

holds("/ccg?code=08R");

const timeline = (page) => figure(page, "Co-commissioning over time");
const facts = (page) => figure(page, "Facts and their evidence");
const lineage = (page) => figure(page, "Where it came from, and what became of it");

/** What stands in the rows of the table of a figure. */
const table = (figure) =>
    figure.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

browse("a fact has its evidence, down to the cell and to who is cited", {}, async (page) => {
    await open(page, "/ccg?code=08R");
    const title = page.getByRole("heading", { name: "Joint, live, 2015/16 (wave 1)" });
    const joint = facts(page).getByRole("article").filter({ has: title });
    const said = await joint.textContent();
    const parts = ["14 May 2015", "The source names the CCG and says it", "co-commissioning-adoptions.xlsx", "sheet “2015-16”, row 53"];
    for (const part of parts) {
        assert.ok(said.includes(part), `${part}: ${said}`);
    }
    assert.match(await joint.getByRole("link").first().getAttribute("href"), /^https:\/\/vdocuments\.net\//);
    await joint.getByText("The cells of row 53").click();
    const cells = await table(joint);
    assert.ok(cells.some((cell) => cell.join("|") === "D53|Model|Joint commissioning|JOINT (as it stands)"), JSON.stringify(cells));
    assert.ok(cells.some((cell) => cell.join("|") === "G53|Stated on|42138|2015-05-14 (date serial since 1900)"), JSON.stringify(cells));
    assert.ok(cells.some((cell) => cell.join("|") === "sheet’s name|Financial year|2015-16|2015/16 (sheet name)"), JSON.stringify(cells));
    assert.match(await facts(page).textContent(), /No source gives the day on which it began, or that on which it ended\./);
});

browse("the position of a day is explained, and the day stands in the address", {}, async (page) => {
    await open(page, "/ccg?code=08R&on=2015-06-01");
    const said = () => timeline(page).getByRole("status").first().textContent();
    assert.match(await said(), /On 1 June 2015: BJoint.*not before 1 April 2015, and by 14 May 2015.*It rests on: Joint, live/);
    await timeline(page).getByLabel("Position on").fill("2017-01-01");
    await eventually(async () =>
        assert.match(await said(), /On 1 January 2017: !Conflict: joint or delegated.*contradict each other/),
    );
    assert.equal(new URL(page.url()).searchParams.get("on"), "2017-01-01");
    await timeline(page).getByRole("link", { name: "– No model, from 1 April 2013 to 31 March 2015" }).click();
    await answered(page);
    assert.match(await said(), /On 1 April 2013: –No model/);
    await page.goBack();
    await eventually(async () => assert.match(await said(), /On 1 January 2017/));
    await timeline(page).getByLabel("Position on").fill("2020-04-01");
    await eventually(async () => assert.match(await said(), /On 1 April 2020: Closed.*Nothing is carried over/));
});

browse("a beginning that no source gives is told from one that a source gives", {}, async (page) => {
    const said = () => timeline(page).getByRole("status").first().textContent();
    await open(page, "/ccg?code=W2U3Z");
    assert.match(await said(), /It began on 1 April 2021, though no source gives that day: it cannot have begun earlier/);
    await open(page, "/ccg?code=00C&on=2017-01-01");
    assert.match(await said(), /It began on 1 April 2016\./);
});

browse("a position leads to the facts that it rests on", {}, async (page) => {
    await open(page, "/ccg?code=08R&on=2017-01-01");
    const target = () => page.locator(".fact:target h3").textContent();
    await timeline(page).getByRole("status").getByRole("link", { name: "Delegated, live, year not stated" }).click();
    assert.equal(await target(), "Delegated, live, year not stated");
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await answered(page);
    assert.equal(await target(), "Delegated, live, year not stated");
    await timeline(page).locator("svg").getByRole("link", { name: "Joint, live, 2015/16 (wave 1)" }).click();
    assert.equal(await target(), "Joint, live, 2015/16 (wave 1)");
    assert.equal(new URL(page.url()).searchParams.get("on"), "2017-01-01");
    const { y } = await page.locator(".fact:target").boundingBox();
    assert.ok(y >= 0 && y < 900, `${y}`);
});

browse("what is written upon a pattern can be told from its ground", {}, async (page) => {
    await open(page, "/ccg?code=08R");
    const spells = timeline(page).locator(".spell:has(.text-ground)");
    await spells.first().waitFor();
    const fills = await spells.evaluateAll((spells) =>
        spells.map((spell) => ["text", ".text-ground"].map((part) => getComputedStyle(spell.querySelector(part)).fill)),
    );
    assert.ok(fills.length > 0);
    for (const [text, ground] of fills) assert.notEqual(text, ground);
});

browse("what no source says is said to be unknown", {}, async (page) => {
    await open(page, "/ccg?code=00D&on=2016-01-01");
    await timeline(page).getByRole("link", { name: /^\? Unknown, from 1 April 2015 to 31 March 2020/ }).waitFor();
    assert.match(await facts(page).textContent(), /No source that was recovered says anything.*That is a gap/);
    await timeline(page).getByText("The same numbers as a table").click();
    assert.deepEqual((await table(timeline(page))).map(([from, , position]) => [from, position]), [
        ["the beginning", "Not yet open"],
        ["1 April 2013", "No model"],
        ["1 April 2015", "An unknown position"],
        ["1 April 2020", "Closed"],
    ]);
});

for (const [room, viewport] of [["wide", { width: 1440, height: 900 }], ["narrow", { width: 390, height: 844 }]]) {
    browse(`a lineage leads from CCG to CCG, ${room}`, { viewport }, async (page) => {
        await open(page, "/ccg?code=W2U3Z");
        const boxes = lineage(page).locator("svg .box");
        // It is drawn when its room is known.
        await eventually(async () => assert.equal(await boxes.count(), 9));
        for (const { x, width } of await Promise.all((await boxes.all()).map((box) => box.boundingBox()))) {
            assert.ok(x >= 0 && x + width <= viewport.width, `${x}, ${width}`);
        }
        await lineage(page).getByText("The same numbers as a table").click();
        assert.equal((await table(lineage(page))).length, 8);
        await lineage(page).locator("svg").getByRole("link", { name: /^NHS Brent CCG/ }).click();
        await page.getByRole("heading", { level: 1, name: "NHS Brent CCG" }).waitFor();
        assert.match(await page.locator(".lead").textContent(), /on 31 March 2021; its successor is NHS North West London CCG\./);
        await answered(page);
        await lineage(page).locator("svg").getByRole("link", { name: /^NHS North West London CCG/ }).press("Enter");
        await page.getByRole("heading", { level: 1, name: "NHS North West London CCG" }).waitFor();
        await page.goBack();
        await page.getByRole("heading", { level: 1, name: "NHS Brent CCG" }).waitFor();
    });
}

browse("all of a CCG's areas is seen on a narrow screen", { viewport: { width: 390, height: 844 } }, async (page) => {
    await open(page, "/ccg?code=08R");
    const areas = figure(page, "Areas").getByRole("region", { name: "Table: Areas" });
    assert.ok((await table(areas)).some((cells) => cells.join("|").startsWith("Local office of 2015|NHS ENGLAND LONDON (Q71)|")));
    assert.equal(await areas.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0);
});

browse("a code is understood however it is written", {}, async (page) => {
    await open(page, "/ccg?code=%2008f");
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "NHS Havering CCG");
    assert.equal(await page.title(), "NHS Havering CCG · Co-commissioning facts");
});

browse("a code that no CCG has leads to those that may be meant", {}, async (page) => {
    await open(page, "/ccg?code=E38000077");
    await page.getByRole("heading", { level: 1, name: "No CCG has the code “E38000077”" }).waitFor();
    assert.match(await page.getByRole("main").textContent(), /NHS Havering CCG \(08F\), ONS code E38000077, closed on 31 March 2021/);
    await page.getByRole("link", { name: "NHS Havering CCG" }).click();
    await page.getByRole("heading", { level: 1, name: "NHS Havering CCG" }).waitFor();
    for (const nonsense of ["/ccg", "/ccg?code=", "/ccg?code=%3F%3F", "/ccg?code=QQQQQQQ"]) {
        await open(page, nonsense);
        await page.getByRole("link", { name: "Look through all CCGs" }).waitFor();
        assert.equal(await page.locator(".figure").count(), 0, nonsense);
    }
});
