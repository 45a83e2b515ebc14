// What the code in the address leads to. It may be written in any way, so it is searched for: what is not a code of a CCG
// leads to those that may be meant.

import type { Question } from "../service/question.ts";
import type { AreaKind } from "../words/areas.ts";
import type { Match } from "../words/matches.ts";

export const findQuestion = (text: string): Question => ({
    query: `query FindCcg($text: String!) {
  search(text: $text, kinds: [CCG], first: 8) {
    matched matchedOn quality
    ccg {
      odsCode onsCode name openedOn closedOn note
      areas(first: 20) { nodes { kind name } }
      successors(first: 5) { nodes { odsCode name } }
    }
  }
}`,
    variables: { text },
});

export interface FoundCcg {
    odsCode: string;
    onsCode: string | null;
    name: string;
    openedOn: string | null;
    closedOn: string | null;
    note: string | null;
    areas: { nodes: { kind: AreaKind; name: string }[] };
    successors: { nodes: { odsCode: string; name: string }[] };
}

export interface Hit extends Match {
    ccg: FoundCcg;
}

export interface FindData {
    search: Hit[];
}

/** The CCG whose ODS code was searched for. */
export const ccgOf = ({ search }: FindData): FoundCcg | undefined =>
    search.find(({ matchedOn, quality }) => matchedOn === "ODS_CODE" && quality === "EXACT")?.ccg;
