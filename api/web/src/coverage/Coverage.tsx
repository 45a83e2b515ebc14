import { Imports } from "./Imports.tsx";
import { Issues } from "./Issues.tsx";
import { Totals } from "./Totals.tsx";

/** What is missing, how old what is there is, and what was wrong with it. */
export function Coverage() {
    return (
        <>
            <h1>What is known, and how fresh it is</h1>
            <p class="lead">
                How many CCGs publications count, how many of these can be named, which files that rests on, when they
                were imported, and what could not be taken from them.
            </p>
            <Totals />
            <Imports />
            <Issues />
        </>
    );
}
