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
    assert.match(await overTime.locator(".statements").textContent(), /NHS England board paper via HSJ: live, March 2016.*BMA: live, no day given/);
    const address = page.url();
    assert.equal(new URL(address).searchParams.get("total"), "C,2015/16,63");
    await mark(65).focus();
    await page.keyboard.press("Enter");
    await overTime.getByRole("heading", { name: "65 CCGs approved or live" }).waitFor();
    await page.goBack();
    await overTime.getByRole("heading", { name: "63 CCGs live" }).waitFor();
    await page.goto("about:blank");
    await page.goto(address);
    await overTime.getByRole("heading", { name: "63 CCGs live" }).waitFor();
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
        assert.equal(counts.reduce((sum, count) => sum + count), ccgs);
    }
});

browse("a failure is told in words, and asking again mends it", {}, async (page) => {
    await page.route(`${api}/graphql?**`, (route) =>
        route.fulfill({ status: 503, json: { errors: [{ message: "The database is away." }] } }),
    );
    await page.goto(api);
    await page.getByRole("alert").getByText("The database is away.").first().waitFor();
    await page.unroute(`${api}/graphql?**`);
    await page.getByRole("button", { name: "Try again" }).click();
    await figure(page, "Adoption over time").locator("svg.plot").waitFor();
    await eventually(async () => assert.equal(await page.getByRole("alert").count(), 0));
    await answered(page);
});
