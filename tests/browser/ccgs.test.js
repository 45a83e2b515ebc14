import assert from "node:assert/strict";
import { api, browse, eventually } from "./browser.js";
import { answered, holds, open } from "./pages.js";

holds("/ccgs");

const search = (page) => page.getByRole("searchbox", { name: "Name or code" });
const rows = (page) => page.locator("tbody tr");
const names = (page) => rows(page).getByRole("rowheader").getByRole("link").allTextContents();

/** What the live region says of the list. */
const told = (page, text) => page.getByRole("search").getByRole("status").getByText(text, { exact: true }).waitFor();
const parameter = (page, name) => new URL(page.url()).searchParams.get(name);

/** The service's own answer. */
async function ask(query) {
    const response = await fetch(`${api}/graphql?${new URLSearchParams({ query })}`);
    return (await response.json()).data;
}

browse("a search finds names as they are typed, and leads to a CCG and back", {}, async (page) => {
    await open(page, "/ccgs");
    await search(page).pressSequentially("haver");
    await told(page, "2 CCGs.");
    assert.deepEqual(await names(page), ["NHS Havering CCG", "NHS High Weald Lewes Havens CCG"]);
    assert.match(await rows(page).last().textContent(), /spelt alike/);
    assert.equal(parameter(page, "search"), "haver");
    await page.getByRole("link", { name: "NHS Havering CCG" }).click();
    await page.getByRole("heading", { level: 1, name: "NHS Havering CCG" }).waitFor();
    assert.equal(parameter(page, "code"), "08F");
    await page.goBack();
    await told(page, "2 CCGs.");
    assert.equal(await search(page).inputValue(), "haver");
    await page.getByRole("button", { name: "Show all" }).click();
    await told(page, "248 CCGs, of which the first 100 are shown.");
    assert.equal(parameter(page, "search"), null);
});

browse("a search finds codes, initials and former names, and says why, the best match first", {}, async (page) => {
    await open(page, "/ccgs");
    await search(page).fill("08f");
    await told(page, "1 CCG.");
    await search(page).fill("NWL");
    await eventually(async () => assert.equal((await names(page))[0], "NHS North West London CCG"));
    await search(page).fill("Lancashire North");
    await eventually(async () =>
        assert.match(await rows(page).first().textContent(), /^NHS Morecambe Bay CCGformerly NHS Lancashire North CCG/),
    );
    await search(page).fill("zzzz");
    await told(page, "0 CCGs.");
    await search(page).fill("  - ");
    await told(page, "248 CCGs, of which the first 100 are shown.");
});

browse("filters narrow the list together, and count what the service counts", {}, async (page) => {
    await open(page, "/ccgs");
    await page.getByLabel("On", { exact: true }).fill("2016-04-01");
    await page.getByRole("heading", { name: "CCGs and their positions on 1 April 2016" }).waitFor();
    await page.getByLabel("Position on that day").selectOption("Delegated (C)");
    await page.getByLabel("Region of 2015").selectOption("North");
    await page.getByLabel("Approved or live in").selectOption("2016/17 (wave 2)");
    const { ccgs } = await ask(`{ ccgs(filter: {
        position: { onDay: "2016-04-01", model: { eq: DELEGATED } }, region: { name: { eq: "North" } }
        adoptions: { some: { stage: { in: [APPROVED, LIVE] }, wave: { financialYear: { eq: "2016/17" } } } }
    }) { totalCount nodes { name } } }`);
    assert.ok(ccgs.totalCount > 1);
    await told(page, `${ccgs.totalCount} CCGs.`);
    await answered(page);
    assert.deepEqual(await names(page), ccgs.nodes.map(({ name }) => name));
    const address = page.url();
    await page.goBack();
    await eventually(() => assert.equal(parameter(page, "wave"), null));
    assert.equal(await page.getByLabel("Approved or live in").inputValue(), "");
    await page.goForward();
    await told(page, `${ccgs.totalCount} CCGs.`);
    await page.goto("about:blank");
    await page.goto(address);
    await told(page, `${ccgs.totalCount} CCGs.`);
    assert.equal(await page.getByLabel("Region of 2015").inputValue(), "North");
});

browse("unknown, conflict and closed are different answers", {}, async (page) => {
    await open(page, "/ccgs?on=2016-04-01&position=CONFLICT");
    const positions = () => rows(page).locator("td:nth-child(3)").allTextContents();
    assert.ok((await positions()).every((text) => text.endsWith("Conflict: joint or delegated")), `${await positions()}`);
    const conflicts = await rows(page).count();
    assert.ok(conflicts > 0);
    for (const [choice, said] of [["Unknown (?)", "?Unknown"], ["Closed", "Closed"], ["Not yet open", "Not yet open"]]) {
        await page.getByLabel("Position on that day").selectOption(choice);
        await eventually(async () => assert.deepEqual([...new Set(await positions())], [said]));
    }
});

browse("columns sort, and pages follow until all are shown", {}, async (page) => {
    await open(page, "/ccgs");
    await page.getByRole("button", { name: "CCG", exact: true }).click();
    await eventually(async () => assert.equal(await page.locator("th[aria-sort=ascending]").textContent(), "CCG↑"));
    await answered(page);
    await page.getByRole("button", { name: "CCG", exact: true }).click();
    await page.locator("th[aria-sort=descending]").waitFor();
    await answered(page);
    const { ccgs } = await ask("{ ccgs(orderBy: [{ field: NAME, direction: DESC }], first: 200) { totalCount nodes { name } } }");
    assert.deepEqual(await names(page), ccgs.nodes.slice(0, 100).map(({ name }) => name));
    await page.getByRole("button", { name: "Show more" }).click();
    await eventually(async () => assert.equal(await rows(page).count(), 200));
    assert.deepEqual(await names(page), ccgs.nodes.map(({ name }) => name));
    await page.getByRole("button", { name: "Show more" }).click();
    await told(page, `${ccgs.totalCount} CCGs.`);
    assert.equal(await rows(page).count(), ccgs.totalCount);
    assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);
});

browse("what is found is found in the table that is taken away too", {}, async (page) => {
    await open(page, "/ccgs?search=brent&on=2015-07-01");
    const table = await fetch(await page.getByRole("link", { name: "CSV", exact: true }).getAttribute("href"));
    const [, ...lines] = (await table.text()).trim().split("\n");
    assert.equal(lines.length, await rows(page).count());
    assert.match(lines.find((line) => line.startsWith("07P")), /^07P,NHS Brent CCG,London,2015-07-01,MODEL,JOINT,B/);
});

browse("an address that says nonsense shows the whole list", {}, async (page) => {
    await open(page, "/ccgs?on=2015-02-30&position=MAYBE&region=Atlantis&wave=1066&sort=-SIZE&pages=-3");
    await told(page, "248 CCGs, of which the first 100 are shown.");
    await page.getByRole("heading", { name: "CCGs and their positions on 1 April 2015" }).waitFor();
});
