// Questions and their answers. They go by GET, so that an answer that is still true is not sent again.

import { answerAddress, rowsAddress } from "./addresses.ts";
import type { Answer, Edition, Question } from "./question.ts";

/** Why there is no answer, in words for whoever looks at the page. */
export class Failure extends Error {}

interface Written<Data> {
    data?: Data;
    errors?: { message: string }[];
    extensions?: Edition;
}

/** The answer to a question. */
export async function ask<Data>(question: Question): Promise<Answer<Data>> {
    const response = await load(answerAddress(question), "application/graphql-response+json");
    const { data, errors, extensions } = (await response.json()) as Written<Data>;
    if (errors || !data) throw new Failure(told(errors, response.status));
    return { data, edition: extensions ?? NOTHING };
}

/** All rows of the one list of a question, however many there are. */
export async function askRows<Row>(question: Question): Promise<Answer<Row[]>> {
    const response = await load(rowsAddress(question), "application/json");
    if (response.ok) return { data: await response.json(), edition: editionOf(response.headers) };
    const { errors } = (await response.json()) as Written<never>;
    throw new Failure(told(errors, response.status));
}

/** A table has nothing beside its rows: which data they are of, the headers say. */
function editionOf(headers: Headers): Edition {
    const [version, changed] = [headers.get("X-Data-Version"), headers.get("Last-Modified")];
    return {
        dataVersion: version === null ? null : Number(version),
        lastImportAt: changed === null ? null : new Date(changed).toISOString(),
    };
}

/** Before the first import there is no version of the data. */
const NOTHING: Edition = { dataVersion: null, lastImportAt: null };

async function load(address: string, accepted: string): Promise<Response> {
    let response: Response;
    try {
        response = await fetch(address, { headers: { Accept: accepted } });
    } catch {
        throw new Failure("The service cannot be reached.");
    }
    if (response.headers.get("Content-Type")?.includes("json")) return response;
    throw new Failure(`The service answered with status ${response.status}.`);
}

function told(errors: { message: string }[] | undefined, status: number): string {
    const messages = errors?.map(({ message }) => message).join(" ");
    return messages || `The service answered with status ${status}, without saying why.`;
}
