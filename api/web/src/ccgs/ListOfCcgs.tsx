import { AnsweredFigure } from "../shell/Figure.tsx";
import { choose } from "../shell/state.ts";
import { useLoaded } from "../service/useAnswer.ts";
import { dayInWords } from "../words/days.ts";
import { shownOf } from "../words/numbers.ts";
import { type Choices, isNarrowed, type Options, useChoices } from "./choices.ts";
import { CcgTable } from "./CcgTable.tsx";
import { Filters } from "./Filters.tsx";
import { type List, listQuestion, loadList, MOST_HITS, rowsQuestion } from "./list.ts";

export function ListOfCcgs({ options }: { options: Options }) {
    const choices = useChoices(options);
    const asked = useLoaded(JSON.stringify(choices), () => loadList(choices));
    const hits = asked.answer?.data.hits;
    return (
        <AnsweredFigure<List>
            id="list"
            title={`CCGs and their positions on ${dayInWords(choices.on)}`}
            about={
                <p>
                    The position is what sources say of that day. Unknown (?) means that no source that was recovered says; it is
                    not “no model” (–). “By” a day means: known to have begun by then, and not since when.
                </p>
            }
            question={listQuestion(choices, hits)}
            rows={rowsQuestion(choices, hits)}
            controls={<Filters options={options} choices={choices} count={asked.answer && countInWords(asked.answer.data)} />}
            asked={asked}
            picture={(list) => <Listed list={list} choices={choices} />}
        />
    );
}

function countInWords({ totalCount, ccgs, hits }: List): string {
    const shown = shownOf(ccgs.length, totalCount, "CCG");
    return `${hits?.size === MOST_HITS ? `The ${MOST_HITS} best matches: ` : ""}${shown}.`;
}

function Listed({ list, choices }: { list: List; choices: Choices }) {
    if (list.totalCount === 0 && !isNarrowed(choices)) return <p>No CCG has been imported yet.</p>;
    if (list.totalCount === 0) {
        return (
            <p class="nothing">
                Nothing fits all that is chosen. Take a filter away, or write less of the name; a code has three characters such
                as 08F, or five such as W2U3Z.
            </p>
        );
    }
    return (
        <>
            <CcgTable list={list} choices={choices} />
            {list.ccgs.length < list.totalCount && (
                <button type="button" onClick={() => choose({ pages: `${choices.pages + 1}` }, "replace")}>
                    Show more
                </button>
            )}
        </>
    );
}
