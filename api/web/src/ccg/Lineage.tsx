import { Figure } from "../shell/Figure.tsx";
import { dayInWords } from "../words/days.ts";
import { counted } from "../words/numbers.ts";
import { BASES } from "../words/evidence.ts";
import { sentence } from "../words/terms.ts";
import type { FoundCcg } from "./found.ts";
import { familyOf, type LineageData, lineageQuestion, type Step, successionRows } from "./lineage.ts";
import { LineagePicture } from "./LineagePicture.tsx";

/** Predecessors and successors, over as many generations as there are. */
export function Lineage({ ccg }: { ccg: FoundCcg }) {
    return (
        <Figure<LineageData>
            id="lineage"
            title="Where it came from, and what became of it"
            about={
                <p>
                    Who took over from whom, and on which legal day; work may have moved earlier. No model is carried over from a CCG to
                    the one that took its place.
                </p>
            }
            question={lineageQuestion(ccg.odsCode)}
            rows={successionRows(ccg.odsCode)}
            picture={(data) => (
                <>
                    <p>{inWords(data, ccg.closedOn)}</p>
                    <LineagePicture family={familyOf(ccg, data)} self={ccg.odsCode} />
                </>
            )}
            table={({ ccg: { ancestry, lineage } }) => ({
                columns: ["CCG", "Code", "Relation", "Taken over on", "Basis", "Source"].map((name) => ({ name })),
                rows: [
                    ...ancestry.map((step) => rowOf(step, "predecessor")),
                    ...lineage.map((step) => rowOf(step, "successor")),
                ],
            })}
        />
    );
}

function inWords({ ccg: { ancestry, lineage } }: LineageData, closedOn: string | null): string {
    const [before, after] = [ancestry, lineage].map((steps) => steps.filter(({ generation }) => generation === 1));
    const from = before?.length ? `It took over from ${counted(before.length, "CCG")}.` : "No predecessor is recorded.";
    if (after?.length) return `${from} ${counted(after.length, "CCG")} took over from it.`;
    return `${from} No CCG took over from it${closedOn ? "" : " so far"}.`;
}

function rowOf({ ccg, generation, effectiveOn, basis, succession: { note, citedSource } }: Step, relation: string) {
    const address = citedSource?.address;
    return [
        <a href={`ccg?code=${ccg.odsCode}`}>{ccg.name}</a>,
        ccg.odsCode,
        generation === 1 ? sentence(relation) : `${sentence(relation)}, ${generation} steps away`,
        dayInWords(effectiveOn),
        note ? `${sentence(BASES[basis])}: ${note}` : sentence(BASES[basis]),
        address ? <a href={address}>{citedSource?.title}</a> : (citedSource?.title ?? "none cited"),
    ];
}
