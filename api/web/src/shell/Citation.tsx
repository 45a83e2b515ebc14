import { graphiqlAddress } from "../service/addresses.ts";
import type { Edition, Question } from "../service/question.ts";
import { dayInWords, momentInWords } from "../words/days.ts";
import { ATTRIBUTION } from "./Shell.tsx";
import { useAddress } from "./state.ts";

interface Cited {
    id: string;
    title: string;
    asOf?: string;
    question: Question;
    edition: Edition;
    /** The id of the figure. */
    figure: string;
}

/** How to cite a figure. It is printed under it, without the query, and on the screen copied rather than read. */
export function Citation({ id, title, asOf, question, edition, figure }: Cited) {
    const today = new Date().toISOString().slice(0, 10);
    const page = new URL(useAddress());
    page.hash = figure;
    const parts = [
        `${title}${asOf ? `, ${asOf}` : ""}. Co-commissioning facts`,
        edition.lastImportAt
            ? `version ${edition.dataVersion} of the data, last imported on ${momentInWords(edition.lastImportAt)}`
            : "no data imported yet",
        `seen on ${dayInWords(today)}`,
    ];
    return (
        <p class="citation" id={id}>
            {parts.join(", ")}. {page.href}. <span class="query">Query: {graphiqlAddress(question)}. </span>
            {ATTRIBUTION}
        </p>
    );
}
