import assert from "node:assert/strict";
import { api, browse, eventually } from "./browser.js";
import { figure, holds, open } from "./pages.js";

holds("/figures");

const compared = (page) => figure(page, "Figure by figure").locator(".comparison");

browse("every published figure stands beside what comes out, with the reason", {}, async (page) => {
    await open(page, "/figures");
    await eventually(async () => assert.equal(await compared(page).count(), 74));
    const pulse = compared(page).filter({ hasText: "Pulse, December 2015" });
    assert.match(await pulse.textContent(), /^65 CCGs≠63 by all publications \(−2\)/);
    assert.match(await pulse.textContent(), /Differs: other publications give another number\./);
    assert.match(await pulse.textContent(), /2 of 3 publications give 63/);
});

browse("what is chosen narrows the list, stands in the address, and can be gone back from", {}, async (page) => {
    await open(page, "/figures");
    await page.getByRole("link", { name: /Differs: 15 of 74/ }).click();
    await page.getByText("15 figures.", { exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Year" }).selectOption("2016/17");
    await page.getByText("6 figures.", { exact: true }).waitFor();
    await eventually(async () => assert.equal(await compared(page).count(), 6));
    const address = page.url();
    const held = Object.fromEntries(new URL(address).searchParams);
    assert.deepEqual(held, { status: "DIFFERS", year: "2016/17" });
    await page.goBack();
    await page.getByText("15 figures.", { exact: true }).waitFor();
    await page.goto(address);
    await page.getByText("6 figures.", { exact: true }).waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Verdict" }).inputValue(), "DIFFERS");
    const table = await fetch(
        await figure(page, "Figure by figure").getByRole("link", { name: "CSV" }).getAttribute("href"),
    );
    assert.equal(table.headers.get("X-Total-Count"), "6");
});

browse("a mark of the front page leads to the figures of its year and model", {}, async (page) => {
    await open(page, "/?total=C,2015/16,63");
    await page.getByRole("link", { name: "How the figures of this year and model compare" }).click();
    await page.waitForURL(`${api}/figures?**`);
    await eventually(async () => assert.ok((await compared(page).count()) > 0));
    assert.equal(await compared(page).count(), await compared(page).filter({ hasText: "model C, 2015/16" }).count());
});
