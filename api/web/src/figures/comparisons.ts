// What is asked of the comparisons, by what is chosen.

import type { Question } from "../service/question.ts";
import type { ModelCode } from "../words/positions.ts";
import type { Stage } from "../words/terms.ts";
import type { Reason, Status } from "./verdicts.ts";

export interface Choices {
    status?: string;
    model?: string;
    year?: string;
}

const FILTER = "filter: { status: { eq: $status }, figure: { model: { eq: $model }, financialYear: { eq: $year } } }";
const VARIABLES = "$status: ReconciliationStatus, $model: ModelCode, $year: FinancialYear";

export const comparisonsQuestion = (choices: Choices): Question => ({
    query: `query Comparisons(${VARIABLES}) {
  reconciliations(${FILTER}, first: 200) {
    totalCount
    nodes {
      status reason published actual difference explanation
      denominator { value of }
      figure {
        id measure financialYear stage areaAsPublished unit value valueAsPublished publisher note
        model { code letter } asOf { text } citedSource { title address }
      }
    }
  }
}`,
    variables: { ...choices },
});

/** The same as flat rows. */
export const comparisonRows = (choices: Choices): Question => ({
    query: `query ComparisonRows(${VARIABLES}) {
  reconciliationRows(${FILTER}) {
    nodes {
      measure modelLetter modelName stage financialYear areaAsPublished unit asOfFrom asOfTo publisher published status
      reason comparedWith actual difference denominator denominatorOf contradictionCount explanation
    }
  }
}`,
    variables: { ...choices },
});

export interface Comparison {
    status: Status;
    reason: Reason | null;
    published: number | null;
    actual: number | null;
    difference: number | null;
    explanation: string;
    denominator: { value: number; of: string } | null;
    figure: {
        id: string;
        measure: string;
        financialYear: string | null;
        stage: Stage | null;
        areaAsPublished: string;
        unit: string;
        valueAsPublished: string;
        publisher: string;
        note: string | null;
        model: { code: ModelCode; letter: string } | null;
        asOf: { text: string } | null;
        citedSource: { title: string; address: string | null } | null;
    };
}

export interface ComparisonsData {
    reconciliations: { totalCount: number; nodes: Comparison[] };
}
