// The pages for people who would rather look than read, and what holds for each of them.

import assert from "node:assert/strict";
import axe from "axe-core";
import { api, browse, eventually } from "./browser.js";

/** Opens a page, and waits until all that it asks has been answered. */
export async function open(page, address) {
    await page.goto(`${api}${address}`);
    await answered(page);
}

/** Waits until nothing on the page is waiting for an answer. */
export function answered(page) {
    return eventually(async () => {
        assert.ok((await page.locator("main h1").count()) === 1, "the page is not there yet");
        assert.equal(await page.locator(".waiting, [aria-busy=true]").count(), 0, "answers are missing yet");
    });
}

/** A figure of the page. */
export const figure = (page, title) => page.getByRole("region", { name: title, exact: true });

/** What holds for each page. */
export function holds(address) {
    browse(`${address} can be used by everyone, light and dark, wide and narrow`, { hasTouch: true }, async (page) => {
        await open(page, address);
        assert.deepEqual(await findings(page), []);
        await page.emulateMedia({ colorScheme: "dark" });
        assert.deepEqual(await findings(page, ["color-contrast"]), []);
        await page.setViewportSize({ width: 390, height: 844 });
        await eventually(async () =>
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390),
        );
        assert.deepEqual(await findings(page), []);
    });

    browse(`${address} is printed whole`, { viewport: { width: 718, height: 1000 } }, async (page) => {
        await open(page, address);
        await page.emulateMedia({ media: "print" });
        // A sheet of A4 with a centimetre of margin.
        await eventually(async () =>
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 718),
        );
    });

    browse(`${address} loads little, and may load and run nothing but that`, {}, async (page) => {
        const sizes = [];
        page.on("requestfinished", async (request) => sizes.push(request.sizes()));
        const response = await page.goto(`${api}${address}`);
        await answered(page);
        const weight = (await Promise.all(sizes)).reduce(
            (sum, size) => sum + size.responseBodySize + size.responseHeadersSize,
            0,
        );
        assert.ok(weight > 10_000 && weight < 200_000, `${weight} bytes`);
        const policy = response.headers()["content-security-policy"];
        assert.match(policy, /default-src 'none'/);
        assert.doesNotMatch(policy, /unsafe|http|\*/);
    });

    browse(`what ${address} shows can be asked, taken away and cited`, {}, async (page) => {
        await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
        await open(page, address);
        const figures = page.locator(".figure");
        assert.ok((await figures.count()) > 0);
        for (const figure of await figures.all()) {
            const title = await figure.locator("h2").textContent();
            const asked = await figure.getByRole("link", { name: "Open in GraphiQL", exact: true }).getAttribute("href");
            const question = new URLSearchParams(new URL(asked).hash.slice(1));
            const answer = await (await fetch(`${api}/graphql?${question}`)).json();
            assert.equal(answer.errors, undefined, title);
            const table = await fetch(await figure.getByRole("link", { name: "CSV", exact: true }).getAttribute("href"));
            assert.equal(table.status, 200, `${title}: ${await table.clone().text()}`);
            assert.match(table.headers.get("Content-Type"), /^text\/csv/);
            assert.ok((await table.text()).split("\n").length > 2, title);
            await figure.getByRole("button", { name: "Copy citation" }).click();
            await figure.getByText("Copied.").waitFor();
            const cited = await page.evaluate(() => navigator.clipboard.readText());
            assert.ok(cited.startsWith(title), cited);
            for (const part of [
                `version ${answer.extensions.dataVersion} of the data`,
                asked,
                "Open Government Licence",
            ]) {
                assert.ok(cited.includes(part), cited);
            }
        }
    });
}

/** What axe finds that keeps people from using the page, by all of its rules or by some. */
async function findings(page, rules) {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(runOnly ? { runOnly } : {}), rules);
    return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target).join(", ")}`);
}
