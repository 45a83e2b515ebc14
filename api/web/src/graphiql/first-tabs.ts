import examples from "virtual:cookbook";

/** What a newcomer finds open: from a simple count to what no single list can tell. */
const QUESTIONS = [
    "How many CCGs were there on a day, and in a region?",
    "Which model did a CCG have on a day, and who took over from it?",
    "How many CCGs were delegated in 2015/16, according to whom?",
    "Could a CCG commission community pharmacy in 2015/16?",
];

export const firstTabs = QUESTIONS.map((question) => {
    const example = examples.find((one) => one.question === question);
    if (!example) throw new Error(`docs/queries.md has no question "${question}" any more`);
    return { query: example.query };
});
