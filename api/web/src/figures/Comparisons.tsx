import { Figure } from "../shell/Figure.tsx";
import { ModelSelect, Select } from "../shell/Select.tsx";
import { useChoice } from "../shell/state.ts";
import { useRows } from "../service/useAnswer.ts";
import { partialInWords } from "../words/days.ts";
import { number, shownOf } from "../words/numbers.ts";
import { isModel } from "../words/positions.ts";
import { sentence } from "../words/terms.ts";
import { type Comparison, type ComparisonsData, comparisonRows, comparisonsQuestion } from "./comparisons.ts";
import { BASES, isStatus, REASONS, VERDICTS } from "./verdicts.ts";

/** Each figure beside what comes out. */
export function Comparisons() {
    const [chosenStatus, setStatus] = useChoice("status");
    const [model, setModel] = useChoice("model");
    const [year, setYear] = useChoice("year");
    const status = isStatus(chosenStatus) ? chosenStatus : undefined;
    const choices = { status, model: isModel(model) ? model : undefined, year };
    const years = useYears();
    return (
        <Figure<ComparisonsData>
            id="comparisons"
            title="Figure by figure"
            about={
                <p>
                    At the left what was published, at the right what comes out. A number that others contradict
                    differs, whoever is right; what comes out is then the number that most publications give.
                </p>
            }
            controls={
                <>
                    <Select
                        label="Verdict"
                        value={status}
                        onChange={setStatus}
                        options={Object.entries(VERDICTS).map(([value, { name }]) => ({ value, name }))}
                    />
                    <ModelSelect value={choices.model} onChange={setModel} />
                    <Select
                        label="Year"
                        value={year}
                        onChange={setYear}
                        options={years.map((value) => ({ value, name: value }))}
                    />
                </>
            }
            question={comparisonsQuestion(choices)}
            rows={comparisonRows(choices)}
            picture={({ reconciliations: { totalCount, nodes } }) => (
                <>
                    <p role="status">{shownOf(nodes.length, totalCount, "figure")}.</p>
                    <ol class="comparisons">
                        {nodes.map((comparison) => (
                            <Compared key={comparison.figure.id} {...comparison} />
                        ))}
                    </ol>
                </>
            )}
        />
    );
}

const YEARS = {
    query: `query YearsOfFigures {
  publishedFigureRows { nodes { financialYear } }
}`,
};

/** The years of which figures were published. */
function useYears(): string[] {
    const { answer } = useRows<{ financialYear: string | null }>(YEARS);
    const years = answer?.data.flatMap(({ financialYear }) => financialYear ?? []) ?? [];
    return [...new Set(years)].sort();
}

function Compared({
    figure,
    status,
    reason,
    comparedWith,
    published,
    actual,
    difference,
    explanation,
    denominator,
}: Comparison) {
    const { sign, name } = VERDICTS[status];
    const { measure, model, financialYear, areaAsPublished, unit, publisher, asOf, note, citedSource } = figure;
    return (
        <li class={`comparison ${status}`}>
            <p class="published">
                <b>{published === null ? figure.valueAsPublished : number(published)}</b> <span>{unit}</span>
            </p>
            <p class="sign" aria-hidden="true">
                {sign}
            </p>
            <p class="actual">
                <b>{actual === null ? "–" : number(actual)}</b>{" "}
                <span>
                    {actual === null || !comparedWith ? "nothing comes out" : BASES[comparedWith]}
                    {difference ? ` (${difference > 0 ? "+" : "−"}${number(Math.abs(difference))})` : ""}
                </span>
            </p>
            <div class="words">
                <h3>
                    {sentence(
                        [measure, model && `model ${model.letter}`, financialYear, areaAsPublished]
                            .filter(Boolean)
                            .join(", "),
                    )}
                </h3>
                <p>
                    {publisher}, {asOf ? partialInWords(asOf.text) : "no day given"}
                    {citedSource?.address && (
                        <>
                            {": "}
                            <a href={citedSource.address}>{citedSource.title}</a>
                        </>
                    )}
                </p>
                <p>
                    <b>
                        {name}
                        {reason && `: ${REASONS[reason]}`}.
                    </b>{" "}
                    {explanation}
                </p>
                {(note || denominator) && (
                    <p class="aside">
                        {denominator && `The whole is ${number(denominator.value)}: ${denominator.of}. `}
                        {note && `Note: ${note}.`}
                    </p>
                )}
            </div>
        </li>
    );
}
