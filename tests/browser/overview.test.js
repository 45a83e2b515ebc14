import assert from "node:assert/strict";
import { api, browse, eventually } from "./browser.js";
import { answered, figure, holds, open } from "./pages.js";

holds("/");

browse("published totals are seen over the bars, and say who published them when one is chosen", {}, async (page) => {
    await open(page, "/");
    const overTime = figure(page, "Adoption over time");
    const mark = (value) => overTime.getByRole("link", { name: `Delegated commissioning (C), 2015/16: ${value} CCGs` });
    await mark(65).waitFor();
    await mark(63).click();
    await overTime.getByRole("heading", { name: "Delegated commissioning (C), 2015/16: 63 CCGs live" }).waitFor();
    assert.match(
        await overTime.locator(".statements").textContent(),
        /NHS England board paper via HSJ: live, March 2016.*BMA: live, no day given/,
    );
    const address = page.url();
    assert.equal(new URL(address).searchParams.get("total"), "C,2015/16,63");
    await mark(65).focus();
    await page.keyboard.press("Enter");
    await overTime.getByRole("heading", { name: "65 CCGs approved or live" }).waitFor();
    assert.equal(await mark(65).evaluate((mark) => mark === document.activeElement), true);
    await page.goBack();
    await overTime.getByRole("heading", { name: "63 CCGs live" }).waitFor();
    // What was chosen meanwhile elsewhere on the page stays.
    await page.getByRole("button", { name: "Later", exact: true }).click();
    await mark(64).click();
    assert.equal(new URL(page.url()).searchParams.get("on"), "2016-04-01");
    await page.goto("about:blank");
    await page.goto(address);
    await overTime.getByRole("heading", { name: "63 CCGs live" }).waitFor();
});

browse("a published total of approved CCGs has another shape than one of live ones", {}, async (page) => {
    await open(page, "/");
    const overTime = figure(page, "Adoption over time");
    await overTime.getByText("both, by the same number").waitFor();
    const shapes = [];
    for (const total of ["63 CCGs live", "64 CCGs approved", "65 CCGs approved or live", "68 CCGs live"]) {
        shapes.push(await overTime.getByRole("link", { name: total }).locator("path").getAttribute("d"));
    }
    const [live, approved, both, alsoLive] = shapes;
    assert.equal(new Set([live, approved, both]).size, 3, `${shapes}`);
    assert.equal(live, alsoLive);
});

browse("unknown is in the table with all others, which add up", {}, async (page) => {
    await open(page, "/");
    const overTime = figure(page, "Adoption over time");
    await overTime.getByText("The same numbers as a table").click();
    const heads = await overTime.getByRole("columnheader").allTextContents();
    assert.ok(heads.includes("Unknown"), `${heads}`);
    const rows = await overTime.getByRole("row").all();
    assert.equal(rows.length, 11);
    for (const row of rows.slice(1)) {
        const [ccgs, ...counts] = (await row.getByRole("cell").allTextContents()).map(Number);
        assert.equal(
            counts.reduce((sum, count) => sum + count),
            ccgs,
        );
    }
});

browse("a failure is told in words, and asking again mends it", {}, async (page) => {
    await page.route(`${api}/graphql?**`, (route) =>
        route.fulfill({ status: 503, json: { errors: [{ message: "The database is away." }] } }),
    );
    await page.goto(api);
    await page.getByRole("alert").getByText("The database is away.").first().waitFor();
    await page.unroute(`${api}/graphql?**`);
    // Each figure asks for itself.
    await eventually(async () => {
        if ((await page.getByRole("alert").count()) === 0) return;
        await page.getByRole("button", { name: "Try again" }).first().click();
        assert.fail("there may be another");
    });
    await figure(page, "Adoption over time").locator("svg.plot").waitFor();
    await answered(page);
});

const tiles = (page, name) => page.locator("svg.tiles").getByRole("link", { name });

browse("the slider goes from day to day, and mergers are seen as tiles that grow together", {}, async (page) => {
    await open(page, "/?on=2013-04-01");
    const area = async (name) => {
        const { width, height } = await tiles(page, name).locator(".border").boundingBox();
        return width * height;
    };
    await eventually(async () => assert.equal(await tiles(page, /./).count(), 211));
    const single = await area("NHS Brent CCG: – No model");
    const slider = page.getByRole("slider", { name: "Day" });
    await slider.focus();
    await page.keyboard.press("End");
    await page.getByText("On 1 July 2022 there was no CCG.").first().waitFor();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await slider.getAttribute("aria-valuetext"), "1 April 2022");
    await eventually(async () => assert.equal(await tiles(page, /./).count(), 106));
    assert.ok((await area("NHS North West London CCG: C Delegated")) > 7 * single);
    assert.equal(new URL(page.url()).searchParams.get("on"), "2022-04-01");
    await eventually(async () => assert.equal(await tiles(page, "NHS Brent CCG").count(), 0));
    await page.reload();
    await answered(page);
    await eventually(async () => assert.equal(await tiles(page, /./).count(), 106));
});

browse("a day of mergers says how many, and a tile leads to its CCG", {}, async (page) => {
    await open(page, "/?on=2020-04-01");
    await page.getByText("74 CCGs merged into 18 on this day").waitFor();
    await eventually(async () => assert.equal(await page.locator(".is-formed").count(), 18));
    const { href } = await tiles(page, "NHS Hounslow CCG: B Joint").evaluate(({ href }) => ({ href: href.baseVal }));
    assert.equal(href, "ccg?code=07Y");
});

browse("regions are shares of all their CCGs on the day, on the map that is chosen", {}, async (page) => {
    await open(page, "/?on=2015-04-01");
    const regions = figure(page, "By region");
    await regions.getByText("The same numbers as a table").click();
    const row = (name) => regions.getByRole("row", { name });
    assert.match(
        await row("London").textContent(),
        /20 of 32 \(62\.5%\).*12 of 32 \(37\.5%\).*20 of 32 \(62\.5%\) known/,
    );
    await eventually(async () => assert.equal(await regions.getByRole("row").count(), 5));
    await regions.getByRole("radio", { name: "Seven regions of later" }).check();
    await row("South West").waitFor();
    await eventually(async () => assert.equal(await regions.getByRole("row").count(), 8));
    assert.equal(new URL(page.url()).searchParams.get("map"), "later");
    await page.goBack();
    await eventually(async () => assert.equal(await regions.getByRole("row").count(), 5));
    await page.getByRole("button", { name: "Later" }).click();
    await eventually(async () =>
        assert.match(await regions.locator(".plot").getAttribute("aria-label"), /1 April 2016/),
    );
});

browse("contradictions stand side by side, and the key numbers lead to where they are from", {}, async (page) => {
    await open(page, "/");
    await page.getByRole("link", { name: /^13 of 74 published figures are contradicted/ }).click();
    assert.equal(new URL(page.url()).hash, "#contradictions");
    const dispute = figure(page, "Where publications contradict each other").locator("section", {
        hasText: "live, 2015/16",
    });
    assert.deepEqual(await dispute.locator("dt").allTextContents(), ["63", "65"]);
    const shares = figure(page, "How much is known by name").getByRole("listitem");
    assert.match(await shares.filter({ hasText: "2015/16 delegated" }).textContent(), /6 of 63 to 65/);
});
