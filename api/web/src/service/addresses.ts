// Where a question leads. All addresses are relative to the page, which is one level deep at most: the service may stand
// below any path of a proxy.

import type { Question } from "./question.ts";

/** The answer itself, which browsers keep and ask about by its tag. */
export const answerAddress = (question: Question): string => relative(`graphql?${parameters(question)}`);

/** The question in GraphiQL, which reads it behind the #. */
export const graphiqlAddress = (question: Question): string => relative(`graphiql#${parameters(question)}`);

/** The one list of the question as a table. */
export const csvAddress = (question: Question): string => relative(`graphql.csv?${parameters(question)}`);

/** The rows of that list, however many there are, as an array. */
export const rowsAddress = (question: Question): string => relative(`graphql.json?${parameters(question)}`);

const relative = (address: string): string => new URL(address, document.baseURI).href;

function parameters({ query, variables }: Question): URLSearchParams {
    const held = Object.entries(variables ?? {}).filter(([, value]) => value !== undefined);
    const parameters = new URLSearchParams({ query });
    if (held.length > 0) parameters.set("variables", JSON.stringify(Object.fromEntries(held)));
    return parameters;
}
