import type { ComponentChildren } from "preact";
import type { Answer } from "../service/question.ts";
import type { Asked } from "../service/useAnswer.ts";

/** What a question was answered; until then that it is asked, or why there is no answer and a way to try again. */
export function Waiting<Data>(properties: {
    asked: Asked<Data>;
    children: (answer: Answer<Data>) => ComponentChildren;
}) {
    const { answer, failure, again } = properties.asked;
    if (failure !== undefined) {
        return (
            <div class="failure" role="alert">
                <p>This could not be loaded. {failure}</p>
                <button type="button" onClick={again}>
                    Try again
                </button>
            </div>
        );
    }
    if (!answer) return <p class="waiting">Loading …</p>;
    return <>{properties.children(answer)}</>;
}
