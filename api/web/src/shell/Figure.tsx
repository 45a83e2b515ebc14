import type { ComponentChildren } from "preact";
import type { Answer, Question } from "../service/question.ts";
import { type Asked, useAnswer, useRows } from "../service/useAnswer.ts";
import { Actions } from "./Actions.tsx";
import { Citation } from "./Citation.tsx";
import { DataTable, type Table } from "./DataTable.tsx";
import { useArrival } from "./useArrival.ts";
import { Waiting } from "./Waiting.tsx";

/** All that there is to say of a figure: what is drawn, asked, listed and cited follows from this one definition. */
export interface FigureDefinition<Data> {
    /** What links to it say behind the #. */
    id: string;
    title: string;
    /** What it shows and what it does not, in a sentence or two. */
    about: ComponentChildren;
    /** What it is the answer to. */
    question: Question;
    /** The one list that has the same as flat rows, where the question has several. */
    rows?: Question;
    /** What it is true of, for whoever cites it: a day or a span. */
    asOf?: string;
    /** What can be chosen. */
    controls?: ComponentChildren;
    picture: (data: Data) => ComponentChildren;
    /** The same numbers for whoever would rather read; none where the picture is a table. */
    table?: (data: Data) => Table;
}

/** A figure that asks its question itself. */
export function Figure<Data>(definition: FigureDefinition<Data>) {
    return <AnsweredFigure {...definition} asked={useAnswer<Data>(definition.question)} />;
}

/** A figure of all rows of the one list of its question, however many there are. */
export function RowsFigure<Row>(definition: FigureDefinition<Row[]>) {
    return <AnsweredFigure {...definition} asked={useRows<Row>(definition.question)} />;
}

/** A figure of which the page has asked the question. */
export function AnsweredFigure<Data>({ asked, ...figure }: FigureDefinition<Data> & { asked: Asked<Data> }) {
    const { id, title, about, controls, question, rows = question, asOf } = figure;
    const heading = `${id}-title`;
    useArrival(id, asked.answer !== undefined);
    return (
        <section class="figure" id={id} aria-labelledby={heading} aria-busy={asked.isWaiting}>
            <h2 id={heading}>{title}</h2>
            <div class="about">{about}</div>
            {controls && <div class="controls">{controls}</div>}
            <Waiting asked={asked}>{(answer) => <Content figure={figure} answer={answer} />}</Waiting>
            <Actions question={question} rows={rows} citation={`${id}-citation`} />
            {asked.answer && (
                <Citation
                    id={`${id}-citation`}
                    title={title}
                    asOf={asOf}
                    question={question}
                    edition={asked.answer.edition}
                    figure={id}
                />
            )}
        </section>
    );
}

function Content<Data>({ figure, answer }: { figure: FigureDefinition<Data>; answer: Answer<Data> }) {
    const { title, picture, table } = figure;
    return (
        <>
            <div class="picture">{picture(answer.data)}</div>
            {table && (
                <details class="numbers">
                    <summary>The same numbers as a table</summary>
                    <DataTable title={title} {...table(answer.data)} />
                </details>
            )}
        </>
    );
}
