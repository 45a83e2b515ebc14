import { Figure } from "../shell/Figure.tsx";
import { useArrival } from "../shell/useArrival.ts";
import { dayInWords } from "../words/days.ts";
import { shownOf } from "../words/numbers.ts";
import { EvidenceOf } from "./EvidenceOf.tsx";
import { evidenceRows, type Fact, type FactsData, factsQuestion, placeOf, statementInWords } from "./facts.ts";
import type { FoundCcg } from "./found.ts";

/** Each fact with its evidence, down to the cell. */
export function Facts({ ccg }: { ccg: FoundCcg }) {
    return (
        <Figure<FactsData>
            id="facts"
            title="Facts and their evidence"
            about={
                <p>
                    What sources say of this CCG, and where: the file that was read, its sheet and its cells as they stand there, and the
                    publication that the row cites.
                </p>
            }
            question={factsQuestion(ccg.odsCode)}
            rows={evidenceRows(ccg.odsCode)}
            picture={({ adoptions: { nodes, totalCount } }) =>
                nodes.length === 0 ? (
                    <p class="nothing">
                        No source that was recovered says anything of {ccg.name} and co-commissioning. That is a gap in what is
                        known; it does not mean that there was nothing.
                    </p>
                ) : (
                    <>
                        <p>{shownOf(nodes.length, totalCount, "fact")}.</p>
                        {nodes.map((fact) => (
                            <OneFact key={fact.id} fact={fact} />
                        ))}
                    </>
                )
            }
        />
    );
}

function OneFact({ fact }: { fact: Fact }) {
    const { evidence } = fact;
    useArrival(placeOf(fact));
    return (
        <article class="fact" id={placeOf(fact)} tabIndex={-1}>
            <h3>{statementInWords(fact)}</h3>
            <p>
                {timeInWords(fact)} It rests on{" "}
                {shownOf(evidence.nodes.length, evidence.totalCount, "row that was read", "rows that were read")}.
            </p>
            {evidence.nodes.map((one) => (
                <EvidenceOf key={one.id} evidence={one} />
            ))}
        </article>
    );
}

function timeInWords({ stage, effectiveFrom, effectiveTo }: Fact): string {
    if (!effectiveFrom && !effectiveTo) return "No source gives the day on which it began, or that on which it ended.";
    const day = (day: string | null) => (day ? dayInWords(day) : "a day that no source gives");
    return `${stage === "APPROVED" ? "Approved to be in force" : "In force"} from ${day(effectiveFrom)} to ${day(effectiveTo)}.`;
}
