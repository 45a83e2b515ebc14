import { dayInWords } from "../words/days.ts";
import { isSearchable, matchInWords } from "../words/matches.ts";
import type { Hit } from "./found.ts";

/** What to do about a code that no CCG has. */
export function NotFound({ code, hits }: { code: string; hits: Hit[] }) {
    return (
        <>
            <h1>{isSearchable(code) ? `No CCG has the code “${code}”` : "Which CCG?"}</h1>
            <p class="lead">
                An ODS code has three characters such as 08F, or five such as W2U3Z. There are codes of CCGs here, of open and of
                closed ones, and of nothing else.
            </p>
            {hits.length > 0 && (
                <>
                    <h2 class="meant">Did you mean</h2>
                    <ul class="suggestions">
                        {hits.map((hit) => (
                            <li key={hit.ccg.odsCode}>
                                <a href={`ccg?code=${hit.ccg.odsCode}`}>{hit.ccg.name}</a> ({hit.ccg.odsCode}){explained(matchInWords(hit))}
                                {hit.ccg.closedOn && `, closed on ${dayInWords(hit.ccg.closedOn)}`}
                            </li>
                        ))}
                    </ul>
                </>
            )}
            <p class="elsewhere">
                <a href="ccgs">Look through all CCGs</a>, by name, code, region or model.
            </p>
        </>
    );
}

const explained = (why: string): string => (why ? `, ${why}` : "");
