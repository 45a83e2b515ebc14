import { type Column, DataTable, type Sorting } from "../shell/DataTable.tsx";
import { PositionMark } from "../shell/PositionMark.tsx";
import { choose } from "../shell/state.ts";
import { dayInShort, dayInWords } from "../words/days.ts";
import { isSearchable, matchInWords } from "../words/matches.ts";
import { type Choices, type Sort, type SortedColumn, sortText } from "./choices.ts";
import type { Hit, List, ListedCcg } from "./list.ts";

export function CcgTable({ list, choices }: { list: List; choices: Choices }) {
    const sorted = (name: string, field: SortedColumn): Column => ({ name, sorting: sortingOf(field, choices) });
    return (
        <div class="ccgs">
            <DataTable
                title="CCGs"
                columns={[
                    sorted("CCG", "NAME"),
                    sorted("Code", "ODS_CODE"),
                    { name: `On ${dayInShort(choices.on)}` },
                    { name: "Delegated from" },
                    sorted("Region", "REGION"),
                    sorted("Opened", "OPENED_ON"),
                    sorted("Closed", "CLOSED_ON"),
                ]}
                rows={list.ccgs.map((ccg) => [
                    <Name ccg={ccg} hit={list.hits?.get(ccg.odsCode)} on={choices.on} />,
                    ccg.odsCode,
                    <PositionMark {...ccg.position} />,
                    <DelegatedFrom ccg={ccg} />,
                    ccg.region?.name ?? "not known",
                    ccg.openedOn ? dayInShort(ccg.openedOn) : "not known",
                    ccg.closedOn ? dayInShort(ccg.closedOn) : "open",
                ])}
            />
        </div>
    );
}

/** The first click sorts, the second turns it round. Unless chosen, what is found stands by how well it fits, and all else by code. */
function sortingOf(field: SortedColumn, { sort, search }: Choices): Sorting {
    const current: Sort | undefined = sort ?? (isSearchable(search) ? undefined : { field: "ODS_CODE", direction: "ASC" });
    const direction = current?.field === field ? current.direction : undefined;
    const next = direction === "ASC" ? "DESC" : "ASC";
    return {
        direction: direction && (direction === "ASC" ? "ascending" : "descending"),
        onTurn: () => choose({ sort: sortText({ field, direction: next }), pages: undefined }),
    };
}

function Name({ ccg, hit, on }: { ccg: ListedCcg; hit: Hit | undefined; on: string }) {
    const why = hit && matchInWords(hit);
    return (
        <>
            <a href={`ccg?code=${ccg.odsCode}&on=${on}`}>{ccg.name}</a>
            {why && <span class="why">{why}</span>}
        </>
    );
}

function DelegatedFrom({ ccg: { delegated, adoptions } }: { ccg: ListedCcg }) {
    const [first, wave] = [delegated.nodes[0], adoptions.nodes[0]?.wave];
    if (!first) return <span class="quiet">not known</span>;
    const { begunFrom, begunBy } = first;
    const isKnown = begunFrom === begunBy;
    const told = isKnown ? undefined : `Not before ${begunFrom ? dayInWords(begunFrom) : "a day that is not known"}`;
    return (
        <>
            <span title={told}>
                {isKnown ? "" : "by "}
                {dayInShort(begunBy)}
            </span>
            {wave && <span class="why">{wave.number ? `wave ${wave.number}, ${wave.financialYear}` : wave.financialYear}</span>}
        </>
    );
}
