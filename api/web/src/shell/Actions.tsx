import { useState } from "preact/hooks";
import { csvAddress, graphiqlAddress } from "../service/addresses.ts";
import type { Question } from "../service/question.ts";

/** What can be done with a figure. `citation` is the id of the element that says how to cite it. */
export function Actions({ question, rows, citation }: { question: Question; rows: Question; citation: string }) {
    const [told, setTold] = useState("");
    const copy = async () => setTold(await copied(citation));
    return (
        <div class="actions">
            <a href={graphiqlAddress(question)}>Open in GraphiQL</a>
            <a href={csvAddress(rows)} download="">
                CSV
            </a>
            <button type="button" onClick={copy}>
                Copy citation
            </button>
            <span role="status">{told}</span>
        </div>
    );
}

/** Puts a text into the clipboard, or shows it where the browser does not allow that, as without TLS. */
async function copied(id: string): Promise<string> {
    const element = document.getElementById(id);
    if (!element) return "There is nothing to cite yet.";
    try {
        await navigator.clipboard.writeText(element.textContent ?? "");
        return "Copied.";
    } catch {
        element.classList.add("is-shown");
        getSelection()?.selectAllChildren(element);
        return "Here it is, selected: copy it.";
    }
}
