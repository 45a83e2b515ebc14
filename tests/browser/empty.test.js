// What the pages say before anything has been imported.

import assert from "node:assert/strict";
import { browse } from "./browser.js";
import { open } from "./pages.js";

for (const [address, said] of [
    ["/", "No CCG has been imported yet."],
    ["/ccgs", "No CCG has been imported yet."],
    ["/ccg?code=08F", "No CCG has the code “08F”"],
    ["/figures", "0 figures."],
    ["/coverage", "Nothing has been imported yet."],
]) {
    browse(`${address} says that nothing is there yet`, {}, async (page) => {
        await open(page, address);
        await page.getByRole("main").getByText(said, { exact: true }).waitFor();
        await page.getByRole("contentinfo").getByText("Nothing has been imported yet.").waitFor();
        assert.equal(await page.getByRole("alert").count(), 0);
    });
}
