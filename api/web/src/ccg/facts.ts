// The facts of a CCG and what they rest on.

import type { Question } from "../service/question.ts";
import type { Confidence, MatchMethod } from "../words/evidence.ts";
import { type ModelCode, wordsOf } from "../words/positions.ts";
import { type Stage, STAGES } from "../words/terms.ts";

export const factsQuestion = (code: string): Question => ({
    query: `query Facts($code: OdsCode!) {
  adoptions(
    filter: { ccg: { odsCode: { eq: $code } } }
    orderBy: [{ field: FINANCIAL_YEAR }, { field: STAGE }], first: 30
  ) {
    totalCount
    nodes {
      id stage effectiveFrom effectiveTo model { code } wave { financialYear number startsOn endsOn }
      evidence(first: 10) {
        totalCount
        nodes {
          id sheet row confidence basis matchMethod effectiveFrom effectiveTo
          statedOn { text earliest latest }
          source { title publisher fileName address sha256 }
          citedSource { title publisher address }
          cells { field address raw value rule }
        }
      }
    }
  }
}`,
    variables: { code },
});

/** The same as flat rows, without the cells. */
export const evidenceRows = (code: string): Question => ({
    query: `query Evidence($code: OdsCode!) {
  evidenceRows(filter: { adoption: { ccg: { odsCode: { eq: $code } } } }) {
    nodes {
      odsCode ccgName modelCode modelName financialYear stage effectiveFrom effectiveTo confidence basis statedFrom statedTo
      sourceTitle fileName sha256 sheet row citedTitle citedAddress
    }
  }
}`,
    variables: { code },
});

export interface FactsData {
    adoptions: { totalCount: number; nodes: Fact[] };
}

/** What somebody stated of a CCG. */
export interface Statement {
    id: string;
    stage: Stage;
    effectiveFrom: string | null;
    effectiveTo: string | null;
    model: { code: ModelCode } | null;
    wave: { financialYear: string; number: number | null; startsOn: string; endsOn: string } | null;
}

export interface Fact extends Statement {
    evidence: { totalCount: number; nodes: Evidence[] };
}

/** The id of the element that shows a fact. */
export const placeOf = ({ id }: Statement): string => `fact-${id}`;

export interface Evidence {
    id: string;
    sheet: string;
    row: number;
    confidence: Confidence;
    basis: string | null;
    matchMethod: MatchMethod;
    effectiveFrom: string | null;
    effectiveTo: string | null;
    statedOn: { text: string; earliest: string; latest: string } | null;
    source: { title: string; publisher: string | null; fileName: string | null; address: string | null; sha256: string | null };
    citedSource: { title: string; publisher: string | null; address: string | null } | null;
    cells: Cell[];
}

export interface Cell {
    field: string;
    address: string | null;
    raw: string;
    value: string;
    rule: string;
}

/** "Delegated, live, 2016/17 (wave 2)" */
export function statementInWords({ model, stage, wave }: Statement): string {
    const year = wave ? `${wave.financialYear}${wave.number ? ` (wave ${wave.number})` : ""}` : "year not stated";
    return `${model ? wordsOf(model.code).name : "Model not stated"}, ${STAGES[stage]}, ${year}`;
}
