import { dayInWords } from "../words/days.ts";
import type { AreaKind } from "../words/areas.ts";
import type { FoundCcg } from "./found.ts";

/** Name, codes, days and areas: what tells this CCG from all others. */
export function Summary({ ccg }: { ccg: FoundCcg }) {
    const area = (kind: AreaKind) => ccg.areas.nodes.filter((area) => area.kind === kind).map(({ name }) => name).join(", ");
    const said: [string, string][] = [
        ["ODS code", ccg.odsCode],
        ["ONS code", ccg.onsCode ?? NOT_KNOWN],
        ["First day", ccg.openedOn ? dayInWords(ccg.openedOn) : NOT_KNOWN],
        ["Last day", ccg.closedOn ? dayInWords(ccg.closedOn) : "none recorded"],
        ["Region of 2015", area("REGION_2015") || NOT_KNOWN],
        ["Area team of 2013", area("AREA_TEAM") || NOT_KNOWN],
    ];
    return (
        <>
            <p class="path">
                <a href="ccgs">All CCGs</a>
            </p>
            <h1>{ccg.name}</h1>
            {ccg.closedOn && (
                <p class="lead">
                    It closed on {dayInWords(ccg.closedOn)}
                    {ccg.successors.nodes.map(({ odsCode, name }, place) => (
                        <>
                            {place === 0 ? "; its successor is " : " and "}
                            <a href={`ccg?code=${odsCode}`}>{name}</a>
                        </>
                    ))}
                    .
                </p>
            )}
            <dl class="summary">
                {said.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            {ccg.note && <p class="note">The register notes: {ccg.note}</p>}
        </>
    );
}

const NOT_KNOWN = "not known";
