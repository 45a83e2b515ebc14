// The examples of the page are those of the cookbook, docs/queries.md, whose answers the tests check.

import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const MODULE = "virtual:cookbook";

/** What a newcomer finds open: from a simple count to what no single list can tell. */
const FIRST = [
    "How many CCGs were there on a day, and in a region?",
    "How many CCGs were delegated in 2015/16, according to whom?",
    "Which model did a CCG have on a day, and who took over from it?",
    "Could a CCG commission community pharmacy in 2015/16?",
];

/** Gives `virtual:cookbook`: the questions of a cookbook that have a query, in its order. */
export function cookbook(path: string): Plugin {
    const resolved = `\0${MODULE}`;
    return {
        name: "cookbook",
        resolveId: (id) => (id === MODULE ? resolved : undefined),
        load(id) {
            if (id !== resolved) return undefined;
            this.addWatchFile(path);
            return `export default ${JSON.stringify(read(readFileSync(path, "utf8"), path))}`;
        },
    };
}

function read(text: string, path: string): Example[] {
    const [, ...sections] = text.split(/^## /m);
    const examples = sections.flatMap((section) => {
        const question = section.slice(0, section.indexOf("\n")).trim();
        // What follows the query is its answer, which the page asks the service for.
        const [said = "", query] = section.slice(question.length).split(/^```graphql\n([^]*?)^```$/m);
        if (query === undefined) return [];
        const isFirst = FIRST.includes(question);
        return [{ question, notes: withoutLinks(said.trim()), query: named(question, query), isFirst }];
    });
    const missing = FIRST.filter((first) => !examples.some(({ question }) => question === first));
    if (missing.length > 0) {
        throw new Error(`${path} no longer has a heading with a query that build/cookbook.ts names: ${missing}`);
    }
    return examples;
}

/** Links lead to files beside the cookbook, which the api does not serve. */
function withoutLinks(notes: string): string {
    return notes.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
}

/** Tabs, history and addresses call a query by its name. One without gets that of its question. */
function named(question: string, query: string): string {
    const words = (/^[^,?]+/.exec(question)?.[0] ?? question).replaceAll("'", "").match(/[A-Za-z0-9]+/g) ?? [];
    const name = words.map((word) => word[0]?.toUpperCase() + word.slice(1).toLowerCase()).join("");
    return `# ${question}\n${query.replace(/^\{/, `query ${name} {`)}`;
}
