import { RowsFigure } from "../shell/Figure.tsx";
import { follow, useAddress, withChoices } from "../shell/state.ts";
import type { Question } from "../service/question.ts";
import { number, share } from "../words/numbers.ts";
import { type Reason, REASONS, type Status, VERDICTS } from "./verdicts.ts";

const QUESTION: Question = {
    query: `query Verdicts {
  reconciliationRows {
    totalCount
    nodes { measure publisher published status reason }
  }
}`,
};

interface Verdict {
    status: Status;
    reason: Reason | null;
}

/** How many figures match, how many do not, and for which reasons. */
export function Verdicts() {
    return (
        <RowsFigure<Verdict>
            id="verdicts"
            title="How they compare"
            about={<p>All published figures by what came of the comparison. Choose one to see only these.</p>}
            question={QUESTION}
            picture={(rows) => <Counts rows={rows} />}
        />
    );
}

function Counts({ rows }: { rows: readonly Verdict[] }) {
    const address = useAddress();
    return (
        <ul class="verdicts">
            {Object.entries(VERDICTS).map(([status, { sign, name, meaning }]) => {
                const ofStatus = rows.filter((row) => row.status === status);
                return (
                    <li key={status} class={`verdict ${status}`}>
                        <a href={withChoices(address, { status }, "#comparisons")} onClick={follow}>
                            <b>
                                <span aria-hidden="true">{sign}</span> {name}: {share(ofStatus.length, rows.length)}
                            </b>
                        </a>
                        <p>{meaning}</p>
                        <ul>
                            {reasonsOf(ofStatus).map(([reason, count]) => (
                                <li key={reason}>
                                    {number(count)}: {REASONS[reason]}
                                </li>
                            ))}
                        </ul>
                    </li>
                );
            })}
        </ul>
    );
}

/** The most frequent first. */
function reasonsOf(rows: readonly Verdict[]): [Reason, number][] {
    const counts = new Map<Reason, number>();
    for (const { reason } of rows) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a);
}
