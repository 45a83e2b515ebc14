// What is chosen on this page, and what there is to choose from.

import { useAddress } from "../shell/state.ts";
import { useAnswer } from "../service/useAnswer.ts";
import { isDay } from "../words/days.ts";
import { POSITIONS, type PositionCode } from "../words/positions.ts";

/** What can be chosen as the position on the day. */
export type PositionChoice = PositionCode | "OPEN" | "NOT_OPEN" | "CLOSED";

export const POSITION_CHOICES: readonly { value: PositionChoice; name: string }[] = [
    { value: "OPEN", name: "All that existed" },
    ...POSITIONS.map(({ code, letter, name }) => ({ value: code, name: `${name} (${letter})` })),
    { value: "NOT_OPEN", name: "Not yet open" },
    { value: "CLOSED", name: "Closed" },
];

/** The columns by which the service sorts. */
export const SORTED_COLUMNS = ["ODS_CODE", "NAME", "REGION", "OPENED_ON", "CLOSED_ON"] as const;

export type SortedColumn = (typeof SORTED_COLUMNS)[number];

export interface Sort {
    field: SortedColumn;
    direction: "ASC" | "DESC";
}

export interface Choices {
    /** A name or a code, or a part of one; empty where all are wanted. */
    search: string;
    position?: PositionChoice;
    region?: string;
    /** The financial year of the round. */
    wave?: string;
    on: string;
    sort?: Sort;
    /** How many pages of the list are shown. */
    pages: number;
}

const OPTIONS = {
    query: `query Options {
  waves(first: 200) { nodes { financialYear number startsOn } }
  areas(filter: { kind: { eq: REGION_2015 } }, first: 200) { nodes { name } }
}`,
};

export interface Options {
    waves: { nodes: { financialYear: string; number: number | null; startsOn: string }[] };
    areas: { nodes: { name: string }[] };
}

export const useOptions = () => useAnswer<Options>(OPTIONS);

/** What the address says, as far as it can be chosen. */
export function useChoices({ waves, areas }: Options): Choices {
    const held = new URL(useAddress()).searchParams;
    const among = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined =>
        choices.find((choice) => choice === held.get(name));
    const on = held.get("on") ?? "";
    return {
        search: held.get("search") ?? "",
        position: among("position", POSITION_CHOICES.map(({ value }) => value)),
        region: among("region", areas.nodes.map(({ name }) => name)),
        wave: among("wave", waves.nodes.map(({ financialYear }) => financialYear)),
        on: isDay(on) ? on : (waves.nodes[0]?.startsOn ?? new Date().toISOString().slice(0, 10)),
        sort: sortOf(held.get("sort") ?? ""),
        pages: Math.max(1, Math.floor(Number(held.get("pages"))) || 1),
    };
}

/** A column, behind a minus where the last comes first. */
function sortOf(text: string): Sort | undefined {
    const direction = text.startsWith("-") ? "DESC" : "ASC";
    const field = SORTED_COLUMNS.find((column) => column === text.replace("-", ""));
    return field && { field, direction };
}

export const sortText = ({ field, direction }: Sort): string => (direction === "DESC" ? `-${field}` : field);

/** Whether something is chosen that leaves CCGs out. */
export const isNarrowed = ({ search, position, region, wave }: Choices): boolean =>
    [search, position, region, wave].some((choice) => choice !== undefined && choice !== "");
