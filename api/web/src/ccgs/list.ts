// Which CCGs are listed: what is asked, and what comes of it.

import { ask } from "../service/ask.ts";
import type { Answer, Question } from "../service/question.ts";
import type { ToldPosition } from "../shell/PositionMark.tsx";
import { isSearchable, type Match } from "../words/matches.ts";
import type { Choices } from "./choices.ts";

/** How many CCGs a page has. All that a search finds are on the first. */
const PAGE = 100;

/** How many hits a search gives at most. */
export const MOST_HITS = 50;

const LIST = `query Ccgs($filter: CcgFilter, $orderBy: [CcgOrder!], $on: Date!, $first: Int, $after: String) {
  ccgs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      odsCode name openedOn closedOn
      region { name }
      position(asOf: $on) { status conflicting isLive model { code } }
      delegated: positions(filter: { model: { eq: DELEGATED } }, orderBy: [{ field: FIRST_DAY }], first: 1) {
        nodes { begunFrom begunBy }
      }
      adoptions(
        filter: { model: { eq: DELEGATED }, stage: { in: [APPROVED, LIVE] }, wave: { isNull: false } }
        orderBy: [{ field: FINANCIAL_YEAR }], first: 1
      ) { nodes { wave { financialYear number } } }
    }
  }
}`;

/** A table has no lists within its rows. */
const ROWS = `query Ccgs($filter: CcgFilter, $orderBy: [CcgOrder!], $on: Date!) {
  ccgs(filter: $filter, orderBy: $orderBy) {
    nodes {
      odsCode name
      region { name }
      position(asOf: $on) { asOf status model { code letter title } isLive begunFrom begunBy lastStated }
      openedOn closedOn
    }
  }
}`;

const SEARCH = `query Search($text: String!) {
  search(text: $text, kinds: [CCG], first: ${MOST_HITS}) { matched matchedOn quality ccg { odsCode } }
}`;

export interface Hit extends Match {
    ccg: { odsCode: string };
}

export interface ListedCcg {
    odsCode: string;
    name: string;
    openedOn: string | null;
    closedOn: string | null;
    region: { name: string } | null;
    position: ToldPosition & { isLive: boolean | null };
    delegated: { nodes: { begunFrom: string | null; begunBy: string }[] };
    adoptions: { nodes: { wave: { financialYear: string; number: number | null } }[] };
}

interface ListData {
    ccgs: {
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: ListedCcg[];
    };
}

export interface List {
    ccgs: ListedCcg[];
    totalCount: number;
    /** By ODS code; none where nothing is searched for. */
    hits?: Map<string, Hit>;
}

/** Finds first what is searched for, and then lists it. */
export async function loadList(choices: Choices): Promise<Answer<List>> {
    if (!isSearchable(choices.search)) return loadPages(listQuestion(choices), choices.pages);
    const { data } = await ask<{ search: Hit[] }>({ query: SEARCH, variables: { text: choices.search } });
    const hits = new Map(data.search.map((hit) => [hit.ccg.odsCode, hit]));
    const list = await loadPages(listQuestion(choices, hits), 1);
    const ccgs = choices.sort ? list.data.ccgs : byRank(list.data.ccgs, hits);
    return { ...list, data: { ...list.data, ccgs, hits } };
}

async function loadPages(question: Question, pages: number): Promise<Answer<List>> {
    const first = await ask<ListData>(question);
    const { totalCount, nodes: ccgs } = first.data.ccgs;
    let { hasNextPage, endCursor } = first.data.ccgs.pageInfo;
    for (let page = 1; page < pages && hasNextPage; page++) {
        const { variables, query } = question;
        const next = await ask<ListData>({ query, variables: { ...variables, after: endCursor } });
        ccgs.push(...next.data.ccgs.nodes);
        ({ hasNextPage, endCursor } = next.data.ccgs.pageInfo);
    }
    return { edition: first.edition, data: { ccgs, totalCount } };
}

/** The best hit first. */
function byRank(ccgs: readonly ListedCcg[], hits: Map<string, Hit>): ListedCcg[] {
    return [...hits.keys()].flatMap((code) => ccgs.find(({ odsCode }) => odsCode === code) ?? []);
}

export const listQuestion = (choices: Choices, hits?: Map<string, Hit>): Question => ({
    query: LIST,
    variables: { ...variables(choices, hits), first: PAGE },
});

export const rowsQuestion = (choices: Choices, hits?: Map<string, Hit>): Question => ({
    query: ROWS,
    variables: variables(choices, hits),
});

function variables({ position, region, wave, on, sort }: Choices, hits: Map<string, Hit> | undefined) {
    const isModel = position === "DELEGATED" || position === "JOINT" || position === "GREATER_INVOLVEMENT";
    const said = isModel ? { model: { eq: position } } : { status: { eq: position } };
    const filter = {
        odsCode: hits && { in: [...hits.keys()] },
        openOn: position === "OPEN" ? on : undefined,
        position: position && position !== "OPEN" ? { onDay: on, ...said } : undefined,
        region: region && { name: { eq: region } },
        adoptions: wave && { some: { stage: { in: ["APPROVED", "LIVE"] }, wave: { financialYear: { eq: wave } } } },
    };
    return { filter, orderBy: sort && [sort], on };
}
