// A browser that reaches nobody but the api, and a page of it in which nothing may go wrong.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

/** Where the api is. */
export const api = process.env.API;
assert.ok(api, "API says where the api is, as http://127.0.0.1:8000");

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
});
after(() => browser.close());

/**
 * A test in a browser that has never been here. It fails also when the page asks another host, breaks its policy, or
 * writes an error or a warning to the console.
 */
export function browse(name, options, steps) {
    test(name, { timeout: 60_000 }, async () => {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
        const faults = [];
        context.on("request", (request) => {
            const { origin, protocol } = new URL(request.url());
            if (origin !== api && protocol !== "data:") faults.push(`${request.method()} ${request.url()}`);
        });
        context.on("requestfailed", (request) => {
            const { errorText } = request.failure();
            // A page that is left gives up what it was still loading.
            if (errorText !== "net::ERR_ABORTED") faults.push(`${request.url()}: ${errorText}`);
        });
        context.on("weberror", (error) => faults.push(error.error()));
        context.on("console", (message) => {
            // That a query is refused, the page itself tells.
            if (message.location().url.split("?")[0] === `${api}/graphql`) return;
            if (["error", "warning"].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
        });
        await context.exposeFunction("toldOfViolation", (what) => faults.push(what));
        await context.addInitScript(() => {
            addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
                globalThis.toldOfViolation(`${violatedDirective}: ${blockedURI}`);
            });
        });
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        try {
            await steps(page);
        } catch (error) {
            // What went wrong before says more than what is missing after it.
            throw faults.length > 0 ? new AggregateError([error], `${error.message}\n${faults.join("\n")}`) : error;
        } finally {
            await context.close();
        }
        assert.deepEqual(faults, []);
    });
}

/** Tries until something is so. */
export async function eventually(check) {
    const end = Date.now() + 15_000;
    for (;;) {
        try {
            return await check();
        } catch (error) {
            if (Date.now() > end) throw error;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }
}
