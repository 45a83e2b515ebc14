// GraphiQL, as its users see it and put it to use.

import assert from "node:assert/strict";
import { api, eventually } from "./browser.js";

/** Opens the page. */
export async function open(page, address = "") {
    await page.goto(`${api}/graphiql${address}`);
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
}

/** What stands in an editor: operation, variables or response. */
export function text(page, editor) {
    return page.evaluate(
        (editor) => globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.includes(editor))?.getValue(),
        editor,
    );
}

function replace(page, editor, text) {
    return page.evaluate(
        ([editor, text]) => {
            globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.includes(editor)).setValue(text);
        },
        [editor, text],
    );
}

/** Puts a query in the place of the one that is open. */
export async function write(page, query) {
    await replace(page, "operation", query);
    await settled(page);
}

/** GraphiQL reads a query a tenth of a second after its last change. */
export function settled(page) {
    return page.waitForTimeout(300);
}

/** Runs the query, and gives back the answer. */
export async function run(page) {
    await settled(page);
    await replace(page, "response", "");
    await page.getByRole("button", { name: "Execute query" }).click();
    return eventually(async () => {
        const answer = await text(page, "response");
        assert.ok(answer, "there is no answer yet");
        return JSON.parse(answer);
    });
}

/** Shows a panel. */
export async function show(page, panel) {
    await page.getByRole("button", { name: `Show ${panel}` }).click();
}

/** The names of the tabs. */
export const tabs = (page) => page.locator(".graphiql-tab-button").allTextContents();

/** The name of the tab that is open. */
export const tab = (page) => page.locator(".graphiql-tab-active .graphiql-tab-button").textContent();
