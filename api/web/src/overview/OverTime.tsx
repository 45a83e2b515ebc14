import { Chart } from "../shell/Chart.tsx";
import { Figure } from "../shell/Figure.tsx";
import { Legend } from "../shell/Legend.tsx";
import { follow, useAddress, useChoice } from "../shell/state.ts";
import { dayInWords, partialInWords } from "../words/days.ts";
import { number } from "../words/numbers.ts";
import { POSITIONS } from "../words/positions.ts";
import { STAGES } from "../words/terms.ts";
import { drawOverTime } from "./drawOverTime.ts";
import { ShapeKey } from "./markShapes.tsx";
import {
    type OverTimeData,
    overTimeQuestion,
    POSITION_ROWS,
    type PublishedTotal,
    titleOf,
    totalsOf,
    yearsOf,
} from "./overTime.ts";
import type { Span } from "./span.ts";

/** CCGs by position on 1 April of each year, and what was published as totals over them. */
export function OverTime({ span }: { span: Span }) {
    const [total] = useChoice("total");
    const address = useAddress();
    const [first, last] = [span.years[0] ?? span.first, span.years.at(-1) ?? span.last];
    return (
        <Figure<OverTimeData>
            id="over-time"
            title="Adoption over time"
            asOf={`on 1 April of each year from ${dayInWords(first)} to ${dayInWords(last)}`}
            about={
                <p>
                    Every CCG that existed on 1 April of a year, by the model that it is known to have had. Where no
                    list that names it was recovered, a CCG is unknown (hatched) and stays part of the whole. The
                    numbered marks are the totals that others published for the year: choose one to see who said it.
                </p>
            }
            question={overTimeQuestion(span.years)}
            rows={POSITION_ROWS}
            picture={(data) => {
                const [years, totals] = [yearsOf(data), totalsOf(data)];
                const selected = totals.find(({ key }) => key === total);
                return (
                    <>
                        <Chart
                            label="Bars: CCGs by position on 1 April of each year. Marks: published totals."
                            draw={(width) => drawOverTime(years, totals, total, address, width)}
                            from={[data, address]}
                            onClick={follow}
                        />
                        <Statements total={selected} />
                        {totals.length > 0 && <ShapeKey />}
                        <Legend />
                    </>
                );
            }}
            table={(data) => ({
                columns: [
                    { name: "On" },
                    { name: "CCGs", isNumber: true },
                    ...POSITIONS.map(({ name }) => ({ name, isNumber: true })),
                ],
                rows: yearsOf(data).map(({ day, ccgs, counts }) => [
                    dayInWords(day),
                    number(ccgs),
                    ...POSITIONS.map(({ code }) => number(counts.get(code) ?? 0)),
                ]),
            })}
        />
    );
}

/** Who said a number, when and where. */
function Statements({ total }: { total: PublishedTotal | undefined }) {
    return (
        <div class="statements" aria-live="polite">
            {total && (
                <>
                    <h3>{titleOf(total)}</h3>
                    <ul>
                        {total.statements.map(({ id, stage, publisher, asOf, note, citedSource }) => (
                            <li key={id}>
                                <b>{publisher}</b>: {STAGES[stage]}, {asOf ? partialInWords(asOf.text) : "no day given"}
                                .{note && ` ${note}.`}{" "}
                                {citedSource?.address && <a href={citedSource.address}>{citedSource.title}</a>}
                            </li>
                        ))}
                    </ul>
                    <p>
                        <a href={`figures?${new URLSearchParams({ model: total.model, year: total.financialYear })}`}>
                            How the figures of this year and model compare
                        </a>
                    </p>
                </>
            )}
        </div>
    );
}
